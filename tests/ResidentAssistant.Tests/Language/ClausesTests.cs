using ResidentAssistant.Language;

namespace ResidentAssistant.Tests.Language;

public sealed class ClausesTests
{
    [Theory]
    [InlineData("厨房漏水了，另外几号开工", "厨房漏水了", "另外几号开工")]
    [InlineData("厨房漏水了对了几号开工啊", "厨房漏水了", "对了几号开工啊")]
    [InlineData("几号开工", "几号开工")]
    [InlineData("好，我同意换管子", "我同意换管子")]
    [InlineData("。。。")]
    public void A_message_is_cut_where_a_new_thought_begins(string text, params string[] parts) => Clauses.Of(text).ShouldBe(parts);

    [Fact]
    public void A_second_wish_is_heard_with_its_own_words()
    {
        var reading = UnderstandingTests.Installed.Read("厨房水管一直滴水，另外你们几月份开工啊");

        reading.Intent.ShouldBe("report_leak");
        reading.Also.ShouldNotBeNull().Intent.ShouldBe("ask_schedule");
        reading.Also!.Words.ShouldBe("另外你们几月份开工啊");
    }
}
