using ResidentAssistant.Neighbourhood.Workbooks;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>What colleagues change by forms. Each change names the version that was seen: false means that somebody else was faster, and nothing was written.</summary>
internal sealed class RegisterEdits(Database database, People people, Mandates mandates, RegisterChanges changes, TimeProvider clock)
{
    /// <summary>Particulars of a flat.</summary>
    public Task<bool> HouseholdAsync(Household household, int seen, HouseholdFacts facts, Editor editor, CancellationToken ct)
    {
        if (facts.Floor is < 1 or > 99) throw new RefusedException("BadArgument", "楼层要写 1 到 99 之间的整数。");
        var detail = string.Join("；", new[]
        {
            facts.Floor == household.Floor ? "" : $"楼层 {household.Floor} → {facts.Floor}",
            facts.Occupancy == household.Occupancy ? "" : $"{household.Occupancy.Label()} → {facts.Occupancy.Label()}",
            facts.DecoratedOn == household.DecoratedOn ? "" : $"上次装修 {Day(household.DecoratedOn)} → {Day(facts.DecoratedOn)}",
        }.Where(d => d.Length > 0));
        if (detail.Length == 0 && seen == household.Version) return Task.FromResult(true);
        var guard = new Batch().Add("update households set floor = $3, occupancy = $4, decorated_on = $5, version = version + 1 where id = $1 and version = $2",
            household.Id, seen, facts.Floor, facts.Occupancy, facts.DecoratedOn);
        return RunAsync(guard, null, Change(household, ChangeKind.Household, detail), editor, ct);
    }

    /// <summary>A person more; refused when the flat has one of that name.</summary>
    public async Task AddPersonAsync(Household household, PersonFacts facts, MandatePaper? paper, Editor editor, CancellationToken ct)
    {
        Checked(facts, paper);
        if ((await people.OpenedAsync(household.CommunityId, household.Id, ct)).Any(p => Cells.Canon(p.Facts.Name) == Cells.Canon(facts.Name)))
            throw new RefusedException("SameName", "这一户已经登记了同名的人。真是两个人的话，请在名字后面加字区分。", StatusCodes.Status409Conflict);
        var (writes, id) = (new Batch(), Guid.CreateVersion7(clock.GetUtcNow()));
        people.Add(writes, id, household.CommunityId, household.Id, facts);
        if (paper is not null) mandates.Add(writes, household.CommunityId, household.Id, id, paper, editor.Id);
        changes.Add(writes, editor, Change(household, ChangeKind.PersonAdded, $"加了一位{facts.Capacity.Label()}"));
        await database.RunAsync(writes, ct);
    }

    /// <summary>Particulars of a person.</summary>
    public async Task<bool> PersonAsync(Household household, Guid personId, int seen, PersonChange change, Editor editor, CancellationToken ct)
    {
        var all = await people.OpenedAsync(household.CommunityId, household.Id, ct);
        if (all.FirstOrDefault(p => p.Id == personId) is not { } person) return false;
        var facts = new PersonFacts(change.Name ?? person.Facts.Name, change.NoPhone ? null : change.Phone ?? person.Facts.Phone, change.Capacity, change.LivesHere, change.Elder, change.Smartphone);
        Checked(facts, change.Paper);
        if (all.Any(p => p.Id != personId && Cells.Canon(p.Facts.Name) == Cells.Canon(facts.Name))) throw new RefusedException("SameName", "这一户已经登记了同名的人。", StatusCodes.Status409Conflict);
        var (guard, writes) = (new Batch(), new Batch());
        people.Set(guard, personId, seen, facts);
        var former = (await mandates.OfHouseholdAsync(household.Id, ct)).FirstOrDefault(m => m.PersonId == personId)?.Paper;
        if (change.Paper != former) mandates.Set(writes, household, personId, change.Paper, editor.Id);
        var detail = string.Join("、", new[]
        {
            facts.Name == person.Facts.Name ? "" : "姓名", facts.Phone == person.Facts.Phone ? "" : "电话",
            facts.Capacity == person.Facts.Capacity ? "" : $"身份（{person.Facts.Capacity.Label()} → {facts.Capacity.Label()}）",
            facts.LivesHere == person.Facts.LivesHere && facts.Elder == person.Facts.Elder && facts.Smartphone == person.Facts.Smartphone ? "" : "其他情况", change.Paper == former ? "" : "凭证",
        }.Where(d => d.Length > 0));
        if (detail.Length == 0 && seen == person.Version) return true;
        return await RunAsync(guard, writes, Change(household, ChangeKind.Person, $"改了{facts.Capacity.Label()}的{detail}"), editor, ct);
    }

    /// <summary>A person no longer belongs to the flat.</summary>
    public Task<bool> LeftAsync(Household household, Guid personId, int seen, string reason, Editor editor, CancellationToken ct)
    {
        if (reason.Length is < 2 or > 300) throw new RefusedException("BadArgument", "请写明原因，2到300个字。");
        var now = clock.GetUtcNow();
        return RunAsync(
            new Batch().Add("update persons set left_at = $4, version = version + 1 where id = $1 and version = $2 and household_id = $3 and left_at is null", personId, seen, household.Id, now),
            new Batch().Add("update mandates set ended_at = $2 where person_id = $1 and ended_at is null", personId, now),
            Change(household, ChangeKind.PersonLeft, "一位不再属于这一户") with { Reason = reason }, editor, ct);
    }

    /// <summary>A flat does not stand on a riser after all; refused once the household has said or signed anything about it, because then a person must look into it first.</summary>
    public async Task<bool> PairEndedAsync(Household household, Riser riser, string reason, Editor editor, CancellationToken ct)
    {
        if (reason.Length is < 2 or > 300) throw new RefusedException("BadArgument", "请写明原因，2到300个字。");
        await using var transaction = await database.BeginAsync(ct);
        await RegisterChanges.LockAsync(transaction, household.CommunityId, ct);
        // Taking a flat away makes its riser complete without it: never when the household has spoken.
        if (await transaction.FirstAsync<int>("select count(*) from consent_log where riser_id = @riser and household_id = @home", new { riser = riser.Id, home = household.Id }, ct) > 0)
            throw new RefusedException("HasSpoken", "这一户在这根立管上已经答过或者签过，不能从这里拿掉。请先在同意台账里核对清楚。", StatusCodes.Status409Conflict);
        if (await transaction.ExecuteAsync("delete from riser_households where riser_id = @riser and household_id = @home", new { riser = riser.Id, home = household.Id }, ct) == 0) return false;
        var writes = new Batch();
        changes.Add(writes, editor, Change(household, ChangeKind.PairEnded, $"不在{riser.Label}上") with { Reason = reason });
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<bool> RunAsync(Batch guard, Batch? more, RegisterChange change, Editor editor, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        await RegisterChanges.LockAsync(transaction, change.CommunityId, ct);
        if ((await transaction.RunAsync(guard, ct))[0] == 0) return false;
        var writes = Batch.Of(more is null ? [] : [more]);
        changes.Add(writes, editor, change);
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static void Checked(PersonFacts facts, MandatePaper? paper)
    {
        if (facts.Name.Length is 0 or > 40) throw new RefusedException("BadArgument", "请写姓名，最多40个字。");
        if (paper is { Document.Length: > 120 }) throw new RefusedException("BadArgument", "凭证最多写120个字。");
        if (paper is { } dated && dated.To < dated.From) throw new RefusedException("BadArgument", "凭证的截止日期比开始日期还早。");
    }

    private static RegisterChange Change(Household household, ChangeKind kind, string detail) =>
        new(household.CommunityId, kind, detail) { BuildingId = household.BuildingId, HouseholdId = household.Id };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "没有记";
}

/// <summary>Particulars of a flat that forms change.</summary>
internal sealed record HouseholdFacts(int Floor, Occupancy Occupancy, DateOnly? DecoratedOn);

/// <summary>Particulars of a person that forms change; name and phone are not shown in the form, so null leaves them.</summary>
internal sealed record PersonChange(Capacity Capacity, bool LivesHere, bool Elder, bool Smartphone)
{
    /// <summary>New name.</summary>
    public string? Name { get; init; }

    /// <summary>New phone.</summary>
    public PhoneNumber? Phone { get; init; }

    /// <summary>The person has no phone any more.</summary>
    public bool NoPhone { get; init; }

    /// <summary>Paper of a proxy or guardian; null: none.</summary>
    public MandatePaper? Paper { get; init; }
}
