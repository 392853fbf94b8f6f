using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Complaints;

/// <summary>What colleagues do about a complaint. Each act names the newest step it was decided on; who comes second is told and has written nothing.</summary>
internal sealed class ComplaintActs(Database database, ComplaintStore complaints, TimeProvider clock)
{
    /// <summary>Adds the step.</summary>
    public async Task<ComplaintAct> ActAsync(Guid id, int seen, ComplaintStep draft, CurrentStaff staff, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        if (await complaints.On(transaction).FindAsync(id, staff.Scope, ct) is not { } complaint)
            throw new RefusedException("NotFound", "没有找到这件投诉，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        if (complaint.Seen != seen) return ComplaintAct.Changed;
        if (!complaint.Allows(draft.Kind)) return ComplaintAct.NotNow;
        var now = clock.GetUtcNow();
        var step = draft with { Id = Guid.CreateVersion7(now), Number = seen + 1, StaffId = staff.Id, StaffName = staff.Name, At = now };
        var writes = new Batch();
        if (!await complaints.AddAsync(transaction, writes, complaint, step, ct)) return ComplaintAct.Changed;
        if (draft.Kind is ComplaintKinds.Answered or ComplaintKinds.Settled)
            writes.Add("update desk_items set seen_at = coalesce(seen_at, $2), seen_by = coalesce(seen_by, $3), done_at = $2, done_by = $3 where done_at is null and reference = $1 and kind = 'question'", complaint.Reference, now, staff.Id);
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return ComplaintAct.Done;
    }
}

/// <summary>What became of an act.</summary>
internal enum ComplaintAct
{
    /// <summary>Recorded.</summary>
    Done,

    /// <summary>Something else happened since the form was made; nothing was written.</summary>
    Changed,

    /// <summary>The complaint does not stand so that this could be recorded.</summary>
    NotNow,
}
