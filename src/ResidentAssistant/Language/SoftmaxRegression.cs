using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ResidentAssistant.Language;

/// <summary>Learns to tell the intents apart, and the dangers, step by step over the phrases. Same phrases, same weights: the order has a fixed seed.</summary>
internal static class SoftmaxRegression
{
    /// <summary>Columns of a row: five vectors of eight hold the intents and the dangers.</summary>
    public const int Row = 40;

    private const int Intents = Example.Intents;
    private const int Kinds = Example.Kinds;
    private const int DangerAt = Example.DangerAt;
    private const int Rounds = 9;
    private const float Rate = 1.5f;
    private const int Seed = 20211101;

    /// <summary>The weights of each feature, a row for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float[] Learn(List<Example> examples, int rows)
    {
        var weights = new float[rows * Row];
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(Seed);
        var moved = new float[rows];
        Span<float> scores = stackalloc float[Row];
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                var (slots, _, intent, danger) = examples[at];
                Score(weights, slots, scores);
                // The probabilities less what is true are the gradient; beside the two answers it is nothing.
                Softmax(scores[..Intents]);
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
        Vector256<float> a = default, b = default, c = default, d = default, e = default;
        foreach (var slot in slots)
        {
            var row = MemoryMarshal.Cast<float, Vector256<float>>(weights.AsSpan(slot * Row, Row));
            a += row[0];
            b += row[1];
            c += row[2];
            d += row[3];
            e += row[4];
        }

        var scale = Vector256.Create(1 / MathF.Sqrt(slots.Length));
        var sum = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        (sum[0], sum[1], sum[2], sum[3], sum[4]) = (a * scale, b * scale, c * scale, d * scale, e * scale);
    }

    // Each feature has its own step width, which shrinks with what it has moved so far.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step(float[] weights, int[] slots, ReadOnlySpan<float> gradient, float[] moved)
    {
        var value = 1 / MathF.Sqrt(slots.Length);
        var length = 0f;
        foreach (var g in gradient) length += g * g;
        var slope = MemoryMarshal.Cast<float, Vector256<float>>(gradient);
        var (a, b, c, d, e) = (slope[0], slope[1], slope[2], slope[3], slope[4]);
        foreach (var slot in slots)
        {
            moved[slot] += value * value * length;
            var rate = Vector256.Create(-Rate * value / (MathF.Sqrt(moved[slot]) + 1e-4f));
            var row = MemoryMarshal.Cast<float, Vector256<float>>(weights.AsSpan(slot * Row, Row));
            row[0] += a * rate;
            row[1] += b * rate;
            row[2] += c * rate;
            row[3] += d * rate;
            row[4] += e * rate;
        }
    }

    /// <summary>Turns scores into probabilities.</summary>
    public static void Softmax(Span<float> scores)
    {
        var most = float.MinValue;
        foreach (var s in scores) most = MathF.Max(most, s);
        var sum = 0f;
        for (var i = 0; i < scores.Length; i++) sum += scores[i] = MathF.Exp(scores[i] - most);
        for (var i = 0; i < scores.Length; i++) scores[i] /= sum;
    }
}
