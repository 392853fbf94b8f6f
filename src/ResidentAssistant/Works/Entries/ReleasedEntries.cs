using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Entries;

/// <summary>The visits that a household can count on: those ahead on risers which the ledger releases.</summary>
internal sealed class ReleasedEntries(EntryLog log, ConsentLog consent)
{
    /// <summary>Works of the household with visits ahead on released risers, and whether another riser of it is locked.</summary>
    public async Task<(IReadOnlyList<FlatWork> Open, bool Locked)> AheadAsync(IReads reads, Guid household, DateTimeOffset now, CancellationToken ct)
    {
        var ahead = (await log.OfHouseholdAsync(reads, household, ct)).Where(w => w.Ahead(now).Count > 0).ToList();
        if (ahead.Count == 0) return ([], false);
        var building = await reads.FirstAsync<Guid>("select building_id from households where id = @household", new { household }, ct);
        var board = await Board.ReadAsync(consent, reads, ahead[0].CommunityId, building, ct);
        var open = ahead.Where(w => board.Units.Any(u => u is { Tally.Ready: true, Closed: false } && u.Cells.Any(c => c.Place.RiserId == w.RiserId))).ToList();
        return (open, open.Count < ahead.Count);
    }
}
