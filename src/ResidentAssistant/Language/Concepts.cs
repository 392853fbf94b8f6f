using YamlDotNet.Serialization;

namespace ResidentAssistant.Language;

/// <summary>Words of like meaning, from <c>dialogs/understanding/concepts.yaml</c>.</summary>
internal sealed class Concepts
{
    private readonly Dictionary<char, List<(string Word, ushort Concept)>> byFirst = [];
    private Concepts(Dictionary<string, List<string>> sheet)
    {
        ushort id = 0;
        foreach (var (_, words) in sheet) { id++; foreach (var w in words) { var form = Normal.Of(w); if (form.Length == 0) form = w; if (!byFirst.TryGetValue(form[0], out var list)) byFirst[form[0]] = list = []; list.Add((form, id)); } }
    }
    public static Concepts Read(string file) => new(new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<string>>>(File.ReadAllText(file)));
    public int In(string words, Span<ushort> into)
    {
        Span<bool> seen = stackalloc bool[256]; var n = 0;
        for (var i = 0; i < words.Length; i++)
        {
            if (!byFirst.TryGetValue(words[i], out var list)) continue;
            foreach (var (word, concept) in list) if (!seen[concept] && n < into.Length && words.AsSpan(i).StartsWith(word, StringComparison.Ordinal)) { seen[concept] = true; into[n++] = concept; }
        }
        return n;
    }
}
