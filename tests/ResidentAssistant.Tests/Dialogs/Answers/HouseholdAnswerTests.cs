using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Tests.Dialogs.Answers;

public class HouseholdAnswerTests
{
    [Theory]
    [InlineData("3号楼2单元501", "3-2-501")]
    [InlineData("三号楼二单元五零一", "3-2-501")]
    [InlineData("三号楼二单元五〇一室", "3-2-501")]
    [InlineData("3-2-501", "3-2-501")]
    [InlineData("3—2—501", "3-2-501")]
    [InlineData("3#2-501", "3-2-501")]
    [InlineData("3#2#501", "3-2-501")]
    [InlineData("3楼2门501室", "3-2-501")]
    [InlineData("3 2 501", "3-2-501")]
    [InlineData("３号楼２单元５０１", "3-2-501")]
    [InlineData("我家是3号楼2单元501的", "3-2-501")]
    [InlineData("我住在3号楼，2单元，501室。", "3-2-501")]
    [InlineData("十二号楼一单元一零一", "12-1-101")]
    [InlineData("十二号楼一单元五百零二", "12-1-502")]
    [InlineData("3栋2单元1203", "3-2-1203")]
    [InlineData("3号楼2单元5层1号", "3-2-501")]
    [InlineData("3号楼2单元5层501", "3-2-501")]
    [InlineData("三号院二门洞三零二", "3-2-302")]
    [InlineData("12/3/501", "12-3-501")]
    [InlineData("3号楼2单元501，电话13800000000", "3-2-501")]
    [InlineData("5号楼没有单元1203", "5-1-1203")]
    [InlineData("3号楼2门501", "3-2-501")]
    [InlineData("三楼二门五零一", "3-2-501")]
    [InlineData("3号楼2单元5层01", "3-2-501")]
    [InlineData("三号楼二单元五层零一", "3-2-501")]
    [InlineData("三号楼的二单元的五零一", "3-2-501")]
    [InlineData("十六号院三号楼二单元五零一", "3-2-501")]
    [InlineData("16号院3-2-501", "3-2-501")]
    [InlineData("二单元五零一，三号楼", "3-2-501")]
    [InlineData("501室，3号楼2单元", "3-2-501")]
    [InlineData("501，三号楼二单元", "3-2-501")]
    [InlineData("三号楼二单元幺幺零二室", "3-2-1102")]
    [InlineData("三栋 二单元 五百零一", "3-2-501")]
    [InlineData("3号楼2单元5楼501室漏水，漏了3天", "3-2-501")]
    [InlineData("三号楼贰单元伍零壹", "3-2-501")]
    [InlineData("3号楼2单元5零1", "3-2-501")]
    public void A_flat_is_read_in_the_ways_people_write_it(string text, string value)
    {
        var household = HouseholdAnswer.Parse(text);
        household.ShouldNotBeNull().Value.ShouldBe(value);
        HouseholdAnswer.IsComplete(household.Value).ShouldBeTrue();
    }

    [Theory]
    [InlineData("301室", "?-?-301", "301室")]
    [InlineData("301", "?-?-301", "301室")]
    [InlineData("我家301", "?-?-301", "301室")]
    [InlineData("3号楼", "3-?-?", "3号楼")]
    [InlineData("十二号楼", "12-?-?", "12号楼")]
    [InlineData("3号楼2单元", "3-2-?", "3号楼2单元")]
    [InlineData("2单元501", "?-2-501", "2单元501室")]
    [InlineData("5号楼1203", "5-?-1203", "5号楼1203室")]
    [InlineData("二单元", "?-2-?", "2单元")]
    [InlineData("五楼的501室", "?-?-501", "501室")]
    [InlineData("五楼501", "?-?-501", "501室")]
    [InlineData("幺幺零二室", "?-?-1102", "1102室")]
    [InlineData("十六号院三号楼", "3-?-?", "3号楼")]
    [InlineData("5号楼501", "5-?-501", "5号楼501室")]
    public void What_was_said_of_a_flat_is_kept(string text, string value, string label)
    {
        HouseholdAnswer.Parse(text).ShouldBe(new(value, label));
    }

    [Theory]
    [InlineData("?-?-301", "3号楼2单元", "3-2-301")]
    [InlineData("?-?-301", "3-2", "3-2-301")]
    [InlineData("?-?-301", "三号楼二单元", "3-2-301")]
    [InlineData("3-?-?", "2单元501", "3-2-501")]
    [InlineData("3-?-?", "2-501", "3-2-501")]
    [InlineData("3-2-?", "501", "3-2-501")]
    [InlineData("5-?-1203", "1单元", "5-1-1203")]
    [InlineData("5-?-1203", "1", "5-1-1203")]
    [InlineData("5-?-1203", "没有单元", "5-1-1203")]
    [InlineData("?-2-501", "3号楼", "3-2-501")]
    [InlineData("?-2-501", "三", "3-2-501")]
    [InlineData("3-2-501", "502", "3-2-502")]
    [InlineData("3-2-501", "4号楼", "4-2-501")]
    [InlineData("3-2-501", "1单元", "3-1-501")]
    [InlineData("3-2-501", "4-1-302", "4-1-302")]
    public void The_rest_is_joined_to_what_is_known(string known, string text, string value)
    {
        HouseholdAnswer.Parse(text, known).ShouldNotBeNull().Value.ShouldBe(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("不知道")]
    [InlineData("3号楼地下室")]
    [InlineData("1号楼底商")]
    [InlineData("13800000000")]
    [InlineData("138-0000-0000")]
    [InlineData("010-12345678")]
    [InlineData("2026-11-25")]
    [InlineData("我住五楼")]
    [InlineData("3号楼2单元500")]
    [InlineData("三点半")]
    [InlineData("11月25号")]
    [InlineData("999号楼1单元101")]
    public void What_is_no_flat_is_none(string text) => HouseholdAnswer.Parse(text).ShouldBeNull();
}
