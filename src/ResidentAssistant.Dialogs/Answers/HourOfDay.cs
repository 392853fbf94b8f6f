using System.Globalization;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>The half-day or hour in a text; <c>Part</c> is am, noon, pm, evening or empty.</summary>
internal readonly partial record struct HourOfDay(string Part, TimeOnly? At)
{
    /// <summary>Whether a part of the day or an hour was said.</summary>
    public bool Said => Part.Length > 0 || At is not null;

    /// <summary>What the text says; its numerals are digits already.</summary>
    public static HourOfDay Find(string digits)
    {
        var part = PartOf(digits);
        if (Clock().Match(digits) is not { Success: true } match) return new(part, null);
        var hour = int.Parse(match.Groups["h"].ValueSpan, CultureInfo.InvariantCulture);
        var minute = match.Groups["half"].Success ? 30
            : match.Groups["quarter"].Success ? int.Parse(match.Groups["quarter"].ValueSpan, CultureInfo.InvariantCulture) * 15
            : match.Groups["m"].Success ? int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        // Nobody arranges a visit at three in the night: 三点 without more is the afternoon.
        if (hour < 12 && (part is "pm" or "evening" || (part is "noon" && hour < 3) || (part.Length == 0 && hour is >= 1 and <= 6))) hour += 12;
        if (hour == 24) hour = 0;
        return hour < 24 && minute < 60 ? new(part, new TimeOnly(hour, minute)) : new(part, null);
    }

    /// <summary>The part of the day as people say it.</summary>
    public static string Label(string part) => part switch { "am" => "上午", "noon" => "中午", "pm" => "下午", _ => "晚上" };

    /// <summary>Whether today's part or hour has gone by.</summary>
    public bool EndsBefore(TimeOnly now) => At is { } at ? at <= now : Part switch
    {
        "am" => now.Hour >= 12,
        "noon" => now.Hour >= 14,
        "pm" => now.Hour >= 18,
        "evening" => now.Hour >= 22,
        _ => false,
    };

    private static string PartOf(string text) =>
        Morning().IsMatch(text) ? "am"
        : Afternoon().IsMatch(text) ? "pm"
        : Noon().IsMatch(text) ? "noon"
        : Evening().IsMatch(text) ? "evening"
        : "";

    // 头晌, 后半晌, 擦黑: as older people count the day.
    [GeneratedRegex("上午|早(?!就|已|该|先|晚|都)|午前|头晌|前半?晌|上半晌|凌晨")]
    private static partial Regex Morning();

    [GeneratedRegex("下午|午后|后半?晌|下半晌|过晌|晌午后|晌午头过")]
    private static partial Regex Afternoon();

    [GeneratedRegex("中午|晌午")]
    private static partial Regex Noon();

    [GeneratedRegex("晚上|晚间|傍晚|夜里|[今明后昨前]晚|擦黑|傍黑|天黑|吃完?晚饭")]
    private static partial Regex Evening();

    [GeneratedRegex(@"(?<![0-9])(?<h>[0-9]{1,2})(?:(?:点钟?|时)(?:(?<half>半)|(?<quarter>[13])刻|(?<m>[0-9]{1,2})分?)?|[:：](?<m>[0-9]{2})(?![0-9]))")]
    private static partial Regex Clock();
}
