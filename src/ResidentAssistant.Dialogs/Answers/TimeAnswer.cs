using System.Globalization;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads a day, with a half-day or an hour: 下周三上午, 后天, 15号, 12月3号下午两点, 元旦后.</summary>
public static partial class TimeAnswer
{
    // Asia/Shanghai has kept this offset since 1991.
    internal static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    /// <summary>
    /// <c>2026-11-25</c>, <c>2026-11-25/am</c> (noon, pm, evening), <c>2026-11-25T14:30</c>, or <c>2027-01-02/after</c> for that day or later; null if no day is named.
    /// </summary>
    public static SlotValue? Parse(string text, DateTimeOffset now)
    {
        if (text.Length > 500) text = text[..500];
        var here = now.ToOffset(Zone).DateTime;
        var digits = Numerals.ToDigits(text);
        var hour = HourOfDay.Find(digits);
        if (DayFinder.Find(digits, text, DateOnly.FromDateTime(here), hour.EndsBefore(TimeOnly.FromDateTime(here))) is not var (day, after)) return null;
        if (day < DateOnly.FromDateTime(here)) return null;
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var label = (day.Year == here.Year ? "" : $"{day.Year}年") + $"{day.Month}月{day.Day}日星期{"日一二三四五六"[(int)day.DayOfWeek]}";
        return hour switch
        {
            { At: { } at } => new($"{date}T{at:HH\\:mm}", label + Clock(at)),
            { Part: "" } when after => new($"{date}/after", label + "以后"),
            { Part: "" } => new(date, label),
            _ => new($"{date}/{hour.Part}", label + HourOfDay.Label(hour.Part)),
        };
    }

    private static string Clock(TimeOnly at)
    {
        var part = at.Hour switch { < 6 => "凌晨", < 12 => "上午", 12 => "中午", < 18 => "下午", _ => "晚上" };
        var hour = at.Hour > 12 ? at.Hour - 12 : at.Hour;
        return $"{part}{hour}点" + (at.Minute == 0 ? "" : at.Minute == 30 ? "半" : $"{at.Minute}分");
    }
}
