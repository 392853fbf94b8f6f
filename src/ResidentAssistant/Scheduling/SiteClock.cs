using System.Globalization;

namespace ResidentAssistant.Scheduling;

/// <summary>Instants as people at the site read them: Beijing time.</summary>
internal static class SiteClock
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>The calendar day at the site.</summary>
    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>Day and time, such as 11月22日20:58.</summary>
    public static string DayAndTime(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, Zone).ToString("M月d日HH:mm", CultureInfo.InvariantCulture);
}
