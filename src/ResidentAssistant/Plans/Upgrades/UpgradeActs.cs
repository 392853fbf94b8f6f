using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>What colleagues record about a wish. Each act names the newest step it was decided on; who comes second is told and has written nothing.</summary>
internal sealed class UpgradeActs(Database database, UpgradeStore upgrades, UpgradeFiles files, TimeProvider clock)
{
    /// <summary>Adds the step with its files.</summary>
    public async Task<UpgradeAct> ActAsync(Guid id, int seen, UpgradeStep draft, IReadOnlyList<KeptFile> kept, CurrentStaff staff, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        if (await upgrades.On(transaction).FindAsync(id, staff.Scope, ct) is not { } upgrade)
            throw new RefusedException("NotFound", "没有找到这个要求，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        if (upgrade.Seen != seen) return UpgradeAct.Changed;
        if (!upgrade.Allows(draft.Kind, draft.Early)) return UpgradeAct.NotNow;
        var now = clock.GetUtcNow();
        var step = draft with { Id = Guid.CreateVersion7(now), Number = seen + 1, StaffId = staff.Id, StaffName = staff.Name, At = now };
        var writes = new Batch();
        if (!await upgrades.AddAsync(transaction, writes, upgrade, step, [.. kept.Select(k => k.Sha256)], ct)) return UpgradeAct.Changed;
        foreach (var file in kept) files.Add(writes, id, step.Id, file, staff, now);
        if (draft.Kind is not (UpgradeKinds.Quoted or UpgradeKinds.Confirmed))
            writes.Add("update desk_items set seen_at = coalesce(seen_at, $2), seen_by = coalesce(seen_by, $3), done_at = $2, done_by = $3 where done_at is null and reference = $1 and kind = 'question'", upgrade.Reference, now, staff.Id);
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return UpgradeAct.Done;
    }
}

/// <summary>What became of an act.</summary>
internal enum UpgradeAct
{
    /// <summary>Recorded.</summary>
    Done,

    /// <summary>Something else happened since the form was made; nothing was written.</summary>
    Changed,

    /// <summary>The wish does not stand so that this could be recorded.</summary>
    NotNow,
}
