using System.Globalization;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads since when something has been going on: 从昨晚开始, 打早上起, 都三天了, 上礼拜就, 刚刚.</summary>
public static partial class SinceAnswer
{
    /// <summary>
    /// <c>2026-11-21</c>, <c>2026-11-21/evening</c> (am, noon, pm) or <c>2026-11-21T20:00</c>, as a person here reads the clock; null if no time is named or it is still to come.
    /// </summary>
    public static SlotValue? Parse(string text, DateTimeOffset now)
    {
        if (text.Length > 200) text = text[..200];
        if (Rough().IsMatch(text)) return null;
        return PastFinder.Find(Numerals.ToDigits(text), now.ToOffset(TimeAnswer.Zone).DateTime) is { } value ? new(value, Label(value)) : null;
    }

    /// <summary>The same out of a message about something else: only where a part of it says that it began then.</summary>
    public static SlotValue? Find(string text, DateTimeOffset now)
    {
        if (text.Length > 2000) text = text[..2000];
        foreach (var range in text.AsSpan().SplitAny('，', ',', '。', '！', '!', '？', '?', '；', ';', '\n'))
        {
            var clause = text[range];
            if (Began().IsMatch(clause) && !Else().IsMatch(clause) && Parse(clause, now) is { } value) return value;
        }
        return null;
    }

    /// <summary>The value as people read it: 11月21日晚上.</summary>
    public static string Label(string value)
    {
        if (value.Length < 10 || !DateOnly.TryParseExact(value[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return value;
        var label = $"{day.Month}月{day.Day}日";
        return value.Length == 10 ? label : value[10] == '/' ? label + HourOfDay.Label(value[11..]) : label + value[11..];
    }

    [GeneratedRegex("[从打自由]|开始|就|起|到现在|到这会|以来|一直|了|刚刚|刚才|刚[漏爆堵停开冒]|[漏滴渗堵返反冒爆喷淹洇停坏湿]|没水|不通|不热")]
    private static partial Regex Began();

    // What was done then is not when it began.
    [GeneratedRegex("电话|报过|报了|报修|来过|来人|修过|修好|修的|换过|换的|换了|装的|装修|装好|搬|说好|约好|通知")]
    private static partial Regex Else();

    // 两三天, 好几天: how long is not said.
    [GeneratedRegex("[一二两三四五六七八九][一二两三四五六七八九](?:个|天|小时|分|年|周|礼拜|星期)|好?几(?:个|天|小时|分|年|周|礼拜|星期)|好半天|每|天天|要是|如果|万一")]
    private static partial Regex Rough();
}
