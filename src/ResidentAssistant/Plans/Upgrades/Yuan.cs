using System.Globalization;
using System.Text;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>Money in whole fen, written and read as yuan.</summary>
internal static class Yuan
{
    /// <summary>Dearest that can be entered: ten million yuan.</summary>
    public const long MostFen = 1_000_000_000;

    /// <summary>As people read it: <c>1280.50 元</c>.</summary>
    public static string Text(long fen) => string.Create(CultureInfo.InvariantCulture, $"{fen / 100}{(fen % 100 == 0 ? "" : $".{fen % 100:00}")} 元");

    /// <summary>Reads <c>1280</c>, <c>1,280.50</c> or <c>1280元</c> into fen; null when it is no sum, nothing, or finer than a fen.</summary>
    public static long? TryParse(string? text)
    {
        var plain = (text ?? "").Normalize(NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Replace("元", "", StringComparison.Ordinal).Trim();
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) && yuan * 100 is var fen && fen == decimal.Truncate(fen) && fen is > 0 and <= MostFen ? (long)fen : null;
    }
}
