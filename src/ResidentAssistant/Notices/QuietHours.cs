using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Notices;

/// <summary>The hours of the night in which no notice is said that can wait; both ends on the site's clock, <paramref name="From"/> in the evening and <paramref name="To"/> in the morning.</summary>
internal sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    /// <summary>Sourced setting that chooses them.</summary>
    public const string Setting = "notice.quiet";

    // What begins sooner after the night than this is said in the night: in the morning it would be too late to fetch water.
    private static readonly TimeSpan TooLate = TimeSpan.FromHours(2);

    /// <summary>The hours of a choice; null when the night is like the day.</summary>
    public static QuietHours? Of(string choice) => choice switch
    {
        SettingCatalogue.EarlyNight => new(new TimeOnly(20, 0), new TimeOnly(8, 0)),
        SettingCatalogue.UsualNight => new(new TimeOnly(21, 0), new TimeOnly(8, 0)),
        SettingCatalogue.ShortNight => new(new TimeOnly(22, 0), new TimeOnly(7, 0)),
        SettingCatalogue.NoNight => null,
        _ => throw new ArgumentException($"{choice} is no choice of {Setting}.", nameof(choice)),
    };

    /// <summary>When something that tells of <paramref name="events"/> is said that could be said <paramref name="now"/>: now, or when the night is over.</summary>
    public DateTimeOffset SayAt(DateTimeOffset now, IEnumerable<DateTimeOffset> events)
    {
        var local = SiteClock.At(now);
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (time >= To && time < From) return now;
        var day = DateOnly.FromDateTime(local.DateTime);
        var morning = SiteClock.Instant((time >= From ? day.AddDays(1) : day).ToDateTime(To));
        return events.Any(e => e < morning + TooLate) ? now : morning;
    }
}
