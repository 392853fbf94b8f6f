namespace ResidentAssistant.Language;

/// <summary>Counts how often a feature stands in phrases of an intent.</summary>
internal static class NaiveBayes
{
    /// <summary>Columns of a row: the intents, and empty ones.</summary>
    public const int Row = 32;

    private const int Intents = Example.Intents;
    // What a count of nothing weighs.
    private const float Unseen = 0.2f;

    /// <summary>The logarithm of how much a feature speaks for each intent, a row for each feature.</summary>
    public static float[] Count(List<Example> examples, int rows)
    {
        var counts = new float[rows * Row];
        Span<float> ground = stackalloc float[Intents];
        ground.Clear();
        var seen = new bool[rows];
        foreach (var (slots, plain, intent, _) in examples)
        {
            foreach (var slot in slots.AsSpan(0, plain))
            {
                counts[(slot * Row) + intent]++;
                seen[slot] = true;
            }

            ground[intent] += plain;
        }

        var kinds = seen.Count(s => s);
        for (var i = 0; i < Intents; i++) ground[i] = MathF.Log(ground[i] + (Unseen * kinds));
        var unseen = MathF.Log(Unseen);
        for (var at = 0; at < rows; at++)
        {
            // What no phrase has speaks for no label; most other counts are nothing too, and their logarithm is taken once.
            if (!seen[at]) continue;
            var row = counts.AsSpan(at * Row, Intents);
            for (var i = 0; i < Intents; i++) row[i] = (row[i] == 0 ? unseen : MathF.Log(row[i] + Unseen)) - ground[i];
        }

        return counts;
    }
}
