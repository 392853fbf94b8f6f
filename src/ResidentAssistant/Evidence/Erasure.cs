using ResidentAssistant.Storage;

namespace ResidentAssistant.Evidence;

/// <summary>Forgets personal words: they go with their salts, the records stay and still verify, and a record says that it was done.</summary>
internal sealed class Erasure(Database database, EvidenceLog log, TimeProvider clock)
{
    /// <summary>Erases the words of every record about a household, for a reason given as a code and, where they should have been kept, with words that say why not; returns how many were erased.</summary>
    public async Task<int> OfHouseholdAsync(Guid communityId, Guid householdId, string reason, string although, Guid? staffId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        // What says why words were kept or not stays, or nobody could tell later.
        var erased = await transaction.QueryAsync<Guid>("""
            delete from evidence_personal where record_id in (select id from evidence where community_id = @communityId and household_id = @householdId and kind <> 'personal.erased') returning record_id
            """, new { communityId, householdId }, ct);
        if (erased.Count > 0)
        {
            var writes = new Batch();
            log.Add(writes, new EvidenceRecord
            {
                Id = Guid.CreateVersion7(now), CommunityId = communityId, HouseholdId = householdId, Kind = "personal.erased", At = now,
                Fields = new Dictionary<string, object?> { ["reason"] = reason, ["records"] = erased.Distinct().Order().ToList(), ["staff"] = staffId?.ToString() },
                Personal = although.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["although"] = although },
            });
            await transaction.RunAsync(writes, ct);
        }

        await transaction.CommitAsync(ct);
        return erased.Count;
    }
}
