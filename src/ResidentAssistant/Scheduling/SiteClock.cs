using System.Globalization;

namespace ResidentAssistant.Scheduling;

/// <summary>Instants as people at the site read them: Beijing time.</summary>
internal static class SiteClock
{
    /// <summary>The site's zone.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>The instant on the site's clock.</summary>
    public static DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The instant at which a day begins at the site.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => Instant(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>The instant at which the site's clock shows this.</summary>
    public static DateTimeOffset Instant(DateTime local) => new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();

    /// <summary>The day it is at the site.</summary>
    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant).DateTime);

    /// <summary>“11月22日 20:56”, with the year when it is not this one.</summary>
    public static string Text(DateTimeOffset instant, DateTimeOffset now)
    {
        var at = At(instant);
        return at.ToString(at.Year == At(now).Year ? "M月d日 HH:mm" : "yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>Day and time within a sentence: “11月22日20:58”.</summary>
    public static string DayAndTime(DateTimeOffset instant) => At(instant).ToString("M月d日HH:mm", CultureInfo.InvariantCulture);

    /// <summary>“刚刚”, “5 分钟”, “3 小时 20 分”, “2 天”.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "刚刚",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} 分钟",
        { TotalDays: < 1 } => age.Minutes == 0 ? $"{age.Hours} 小时" : $"{age.Hours} 小时 {age.Minutes} 分",
        _ => $"{(int)age.TotalDays} 天",
    };
}
