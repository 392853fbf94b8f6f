using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResidentAssistant.Language;

/// <summary>A linear classifier over hashed features with two answers at once, the intent and the danger: softmax regression, learned at start with a fixed seed.</summary>
internal sealed class LinearModel
{
    private const int Intents = 28;
    private const int Kinds = 6;
    // A row of weights is a whole number of vectors of 256 bits.
    private const int Row = 40;
    private const int DangerAt = 32;
    private static readonly float Drop = X.F("DROP", 0);
    private static readonly int Rounds = (int)X.F("ROUNDS", 12);
    private static readonly float Rate = X.F("RATE", 1.2f);
    private const int Seed = 20211101;

    private readonly Features features;
    private readonly float[] weights = new float[Features.Size * Row];
    private readonly float[] rarity = new float[Features.Size];

    /// <summary>Learns from phrases in normal form; the same phrases give the same model.</summary>
    public LinearModel(Features features, IReadOnlyList<TrainingPhrase> phrases)
    {
        this.features = features;
        var examples = Read(phrases);
        Weigh(examples);
        Learn(examples);
    }

    /// <summary>Probabilities of the intents, in the order of <see cref="Labels.Intents"/>, and of no danger followed by <see cref="Labels.Dangers"/>.</summary>
    public void Read(string words, Span<float> intents, Span<float> dangers)
    {
        Span<int> slots = stackalloc int[features.Most(words.Length)];
        var count = features.Of(words, slots);
        Span<float> scores = stackalloc float[Row];
        Score(slots[..count], scores);
        Softmax(scores[..Intents]);
        Softmax(scores.Slice(DangerAt, Kinds));
        scores[..Intents].CopyTo(intents);
        scores.Slice(DangerAt, Kinds).CopyTo(dangers);
    }

    private List<Example> Read(IReadOnlyList<TrainingPhrase> phrases)
    {
        var room = new int[features.Most(Features.LongestText)];
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

    // What stands in few phrases says more than what stands in many.
    private void Weigh(List<Example> examples)
    {
        var frequency = new int[Features.Size];
        foreach (var example in examples)
        {
            foreach (var slot in example.Slots) frequency[slot]++;
        }

        for (var i = 0; i < rarity.Length; i++) rarity[i] = MathF.Pow(MathF.Log((examples.Count + 1f) / (frequency[i] + 1f)) + 1f, X.F("IDF", 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Learn(List<Example> examples)
    {
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(Seed);
        var steps = new float[Features.Size];
        Span<float> scores = stackalloc float[Row];
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                var example = examples[at];
                if (Drop > 0) { var kept = new List<int>(); foreach (var sl in example.Slots) if (random.NextSingle() >= Drop) kept.Add(sl); example = example with { Slots = [.. kept] }; }
                var scale = Score(example.Slots, scores);
                Softmax(scores[..Intents]);
                Softmax(scores.Slice(DangerAt, Kinds));
                // What is left of the padding and of the two softmax blocks is the gradient.
                scores[Intents..DangerAt].Clear();
                scores[(DangerAt + Kinds)..].Clear();
                scores[example.Intent] -= 1;
                scores[DangerAt + example.Danger] -= 1;
                Step(example.Slots, scores, scale, steps);
            }
        }
    }

    // Each feature has its own step width, which shrinks with what it has moved so far.
    private void Step(int[] slots, ReadOnlySpan<float> gradient, float scale, float[] steps)
    {
        var length = 0f;
        foreach (var g in gradient) length += g * g;
        var g0 = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        foreach (var slot in slots)
        {
            var value = rarity[slot] * scale;
            steps[slot] += value * value * length;
            var rate = new Vector<float>(-Rate * value / (MathF.Sqrt(steps[slot]) + 1e-4f));
            var row = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan(slot * Row, Row));
            for (var i = 0; i < row.Length; i++) row[i] += g0[i] * rate;
        }
    }

    private float Score(ReadOnlySpan<int> slots, Span<float> scores)
    {
        scores.Clear();
        var sum = MemoryMarshal.Cast<float, Vector<float>>(scores);
        var length = 0f;
        foreach (var slot in slots)
        {
            var value = rarity[slot];
            length += value * value;
            var row = MemoryMarshal.Cast<float, Vector<float>>(weights.AsSpan(slot * Row, Row));
            var factor = new Vector<float>(value);
            for (var i = 0; i < row.Length; i++) sum[i] += row[i] * factor;
        }

        var scale = 1 / MathF.Sqrt(Math.Max(length, 1e-6f));
        var shrink = new Vector<float>(scale);
        for (var i = 0; i < sum.Length; i++) sum[i] *= shrink;
        return scale;
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

internal static class X { public static float F(string n, float d) => Environment.GetEnvironmentVariable(n) is { } v ? float.Parse(v, System.Globalization.CultureInfo.InvariantCulture) : d; }
