namespace ResidentAssistant.Dialogs.Format;

/// <summary>A text file that begins with its keys in YAML between two lines <c>---</c>.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Lines">All lines of the file.</param>
/// <param name="Body">Number of the first line after the keys, from 0.</param>
public sealed record FrontMatter(YamlMap Keys, IReadOnlyList<string> Lines, int Body)
{
    /// <summary>Reads a file; null when it has no keys that can be used, with the fault noted. <paramref name="owner"/> is what such a file is called in faults.</summary>
    public static FrontMatter? Read(Source source, string text, string owner)
    {
        var lines = text.ReplaceLineEndings("\n").TrimStart('\uFEFF').Split('\n');
        var end = lines[0].TrimEnd() == "---" ? Array.FindIndex(lines, 1, l => l.TrimEnd() == "---") : -1;
        if (end < 0)
        {
            source.Fault(1, 1, $"{owner} begins with its keys between two lines ---");
            return null;
        }

        // The first line stays as an empty one, so that places in the YAML are places in the file.
        if (YamlTree.Read(source, "\n" + string.Join('\n', lines[1..end])) is [{ Root: YamlMap map }]) return new FrontMatter(map, lines, end + 1);
        source.Fault(2, 1, $"the keys of {owner} are a mapping such as id: …");
        return null;
    }
}
