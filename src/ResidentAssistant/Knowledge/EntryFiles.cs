using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Knowledge;

/// <summary>The answers that lie in files, <c>knowledge/**/*.md</c> below the folders of the dialogs, and whose intents are known.</summary>
internal sealed class EntryFiles(IReadOnlyList<string> folders, Func<IReadOnlySet<string>> intents)
{
    /// <summary>Intents an answer may belong to.</summary>
    public IReadOnlySet<string> Intents => intents();

    /// <summary>Reads them all; the faults tell of every file that cannot be used and of ids given twice.</summary>
    public (IReadOnlyList<KnowledgeEntry> Entries, IReadOnlyList<DialogFault> Faults) Read()
    {
        var faults = new List<DialogFault>();
        var reader = new EntryReader(Intents, faults);
        var entries = new Dictionary<string, KnowledgeEntry>(StringComparer.Ordinal);
        foreach (var folder in folders.Select(f => Path.Combine(f, "knowledge")).Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (Path.GetFileName(file) == "README.md" || reader.Read(file, File.ReadAllText(file)) is not { } entry) continue;
                if (!entries.TryAdd(entry.Id, entry)) faults.Add(new DialogFault(file, 2, 1, $"the answer `{entry.Id}` is already there in {entries[entry.Id].File}"));
            }
        }

        return ([.. entries.Values], faults);
    }
}
