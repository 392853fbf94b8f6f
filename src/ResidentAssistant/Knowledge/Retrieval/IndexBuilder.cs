using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Knowledge.Retrieval;

/// <summary>Builds the index over a set of answers with the lexicon as it was last read.</summary>
internal sealed class IndexBuilder(string file, Hearing hearing)
{
    private volatile Words words = new("", new Terms(Lexicon.Empty, hearing));
    private volatile Built? last;

    /// <summary>Reads the lexicon; with a fault the one before stays.</summary>
    public IReadOnlyList<DialogFault> ReadLexicon()
    {
        var faults = new List<DialogFault>();
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        if (text == words.Text) return faults;
        var read = text.Length == 0 ? Lexicon.Empty : Lexicon.Read(file, text, hearing.Normal, faults);
        if (read is not null) words = new Words(text, new Terms(read, hearing));
        return faults;
    }

    /// <summary>The index over these answers; the last one built when neither they nor the lexicon have changed.</summary>
    public KnowledgeIndex Build(IReadOnlyList<KnowledgeEntry> entries)
    {
        var terms = words.Terms;
        if (last is { } before && before.Terms == terms && before.Entries.SequenceEqual(entries, ReferenceEqualityComparer.Instance)) return before.Index;
        var index = new KnowledgeIndex(entries, terms);
        last = new Built(terms, entries, index);
        return index;
    }

    private sealed record Words(string Text, Terms Terms);

    private sealed record Built(Terms Terms, IReadOnlyList<KnowledgeEntry> Entries, KnowledgeIndex Index);
}
