using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Tests.Dialogs.Answers;

public class PhoneAnswerTests
{
    [Theory]
    [InlineData("13800000000", "13800000000")]
    [InlineData("138 0000 0000", "13800000000")]
    [InlineData("138-0000-0000", "13800000000")]
    [InlineData("一三八零零零零零零零零", "13800000000")]
    [InlineData("幺三八零零零零零零零零", "13800000000")]
    [InlineData("１３８００００００００", "13800000000")]
    [InlineData("+86 13800000000", "13800000000")]
    [InlineData("8613800000000", "13800000000")]
    [InlineData("我电话是13800000000，晚上打", "13800000000")]
    [InlineData("010-12345678", "010-12345678")]
    [InlineData("01062345678", "010-62345678")]
    [InlineData("(010)62345678", "010-62345678")]
    [InlineData("0311-1234567", "0311-1234567")]
    [InlineData("零一零 六二三四五六七八", "010-62345678")]
    [InlineData("电话 一三八 零零零零 零零零零", "13800000000")]
    [InlineData("一三八、零零零零、零零零零", "13800000000")]
    [InlineData("138，0000，0000", "13800000000")]
    [InlineData("138 - 0000 - 0000", "13800000000")]
    [InlineData("1 3 8 0 0 0 0 0 0 0 0", "13800000000")]
    [InlineData("13800000000 3-2-501", "13800000000")]
    [InlineData("三号楼二单元五零一，幺三八零零零零零零零零", "13800000000")]
    public void A_number_is_read(string text, string value) => PhoneAnswer.Parse(text).ShouldNotBeNull().Value.ShouldBe(value);

    [Theory]
    [InlineData("")]
    [InlineData("138****0000")]
    [InlineData("1380000")]
    [InlineData("12345")]
    [InlineData("138000000001")]
    [InlineData("3-2-501")]
    [InlineData("11012345678")]
    [InlineData("没有电话")]
    [InlineData("82417730")]
    public void Masked_short_and_other_numbers_are_none(string text) => PhoneAnswer.Parse(text).ShouldBeNull();
}
