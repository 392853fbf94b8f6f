using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Works.Care;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works.Entries;

/// <summary>What colleagues record about the work in a flat. Each act says what it was made from; who comes second is told and has written nothing.</summary>
internal sealed class FlatActs(Database database, EntryLog log, EntryTimes times, ConsentLog consent, TimeProvider clock)
{
    /// <summary>The team is in the flat. The first time that the pipes are worked on is the works' entry on the riser, from which on a withdrawal needs a person.</summary>
    public Task ArriveAsync(FlatSeen seen, Guid timeId, CurrentStaff staff, CancellationToken ct) => ActAsync(seen, staff, wholeRiser: true, async (work, transaction, writes, now) =>
    {
        var time = TimeOf(work, timeId);
        if (work.IsInside(time)) throw new RefusedException("BadArgument", "这一次已经记过“到了”。");
        if (SiteClock.Day(now) < time.Day) throw new RefusedException("BadArgument", $"这一次是{time.Slot.Words}，还没到日子。");
        if ((await CareBook.BlockedAsync(transaction, work.CommunityId, ct)).Contains(work.HouseholdId))
            throw new RefusedException("Locked", "这一家有人要照顾，办法还没商量好，街道还没签字。先不能进门，请问街道。", StatusCodes.Status409Conflict);
        await EnterAsync(transaction, writes, work, time, staff, now, ct);
        log.Add(writes, Act(work, EntryKinds.Arrived, staff, now) with { EntryId = time.Id, Facts = new Dictionary<string, string> { ["step"] = time.Step } });
    }, ct);

    /// <summary>The team has left the flat.</summary>
    public Task LeaveAsync(FlatSeen seen, Guid timeId, CurrentStaff staff, CancellationToken ct) => ActAsync(seen, staff, (work, _, writes, now) =>
    {
        var time = TimeOf(work, timeId);
        if (!work.IsInside(time)) throw new RefusedException("BadArgument", "这一次还没有记“到了”。");
        log.Add(writes, Act(work, EntryKinds.Left, staff, now) with { EntryId = time.Id, Facts = new Dictionary<string, string> { ["step"] = time.Step } });
        return Task.CompletedTask;
    }, ct);

    /// <summary>The pipes were put under pressure.</summary>
    public Task TestAsync(FlatSeen seen, decimal megapascal, int minutes, bool held, CurrentStaff staff, CancellationToken ct) => ActAsync(seen, staff, (work, _, writes, now) =>
    {
        if (!work.Begun) throw new RefusedException("BadArgument", "还没有进过这一户，不能记打压。");
        if (megapascal is < 0.01m or > 5m || minutes is < 1 or > 1440) throw new RefusedException("BadArgument", "压力写0.01到5兆帕，时间写1到1440分钟。");
        log.Add(writes, Act(work, EntryKinds.Tested, staff, now) with
        {
            Facts = new Dictionary<string, string> { ["megapascal"] = megapascal.ToString("0.###", CultureInfo.InvariantCulture), ["minutes"] = minutes.ToString(CultureInfo.InvariantCulture), [EntryKinds.PassedFact] = held ? "yes" : "no" },
        });
        return Task.CompletedTask;
    }, ct);

    /// <summary>The supervisor looked at what will be covered. It passes only with every item and a test that held.</summary>
    public Task CheckAsync(FlatSeen seen, IReadOnlyCollection<string> fine, string note, CurrentStaff staff, CancellationToken ct) => ActAsync(seen, staff, (work, _, writes, now) =>
    {
        if (!work.Begun) throw new RefusedException("BadArgument", "还没有进过这一户，没有可看的。");
        var missing = HiddenWork.Items.Where(i => !fine.Contains(i.Code)).Select(i => i.Code).ToList();
        if (missing.Count > 0 && note.Length == 0) throw new RefusedException("BadArgument", "有没打勾的，请写明哪儿不行、怎么改。");
        if (missing.Count == 0 && work.Test is not { Passed: true }) throw new RefusedException("BadArgument", "还没有通过打压，不能封。");
        log.Add(writes, Act(work, EntryKinds.Checked, staff, now) with
        {
            Facts = new Dictionary<string, string> { [EntryKinds.PassedFact] = missing.Count == 0 ? "yes" : "no", ["missing"] = string.Join(',', missing), ["list"] = HiddenWork.Version },
        }, ("note", note));
        return Task.CompletedTask;
    }, ct);

    /// <summary>Everything is as it shall be again; never without the supervisor's check.</summary>
    public Task RestoreAsync(FlatSeen seen, CurrentStaff staff, CancellationToken ct) => ActAsync(seen, staff, (work, _, writes, now) =>
    {
        if (work.NotRestorable.FirstOrDefault() is { } reason) throw new RefusedException("BadArgument", reason);
        if (work.Restored is not null && work.Verdict is not { Kind: EntryKinds.NotAccepted }) throw new RefusedException("BadArgument", "已经记过恢复好了。");
        log.Add(writes, Act(work, EntryKinds.Restored, staff, now));
        return Task.CompletedTask;
    }, ct);

    /// <summary>Gives a household another time of the same step.</summary>
    public Task MoveAsync(FlatSeen seen, Guid timeId, DateTime begins, CurrentStaff staff, CancellationToken ct) => ActAsync(seen, staff, async (work, transaction, writes, now) =>
    {
        var time = TimeOf(work, timeId);
        await EntryTimes.LockAsync(transaction, work.CommunityId, ct);
        var slot = (await times.GivenAsync(transaction, time, now, ct)).FirstOrDefault(s => s.Begins == begins);
        if (slot == default) throw new RefusedException("ChangedSince", "这个时间现在换不了，请看过新的再换。", StatusCodes.Status409Conflict);
        times.Move(writes, work, time, slot, work.Seen + 1, null, staff, now);
    }, ct);

    private Task ActAsync(FlatSeen seen, CurrentStaff staff, Func<FlatWork, Transaction, Batch, DateTimeOffset, Task> act, CancellationToken ct) => ActAsync(seen, staff, wholeRiser: false, act, ct);

    private async Task ActAsync(FlatSeen seen, CurrentStaff staff, bool wholeRiser, Func<FlatWork, Transaction, Batch, DateTimeOffset, Task> act, CancellationToken ct)
    {
        try
        {
            await using var transaction = await database.BeginAsync(ct);
            // Whoever of the riser says no while the team arrives is heard either before or after, never beside it. Always in the same order, so that nobody waits for each other.
            if (wholeRiser) await transaction.QueryAsync<Guid>($"select id from households where id in (select household_id from riser_households where riser_id = @RiserId) order by id {transaction.Dialect.ForUpdate}", new { seen.RiserId }, ct);
            else await HouseholdLedger.LockAsync(transaction, seen.HouseholdId, ct);
            if (await log.FindAsync(transaction, seen.RiserId, seen.HouseholdId, ct) is not { } work || !staff.Scope.Sees(work.CommunityId))
                throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
            if (work.Seen != seen.Number) throw ChangedSince(work);
            var writes = new Batch();
            await act(work, transaction, writes, clock.GetUtcNow());
            await transaction.RunAsync(writes, ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbException fault) when (log.IsTaken(fault))
        {
            throw ChangedSince((await log.FindAsync(database, seen.RiserId, seen.HouseholdId, ct))!); // it stands there: its number was taken
        }
    }

    private async Task EnterAsync(Transaction transaction, Batch writes, FlatWork work, EntryTime time, CurrentStaff staff, DateTimeOffset now, CancellationToken ct)
    {
        var entries = await transaction.QueryAsync<DateTimeOffset>("select recorded_at from consent_log where riser_id = @RiserId and kind = 'works.entered'", new { work.RiserId }, ct);
        if (entries.Count > 0) return;
        var building = await transaction.FirstAsync<Guid>("select building_id from risers where id = @RiserId", new { work.RiserId }, ct);
        var board = await Board.ReadAsync(consent, transaction, work.CommunityId, building, ct);
        if (board.Units.FirstOrDefault(u => u.Cells.Any(c => c.Place.RiserId == work.RiserId)) is not { Tally.Ready: true, Closed: false })
            throw new RefusedException("Locked", "这根立管现在锁着，不能进门。请先问街道。", StatusCodes.Status409Conflict);
        if (!await PipesAreTouchedAsync(transaction, time, ct)) return;
        var last = await transaction.FirstAsync<DateTimeOffset?>("select recorded_at from consent_log where riser_id = @RiserId order by recorded_at desc limit 1", new { work.RiserId }, ct);
        consent.Add(writes, new ConsentAct
        {
            Id = Guid.CreateVersion7(now), CommunityId = work.CommunityId, RiserId = work.RiserId, Kind = LedgerKinds.Entered, After = Guid.Empty, StaffId = staff.Id, StaffName = staff.Name, At = last >= now ? last.Value.AddMilliseconds(1) : now,
        });
    }

    // Who comes to look and to take photos has not begun: the household may still change its mind freely. Without a step that shuts the water every visit counts.
    private static async Task<bool> PipesAreTouchedAsync(Transaction transaction, EntryTime time, CancellationToken ct)
    {
        if ((await PlanBook.OfRiserAsync(transaction, time.RiserId, ct)).FirstOrDefault(p => p.Id == time.PlanId) is not { } plan) return true;
        var first = plan.Planned.Steps.ToList().FindIndex(s => s.Step.Water is not WaterUse.Runs);
        return first <= plan.Planned.Steps.ToList().FindIndex(s => s.Step.Name == time.Step);
    }

    private static EntryAct Act(FlatWork work, string kind, CurrentStaff staff, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), CommunityId = work.CommunityId, RiserId = work.RiserId, HouseholdId = work.HouseholdId, Number = work.Seen + 1, Kind = kind, StaffId = staff.Id, StaffName = staff.Name, At = now,
    };

    private static EntryTime TimeOf(FlatWork work, Guid timeId) =>
        work.Times.FirstOrDefault(t => t.Id == timeId) ?? throw new RefusedException("ChangedSince", "这一次的时间刚才改过，请看过新的再记。", StatusCodes.Status409Conflict);

    private static RefusedException ChangedSince(FlatWork work) =>
        new("ChangedSince", $"刚才{work.Acts[^1].StaffName ?? "住户"}记了“{EntryKinds.Words(work.Acts[^1])}”。您写的都还在下面，请看过新的情况再记。", StatusCodes.Status409Conflict);
}

/// <summary>The flat a form was made for, with the number of the newest act it showed.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FlatSeen(Guid RiserId, Guid HouseholdId, int Number);
