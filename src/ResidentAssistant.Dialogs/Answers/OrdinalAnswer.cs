using System.Globalization;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Reads which of a numbered list is meant: 第二个, 2, 二, ②, 最后一个.</summary>
public static partial class OrdinalAnswer
{
    /// <summary>The index from zero, or null.</summary>
    public static int? Parse(string text, int count)
    {
        if (text.Length > 12 || count == 0) return null;
        var bare = Fold.Bare(text);
        if (bare.Length == 1 && bare[0] is >= '①' and <= '⑨') return Within(bare[0] - '①' + 1, count);
        if (bare is "最后一个" or "最后那个") return count - 1;
        return Ordinal().Match(Numerals.ToDigits(bare)) is { Success: true } match
            ? Within(int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture), count) : null;
    }

    private static int? Within(int number, int count) => number >= 1 && number <= count ? number - 1 : null;

    [GeneratedRegex(@"^(?:我?选|要|点)?\(?第?(?<n>[0-9]{1,2})(?:个|项|条|种|号|\))?(?:吧|的)?$")]
    private static partial Regex Ordinal();
}
