using ResidentAssistant.Notices;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Tests.Notices;

/// <summary>When a notice may be said at night.</summary>
public sealed class QuietHoursTests
{
    [Fact]
    public void Every_choice_of_the_setting_is_understood()
    {
        foreach (var choice in SettingCatalogue.Of(QuietHours.Setting).Choices) (QuietHours.Of(choice) is null).ShouldBe(choice == SettingCatalogue.NoNight);
    }

    [Fact]
    public void Whatever_can_wait_is_said_by_day_and_never_earlier_or_a_day_later()
    {
        var random = new Random(29);
        for (var round = 0; round < 20_000; round++)
        {
            var quiet = QuietHours.Of(SettingCatalogue.Of(QuietHours.Setting).Choices[random.Next(3)])!;
            // Over midnight, the end of a leap February and of the year.
            var now = new DateTimeOffset(2027, 12, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(60 * 24 * 120));
            var at = quiet.SayAt(now, [now.AddDays(2)]);
            at.ShouldBeGreaterThanOrEqualTo(now);
            (at - now).ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(12));
            var time = TimeOnly.FromDateTime(SiteClock.At(at).DateTime);
            (time >= quiet.To && time < quiet.From).ShouldBeTrue($"{SiteClock.At(at)}");
            if (at > now) time.ShouldBe(quiet.To);
        }
    }

    [Theory]
    [InlineData(22, 0, 9, 59, true)]
    [InlineData(22, 0, 10, 1, false)]
    [InlineData(3, 0, 8, 30, true)]
    public void What_begins_before_people_have_risen_is_said_in_the_night(int hour, int minute, int eventHour, int eventMinute, bool atOnce)
    {
        var now = SiteClock.Instant(new DateTime(2026, 11, 24, hour, minute, 0));
        var morning = DateOnly.FromDateTime(new DateTime(2026, 11, hour < 12 ? 24 : 25));
        var at = QuietHours.Of(SettingCatalogue.UsualNight)!.SayAt(now, [SiteClock.Instant(morning.ToDateTime(new TimeOnly(eventHour, eventMinute)))]);
        at.ShouldBe(atOnce ? now : SiteClock.Instant(morning.ToDateTime(new TimeOnly(8, 0))));
    }
}
