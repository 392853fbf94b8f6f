using System.Globalization;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads a whole number: 三, 十二, 两百, 3万, 12个; two different numbers are none.</summary>
public static partial class NumberAnswer
{
    /// <summary>The number, or null.</summary>
    public static SlotValue? Parse(string text)
    {
        if (text.Length > 60) return null;
        if (Vague().IsMatch(text)) return null;
        var digits = Numerals.ToDigits(text);
        long? found = null;
        foreach (var match in Number().EnumerateMatches(digits))
        {
            var span = digits.AsSpan(match.Index, match.Length);
            var myriad = span[^1] == '万';
            var number = long.Parse(myriad ? span[..^1] : span, CultureInfo.InvariantCulture) * (myriad ? 10000 : 1);
            if (found is not null && found != number) return null;
            found = number;
        }
        return found is { } one && !Decimal().IsMatch(digits) ? SlotValue.Of(one.ToString(CultureInfo.InvariantCulture)) : null;
    }

    // 三四个 is three or four.
    [GeneratedRegex("一[两二]|[两二]三|三四|三五|四五|五六|六七|七八|八九|十几|好几|几十")]
    private static partial Regex Vague();

    [GeneratedRegex(@"[0-9]{1,12}万?")]
    private static partial Regex Number();

    [GeneratedRegex(@"[0-9][.点][0-9]|[0-9]{13}|-[0-9]|负")]
    private static partial Regex Decimal();
}
