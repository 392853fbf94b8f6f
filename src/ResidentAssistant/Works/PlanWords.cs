using System.Globalization;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works;

/// <summary>Times of the plan as people read them: always with the full date and the weekday.</summary>
internal static class PlanWords
{
    /// <summary>“2026年12月1日（星期二）8:00 到 18:00”, or with both dates when it ends on another day.</summary>
    public static string Span(DateTime from, DateTime to) => from.Date == to.Date
        ? $"{Day(from)}{Time(from)} 到 {Time(to)}"
        : $"{Day(from)}{Time(from)} 到 {Day(to)}{Time(to)}";

    private static string Day(DateTime at) => SiteDay.Words(DateOnly.FromDateTime(at));

    private static string Time(DateTime at) => at.ToString("H:mm", CultureInfo.InvariantCulture);
}
