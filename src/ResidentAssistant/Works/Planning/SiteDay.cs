namespace ResidentAssistant.Works.Planning;

/// <summary>Days as residents read them: always with year and weekday.</summary>
internal static class SiteDay
{
    private static readonly string[] Weekdays = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

    /// <summary>“2026年12月1日（星期二）”.</summary>
    public static string Words(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日（{Weekdays[(int)day.DayOfWeek]}）";
}
