using System.Globalization;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Finds the day or instant a text counts back to.</summary>
internal static partial class PastFinder
{
    private const string Date = "yyyy-MM-dd";

    /// <summary>The day, half-day or instant in the form of <see cref="SinceAnswer"/>; null if none is named or it lies ahead.</summary>
    /// <param name="text">Its numerals are digits already.</param>
    /// <param name="now">The clock here.</param>
    public static string? Find(string text, DateTime now)
    {
        if (Ago(text, now) is { } ago) return ago;
        var today = DateOnly.FromDateTime(now);
        var hour = HourOfDay.Find(text);
        var night = text.Contains('夜', StringComparison.Ordinal);
        var day = Day(text, today);
        if (day is null && !hour.Said && !night) return JustNow().IsMatch(text) ? Instant(now) : null;
        if (hour.At is { } at) return AtHour(day, hour, at, night, now);
        var part = hour.Part.Length > 0 ? hour.Part : night ? "evening" : "";
        // 半夜 and 晚上 without a day are last night while it is not evening yet.
        var on = day ?? (part.Length > 0 && Begins(part) > now.Hour ? today.AddDays(-1) : today);
        if (on > today || (on == today && part.Length > 0 && Begins(part) > now.Hour)) return null;
        return on.ToString(Date, CultureInfo.InvariantCulture) + (part.Length > 0 ? "/" + part : "");
    }

    private static string? Ago(string text, DateTime now)
    {
        if (Half().IsMatch(text)) return Instant(now.AddMinutes(-30));
        if (HalfMonth().IsMatch(text)) return Day(now.AddDays(-15));
        if (Length().Match(text) is not { Success: true } match) return null;
        var n = int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture);
        var half = match.Groups["half"].Success;
        return match.Groups["u"].Value switch
        {
            "分" or "分钟" => Instant(now.AddMinutes(-n)),
            "小时" or "钟头" => Instant(now.AddMinutes(-((n * 60) + (half ? 30 : 0)))),
            "月" => Day(now.AddMonths(-n).AddDays(half ? -15 : 0)),
            "年" => Day(now.AddYears(-n)),
            "周" or "星期" or "礼拜" => Day(now.AddDays(-7 * n)),
            _ => Day(now.AddDays(-n)),
        };
    }

    private static DateOnly? Day(string text, DateOnly today)
    {
        if (Has(text, "大前天") || Has(text, "大前儿")) return today.AddDays(-3);
        if (Has(text, "前天") || Has(text, "前儿") || Has(text, "前晚") || Has(text, "前2天")) return today.AddDays(-2);
        if (Has(text, "昨")) return today.AddDays(-1);
        if (Has(text, "今天") || Has(text, "今儿") || Has(text, "今早") || Has(text, "今晨") || Has(text, "今日") || Has(text, "今晚")) return today;
        if (LastMonth().Match(text) is { Success: true } month) return OfLastMonth(month, today.AddMonths(-1));
        if (Week().Match(text) is { Success: true } week) return OfWeek(week, today);
        if (MonthDay().Match(text) is { Success: true } date) return Latest(Number(date, "m"), Number(date, "d"), today);
        return OnlyDay().Match(text) is { Success: true } only ? Latest(null, Number(only, "d"), today) : null;
    }

    private static DateOnly? OfLastMonth(Match match, DateOnly month)
    {
        var last = DateTime.DaysInMonth(month.Year, month.Month);
        var day = match.Groups["d"].Success ? Number(match, "d") : match.Groups["end"].Value switch { "底" or "末" => last, "中" => 15, _ => 1 };
        return day >= 1 && day <= last ? new DateOnly(month.Year, month.Month, day) : null;
    }

    private static DateOnly? OfWeek(Match match, DateOnly today)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var wanted = match.Groups["d"] is { Success: true } d ? d.ValueSpan[0] switch { '日' or '天' or '7' => 6, '末' => 5, var c => c - '1' } : (int?)null;
        switch (match.Groups["which"].Value)
        {
            case "上上": return monday.AddDays(-14 + (wanted ?? 0));
            case "上": return monday.AddDays(-7 + (wanted ?? 0));
            case "这" or "本" when wanted is null: return monday;
            default:
                if (wanted is not { } at) return null;
                var day = monday.AddDays(at);
                return day > today ? day.AddDays(-7) : day;
        }
    }

    // The newest such day that is not ahead.
    private static DateOnly? Latest(int? month, int day, DateOnly today)
    {
        for (var i = 0; i < 13; i++)
        {
            var at = today.AddMonths(-i);
            if ((month is null || at.Month == month) && day >= 1 && day <= DateTime.DaysInMonth(at.Year, at.Month) && new DateOnly(at.Year, at.Month, day) is var found && found <= today)
                return found;
        }
        return null;
    }

    private static string? AtHour(DateOnly? day, HourOfDay hour, TimeOnly at, bool night, DateTime now)
    {
        var today = DateOnly.FromDateTime(now);
        // 半夜两点 is after midnight; 三点 without more is the last one that has gone by.
        if (night && hour.Part is "" or "evening" && at.Hour is >= 12 and < 18) (at, day) = (at.AddHours(-12), day is { } before && before < today ? before.AddDays(1) : today);
        var moment = (day ?? today).ToDateTime(at);
        if (moment > now && hour.Part.Length == 0 && at.Hour >= 12) moment = moment.AddHours(-12);
        if (moment > now && day is null) moment = moment.AddDays(-1);
        return moment > now ? null : Instant(moment);
    }

    private static int Begins(string part) => part switch { "am" => 0, "noon" => 11, "pm" => 12, _ => 17 };

    private static string Instant(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static string Day(DateTime at) => at.ToString(Date, CultureInfo.InvariantCulture);

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.Ordinal);

    [GeneratedRegex("(?<![0-9个])半个?(?:小时|钟头)")]
    private static partial Regex Half();

    [GeneratedRegex("(?<![0-9个])半个?多?月")]
    private static partial Regex HalfMonth();

    [GeneratedRegex(@"(?<![0-9前过每隔等再第])(?<n>[0-9]{1,3})(?:个(?<half>半)?[多来]?(?<u>小时|钟头|月|礼拜|星期)|[多来]?(?<u>分钟|分(?=了|前)|小时|天|宿|年|周(?![1-7日天末])|星期(?![1-7日天])|礼拜(?![1-7日天])))(?!以?后|之后|以?内|之内|[0-9]头|[0-9]?楼)")]
    private static partial Regex Length();

    [GeneratedRegex(@"上个?月(?:(?<d>[0-9]{1,2})[号日]|(?<end>[初中底末]))?")]
    private static partial Regex LastMonth();

    [GeneratedRegex("(?<which>上上|上|这|本)?个?(?:周|星期|礼拜)(?<d>[1-7日天末])?")]
    private static partial Regex Week();

    [GeneratedRegex(@"(?<![0-9-])(?<m>[0-9]{1,2})月(?<d>[0-9]{1,2})(?![0-9:点]|号楼|号院)")]
    private static partial Regex MonthDay();

    [GeneratedRegex(@"(?<![0-9])(?<d>[0-9]{1,2})(?:号(?!楼|院|线|门|房|单元|室|立管|管|户)|日)")]
    private static partial Regex OnlyDay();

    [GeneratedRegex("刚|才(?:开始|发现)|这会儿|现在")]
    private static partial Regex JustNow();
}
