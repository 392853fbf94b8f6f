namespace ResidentAssistant.Language;

/// <summary>Small words that turn a sentence round: negation, condition, quotation, time, question, person. From <c>dialogs/understanding/cues.yaml</c>.</summary>
internal sealed class Cues
{
    // One bit each.
    private const int Most = 64;

    private readonly (string Name, string[] Words)[] groups;
    private readonly string[] hedges;
    private readonly string[] questions;
    private readonly string[] others;
    private readonly string[] mine;

    private Cues((string Name, string[] Words)[] groups)
    {
        this.groups = groups;
        hedges = Array.Find(groups, g => g.Name == "hedge").Words;
        questions = Array.Find(groups, g => g.Name == "question").Words;
        others = Array.Find(groups, g => g.Name == "others").Words;
        mine = Array.Find(groups, g => g.Name == "mine").Words;
    }

    /// <summary>How many groups there are.</summary>
    public int Count => groups.Length;

    /// <summary>Takes the groups out of the file; null with a fault.</summary>
    public static Cues? Of(Sheet? sheet)
    {
        if (sheet is null) return null;
        var found = sheet.Lists(sheet.Root).Select(g => (Name: g.Key.Text, g.Words.Select(w => Normal.Of(w.Text) is { Length: > 0 } form ? form : w.Text).ToArray())).ToArray();
        Array.Sort(found, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        if (found.Length > Most) sheet.Source.Fault(sheet.Root.Entries[Most].Key, $"there are more than {Most} groups");
        var missing = ((string[])["hedge", "question", "others", "mine"]).Where(name => !Array.Exists(found, g => g.Name == name)).ToList();
        foreach (var name in missing) sheet.Source.Fault(sheet.Root, $"the group `{name}` is missing");
        return found.Length > Most || missing.Count > 0 ? null : new Cues(found);
    }

    /// <summary>The groups of which a word stands in the text, one bit each.</summary>
    public ulong In(string words)
    {
        var found = 0UL;
        for (var i = 0; i < groups.Length; i++)
        {
            if (Holds(groups[i].Words, words)) found |= 1UL << i;
        }

        return found;
    }

    /// <summary>The text is negated, conditional, quoted or deferred: never an answer to a solemn question.</summary>
    public bool Hedged(string words) => Holds(hedges, words);

    /// <summary>The text asks something.</summary>
    public bool Question(string words) => Holds(questions, words);

    /// <summary>The text names others and not the one who writes.</summary>
    public bool OfOthers(string words) => Holds(others, words) && !Holds(mine, words);

    private static bool Holds(string[] words, string text)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
