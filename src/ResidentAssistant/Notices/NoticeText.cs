using System.Globalization;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Notices.Templates;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Notices;

/// <summary>Makes the words of a notice out of its form and what was filled in.</summary>
internal static class NoticeText
{
    /// <summary>How a time stands in a form: <c>2026-12-01T08:00</c>.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm";

    /// <summary>The words.</summary>
    public static string Of(NoticeTemplate form, IReadOnlyDictionary<string, string> filled, string place) => form.Body.Render(name =>
        new SlotValue(name, name == TemplateReader.Place ? place : form.Fields.FirstOrDefault(f => f.Name == name) is { } field ? Shown(field.Kind, filled.GetValueOrDefault(name, "")) : ""));

    /// <summary>The words of a version that takes another's place: first that it does, and why.</summary>
    public static string Amended(string body, DateTimeOffset before, string what) => $"前面{SiteClock.DayAndTime(before)}发的通知改了，以这一份为准。\n改了：{what}\n\n{body}";

    /// <summary>The words of a version that takes a notice back.</summary>
    public static string Cancelled(string title, DateTimeOffset before, string why, string place) => $"各位邻居：\n前面{SiteClock.DayAndTime(before)}发的“{title}”取消了，不用再照着做。\n是这几家：{place}。\n为什么：{why}";

    /// <summary>Who says it and on which day, below the words.</summary>
    public static string Signed(string committee, DateTimeOffset at) => $"{committee}，{SiteDay.Words(SiteClock.Day(at))}";

    /// <summary>A time on the site's clock from a form, or null.</summary>
    public static DateTime? Time(string text) => DateTime.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static string Shown(FieldKind kind, string text) => kind switch
    {
        FieldKind.Time when Time(text) is { } time => $"{SiteDay.Words(DateOnly.FromDateTime(time))}{time.ToString("H:mm", CultureInfo.InvariantCulture)}",
        FieldKind.Day when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => SiteDay.Words(day),
        _ => text,
    };
}
