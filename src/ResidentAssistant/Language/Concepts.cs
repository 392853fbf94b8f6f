using System.Buffers;

namespace ResidentAssistant.Language;

/// <summary>Words of like meaning, from <c>dialogs/understanding/concepts.yaml</c>, so that a word nobody taught is understood by its neighbours.</summary>
internal sealed class Concepts
{
    private readonly Dictionary<char, (string Word, ushort Concept)[]> byFirst;
    private readonly int count;

    private Concepts(IReadOnlyList<IReadOnlyList<string>> groups)
    {
        count = groups.Count;
        byFirst = groups
            .SelectMany((group, i) => group.Select(word => (Word: Normal.Of(word) is { Length: > 0 } form ? form : word, Concept: (ushort)i)))
            .Distinct()
            .GroupBy(w => w.Word[0])
            .ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>Takes the concepts out of the file; null with a fault.</summary>
    public static Concepts? Of(Sheet? sheet) =>
        sheet is null ? null : new Concepts([.. sheet.Lists(sheet.Root).Select(g => (IReadOnlyList<string>)[.. g.Words.Select(w => w.Text).Where(w => w.Length > 0)])]);

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
