using System.Text;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Cuts texts to the vendor's limits, which count bytes: at a paragraph, a line or a sentence where one is near, and never inside a character.</summary>
internal static class KfCut
{
    private static readonly string[] Seams = ["\n\n", "\n", "。", "！", "？", "；", "，", " "];

    /// <summary>Bytes of a text as it is sent.</summary>
    public static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>The text in pieces of at most <paramref name="limit"/> bytes, the last of at most <paramref name="last"/>.</summary>
    public static IReadOnlyList<string> Pieces(string text, int limit, int last)
    {
        var pieces = new List<string>();
        var rest = text.Trim();
        while (Bytes(rest) > last)
        {
            var at = Seam(rest, Bytes(rest) > limit ? limit : Bytes(rest) - 1);
            pieces.Add(rest[..at].TrimEnd());
            rest = rest[at..].TrimStart();
        }

        if (rest.Length > 0 || pieces.Count == 0) pieces.Add(rest);
        return pieces;
    }

    /// <summary>The beginning of a text, at most so many bytes.</summary>
    public static string Beginning(string text, int limit) => Bytes(text) <= limit ? text : text[..Fits(text, limit)];

    // The last seam in the second half of what fits; the end of what fits when there is none.
    private static int Seam(string text, int limit)
    {
        var fits = Fits(text, limit);
        foreach (var seam in Seams)
        {
            var at = text.LastIndexOf(seam, fits - 1, fits, StringComparison.Ordinal);
            if (at >= 0 && at + seam.Length > fits / 2) return at + seam.Length;
        }

        return fits;
    }

    // What people see as one character may be several: a family, a flag, an accent.
    private static int Fits(string text, int limit)
    {
        var bytes = 0;
        var at = 0;
        foreach (var start in System.Globalization.StringInfo.ParseCombiningCharacters(text))
        {
            if (start > at)
            {
                bytes += Bytes(text[at..start]);
                if (bytes > limit) break;
                at = start;
            }
        }

        if (bytes <= limit && bytes + Bytes(text[at..]) <= limit) return text.Length;
        // One such character longer than the limit is nobody's word: it is cut between code points.
        if (at > 0) return at;
        bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > limit) break;
            bytes += rune.Utf8SequenceLength;
            at += rune.Utf16SequenceLength;
        }

        return Math.Max(at, 1);
    }
}
