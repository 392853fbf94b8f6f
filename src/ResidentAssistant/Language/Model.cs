using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResidentAssistant.Language;

/// <summary>Tells the intent of a text and the danger in it, both at once: two linear classifiers over the same features, added up for the intent; the danger is learned alone.</summary>
/// <remarks>One counts how often a feature stands in phrases of a label (naive Bayes), one learns to tell the labels apart (softmax regression).
/// Together they are wrong less often than either. Same phrases, same model: the order of learning has a fixed seed.</remarks>
internal sealed class Model
{
    private const int Intents = 28;
    private const int Kinds = 6;
    private const int DangerAt = 32;
    // A row holds both answers and is a whole number of vectors of 256 bits.
    private const int Row = 40;
    // Beside the counts of a feature stands whether it was ever seen.
    private const int SeenAt = 39;
    private const int Rounds = 12;
    private const float Rate = 1.5f;
    private const int Seed = 20211101;
    // What a count of nothing weighs, and how much the counts weigh beside what was learned.
    private const float Unseen = 0.2f;
    private const float Counts = 1.6f;

    private readonly Features features;
    private readonly float[] learned = new float[Features.Size * Row];
    private readonly float[] counted = new float[Features.Size * Row];

    /// <summary>Learns from phrases.</summary>
    public Model(Features features, IReadOnlyList<TrainingPhrase> phrases)
    {
        this.features = features;
        var examples = Read(phrases);
        Count(examples);
        Learn(examples);
    }

    /// <summary>Probabilities of the intents, in the order of <see cref="Labels.Intents"/>, and of no danger followed by <see cref="Labels.Dangers"/>; gives back the share of the text, 0 to 1, that some phrase has too.</summary>
    public float Read(string words, Span<float> intents, Span<float> dangers)
    {
        Span<int> slots = stackalloc int[Features.Most(words.Length)];
        var (count, plain) = features.Of(words, slots);
        Span<float> scores = stackalloc float[Row];
        Sum(learned, slots[..count], 1 / MathF.Sqrt(Math.Max(1, count)), scores);
        var known = Sum(counted, slots[..plain], Counts / MathF.Sqrt(Math.Max(1, plain)), scores) / Math.Max(1, plain);
        Softmax(scores[..Intents]);
        Softmax(scores.Slice(DangerAt, Kinds));
        scores[..Intents].CopyTo(intents);
        scores.Slice(DangerAt, Kinds).CopyTo(dangers);
        return known;
    }

    private List<Example> Read(IReadOnlyList<TrainingPhrase> phrases)
    {
        var room = new int[Features.Most(Features.LongestText)];
        var examples = new List<Example>(phrases.Count);
        foreach (var phrase in phrases)
        {
            var words = Mentions.Masked(Normal.Of(phrase.Text));
            if (words.Length == 0) continue;
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

    private void Count(List<Example> examples)
    {
        Span<float> totals = stackalloc float[Row];
        var seen = new bool[Features.Size];
        foreach (var (slots, plain, intent, _) in examples)
        {
            foreach (var slot in slots.AsSpan(0, plain))
            {
                counted[(slot * Row) + intent]++;
                seen[slot] = true;
            }

            totals[intent] += plain;
        }

        var kinds = seen.Count(s => s);
        Span<float> ground = stackalloc float[Intents];
        for (var i = 0; i < Intents; i++) ground[i] = MathF.Log(totals[i] + (Unseen * kinds));
        var unseen = MathF.Log(Unseen);
        for (var i = 0; i < counted.Length; i += Row)
        {
            // What no phrase has speaks for no label.
            if (!seen[i / Row]) continue;
            counted[i + SeenAt] = 1;
            // Most counts are nothing: their logarithm is taken once.
            for (var j = 0; j < Intents; j++) counted[i + j] = (counted[i + j] == 0 ? unseen : MathF.Log(counted[i + j] + Unseen)) - ground[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Learn(List<Example> examples)
    {
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(Seed);
        var moved = new float[Features.Size];
        Span<float> scores = stackalloc float[Row];
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                var (slots, _, intent, danger) = examples[at];
                scores.Clear();
                Sum(learned, slots, 1 / MathF.Sqrt(slots.Length), scores);
                Softmax(scores[..Intents]);
                Softmax(scores.Slice(DangerAt, Kinds));
                // The probabilities less what is true are the gradient.
                scores[intent] -= 1;
                scores[danger] -= 1;
                Step(slots, scores, moved);
            }
        }
    }

    // Each feature has its own step width, which shrinks with what it has moved so far.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(int[] slots, ReadOnlySpan<float> gradient, float[] moved)
    {
        var value = 1 / MathF.Sqrt(slots.Length);
        var length = 0f;
        foreach (var g in gradient) length += g * g;
        var slope = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        foreach (var slot in slots)
        {
            moved[slot] += value * value * length;
            var rate = new Vector<float>(-Rate * value / (MathF.Sqrt(moved[slot]) + 1e-4f));
            var row = MemoryMarshal.Cast<float, Vector<float>>(learned.AsSpan(slot * Row, Row));
            for (var i = 0; i < row.Length; i++) row[i] += slope[i] * rate;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(float[] table, ReadOnlySpan<int> slots, float factor, Span<float> into)
    {
        Span<float> room = stackalloc float[Row];
        room.Clear();
        var sum = MemoryMarshal.Cast<float, Vector<float>>(room);
        foreach (var slot in slots)
        {
            var row = MemoryMarshal.Cast<float, Vector<float>>(table.AsSpan(slot * Row, Row));
            for (var i = 0; i < row.Length; i++) sum[i] += row[i];
        }

        for (var i = 0; i < DangerAt + Kinds; i++) into[i] += room[i] * factor;
        // The gap between the two answers stays empty, so that it moves nothing.
        into[Intents..DangerAt].Clear();
        return room[SeenAt];
    }

    private static void Softmax(Span<float> scores)
    {
        var most = float.MinValue;
        foreach (var s in scores) most = MathF.Max(most, s);
        var sum = 0f;
        for (var i = 0; i < scores.Length; i++) sum += scores[i] = MathF.Exp(scores[i] - most);
        for (var i = 0; i < scores.Length; i++) scores[i] /= sum;
    }

    private sealed record Example(int[] Slots, int Plain, int Intent, int Danger);
}
