using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Tests.Dialogs.Answers;

public class ShortAnswerTests
{
    [Theory]
    [InlineData("三", "3")]
    [InlineData("十二", "12")]
    [InlineData("二十", "20")]
    [InlineData("两百", "200")]
    [InlineData("一百二", "120")]
    [InlineData("一百零二", "102")]
    [InlineData("两千三百", "2300")]
    [InlineData("12", "12")]
    [InlineData("大概3个", "3")]
    [InlineData("４口人", "4")]
    [InlineData("3万", "30000")]
    public void Numbers_are_read(string text, string value) => NumberAnswer.Parse(text).ShouldNotBeNull().Value.ShouldBe(value);

    [Theory]
    [InlineData("三四个")]
    [InlineData("1.5")]
    [InlineData("3或者5")]
    [InlineData("没有")]
    [InlineData("99999999999999999999")]
    [InlineData("-3")]
    public void What_is_no_whole_number_is_none(string text) => NumberAnswer.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("第二个", 1)]
    [InlineData("2", 1)]
    [InlineData("二", 1)]
    [InlineData("②", 1)]
    [InlineData("选第1个", 0)]
    [InlineData("最后一个", 2)]
    [InlineData("第三项吧", 2)]
    public void Ordinals_are_read(string text, int index) => OrdinalAnswer.Parse(text, 3).ShouldBe(index);

    [Theory]
    [InlineData("第四个")]
    [InlineData("0")]
    [InlineData("两个都要")]
    [InlineData("2单元")]
    public void What_is_none_of_the_list_is_none(string text) => OrdinalAnswer.Parse(text, 3).ShouldBeNull();

    [Theory]
    [InlineData("行")]
    [InlineData("成")]
    [InlineData("对")]
    [InlineData("好")]
    [InlineData("嗯")]
    [InlineData("是的")]
    [InlineData("没错")]
    [InlineData("👌")]
    [InlineData("对对对")]
    [InlineData("嗯，对的。")]
    [InlineData("好的，谢谢")]
    [InlineData("可以啊")]
    [InlineData("ＯＫ")]
    public void Yes_has_many_words(string text) => YesNoAnswer.Read(text).ShouldBe(true);

    [Theory]
    [InlineData("不对")]
    [InlineData("不是")]
    [InlineData("不")]
    [InlineData("错了")]
    [InlineData("不行啊")]
    [InlineData("没有")]
    [InlineData("不对，错了")]
    public void No_has_many_words(string text) => YesNoAnswer.Read(text).ShouldBe(false);

    [Theory]
    [InlineData("对吗")]
    [InlineData("要是不收钱就行")]
    [InlineData("行不行")]
    [InlineData("好像不对")]
    [InlineData("是502")]
    [InlineData("")]
    [InlineData("？")]
    [InlineData("对，不对")]
    public void Anything_with_more_to_it_is_neither(string text) => YesNoAnswer.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("厨房", "kitchen", "厨房")]
    [InlineData("卫生间马桶后面", "bathroom", "卫生间马桶后面")]
    [InlineData("书房窗户底下", "书房窗户底下", "书房窗户底下")]
    public void Places_keep_their_words(string text, string value, string label) => PlaceAnswer.Parse(text).ShouldBe(new(value, label));

    [Theory]
    [InlineData("  好  ", "好")]
    [InlineData("漏水😀", "漏水😀")]
    public void Texts_lose_what_no_one_can_read(string text, string clean) => Fold.Clean(text).ShouldBe(clean);

    [Fact]
    public void Broken_surrogates_and_control_characters_do_no_harm()
    {
        var broken = "\u0007" + (char)0xD83D + "坏" + (char)0xDC00 + "了\0";
        Fold.Clean(broken).ShouldBe("\uFFFD坏\uFFFD了");
        Fold.Bare(broken).Length.ShouldBeGreaterThan(0);
    }
}
