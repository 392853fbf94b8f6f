namespace ResidentAssistant.Knowledge.Retrieval;

/// <summary>An inverted index over short texts, weighed as BM25 does; everything that depends only on the texts is worked out when it is built.</summary>
internal sealed class TermIndex
{
    private const float K1 = 1.2f;
    private const float B = 0.4f;

    private readonly Dictionary<long, int> terms = [];
    private readonly float[] rarity;
    private readonly int[] starts;
    private readonly int[] texts;
    private readonly float[] parts;
    private readonly float unknown;

    /// <summary>Builds it over texts of which those of one group (an answer) lie together; a term's rarity is counted over groups, because the ways to ask one thing repeat its words.</summary>
    public TermIndex(IReadOnlyList<Term[]> documents, IReadOnlyList<int> groups, int groupCount)
    {
        var lengths = new float[documents.Count];
        var (holders, held, last) = (new List<int>(), new List<int>(), new List<int>());
        for (var d = 0; d < documents.Count; d++)
        {
            var length = 0.0;
            foreach (var term in documents[d])
            {
                length += term.Weight * term.Count;
                if (!terms.TryGetValue(term.Key, out var id))
                {
                    terms[term.Key] = id = holders.Count;
                    holders.Add(0);
                    held.Add(0);
                    last.Add(-1);
                }

                holders[id]++;
                if (last[id] == groups[d]) continue;
                last[id] = groups[d];
                held[id]++;
            }

            lengths[d] = (float)length;
        }

        terms.TrimExcess();
        rarity = [.. held.Select(h => Rarity(h, groupCount))];
        unknown = Rarity(0, groupCount);
        starts = new int[holders.Count + 1];
        for (var t = 0; t < holders.Count; t++) starts[t + 1] = starts[t] + holders[t];
        texts = new int[starts[^1]];
        parts = new float[starts[^1]];
        Own = new float[documents.Count];
        var mean = lengths.Length == 0 ? 1 : Math.Max(1, lengths.Average());
        var filled = new int[holders.Count];
        for (var d = 0; d < documents.Count; d++)
        {
            var damping = K1 * (1 - B + B * (lengths[d] / mean));
            foreach (var term in documents[d])
            {
                var id = terms[term.Key];
                var at = starts[id] + filled[id]++;
                texts[at] = d;
                parts[at] = term.Count * (K1 + 1) / (term.Count + damping);
                Own[d] += term.Weight * rarity[id];
            }
        }
    }

    /// <summary>What all terms of a text weigh together.</summary>
    public float[] Own { get; }

    /// <summary>Some text has the term.</summary>
    public bool Has(long key) => terms.ContainsKey(key);

    /// <summary>Fills the tally with what each text has in common with the query's terms; gives back what they all weigh.</summary>
    public float Search(List<Term> query, Tally tally)
    {
        var (scores, shared, all) = (tally.Scores, tally.Shared, 0f);
        foreach (var term in query)
        {
            if (!terms.TryGetValue(term.Key, out var id))
            {
                all += term.Weight * unknown;
                continue;
            }

            var weight = term.Weight * rarity[id];
            all += weight;
            var end = starts[id + 1];
            for (var at = starts[id]; at < end; at++)
            {
                var text = texts[at];
                if (shared[text] == 0) tally.Touched.Add(text);
                scores[text] += weight * parts[at];
                shared[text] += weight;
            }
        }

        return all;
    }

    private static float Rarity(int holders, int all) => MathF.Log(1 + (all - holders + 0.5f) / (holders + 0.5f));
}

/// <summary>What each text has in common with a query; cleared and used again.</summary>
internal sealed class Tally
{
    /// <summary>BM25, by text.</summary>
    public float[] Scores { get; private set; } = [];

    /// <summary>Weight of the terms in common, by text.</summary>
    public float[] Shared { get; private set; } = [];

    /// <summary>The texts that have anything in common.</summary>
    public List<int> Touched { get; } = new(1024);

    /// <summary>Makes it empty, with room for so many texts.</summary>
    public void Clear(int texts)
    {
        foreach (var text in Touched) Scores[text] = Shared[text] = 0;
        Touched.Clear();
        if (Scores.Length < texts) (Scores, Shared) = (new float[texts], new float[texts]);
    }
}
