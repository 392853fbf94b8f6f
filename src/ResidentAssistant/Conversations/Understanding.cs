using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Conversations;

/// <summary>Reads a message: danger first and always, then what the person wants. Words and rules come from <c>dialogs/understanding</c>.</summary>
internal sealed class Understanding(UnderstandingRules rules)
{
    /// <summary>What the words say; null or empty words say nothing.</summary>
    public Reading Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Reading.None;
        var words = Normal.Of(text);
        if (words.Length == 0) return Reading.None;
        var (intent, matched) = Intent(words);
        return new Reading(Danger(words), intent, intent is null ? 0 : Math.Min(1, 0.55 + 0.1 * matched), Holds(rules.Questions, words) || text.AsSpan().ContainsAny('?', '？'), Holds(rules.Hedges, words));
    }

    private string? Danger(string words)
    {
        foreach (var (kind, lines) in rules.Emergency)
        {
            foreach (var line in lines)
            {
                if (line.Matches(words) == 0) continue;
                var settled = Holds(rules.Past, words) || Holds(rules.Imagined, words);
                return settled && !Holds(rules.Now, words) ? null : kind;
            }
        }

        return null;
    }

    private (string? Intent, int Matched) Intent(string words)
    {
        string? best = null;
        var longest = 0;
        foreach (var (intent, lines) in rules.Intents)
        {
            foreach (var line in lines)
            {
                if (line.Matches(words) is var length && length > longest) (best, longest) = (intent, length);
            }
        }

        return (best, longest);
    }

    private static bool Holds(IReadOnlyList<string> parts, string words)
    {
        foreach (var part in parts)
        {
            if (words.Contains(part, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
