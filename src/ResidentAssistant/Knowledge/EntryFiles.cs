using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Knowledge;

/// <summary>The answers that lie in files, <c>knowledge/**/*.md</c> below the folders of the dialogs, and whose intents are known.</summary>
internal sealed class EntryFiles(IReadOnlyList<string> folders, Func<IReadOnlySet<string>> intents)
{
    private volatile Reading? last;

    /// <summary>Intents an answer may belong to.</summary>
    public IReadOnlySet<string> Intents => intents();

    /// <summary>Reads them all, the same entries again while no file has changed; the faults tell of every file that cannot be used and of ids given twice.</summary>
    public (IReadOnlyList<KnowledgeEntry> Entries, IReadOnlyList<DialogFault> Faults) Read()
    {
        List<(string File, string Text)> texts = [.. folders.Select(f => Path.Combine(f, "knowledge")).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            .Where(f => Path.GetFileName(f) != "README.md").Select(f => (f, File.ReadAllText(f)))];
        if (last is { } before && before.Texts.SequenceEqual(texts)) return (before.Entries, []);

        var faults = new List<DialogFault>();
        var reader = new EntryReader(Intents, faults);
        var entries = new Dictionary<string, KnowledgeEntry>(StringComparer.Ordinal);
        foreach (var (file, text) in texts)
        {
            if (reader.Read(file, text) is not { } entry) continue;
            if (!entries.TryAdd(entry.Id, entry)) faults.Add(new DialogFault(file, 2, 1, $"the answer `{entry.Id}` is already there in {entries[entry.Id].File}"));
        }

        List<KnowledgeEntry> read = [.. entries.Values];
        if (faults.Count == 0) last = new Reading(texts, read);
        return (read, faults);
    }

    private sealed record Reading(IReadOnlyList<(string File, string Text)> Texts, IReadOnlyList<KnowledgeEntry> Entries);
}
