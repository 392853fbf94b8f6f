using ResidentAssistant.Emergencies;

namespace ResidentAssistant.Tests.Emergencies;

public sealed class FaultClassTests
{
    [Theory]
    [InlineData("burst", null, null, "burst")]
    [InlineData("gas", "report_leak", "煤气漏了", "gas")]
    [InlineData(null, "report_leak", "墙皮湿了", "leak")]
    [InlineData(null, "report_leak", "水滴到插座上", "electric")]
    [InlineData(null, "report_blockage", "下水堵了", "blockage")]
    [InlineData(null, "report_blockage", "地漏返水", "sewage")]
    [InlineData(null, "report_low_pressure", "热水器打不着", "pressure")]
    [InlineData(null, null, "漏水跑水", "burst")]
    [InlineData(null, null, null, "unclear")]
    public void A_report_is_put_into_the_gravest_class_that_fits(string? emergency, string? intent, string? words, string expected) =>
        FaultClass.Of(emergency, intent, words).Code.ShouldBe(expected);

    [Fact]
    public void Dangers_page_and_drips_wait_for_the_day() =>
        new[] { "burst", "electric", "sewage", "gas", "person", "unclear", "leak", "blockage", "pressure" }.Select(c => FaultClass.Find(c)!.Pages)
            .ShouldBe([true, true, true, true, true, true, false, false, false]);
}
