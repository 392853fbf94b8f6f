using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Knowledge.Retrieval;

/// <summary>Builds the index over a set of answers with the lexicon as it was last read.</summary>
internal sealed class IndexBuilder(string file, Hearing hearing)
{
    private volatile Terms? terms;

    /// <summary>Reads the lexicon; with a fault the one before stays.</summary>
    public IReadOnlyList<DialogFault> ReadLexicon()
    {
        var faults = new List<DialogFault>();
        var read = File.Exists(file) ? Lexicon.Read(file, File.ReadAllText(file), hearing.Normal, faults) : Lexicon.Empty;
        if (read is not null) terms = new Terms(read, hearing);
        return faults;
    }

    /// <summary>The index over these answers.</summary>
    public KnowledgeIndex Build(IReadOnlyList<KnowledgeEntry> entries) => new(entries, terms ?? new Terms(Lexicon.Empty, hearing));
}
