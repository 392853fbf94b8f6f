using System.Globalization;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Holidays people count by: 元旦后, 春节后, 国庆前 is no day.</summary>
internal static class Holidays
{
    private static readonly ChineseLunisolarCalendar Lunar = new();

    // The first day after the statutory days; how days off are shifted is announced year by year and not known here.
    private static readonly (string Word, int Month, int Day, int Free)[] Fixed =
        [("元旦", 1, 1, 1), ("五一", 5, 1, 2), ("劳动节", 5, 1, 2), ("国庆", 10, 1, 7), ("十一", 10, 1, 7)];

    private static readonly string[] NewYear = ["春节", "过年", "过完年", "过了年", "年后", "大年初一"];

    /// <summary>The holiday named, or the first day after it.</summary>
    public static (DateOnly Day, bool After)? Find(string text, DateOnly today)
    {
        foreach (var (word, month, day, free) in Fixed)
        {
            var at = text.IndexOf(word, StringComparison.Ordinal);
            if (at < 0 || (word == "十一" && !FollowedByAfter(text, at + word.Length))) continue;
            return Next(text, at, word.Length, year => new(year, month, day), free, today);
        }
        foreach (var word in NewYear)
        {
            var at = text.IndexOf(word, StringComparison.Ordinal);
            if (at < 0) continue;
            var after = word is "过完年" or "过了年" or "年后";
            return Next(text, at, word.Length, Spring, 7, today, after);
        }
        return null;
    }

    private static (DateOnly, bool)? Next(string text, int at, int length, Func<int, DateOnly> first, int free, DateOnly today, bool always = false)
    {
        var tail = text.AsSpan(at + length);
        if (tail.StartsWith("前") || tail.StartsWith("以前") || tail.StartsWith("之前")) return null;
        var after = always || FollowedByAfter(text, at + length) || text.AsSpan(0, at).EndsWith("过了") || text.AsSpan(0, at).EndsWith("过完");
        for (var year = today.Year; year <= today.Year + 1; year++)
        {
            var day = after ? first(year).AddDays(free) : first(year);
            if (day >= today) return (day, after);
        }
        return null;
    }

    private static bool FollowedByAfter(string text, int at)
    {
        var tail = text.AsSpan(at);
        if (tail.StartsWith("节")) tail = tail[1..];
        if (tail.StartsWith("假期")) tail = tail[2..];
        return tail.StartsWith("后") || tail.StartsWith("以后") || tail.StartsWith("之后") || tail.StartsWith("过后") || tail.StartsWith("完");
    }

    private static DateOnly Spring(int year) => DateOnly.FromDateTime(Lunar.ToDateTime(year, 1, 1, 0, 0, 0, 0));
}
