using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ResidentAssistant.Language;

/// <summary>Words of like meaning, from <c>dialogs/understanding/concepts.yaml</c>, so that a word nobody taught is understood by its neighbours.</summary>
internal sealed class Concepts
{
    private readonly Dictionary<char, (string Word, ushort Concept)[]> byFirst;
    private readonly int count;

    private Concepts(Dictionary<string, List<string>> sheet)
    {
        count = sheet.Count;
        byFirst = sheet
            .SelectMany((group, i) => group.Value.Select(word => (Word: Normal.Of(word) is { Length: > 0 } form ? form : word, Concept: (ushort)i)))
            .Distinct()
            .GroupBy(w => w.Word[0])
            .ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>Reads the file; a fault is a <see cref="SettingException"/> with its place.</summary>
    public static Concepts Read(string file)
    {
        try
        {
            return new Concepts(new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, List<string>>>(File.ReadAllText(file)));
        }
        catch (Exception e) when (e is YamlException or IOException)
        {
            throw new SettingException(e is YamlException yaml ? $"{file}:{yaml.Start.Line}:{yaml.Start.Column} {yaml.Message}" : $"{file}: {e.Message}");
        }
    }

    /// <summary>Writes the concepts in the text, each once, in the order of their first words, as far as there is room; says how many.</summary>
    public int In(string words, Span<ushort> into)
    {
        var seen = ArrayPool<bool>.Shared.Rent(count);
        Array.Clear(seen, 0, count);
        var found = 0;
        for (var i = 0; i < words.Length && i < Features.LongestText && found < into.Length; i++)
        {
            if (!byFirst.TryGetValue(words[i], out var candidates)) continue;
            foreach (var (word, concept) in candidates)
            {
                if (seen[concept] || found == into.Length || !words.AsSpan(i).StartsWith(word, StringComparison.Ordinal)) continue;
                seen[concept] = true;
                into[found++] = concept;
            }
        }

        ArrayPool<bool>.Shared.Return(seen);
        return found;
    }
}
