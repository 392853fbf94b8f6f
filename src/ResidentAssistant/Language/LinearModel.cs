using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResidentAssistant.Language;

/// <summary>A linear classifier over hashed features with two answers at once, the intent and the danger: softmax regression, learned at start with a fixed seed.</summary>
internal sealed class LinearModel
{
    private const int Intents = 28;
    private const int Kinds = 6;
    // A row of weights holds both answers and is a whole number of vectors of 256 bits.
    private const int Row = 40;
    private const int DangerAt = 32;
    private const int Rounds = 12;
    private const float Rate = 1.2f;
    private const int Seed = 20211101;

    private readonly Features features;
    private readonly float[] weights = new float[Features.Size * Row];

    /// <summary>Learns from phrases; the same phrases give the same model.</summary>
    public LinearModel(Features features, IReadOnlyList<TrainingPhrase> phrases)
    {
        this.features = features;
        Learn(Read(phrases));
    }

    /// <summary>Probabilities of the intents, in the order of <see cref="Labels.Intents"/>, and of no danger followed by <see cref="Labels.Dangers"/>.</summary>
    public void Read(string words, Span<float> intents, Span<float> dangers)
    {
        Span<int> slots = stackalloc int[Features.Most(words.Length)];
        var count = features.Of(words, slots);
        Span<float> scores = stackalloc float[Row];
        Score(slots[..count], scores);
        scores[..Intents].CopyTo(intents);
        scores.Slice(DangerAt, Kinds).CopyTo(dangers);
    }

    private List<Example> Read(IReadOnlyList<TrainingPhrase> phrases)
    {
        var room = new int[Features.Most(Features.LongestText)];
        var examples = new List<Example>(phrases.Count);
        foreach (var phrase in phrases)
        {
            var words = Normal.Of(phrase.Text);
            if (words.Length == 0) continue;
            var count = features.Of(words, room);
            examples.Add(new Example(room[..count], IndexOf(Labels.Intents, phrase.Intent), phrase.Danger is null ? 0 : 1 + IndexOf(Labels.Dangers, phrase.Danger)));
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
                var example = examples[at];
                Score(example.Slots, scores);
                // The probabilities less what is true are the gradient.
                scores[example.Intent] -= 1;
                scores[DangerAt + example.Danger] -= 1;
                Step(example.Slots, scores, moved);
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
            var row = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan(slot * Row, Row));
            for (var i = 0; i < row.Length; i++) row[i] += slope[i] * rate;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Score(ReadOnlySpan<int> slots, Span<float> scores)
    {
        scores.Clear();
        var sum = MemoryMarshal.Cast<float, Vector<float>>(scores);
        foreach (var slot in slots)
        {
            var row = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan(slot * Row, Row));
            for (var i = 0; i < row.Length; i++) sum[i] += row[i];
        }

        var shrink = new Vector<float>(1 / MathF.Sqrt(Math.Max(1, slots.Length)));
        for (var i = 0; i < sum.Length; i++) sum[i] *= shrink;
        Softmax(scores[..Intents]);
        Softmax(scores.Slice(DangerAt, Kinds));
        scores[Intents..DangerAt].Clear();
        scores[(DangerAt + Kinds)..].Clear();
    }

    private static void Softmax(Span<float> scores)
    {
        var most = float.MinValue;
        foreach (var s in scores) most = MathF.Max(most, s);
        var sum = 0f;
        for (var i = 0; i < scores.Length; i++) sum += scores[i] = MathF.Exp(scores[i] - most);
        for (var i = 0; i < scores.Length; i++) scores[i] /= sum;
    }

    private sealed record Example(int[] Slots, int Intent, int Danger);
}
