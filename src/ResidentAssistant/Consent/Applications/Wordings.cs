using ResidentAssistant.Evidence;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Applications;

/// <summary>Who approved the words on the written application.</summary>
internal sealed class Wordings(Database database, EvidenceLog evidence, TimeProvider clock)
{
    /// <summary>The approval of the words as they stand now, or null.</summary>
    public Task<WordingApproval?> ApprovalAsync(CancellationToken ct) => database.FirstAsync<WordingApproval>(
        "select approved_by_name, approved_at from application_wordings where hash = @hash", new { hash = ApplicationWording.Now.Hash }, ct);

    /// <summary>Approves exactly the words that were shown; refuses when the program has others by now.</summary>
    public async Task ApproveAsync(string hash, CurrentStaff staff, CancellationToken ct)
    {
        var words = ApplicationWording.Now;
        if (hash != words.Hash) throw new RefusedException("ChangedSince", "申请书的文字已经变了，请看过新的再核准。", StatusCodes.Status409Conflict);
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        var approval = new Batch().Add("""
            insert into application_wordings (hash, body, approved_by, approved_by_name, approved_at) values ($1, $2, $3, $4, $5) on conflict (hash) do nothing
            """, words.Hash, words.Body, staff.Id, staff.Name, now);
        // Approved already: the first approval is the one that counts.
        if ((await transaction.RunAsync(approval, ct))[0] == 0) return;
        var writes = new Batch();
        evidence.Add(writes, new EvidenceRecord
        {
            Id = Guid.CreateVersion7(now), CommunityId = Guid.Empty, Kind = "wording.approved", At = now, Fields = new Dictionary<string, object?> { ["wording"] = words.Hash, ["staff"] = staff.Id },
        });
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
    }
}

/// <summary>A named person approved the words.</summary>
internal sealed record WordingApproval
{
    /// <summary>Who.</summary>
    public required string ApprovedByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ApprovedAt { get; init; }
}
