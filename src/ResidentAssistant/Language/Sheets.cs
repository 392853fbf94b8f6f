using System.Security.Cryptography;
using System.Text;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Format;

namespace ResidentAssistant.Language;

/// <summary>The files of <c>dialogs/understanding</c> as they stood at one moment.</summary>
internal sealed class Sheets
{
    private readonly string folder;
    private readonly Dictionary<string, string> small;

    private Sheets(string folder, IReadOnlyList<(string File, string Text)> small, IReadOnlyList<(string File, string Text)> phrases)
    {
        (this.folder, this.small, Phrases) = (folder, small.ToDictionary(f => f.File, f => f.Text, StringComparer.Ordinal), phrases);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (file, text) in small.Concat(phrases)) hash.AppendData(Encoding.UTF8.GetBytes($"{file}\0{text}\0"));
        Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Hash of all that stands in them.</summary>
    public string Hash { get; }

    /// <summary>Where the phrases lie.</summary>
    public string PhraseFolder => Path.Combine(folder, "intents");

    /// <summary>The files with phrases, in the order of their names.</summary>
    public IReadOnlyList<(string File, string Text)> Phrases { get; }

    /// <summary>Reads the folder; throws <see cref="DialogFormatException"/> when a file cannot be opened.</summary>
    public static Sheets Read(string folder) => new(folder, In(folder), In(Path.Combine(folder, "intents")));

    /// <summary>The mapping in the file of that name; null when there is none, which is a fault.</summary>
    public Sheet? Of(string name, List<DialogFault> faults)
    {
        var file = Path.Combine(folder, name);
        if (small.TryGetValue(file, out var text)) return Sheet.Read(file, text, faults);
        faults.Add(new DialogFault(file, 1, 1, "this file is missing"));
        return null;
    }

    private static List<(string File, string Text)> In(string folder)
    {
        var file = folder;
        try
        {
            var texts = new List<(string, string)>();
            foreach (var path in Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal)) texts.Add((file = path, File.ReadAllText(path)));
            return texts;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DialogFormatException([new DialogFault(file, 1, 1, e.Message)]);
        }
    }
}

/// <summary>One file: a mapping, and where its faults go.</summary>
internal sealed record Sheet(Source Source, YamlMap Root)
{
    /// <summary>Reads a file; null when it is no mapping, which is a fault.</summary>
    public static Sheet? Read(string file, string text, List<DialogFault> faults)
    {
        var (source, before) = (new Source(file, faults), faults.Count);
        if (YamlTree.Read(source, text) is [{ Root: YamlMap map }]) return new Sheet(source, map);
        if (faults.Count == before) source.Fault(1, 1, "this file is a mapping such as intent: …");
        return null;
    }

    /// <summary>The lists of a mapping by their keys; what is no list of words is a fault.</summary>
    public IReadOnlyList<(YamlText Key, IReadOnlyList<YamlText> Words)> Lists(YamlMap map) => [.. map.Entries.Select(e => (e.Key, Words(e.Value)))];

    /// <summary>The words of a list; anything else, and an empty word, is a fault.</summary>
    public IReadOnlyList<YamlText> Words(YamlValue? value)
    {
        if (value is null) return [];
        if (value is not YamlItems list)
        {
            Source.Fault(value, "here stands a list such as [停水, 没水] or lines that begin with -");
            return [];
        }

        foreach (var item in list.Items)
        {
            if (item is not YamlText { Text.Length: > 0 }) Source.Fault(item, "an item of this list is one text; a text that begins with { or [ must stand in quotes");
        }

        return [.. list.Items.OfType<YamlText>()];
    }
}
