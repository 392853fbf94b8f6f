using System.Globalization;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Finds the day a text names, counted from today.</summary>
internal static partial class DayFinder
{
    /// <summary>The day and whether it means that day or later; null if none is named or it lies in the past.</summary>
    /// <param name="digits">The text with its numerals as digits.</param>
    /// <param name="original">The text as written: 十一 after 国庆 is a holiday, not a number.</param>
    /// <param name="today">Today here.</param>
    /// <param name="late">The hour said has gone by for today.</param>
    public static (DateOnly Day, bool After)? Find(string digits, string original, DateOnly today, bool late) =>
        Holidays.Find(original, today) ?? (Plain(NotThat().Replace(digits, ""), today, late) is { } day ? (day, false) : null);

    private static DateOnly? Plain(string text, DateOnly today, bool late)
    {
        if (Past().IsMatch(text)) return null;
        if (Has(text, "大后天") || Has(text, "大后儿")) return today.AddDays(3);
        if (Someday().IsMatch(text)) return null;
        if (Has(text, "后天") || Has(text, "后儿")) return today.AddDays(2);
        if (Has(text, "明天") || Has(text, "明儿") || Has(text, "明日") || Has(text, "明早") || Has(text, "明晚")) return today.AddDays(1);
        if (Has(text, "今天") || Has(text, "今儿") || Has(text, "今日") || Has(text, "今晚")) return today;
        if (DaysLater().Match(text) is { Success: true } later) return today.AddDays(Number(later, "n"));
        if (Weekday().Match(text) is { Success: true } week) return OfWeek(week, today, late);
        if (FullDate().Match(text) is { Success: true } full) return Make(Number(full, "y"), Number(full, "m"), Number(full, "d"));
        if (MonthDay().Match(text) is { Success: true } date) return NextYearly(Number(date, "m"), Number(date, "d"), today);
        if (NextMonth().Match(text) is { Success: true } month)
            return Make(today.AddMonths(1).Year, today.AddMonths(1).Month, Number(month, "d"));
        if (OnlyDay().Match(text) is { Success: true } only) return NextMonthly(Number(only, "d"), today, late);
        if (PartOfMonth().Match(text) is { Success: true } part) return OfMonth(part, today, late);
        return HourOfDay.Find(text).Said && !NoDay().IsMatch(text) ? today.AddDays(late ? 1 : 0) : null;
    }

    private static DateOnly OfWeek(Match match, DateOnly today, bool late)
    {
        var wanted = match.Groups["d"].ValueSpan[0] switch { '日' or '天' or '7' => 6, '末' => 5, var c => c - '1' };
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var day = monday.AddDays(wanted);
        switch (match.Groups["which"].Value)
        {
            case "下下": return day.AddDays(14);
            case "下": return day.AddDays(7);
            default: return day < today || (day == today && late) ? day.AddDays(7) : day;
        }
    }

    // 月初 is that of the next month unless it is the first today; 月中 and 月底 that of this month as long as they are ahead.
    private static DateOnly OfMonth(Match match, DateOnly today, bool late)
    {
        for (var i = match.Groups["next"].Success ? 1 : 0; ; i++)
        {
            var month = new DateOnly(today.Year, today.Month, 1).AddMonths(i);
            var day = match.Groups["end"].ValueSpan[0] switch { '初' => month, '中' => month.AddDays(14), _ => month.AddMonths(1).AddDays(-1) };
            if (day > today || (day == today && !late)) return day;
        }
    }

    private static DateOnly? NextYearly(int month, int day, DateOnly today)
    {
        for (var year = today.Year; year <= today.Year + 4; year++)
            if (Make(year, month, day) is { } date && date >= today) return date;
        return null;
    }

    private static DateOnly? NextMonthly(int day, DateOnly today, bool late)
    {
        for (var i = 0; i <= 2; i++)
        {
            var month = new DateOnly(today.Year, today.Month, 1).AddMonths(i);
            if (Make(month.Year, month.Month, day) is { } date && (date > today || (date == today && !late))) return date;
        }
        return null;
    }

    private static DateOnly? Make(int year, int month, int day) =>
        month is >= 1 and <= 12 && year is >= 2000 and <= 2200 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![0-9])(?<n>[0-9]{1,2})天(?:以后|之后|后)")]
    private static partial Regex DaysLater();

    [GeneratedRegex("(?<which>下下|下|这|本)?个?(?:周|星期|礼拜)(?<d>[1-7日天末])")]
    private static partial Regex Weekday();

    [GeneratedRegex(@"(?<![0-9])(?<y>20[0-9]{2})(?:年|[-/.])(?<m>[0-9]{1,2})(?:月|[-/.])(?<d>[0-9]{1,2})(?![0-9])")]
    private static partial Regex FullDate();

    [GeneratedRegex(@"(?<![0-9-])(?<m>[0-9]{1,2})(?:月|[/.](?=[0-9]{1,2}(?:$|[^0-9:点号楼栋#-])))(?<d>[0-9]{1,2})(?![0-9:点]|号楼|号院)")]
    private static partial Regex MonthDay();

    [GeneratedRegex(@"下个?月(?<d>[0-9]{1,2})[号日]")]
    private static partial Regex NextMonth();

    [GeneratedRegex(@"(?<![0-9])(?<d>[0-9]{1,2})(?:号(?!楼|院|线|门|房|单元|室|立管|管|户)|日)")]
    private static partial Regex OnlyDay();

    [GeneratedRegex("(?<next>下)?个?月(?<end>[初中底末])")]
    private static partial Regex PartOfMonth();

    // 周末以外, 周三不行, 我明天不在家: the day named is not the one wanted.
    [GeneratedRegex("(?:除了?|避开|别|不要|不能)[^，,。;；]*|[^，,。;；]*(?:以外|之外|不行|不成|没空|没时间|不在|不方便)")]
    private static partial Regex NotThat();

    [GeneratedRegex("赶明儿|赶明天")]
    private static partial Regex Someday();

    [GeneratedRegex("上周|上个?星期|上个?礼拜|上个?月|昨天|前天|刚才")]
    private static partial Regex Past();

    [GeneratedRegex("下周|下个?星期|下个?礼拜|下个?月|过几天|改天|过两天|每天|天天|总是|平时|周末前")]
    private static partial Regex NoDay();
}
