using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Care;

/// <summary>What colleagues decide for a person who needs care. Each step names the newest one it was decided on; who comes second is told and has written nothing.</summary>
internal sealed class CareActs(Database database, CareBook book, HealthNotes health, EvidenceLog evidence, TimeProvider clock)
{
    /// <summary>Opens a case for a household and gives back its id.</summary>
    public async Task<Guid> OpenAsync(Guid communityId, Guid householdId, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (id, writes) = (Guid.CreateVersion7(now), new Batch());
        writes.Add("insert into care_cases (id, community_id, household_id, opened_by, opened_by_name, opened_at) values ($1, $2, $3, $4, $5, $6)", id, communityId, householdId, staff.Id, staff.Name, now);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = communityId, Kind = "care.opened", HouseholdId = householdId, At = now, Fields = new Dictionary<string, object?> { ["staff"] = staff.Id.ToString() },
        });
        if (await database.FirstAsync<long>("select count(*) from entries where household_id = @householdId and replaced_at is null and ends_at >= @now", new { householdId, now }, ct) > 0)
            Desk.Add(writes, "question", urgent: true, communityId, null, "排好进门的一家有人要照顾，请先商量好，签了字再进门", null, now);
        await database.RunAsync(writes, ct);
        return id;
    }

    /// <summary>Adds a step; refused when the case does not stand so, when somebody was faster, or when the colleague may not decide it.</summary>
    public async Task StepAsync(Guid id, int seen, CareForm form, CurrentStaff staff, CancellationToken ct)
    {
        if (form.Kind is CareKinds.Signed or CareKinds.Closed && !staff.May(StaffAction.CareSign)) throw new RefusedException("Forbidden", "这一步要街道的同事来定。", StatusCodes.Status403Forbidden);
        await using var transaction = await database.BeginAsync(ct);
        var found = await book.FindAsync(transaction, id, staff.Scope, ct) ?? throw new RefusedException("NotFound", "没有找到，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        if (found.Seen != seen) throw ChangedSince();
        if (!found.Allows(form.Kind!)) throw new RefusedException("NotNow", "现在不能办这一步，请看下面的经过。", StatusCodes.Status409Conflict);
        var now = clock.GetUtcNow();
        var (step, planned, signed) = (Guid.CreateVersion7(now), form.Kind == CareKinds.Planned, form.Kind == CareKinds.Signed);
        var (stay, agreed, way) = (planned ? form.Stay : null, signed ? form.Agreed : null, signed ? form.Way : null);
        var added = await transaction.ExecuteAsync("""
            insert into care_steps (id, case_id, number, kind, stay, agreed, way, staff_id, staff_name, at) values (@step, @id, @number, @Kind, @stay, @agreed, @way, @staffId, @staffName, @now)
            on conflict (case_id, number) do nothing
            """, new { step, id, number = seen + 1, form.Kind, stay, agreed, way, staffId = staff.Id, staffName = staff.Name, now }, ct);
        if (added == 0) throw ChangedSince();
        var writes = new Batch();
        evidence.Add(writes, new EvidenceRecord
        {
            Id = step, CommunityId = found.CommunityId, Kind = $"care.{form.Kind}", HouseholdId = found.HouseholdId, At = now,
            Fields = new Dictionary<string, object?> { ["agreed"] = agreed, ["case"] = id.ToString(), ["number"] = (long)seen + 1, ["staff"] = staff.Id.ToString(), ["stay"] = stay, ["way"] = way },
            Personal = form.Words,
        });
        // What is no longer needed is not kept (PIPL article 19).
        if (form.Kind == CareKinds.Closed) await health.EndAsync(transaction, writes, found, "closed", staff, ct);
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
    }

    private static RefusedException ChangedSince() => new("ChangedSince", "刚才有同事办过这件事，请看下面的经过。您写的还留着，没有记下。", StatusCodes.Status409Conflict);
}
