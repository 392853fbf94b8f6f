using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>What stands in a cell as a text, whatever program wrote it and however it was typed.</summary>
internal static partial class Cells
{
    /// <summary>The text: full-width digits and letters made plain, a leading apostrophe and invisible characters taken away, whole numbers without a point.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string words => Tidy(words),
        double number => Number(number),
        bool yes => yes ? "是" : "否",
        DateTime instant => DateOnly.FromDateTime(instant).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable other => Tidy(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => "",
    };

    /// <summary>The same for two spellings of one name: width and spaces do not count.</summary>
    public static string Canon(string name) => string.Concat(name.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c)));

    /// <summary>Reads 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305 and the number a spreadsheet keeps for a day; null when it is none.</summary>
    public static DateOnly? Day(string text)
    {
        text = text.Normalize(NormalizationForm.FormKC);
        // Without signs between them only eight digits are a day; five are the number of one.
        if ((text.Length == 8 || !text.All(char.IsAsciiDigit)) && Written().Match(text) is { Success: true } parts)
            return DateOnly.TryParseExact($"{parts.Groups[1].Value}-{parts.Groups[2].Value.PadLeft(2, '0')}-{parts.Groups[3].Value.PadLeft(2, '0')}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        // 20,000 is in 1954, 80,000 in 2119: what lies between is a day kept as a number.
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) && serial is > 20_000 and < 80_000 ? DateOnly.FromDateTime(DateTime.FromOADate(serial)) : null;
    }

    /// <summary>Reads 是 and 否 and what people write for them; null when it is neither.</summary>
    public static bool? Yes(string text) => text switch
    {
        "是" or "有" or "对" or "√" or "✓" or "Y" or "y" or "1" => true,
        "否" or "不是" or "无" or "没有" or "×" or "x" or "X" or "N" or "n" or "0" => false,
        _ => null,
    };

    /// <summary>The name of a column: A, B, … AA.</summary>
    public static string Letter(int index) => index < 26 ? ((char)('A' + index)).ToString() : Letter(index / 26 - 1) + Letter(index % 26);

    private static string Number(double number) => number == Math.Floor(number) && Math.Abs(number) < 1e15
        ? number.ToString("0", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture);

    private static string Tidy(string words)
    {
        var plain = new StringBuilder(words.Length);
        foreach (var rune in words.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or '\t' || Rune.IsWhiteSpace(rune)) plain.Append(' ');
            else if (rune.Value is (>= '０' and <= '９') or (>= 'Ａ' and <= 'Ｚ') or (>= 'ａ' and <= 'ｚ')) plain.Append((char)(rune.Value - '０' + '0'));
            else if (!Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format && rune != Rune.ReplacementChar) plain.Append(rune.ToString());
        }

        return plain.ToString().Trim().TrimStart('\'', '’', '‘').Trim();
    }

    [GeneratedRegex("^([12][0-9]{3})[-/.年]? ?([01]?[0-9])[-/.月]? ?([0-3]?[0-9])日?(?: 0?0:00(?::00)?)?$", RegexOptions.None, 1000)]
    private static partial Regex Written();
}
