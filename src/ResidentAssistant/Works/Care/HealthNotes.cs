using System.Data.Common;
using ResidentAssistant.Evidence;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Care;

/// <summary>What was said of a person's health: sealed, with a consent of its own, and gone when that is withdrawn (PIPL articles 15 and 28 to 30). The evidence keeps that it was there, never a word of it.</summary>
internal sealed class HealthNotes(Database database, KeyRing keys, EvidenceLog evidence, Audit audit, TimeProvider clock)
{
    /// <summary>Longest note, in characters.</summary>
    public const int Longest = 300;

    /// <summary>Who may consent, by code: the person, or the guardian of one who cannot.</summary>
    public static IReadOnlyDictionary<string, string> Consenters { get; } = new Dictionary<string, string> { ["self"] = "本人同意", ["guardian"] = "监护人同意（本人自己说不了）" };

    private readonly Sealer sealer = keys.For("care.health");

    /// <summary>The note of a case without its words; null when none is kept.</summary>
    public Task<HealthNote?> OfAsync(Guid caseId, CancellationToken ct) => database.FirstAsync<HealthNote>(
        "select id, consent_by, consent_way, written_by_name, written_at from health_notes where case_id = @caseId and ended_at is null", new { caseId }, ct);

    /// <summary>The words, after the reading was written down; null when none are kept.</summary>
    public async Task<string?> ReadAsync(CareCase care, CurrentStaff staff, CancellationToken ct)
    {
        await audit.ReadAsync(staff, AuditKind.Health, AuditReason.Direct, new AuditSubject(null, null, care.HouseholdId, care.Id), ct);
        return await database.FirstAsync<byte[]>("select words from health_notes where case_id = @Id and ended_at is null", new { care.Id }, ct) is { } words ? sealer.OpenText(words) : null;
    }

    /// <summary>Keeps a note in place of the one before; refused when another colleague wrote one at the same time.</summary>
    public async Task WriteAsync(CareCase care, string words, string consentBy, string consentWay, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (id, writes) = (Guid.CreateVersion7(now), new Batch());
        await using var transaction = await database.BeginAsync(ct);
        await EndAsync(transaction, writes, care, "replaced", staff, ct);
        writes.Add("insert into health_notes (id, case_id, consent_by, consent_way, words, written_by, written_by_name, written_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            id, care.Id, consentBy, consentWay, sealer.SealText(words), staff.Id, staff.Name, now);
        Record(writes, care, "health.noted", id, new() { ["case"] = care.Id.ToString(), ["consent-by"] = consentBy, ["consent-way"] = consentWay, ["staff"] = staff.Id.ToString() }, now);
        try
        {
            await transaction.RunAsync(writes, ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbException fault) when (database.Dialect.TableOfDuplicate(fault) == "health_notes")
        {
            throw new RefusedException("ChangedSince", "刚才有同事也写了一份，请看过再写。", StatusCodes.Status409Conflict);
        }
    }

    /// <summary>The consent was withdrawn: the words go at once.</summary>
    public async Task WithdrawAsync(CareCase care, CurrentStaff staff, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        var writes = new Batch();
        await EndAsync(transaction, writes, care, "withdrawn", staff, ct);
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Ends the note of a case, if there is one; its evidence goes into <paramref name="writes"/>.</summary>
    public async Task EndAsync(Transaction transaction, Batch writes, CareCase care, string why, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ended = await transaction.QueryAsync<Guid>("""
            update health_notes set words = null, ended = @why, ended_by_name = @name, ended_at = @now where case_id = @Id and ended_at is null returning id
            """, new { care.Id, why, name = staff.Name, now }, ct);
        foreach (var note in ended)
            Record(writes, care, "health.ended", Guid.CreateVersion7(now), new() { ["note"] = note.ToString(), ["staff"] = staff.Id.ToString(), ["why"] = why }, now);
    }

    private void Record(Batch writes, CareCase care, string kind, Guid id, Dictionary<string, object?> fields, DateTimeOffset now) => evidence.Add(writes, new EvidenceRecord
    {
        Id = id, CommunityId = care.CommunityId, Kind = kind, HouseholdId = care.HouseholdId, At = now, Fields = fields,
    });
}

/// <summary>That a note is kept, without its words.</summary>
internal sealed record HealthNote
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who consented, a key of <see cref="HealthNotes.Consenters"/>.</summary>
    public required string ConsentBy { get; init; }

    /// <summary>How, a key of <see cref="CareKinds.Ways"/>.</summary>
    public required string ConsentWay { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string WrittenByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset WrittenAt { get; init; }
}
