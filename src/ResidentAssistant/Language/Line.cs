namespace ResidentAssistant.Language;

/// <summary>A line of words as the files of <c>dialogs/understanding</c> write it: all its parts must stand in the text, a part with a leading <c>-</c> must not.</summary>
internal sealed record Line(string[] Parts, string[] Without)
{
    /// <summary>Takes the line apart.</summary>
    public static Line Of(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new Line([.. parts.Where(p => p[0] != '-').Select(Form)], [.. parts.Where(p => p[0] == '-').Select(p => Form(p[1..]))]);
    }

    /// <summary>The text says what the line tells.</summary>
    public bool Matches(string words) => Has(words) && !Holds(Without, words);

    /// <summary>All its parts stand in the text.</summary>
    public bool Has(string words)
    {
        foreach (var part in Parts)
        {
            if (!words.Contains(part, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    /// <summary>One of the parts stands in the text.</summary>
    public static bool Holds(string[] parts, string words)
    {
        foreach (var part in parts)
        {
            if (words.Contains(part, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static string Form(string part) => Normal.Of(part) is { Length: > 0 } form ? form : part;
}
