using System.Globalization;
using System.Text;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Writes Chinese numerals as digits: 十二 is 12, 五零一 is 501, 两百 is 200.</summary>
internal static class Numerals
{
    /// <summary>The folded text with every run of Chinese numerals as digits; a day of the week stands alone (周三三点 is 周3 3点).</summary>
    public static string ToDigits(string text)
    {
        var folded = Fold.Text(text);
        var first = -1;
        for (var i = 0; i < folded.Length && first < 0; i++)
            if (IsNumeral(folded[i])) first = i;
        if (first < 0) return folded;
        var digits = new StringBuilder(folded.Length).Append(folded, 0, first);
        for (var i = first; i < folded.Length;)
        {
            if (!IsNumeral(folded[i]))
            {
                digits.Append(folded[i++]);
                continue;
            }
            var end = i + 1;
            var weekday = i > 0 && folded[i - 1] is '周' or '期' or '拜';
            while (!weekday && end < folded.Length && end - i < 16 && IsNumeral(folded[end])) end++;
            digits.Append(Value(folded.AsSpan(i, end - i)));
            if (weekday && end < folded.Length && IsNumeral(folded[end])) digits.Append(' ');
            i = end;
        }
        return digits.ToString();
    }

    /// <summary>Each numeral as one digit, for telephone numbers read aloud; 幺 is 1.</summary>
    public static string ToDigitsOneByOne(string text)
    {
        var folded = Fold.Text(text);
        var digits = new StringBuilder(folded.Length);
        foreach (var c in folded) digits.Append(Digit(c) is var d and >= 0 ? (char)('0' + d) : c);
        return digits.ToString();
    }

    private static bool IsNumeral(char c) => Digit(c) >= 0 || Unit(c) > 0;

    private static int Digit(char c) => c switch
    {
        '零' or '〇' or '○' => 0,
        '一' or '幺' or '壹' => 1,
        '二' or '两' or '贰' => 2,
        '三' or '叁' => 3,
        '四' or '肆' => 4,
        '五' or '伍' => 5,
        '六' or '陆' => 6,
        '七' or '柒' => 7,
        '八' or '捌' => 8,
        '九' or '玖' => 9,
        _ => -1,
    };

    private static int Unit(char c) => c switch { '十' or '拾' => 10, '百' or '佰' => 100, '千' or '仟' => 1000, _ => 0 };

    private static string Value(ReadOnlySpan<char> run)
    {
        var units = false;
        foreach (var c in run) units |= Unit(c) > 0;
        if (!units)
        {
            var digits = new char[run.Length];
            for (var i = 0; i < run.Length; i++) digits[i] = (char)('0' + Digit(run[i]));
            return new(digits);
        }
        long total = 0, digit = -1, lastUnit = 0;
        var zero = false;
        foreach (var c in run)
        {
            if (Unit(c) is var unit and > 0)
            {
                total += (digit < 0 ? 1 : digit) * unit;
                (digit, lastUnit, zero) = (-1, unit, false);
            }
            else
            {
                zero |= Digit(c) == 0;
                digit = digit <= 0 ? Digit(c) : (digit * 10) + Digit(c);
            }
        }
        // 一百二 is 120, 一百零二 is 102.
        if (digit >= 0) total += !zero && lastUnit >= 100 && digit < 10 ? digit * (lastUnit / 10) : digit;
        return total.ToString(CultureInfo.InvariantCulture);
    }
}
