using ResidentAssistant.Policy;

namespace ResidentAssistant.Tests.Policy;

public sealed class SettingDraftTests
{
    private static readonly DateOnly Today = new(2026, 11, 2);

    [Theory]
    [InlineData("visits.count", "3")]
    [InlineData("visits.count", "")]
    [InlineData("phone.gas", "96777")]
    [InlineData("phone.committee", "010-62345678")]
    [InlineData("work.hours", "周一到周五 8:00—12:00，14:00—18:00")]
    [InlineData("disclosure.scope", "厨房的立管\n卫生间的立管🙂")]
    public void A_good_value_has_no_fault(string key, string value) =>
        SourcedSettingsTests.Draft(key, value.Length == 0 ? null : value).Tidied().Faults(Today).ShouldBeEmpty();

    [Theory]
    [InlineData("visits.count", "")]
    [InlineData("visits.count", "多次")]
    [InlineData("visits.count", "0")]
    [InlineData("visits.count", "-3")]
    [InlineData("visits.count", "3.5")]
    [InlineData("visits.count", "99999999999")]
    [InlineData("notice.outage", "23")]
    [InlineData("phone.gas", "打给老张")]
    [InlineData("phone.gas", "12")]
    [InlineData("disclosure.scope", "看不见\u0000")]
    [InlineData("no.such-setting", "1")]
    public void A_bad_value_is_one_fault(string key, string value) => SourcedSettingsTests.Draft(key, value).Tidied().Faults(Today).Count.ShouldBe(1);

    [Fact]
    public void A_lone_surrogate_is_a_fault() => SourcedSettingsTests.Draft("disclosure.scope", "a" + (char)0xd800).Faults(Today).Count.ShouldBe(1);

    [Fact]
    public void A_decision_needs_a_source_and_days_that_make_sense()
    {
        var good = SourcedSettingsTests.Draft("visits.count", "3");

        (good with { Source = "  " }).Tidied().Faults(Today).ShouldHaveSingleItem().ShouldContain("出处");
        (good with { Source = new string('长', 301) }).Faults(Today).Count.ShouldBe(1);
        (good with { ValidFrom = null }).Faults(Today).Count.ShouldBe(1);
        (good with { ValidFrom = Today.AddDays(3), ValidTo = Today.AddDays(2) }).Faults(Today).Count.ShouldBe(1);
        (good with { ValidFrom = Today.AddDays(-9), ValidTo = Today.AddDays(-1) }).Faults(Today).ShouldHaveSingleItem().ShouldContain("过了");
    }
}
