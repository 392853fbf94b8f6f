using System.Runtime.InteropServices;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Format;

namespace ResidentAssistant.Knowledge.Retrieval;

/// <summary>Words of the trade from <c>dialogs/understanding/lexicon.yaml</c>: what weighs more, what means the same, what is only polite, what makes doubtful.</summary>
internal sealed class Lexicon
{
    private readonly Dictionary<string, Word>.AlternateLookup<ReadOnlySpan<char>> words;

    private Lexicon(Dictionary<string, Word> words, IReadOnlyList<string> polite, IReadOnlyList<string> conflicts)
    {
        Words = words.Keys;
        this.words = words.GetAlternateLookup<ReadOnlySpan<char>>();
        (Polite, Conflicts) = (polite, conflicts);
        Longest = words.Count == 0 ? 0 : words.Keys.Max(w => w.Length);
    }

    /// <summary>No words at all.</summary>
    public static Lexicon Empty { get; } = new(new Dictionary<string, Word>(StringComparer.Ordinal), [], []);

    /// <summary>The words in the form in which texts are compared.</summary>
    public IReadOnlyCollection<string> Words { get; }

    /// <summary>Said around a question, longest first.</summary>
    public IReadOnlyList<string> Polite { get; }

    /// <summary>Words that turn an answer into another one.</summary>
    public IReadOnlyList<string> Conflicts { get; }

    /// <summary>Characters of the longest word.</summary>
    public int Longest { get; }

    /// <summary>The word of that form; false when it is none.</summary>
    public bool TryFind(ReadOnlySpan<char> form, out Word word) => words.TryGetValue(form, out word);

    /// <summary>Reads the file in the form in which texts are compared; null and faults when it cannot be used.</summary>
    public static Lexicon? Read(string file, string text, Func<string, string> normal, List<DialogFault> faults)
    {
        var source = new Source(file, faults);
        var before = faults.Count;
        if (YamlTree.Read(source, text) is not [{ Root: YamlMap map }])
        {
            if (faults.Count == before) source.Fault(1, 1, "a lexicon is a mapping with words and synonyms");
            return null;
        }

        var fields = new Fields(source, map, "a lexicon");
        var known = new Dictionary<string, Word>(StringComparer.Ordinal);
        var set = 0;
        foreach (var item in fields.Value("synonyms") is YamlItems sets ? sets.Items : [])
        {
            if (item is YamlItems line && line.Items.All(i => i is YamlText))
            {
                // A word in two lines means two things; the first line has it.
                foreach (var word in line.Items.OfType<YamlText>()) known.TryAdd(normal(word.Text), new Word(known.Count, set));
                set++;
            }
            else source.Fault(item, "a line of synonyms is a list of words such as [停水, 没水, 断水]");
        }

        foreach (var word in fields.Words("words")) known.TryAdd(normal(word), new Word(known.Count, -1));
        known.Remove("");
        IReadOnlyList<string> polite = [.. fields.Words("polite").Select(normal).Where(w => w.Length > 0).OrderByDescending(w => w.Length)];
        IReadOnlyList<string> conflicts = [.. fields.Words("conflicts").Select(normal).Where(w => w.Length > 0)];
        fields.Close();
        return faults.Count == before ? new Lexicon(known, polite, conflicts) : null;
    }

    /// <summary>A word: its number, and the number of what it means, or -1 when it means only itself.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Word(int Id, int Meaning);
}
