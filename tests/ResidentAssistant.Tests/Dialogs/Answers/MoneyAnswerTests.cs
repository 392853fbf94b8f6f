using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Tests.Dialogs.Answers;

public class MoneyAnswerTests
{
    [Theory]
    [InlineData("三百块", "300")]
    [InlineData("三百块钱", "300")]
    [InlineData("1200元", "1200")]
    [InlineData("1,200元", "1200")]
    [InlineData("一千二", "1200")]
    [InlineData("两百五", "250")]
    [InlineData("一千二百五十块", "1250")]
    [InlineData("一万二", "12000")]
    [InlineData("1.2万", "12000")]
    [InlineData("一万零二百", "10200")]
    [InlineData("三块五", "3.5")]
    [InlineData("五毛", "0.5")]
    [InlineData("¥88.50", "88.5")]
    [InlineData("1200", "1200")]
    [InlineData("大概三百", "300")]
    public void A_sum_is_read(string text, string yuan) => MoneyAnswer.Parse(text).ShouldBe(new(yuan, yuan + "元"));

    [Theory]
    [InlineData("")]
    [InlineData("不知道")]
    [InlineData("三四百")]
    [InlineData("好几百块")]
    [InlineData("三百多块")]
    [InlineData("百八十块")]
    [InlineData("300元或者500元")]
    [InlineData("3号楼2单元501")]
    public void A_rough_sum_and_two_sums_are_none(string text) => MoneyAnswer.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("师傅跟我要了三百块钱，3号楼2单元501", "300")]
    [InlineData("厨房漏水3天了", null)]
    [InlineData("我家1200", null)]
    public void Out_of_a_message_only_what_says_that_it_is_money_is_taken(string text, string? yuan) => (MoneyAnswer.Find(text)?.Value).ShouldBe(yuan);
}
