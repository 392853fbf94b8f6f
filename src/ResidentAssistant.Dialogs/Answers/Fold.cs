namespace ResidentAssistant.Dialogs.Answers;

/// <summary>Makes texts comparable: half-width, lower case, no blanks around; never fails on any text.</summary>
public static class Fold
{
    private const string Stops = "。．.！!，,、；;~～…·";

    /// <summary>The text folded.</summary>
    public static string Text(string text)
    {
        var span = text.AsSpan().Trim();
        var same = span.Length == text.Length;
        foreach (var c in span)
            if (One(c) != c) same = false;
        return same ? text : string.Create(span.Length, text, static (target, source) =>
        {
            var trimmed = source.AsSpan().Trim();
            for (var i = 0; i < target.Length; i++) target[i] = One(trimmed[i]);
        });
    }

    /// <summary>The text folded, without punctuation and blanks at its end; question marks and quotes stay.</summary>
    public static string Bare(string text)
    {
        var folded = Text(text);
        var end = folded.Length;
        while (end > 0 && (char.IsWhiteSpace(folded[end - 1]) || Stops.Contains(folded[end - 1]))) end--;
        return end == folded.Length ? folded : folded[..end];
    }

    /// <summary>The text without control characters and broken surrogates, at most <paramref name="most"/> characters.</summary>
    public static string Clean(string text, int most = 4000)
    {
        var clean = true;
        for (var i = 0; i < text.Length && clean; i++) clean = !char.IsControl(text[i]) && !char.IsSurrogate(text[i]);
        if (clean && text.Length <= most) return text.Trim();
        var kept = new System.Text.StringBuilder(Math.Min(text.Length, most));
        for (var i = 0; i < text.Length && kept.Length < most; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) kept.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c)) kept.Append('\uFFFD');
            else if (!char.IsControl(c)) kept.Append(c);
            else if (c is '\n' or '\t') kept.Append(c);
        }
        return kept.ToString().Trim();
    }

    private static char One(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(c - 0xFEE0)),
        '\u3000' or '\u00A0' => ' ',
        >= 'A' and <= 'Z' => (char)(c + 32),
        '—' or '–' or '−' or '－' => '-',
        _ => c,
    };
}
