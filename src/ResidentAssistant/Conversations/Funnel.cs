using System.Text.Json;

namespace ResidentAssistant.Conversations;

/// <summary>One dialog from its first step to its ends: how many reached each step, and how many stopped there and how.</summary>
internal sealed record Funnel(string Dialog, long Started, IReadOnlyList<FunnelStep> Steps, IReadOnlyList<FunnelEnd> Ends)
{
    /// <summary>Counts the ways gone, dialog by dialog, the most used first.</summary>
    /// <param name="ways">How often each way was gone.</param>
    /// <param name="written">Steps of a dialog in the order of its file, where it is known.</param>
    public static IReadOnlyList<Funnel> Of(IEnumerable<WayGone> ways, Func<string, IReadOnlyList<string>>? written = null) =>
        [.. ways.GroupBy(w => w.Dialog, StringComparer.Ordinal).Select(d => OfDialog(d.Key, [.. d.Select(Way.Of)], written?.Invoke(d.Key) ?? [])).OrderByDescending(f => f.Started).ThenBy(f => f.Dialog, StringComparer.Ordinal)];

    private static Funnel OfDialog(string dialog, IReadOnlyList<Way> ways, IReadOnlyList<string> written)
    {
        var steps = Order(ways, written).Select(step =>
        {
            var ended = ways.Where(w => w.Last == step).ToList();
            return new FunnelStep(step, ways.Where(w => w.Steps.Contains(step)).Sum(w => w.Times), ended.Sum(w => w.Times), EndsOf(ended));
        });
        return new Funnel(dialog, ways.Sum(w => w.Times), [.. steps], EndsOf(ways));
    }

    private static IReadOnlyList<FunnelEnd> EndsOf(IReadOnlyList<Way> ways) =>
        [.. ways.GroupBy(w => w.Result, StringComparer.Ordinal).Select(r => new FunnelEnd(r.Key, r.Sum(w => w.Times))).OrderByDescending(e => e.Times).ThenBy(e => e.Result, StringComparer.Ordinal)];

    // The file gives the order, then the most used ways; a step that neither has is put behind the step it was reached from.
    private static List<string> Order(IReadOnlyList<Way> ways, IReadOnlyList<string> written)
    {
        var gone = ways.SelectMany(w => w.Steps).ToHashSet(StringComparer.Ordinal);
        var order = written.Where(gone.Contains).ToList();
        foreach (var way in ways.OrderByDescending(w => w.Times).ThenByDescending(w => w.Steps.Count).ThenBy(w => string.Join('\n', w.Steps), StringComparer.Ordinal))
        {
            var place = 0;
            foreach (var step in way.Steps)
            {
                var known = order.IndexOf(step);
                if (known < 0) order.Insert(place, step);
                place = known < 0 ? place + 1 : Math.Max(place, known + 1);
            }
        }

        return order;
    }

    private sealed record Way(IReadOnlyList<string> Steps, string Last, string Result, long Times)
    {
        public static Way Of(WayGone gone)
        {
            var path = JsonSerializer.Deserialize(gone.Path, OutcomeJson.Default.IReadOnlyListString) ?? [];
            return new Way([.. path.Append(gone.LastStep).Distinct(StringComparer.Ordinal)], gone.LastStep, gone.Result, gone.Times);
        }
    }
}

/// <summary>One step: how many came to it, how many ended there, and with what results.</summary>
internal sealed record FunnelStep(string Step, long Reached, long Ended, IReadOnlyList<FunnelEnd> Ends);

/// <summary>A result and how often it came.</summary>
internal sealed record FunnelEnd(string Result, long Times);
