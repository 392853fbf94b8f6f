using System.Data.Common;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>What colleagues record of visits. Each act says which state it was written on; who comes second is told and has written nothing.</summary>
internal sealed class Visits(Database database, ConsentLog log, VisitLog visits, SourcedSettings settings, TimeProvider clock)
{
    /// <summary>Records a visit. When it was the last of those that were published, a person is asked to decide.</summary>
    public Task<VisitOutcome> RecordAsync(Guid householdId, VisitDraft draft, FundingSentence? sentence, IReadOnlyList<VisitPhoto> photos, CurrentStaff staff, CancellationToken ct) =>
        ActAsync(householdId, draft.Id, draft.Seen, staff, async (home, before, transaction, writes, now) =>
        {
            var told = draft.Told is null ? null : sentence;
            var visit = new VisitAct
            {
                Id = draft.Id, Reference = await References.NextAsync(transaction, 'F', ct), CommunityId = home.CommunityId, HouseholdId = householdId, Kind = VisitAct.Visited,
                VisitedAt = draft.VisitedAt, Result = draft.Result, OnPaper = draft.OnPaper, ToldId = told is null ? null : Guid.CreateVersion7(now), ToldText = told?.Text, ToldHash = told?.Hash, ToldSource = told?.Source,
                StaffName = staff.Name, RecordedAt = now,
            };
            visits.Add(writes, visit, draft.Seen, staff.Id, Words(("went", draft.Went), ("met", draft.Met), ("said", draft.Said)), new Dictionary<string, object?> { ["photos"] = photos.Select(p => p.Sha256).ToList() });
            var ledger = await log.OfHouseholdAsync(transaction, householdId, ct);
            var standing = VisitStanding.Of([.. before, visit], ledger);
            var refuses = ConsentFold.Of(ledger, await log.HeldSinceAsync(transaction, home.CommunityId, ct)).Any(s => s.Key.HouseholdId == householdId && VisitCadence.Refuses(s.Value));
            // The setting is read on the open transaction: a second connection would wait for it.
            var cadence = await VisitCadence.OfAsync(settings.On(transaction), home.CommunityId, SiteClock.Day(now), ct);
            if (refuses && cadence.Most is { } most && standing.Gone == most)
                Desk.Add(writes, "question", urgent: false, home.CommunityId, null, "有一户上门够次数了，还是不同意，不再安排上门。要不要记为不再实施，请看“上门”那一页再定", visit.Reference, now);
        }, ct);

    /// <summary>The household told a colleague that nobody shall come, or that somebody may come again.</summary>
    public Task<VisitOutcome> NoteAsync(Guid householdId, string kind, string said, Guid seen, CurrentStaff staff, CancellationToken ct) =>
        ActAsync(householdId, null, seen, staff, (home, _, _, writes, now) =>
        {
            visits.Add(writes, new VisitAct { Id = Guid.CreateVersion7(now), CommunityId = home.CommunityId, HouseholdId = householdId, Kind = kind, StaffName = staff.Name, RecordedAt = now }, seen, staff.Id, Words(("said", said)));
            return Task.CompletedTask;
        }, ct);

    private async Task<VisitOutcome> ActAsync(Guid householdId, Guid? sentBefore, Guid seen, CurrentStaff staff,
        Func<Household, IReadOnlyList<VisitAct>, Transaction, Batch, DateTimeOffset, Task> act, CancellationToken ct)
    {
        try
        {
            await using var transaction = await database.BeginAsync(ct);
            if (await new Register(transaction).HouseholdAsync(householdId, ct) is not { } home || !staff.Scope.Sees(home.CommunityId))
                throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
            var before = await VisitLog.OfHouseholdAsync(transaction, householdId, ct);
            if (sentBefore is { } id && before.Any(a => a.Id == id)) return new VisitOutcome.Done();
            var newest = before.Count > 0 ? before[^1] : null;
            if ((newest?.Id ?? Guid.Empty) != seen) return new VisitOutcome.Changed(newest);
            var writes = new Batch();
            var now = clock.GetUtcNow();
            await act(home, before, transaction, writes, newest?.RecordedAt >= now ? newest.RecordedAt.AddMilliseconds(1) : now);
            await transaction.RunAsync(writes, ct);
            await transaction.CommitAsync(ct);
            return new VisitOutcome.Done();
        }
        catch (DbException fault) when (visits.IsTaken(fault))
        {
            var after = await VisitLog.OfHouseholdAsync(database, householdId, ct);
            return sentBefore is { } id && after.Any(a => a.Id == id) ? new VisitOutcome.Done() : new VisitOutcome.Changed(after.Count > 0 ? after[^1] : null);
        }
    }

    private static Dictionary<string, string> Words(params (string Name, string Text)[] words) => words.Where(w => w.Text.Length > 0).ToDictionary(w => w.Name, w => w.Text);
}

/// <summary>What became of what a colleague wanted to record.</summary>
internal abstract record VisitOutcome
{
    /// <summary>Recorded, now or by the same form before.</summary>
    public sealed record Done : VisitOutcome;

    /// <summary>Something was recorded or said since the form was opened; nothing was written.</summary>
    public sealed record Changed(VisitAct? By) : VisitOutcome
    {
        /// <summary>What the colleague reads.</summary>
        public string Sentence => By is null
            ? "刚才这一户的记录变了。您写的都还在下面，请看过新的情况再定。"
            : $"刚才{(By.StaffName is { } name ? $"{name}记了" : "这一户自己说了，")}“{By.Words}”。您写的都还在下面，请看过新的情况再定。";
    }
}
