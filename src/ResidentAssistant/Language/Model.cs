namespace ResidentAssistant.Language;

/// <summary>Tells the intent of a text and the danger in it: two linear classifiers over the same features, added up for the intent; the danger is learned alone.</summary>
/// <remarks>One counts how often a feature stands in phrases of a label (naive Bayes), one learns to tell the labels apart (softmax regression).
/// Together they are wrong less often than either. Same phrases, same model: the order of learning has a fixed seed.</remarks>
internal sealed class Model
{
    private const int Intents = Example.Intents;
    private const int Kinds = Example.Kinds;
    private const int LearnedRow = 48;
    // How much the counts weigh beside what was learned.
    private const float Counts = 1.6f;

    private readonly Features features;
    private readonly Table learned;
    private readonly Table counted;
    // The row of each feature, in the order of how common they are; row 0 is empty and stands for what no phrase has.
    private readonly int[] rows = new int[Features.Size];
    private readonly HashSet<int> pairs;

    /// <summary>Learns from phrases.</summary>
    public Model(Features features, IReadOnlyList<TrainingPhrase> phrases)
    {
        this.features = features;
        var examples = Read(phrases, out pairs);
        var count = Number(examples) + 1;
        counted = new Table(NaiveBayes.Count(examples, count), NaiveBayes.Row, NaiveBayes.Row);
        learned = new Table(SoftmaxRegression.Learn(examples, count), SoftmaxRegression.Row, LearnedRow);
    }

    /// <summary>Probabilities of the intents, in the order of <see cref="Labels.Intents"/>, and of no danger followed by <see cref="Labels.Dangers"/>; gives back the share of its pairs of characters, 0 to 1, that some phrase has too.</summary>
    public float Read(string words, Span<float> intents, Span<float> dangers)
    {
        Span<int> slots = stackalloc int[Features.Most(words.Length)];
        var (count, plain) = features.Of(words, slots);
        foreach (ref var slot in slots[..count]) slot = rows[slot];
        Span<float> scores = stackalloc float[LearnedRow];
        Span<float> counts = stackalloc float[NaiveBayes.Row];
        scores.Clear();
        counts.Clear();
        learned.Add(slots[..count], scores);
        counted.Add(slots[..plain], counts);
        var (scale, weight) = (1 / MathF.Sqrt(Math.Max(1, count)), Counts / MathF.Sqrt(Math.Max(1, plain)));
        for (var i = 0; i < Intents; i++) intents[i] = (scores[i] * scale) + (counts[i] * weight);
        for (var i = 0; i < Kinds; i++) dangers[i] = scores[Example.DangerAt + i] * scale;
        SoftmaxRegression.Softmax(intents[..Intents]);
        SoftmaxRegression.Softmax(dangers[..Kinds]);
        return Known(words);
    }

    private List<Example> Read(IReadOnlyList<TrainingPhrase> phrases, out HashSet<int> pairs)
    {
        var texts = new string[phrases.Count];
        var read = new Example[phrases.Count];
        Parallel.For(0, phrases.Count, () => new int[Features.Most(Features.LongestText)], (i, _, room) =>
        {
            var (text, intent, danger) = phrases[i];
            texts[i] = Mentions.Masked(Normal.Of(text));
            var (count, plain) = features.Of(texts[i], room);
            read[i] = new Example(room[..count], plain, IndexOf(Labels.Intents, intent), Example.DangerAt + (danger is null ? 0 : 1 + IndexOf(Labels.Dangers, danger)));
            return room;
        }, _ => { });
        pairs = [];
        var examples = new List<Example>(read.Length);
        for (var p = 0; p < read.Length; p++)
        {
            if (texts[p].Length == 0) continue;
            for (var i = 0; i <= texts[p].Length; i++) pairs.Add(Pair(texts[p], i));
            examples.Add(read[p]);
        }

        pairs.TrimExcess();
        return examples;
    }

    // Gives each feature of the examples its row, the commonest first, so that what is used together lies together; says how many there are.
    private int Number(List<Example> examples)
    {
        foreach (var example in examples)
        {
            foreach (var slot in example.Slots) rows[slot]++;
        }

        var order = Enumerable.Range(0, Features.Size).Where(s => rows[s] > 0).Select(s => ((long)-rows[s] << 32) | (uint)s).ToArray();
        Array.Sort(order);
        Array.Clear(rows);
        for (var i = 0; i < order.Length; i++) rows[(int)order[i]] = i + 1;
        foreach (var example in examples)
        {
            foreach (ref var slot in example.Slots.AsSpan()) slot = rows[slot];
        }

        return order.Length;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name) return i;
        }

        throw new ArgumentException($"There is no label {name}.", nameof(name));
    }

    private float Known(string words)
    {
        var known = 0;
        for (var i = 0; i <= words.Length; i++)
        {
            if (pairs.Contains(Pair(words, i))) known++;
        }

        return (float)known / (words.Length + 1);
    }

    // The pair that ends at this place; beyond the text stands nothing.
    private static int Pair(string words, int at) => ((at == 0 ? 0 : words[at - 1]) << 16) | (at == words.Length ? 0 : words[at]);
}
