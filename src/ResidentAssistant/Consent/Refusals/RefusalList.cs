using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>Households of a community whose refusal stands or was closed, with what is to be done about visits; computed each time, stored nowhere.</summary>
internal static class RefusalList
{
    /// <summary>Reads and folds a community, or one building of it.</summary>
    public static async Task<IReadOnlyList<RefusalLine>> ReadAsync(ConsentLog log, IReads reads, VisitCadence cadence, Guid communityId, Guid? buildingId, DateTimeOffset now, CancellationToken ct)
    {
        var words = (await log.OfCommunityAsync(reads, communityId, ct)).Where(e => e.HouseholdId is not null).ToLookup(e => e.HouseholdId!.Value);
        var states = ConsentFold.Of(words.SelectMany(g => g), await log.HeldSinceAsync(reads, communityId, ct));
        var acts = (await VisitLog.OfCommunityAsync(reads, communityId, ct)).ToLookup(a => a.HouseholdId);
        var lines = new List<RefusalLine>();
        var all = await ImplementationUnits.OfAsync(reads, communityId, buildingId, ct);
        // Where one household is closed, nobody else of its unit need be visited either.
        var shut = all.Where(p => states.GetValueOrDefault(p.Pair, PairState.Nothing).Standing is PairStanding.Closed).Select(p => p.UnitId).ToHashSet();
        foreach (var places in all.GroupBy(p => p.HouseholdId))
        {
            var own = places.Select(p => (Place: p, State: states.GetValueOrDefault(p.Pair, PairState.Nothing))).ToList();
            var refused = own.Where(o => VisitCadence.Refuses(o.State) && !shut.Contains(o.Place.UnitId)).ToList();
            var closed = own.Where(o => o.State.Standing is PairStanding.Closed).ToList();
            var visits = VisitStanding.Of(acts[places.Key], words[places.Key]);
            // Who asked for no more visits is listed too, whatever the answer: nobody shall go there by mistake.
            if (refused.Count + closed.Count == 0 && !visits.Quiet) continue;
            lines.Add(new RefusalLine(places.First(), [.. refused.Select(o => o.Place.RiserLabel)], [.. closed.Select(o => o.Place.RiserLabel)], visits,
                refused.Count > 0 ? cadence.TaskOf(visits, now) : visits.Quiet ? new VisitTask.Asked() : null));
        }

        return lines;
    }
}

/// <summary>One household in the list; <paramref name="Task"/> is null when all of it is closed.</summary>
internal sealed record RefusalLine(UnitPlace Place, IReadOnlyList<string> Refused, IReadOnlyList<string> Closed, VisitStanding Visits, VisitTask? Task);
