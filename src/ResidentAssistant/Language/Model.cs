using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResidentAssistant.Language;

/// <summary>Tells the intent of a text and the danger in it: two linear classifiers over the same features, added up for the intent; the danger is learned alone.</summary>
/// <remarks>One counts how often a feature stands in phrases of a label (naive Bayes), one learns to tell the labels apart (softmax regression).
/// Together they are wrong less often than either. Same phrases, same model: the order of learning has a fixed seed.</remarks>
internal sealed class Model
{
    private const int Intents = 28;
    private const int Kinds = 6;
    private const int DangerAt = 32;
    private const int LearnedRow = 48;
    private const int CountedRow = 32;
    private const int Rounds = 9;
    private const float Rate = 1.5f;
    private const int Seed = 20211101;
    // What a count of nothing weighs, and how much the counts weigh beside what was learned.
    private const float Unseen = 0.2f;
    private const float Counts = 1.6f;

    private readonly Features features;
    private readonly Table learned;
    private readonly Table counted;
    private readonly HashSet<int> pairs = [];

    /// <summary>Learns from phrases.</summary>
    public Model(Features features, IReadOnlyList<TrainingPhrase> phrases)
    {
        this.features = features;
        var examples = Read(phrases);
        counted = new Table(Count(examples), CountedRow);
        learned = new Table(Learn(examples), LearnedRow);
    }

    /// <summary>Probabilities of the intents, in the order of <see cref="Labels.Intents"/>, and of no danger followed by <see cref="Labels.Dangers"/>; gives back the share of its pairs of characters, 0 to 1, that some phrase has too.</summary>
    public float Read(string words, Span<float> intents, Span<float> dangers)
    {
        Span<int> slots = stackalloc int[Features.Most(words.Length)];
        var (count, plain) = features.Of(words, slots);
        Span<float> scores = stackalloc float[LearnedRow];
        Span<float> counts = stackalloc float[CountedRow];
        scores.Clear();
        counts.Clear();
        learned.Add(slots[..count], scores);
        counted.Add(slots[..plain], counts);
        var (scale, weight) = (1 / MathF.Sqrt(Math.Max(1, count)), Counts / MathF.Sqrt(Math.Max(1, plain)));
        for (var i = 0; i < Intents; i++) intents[i] = (scores[i] * scale) + (counts[i] * weight);
        for (var i = 0; i < Kinds; i++) dangers[i] = scores[DangerAt + i] * scale;
        Softmax(intents[..Intents]);
        Softmax(dangers[..Kinds]);
        return Known(words);
    }

    private List<Example> Read(IReadOnlyList<TrainingPhrase> phrases)
    {
        var room = new int[Features.Most(Features.LongestText)];
        var examples = new List<Example>(phrases.Count);
        foreach (var phrase in phrases)
        {
            var words = Mentions.Masked(Normal.Of(phrase.Text));
            if (words.Length == 0) continue;
            for (var i = 0; i <= words.Length; i++) pairs.Add(Pair(words, i));
            var (count, plain) = features.Of(words, room);
            examples.Add(new Example(room[..count], plain, IndexOf(Labels.Intents, phrase.Intent), DangerAt + (phrase.Danger is null ? 0 : 1 + IndexOf(Labels.Dangers, phrase.Danger))));
        }

        return examples;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name) return i;
        }

        throw new ArgumentException($"There is no label {name}.", nameof(name));
    }

    private static float[] Count(List<Example> examples)
    {
        var counts = new float[Features.Size * CountedRow];
        Span<float> ground = stackalloc float[Intents];
        ground.Clear();
        var seen = new bool[Features.Size];
        foreach (var (slots, plain, intent, _) in examples)
        {
            foreach (var slot in slots.AsSpan(0, plain))
            {
                counts[(slot * CountedRow) + intent]++;
                seen[slot] = true;
            }

            ground[intent] += plain;
        }

        var kinds = seen.Count(s => s);
        for (var i = 0; i < Intents; i++) ground[i] = MathF.Log(ground[i] + (Unseen * kinds));
        var unseen = MathF.Log(Unseen);
        for (var slot = 0; slot < Features.Size; slot++)
        {
            // What no phrase has speaks for no label; most other counts are nothing too, and their logarithm is taken once.
            if (!seen[slot]) continue;
            var row = counts.AsSpan(slot * CountedRow, Intents);
            for (var i = 0; i < Intents; i++) row[i] = (row[i] == 0 ? unseen : MathF.Log(row[i] + Unseen)) - ground[i];
        }

        return counts;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] Learn(List<Example> examples)
    {
        var weights = new float[Features.Size * LearnedRow];
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(Seed);
        var moved = new float[Features.Size];
        Span<float> scores = stackalloc float[LearnedRow];
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                var (slots, _, intent, danger) = examples[at];
                Score(weights, slots, scores);
                // The probabilities less what is true are the gradient; beside the two answers it is nothing.
                Softmax(scores[..Intents]);
                scores[Intents..DangerAt].Clear();
                Softmax(scores.Slice(DangerAt, Kinds));
                scores[(DangerAt + Kinds)..].Clear();
                scores[intent] -= 1;
                scores[danger] -= 1;
                Step(weights, slots, scores, moved);
            }
        }

        return weights;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Score(float[] weights, int[] slots, Span<float> scores)
    {
        scores.Clear();
        var sum = MemoryMarshal.Cast<float, Vector<float>>(scores);
        foreach (var slot in slots)
        {
            var row = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan(slot * LearnedRow, LearnedRow));
            for (var i = 0; i < row.Length; i++) sum[i] += row[i];
        }

        var scale = new Vector<float>(1 / MathF.Sqrt(slots.Length));
        for (var i = 0; i < sum.Length; i++) sum[i] *= scale;
    }

    // Each feature has its own step width, which shrinks with what it has moved so far.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step(float[] weights, int[] slots, ReadOnlySpan<float> gradient, float[] moved)
    {
        var value = 1 / MathF.Sqrt(slots.Length);
        var length = 0f;
        foreach (var g in gradient) length += g * g;
        var slope = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        foreach (var slot in slots)
        {
            moved[slot] += value * value * length;
            var rate = new Vector<float>(-Rate * value / (MathF.Sqrt(moved[slot]) + 1e-4f));
            var row = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan(slot * LearnedRow, LearnedRow));
            for (var i = 0; i < row.Length; i++) row[i] += slope[i] * rate;
        }
    }

    private static void Softmax(Span<float> scores)
    {
        var most = float.MinValue;
        foreach (var s in scores) most = MathF.Max(most, s);
        var sum = 0f;
        for (var i = 0; i < scores.Length; i++) sum += scores[i] = MathF.Exp(scores[i] - most);
        for (var i = 0; i < scores.Length; i++) scores[i] /= sum;
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

    private sealed record Example(int[] Slots, int Plain, int Intent, int Danger);
}
