using System.Runtime.InteropServices;

namespace ResidentAssistant.Works.Planning;

/// <summary>When a riser has no water and its drain must not be used, on the site's clock; it may cross midnight.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutageSpan(DateTime From, DateTime To);

/// <summary>Derives the outages of a riser from its steps.</summary>
internal static class Outages
{
    /// <summary>The outages in order; those that touch or share time are one.</summary>
    public static IReadOnlyList<OutageSpan> Of(PlannedRiser riser)
    {
        var joined = new List<OutageSpan>();
        foreach (var span in riser.Steps.SelectMany(Of).OrderBy(s => s.From).ThenBy(s => s.To))
        {
            // A break at noon between two steps is no time to fill pots: one day's work is one outage.
            if (joined is [.., var last] && (span.From <= last.To || span.From.Date == last.To.Date))
                joined[^1] = last with { To = span.To > last.To ? span.To : last.To };
            else joined.Add(span);
        }

        return joined;
    }

    private static IEnumerable<OutageSpan> Of(PlannedStep step) => step.Step.Water switch
    {
        WaterUse.OffByDay => step.Slots.GroupBy(s => s.Day).Select(day => new OutageSpan(day.Min(s => s.Begins), day.Max(s => s.Ends))),
        WaterUse.OffThrough => [new OutageSpan(step.Slots[0].Begins, step.Slots[^1].Ends)],
        _ => [],
    };
}
