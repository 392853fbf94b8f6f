using System.Data.Common;
using System.Globalization;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Applications;

/// <summary>What colleagues record about a household. Each act says which state it was decided on; who comes second is told and has written nothing.</summary>
internal sealed class StaffActs(Database database, ConsentLog log, TimeProvider clock)
{
    /// <summary>Records the signature on every riser of the application: the only way to <em>signed</em>.</summary>
    public Task<ActOutcome> SignAsync(WrittenApplication application, SigningDraft draft, IReadOnlyList<Scan> scans, SigningRules? rules, CurrentStaff staff, CancellationToken ct) =>
        ActAsync(application.HouseholdId, draft.Seen, staff, async (ledger, transaction, writes, now) =>
        {
            var risers = RisersOf(ledger, application, state => !state.Signed || state.ApplicationId != application.Id).Where(r => !ledger.HasEnded(r, application.Id)).ToList();
            // Asked under the lock of the community: nobody makes the text older between the question and the signature.
            await DisclosureVersions.LockAsync(transaction, application.CommunityId, ct);
            if (await DisclosureVersions.IsTooOldAsync(transaction, application.CommunityId, application.HouseholdId, risers, application.Content.DisclosureHash, ct)) return new ActOutcome.TooOld();
            foreach (var riser in risers)
            {
                var state = ledger.On(riser);
                var after = state.Newest;
                // What was signed before is named as replaced.
                if (state is { Signed: true, ApplicationId: { } former })
                {
                    var replaced = WrittenApplications.ActOf(application, riser, LedgerKinds.Superseded, after, staff, now) with { ApplicationId = former, Reference = state.ApplicationReference };
                    log.Add(writes, replaced);
                    after = replaced.Id;
                }

                log.Add(writes, WrittenApplications.ActOf(application, riser, LedgerKinds.Signed, after, staff, now.AddMilliseconds(1)) with
                {
                    Facts = new Dictionary<string, string?>
                    {
                        ["content"] = application.ContentHash, ["capacity"] = draft.Capacity!.Value.ToString(), ["paper"] = draft.Paper, ["signedOn"] = draft.SignedOn!.Value.ToString("O", CultureInfo.InvariantCulture),
                        ["rule"] = rules?.Signers?.Source, ["coOwners"] = rules?.CoOwners?.Value, ["coOwnersRule"] = rules?.CoOwners?.Source, ["told"] = draft.Told ? "yes" : "no", ["scans"] = string.Join(' ', scans.Select(s => s.Sha256)), ["drawn"] = scans.FirstOrDefault(s => s.DrawnUnder is not null)?.DrawnUnder,
                    },
                    Personal = Words(("signer", draft.Signer), ("mandate", draft.Mandate), ("decision", draft.Decision), ("witness", draft.Witness)),
                });
            }

            return risers.Count == 0 ? new ActOutcome.Nothing() : new ActOutcome.Done();
        }, ct);

    /// <summary>Ends an application: withdrawn, superseded, expired, or to be signed again; on all its risers.</summary>
    public Task<ActOutcome> EndAsync(WrittenApplication application, string kind, string reason, Guid seen, CurrentStaff staff, CancellationToken ct) =>
        ActAsync(application.HouseholdId, seen, staff, (ledger, writes, now) =>
        {
            var risers = RisersOf(ledger, application, state => state.ApplicationId == application.Id && (state.Signed || kind == LedgerKinds.Superseded && state.Paper is Paper.Printed));
            foreach (var riser in risers)
                log.Add(writes, WrittenApplications.ActOf(application, riser, kind, ledger.On(riser).Newest, staff, now) with { Personal = Words(("reason", reason)) });
            var late = kind == LedgerKinds.Withdrawn && risers.Any(ledger.HasEntered);
            if (late) LateWithdrawal(writes, application.CommunityId, application.Reference, now);
            return risers.Count == 0 ? new ActOutcome.Nothing() : new ActOutcome.Done { Late = late };
        }, ct);

    /// <summary>A person settles what counts for a household whose persons disagree, or whose answer was denied.</summary>
    public Task<ActOutcome> SettleAsync(Guid householdId, string answer, string reason, Guid seen, CurrentStaff staff, CancellationToken ct) =>
        ActAsync(householdId, seen, staff, (ledger, writes, now) =>
        {
            var risers = ledger.Risers.Where(r => ledger.On(r.Id).Answer is Answer.Disputed).ToList();
            // A no that a colleague finds moves a signed paper as a no in chat does; after the works have entered it only calls a person.
            var late = risers.FirstOrDefault(r => answer == "refuse" && ledger.On(r.Id).Signed && ledger.HasEntered(r.Id));
            if (late is not null) LateWithdrawal(writes, ledger.Household.CommunityId, ledger.On(late.Id).ApplicationReference, now);
            foreach (var riser in risers)
                log.Add(writes, new ConsentAct
                {
                    Id = Guid.CreateVersion7(now), CommunityId = ledger.Household.CommunityId, RiserId = riser.Id, HouseholdId = householdId, Kind = LedgerKinds.Settled, Answer = answer,
                    After = ledger.On(riser.Id).Newest, StaffId = staff.Id, StaffName = staff.Name, At = now, Personal = Words(("reason", reason)),
                });
            return risers.Count == 0 ? new ActOutcome.Nothing() : new ActOutcome.Done { Late = late is not null };
        }, ct);

    /// <summary>A withdrawal that came after the works had entered was talked over with the household; the lock stays as it is.</summary>
    public Task<ActOutcome> SettleLateAsync(Guid householdId, string reason, Guid seen, CurrentStaff staff, CancellationToken ct) =>
        ActAsync(householdId, seen, staff, (ledger, writes, now) =>
        {
            var risers = ledger.Risers.Where(r => ledger.On(r.Id).LateWithdrawalAt is not null).ToList();
            foreach (var riser in risers)
                log.Add(writes, new ConsentAct
                {
                    Id = Guid.CreateVersion7(now), CommunityId = ledger.Household.CommunityId, RiserId = riser.Id, HouseholdId = householdId, Kind = LedgerKinds.LateSettled,
                    After = ledger.On(riser.Id).Newest, StaffId = staff.Id, StaffName = staff.Name, At = now, Personal = Words(("reason", reason)),
                });
            return risers.Count == 0 ? new ActOutcome.Nothing() : new ActOutcome.Done();
        }, ct);

    /// <summary>After the works have entered, a withdrawal is a matter for a person at once.</summary>
    public static void LateWithdrawal(Batch writes, Guid? communityId, string? reference, DateTimeOffset now, Guid? conversationId = null) =>
        Desk.Add(writes, "question", urgent: true, communityId, conversationId, "已经进场的立管，有住户要撤回申请。请马上联系", reference, now);

    private Task<ActOutcome> ActAsync(Guid householdId, Guid seen, CurrentStaff staff, Func<HouseholdLedger, Batch, DateTimeOffset, ActOutcome> act, CancellationToken ct) =>
        ActAsync(householdId, seen, staff, (ledger, _, writes, now) => Task.FromResult(act(ledger, writes, now)), ct);

    /// <summary>Does an act that reads more on the same transaction; nothing is written unless it is done.</summary>
    public async Task<ActOutcome> ActAsync(Guid householdId, Guid seen, CurrentStaff staff, Func<HouseholdLedger, Transaction, Batch, DateTimeOffset, Task<ActOutcome>> act, CancellationToken ct)
    {
        try
        {
            await using var transaction = await database.BeginAsync(ct);
            await HouseholdLedger.LockAsync(transaction, householdId, ct);
            if (await HouseholdLedger.ReadAsync(log, transaction, householdId, ct) is not { } ledger || !staff.Scope.Sees(ledger.Household.CommunityId))
                throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
            if (ledger.Seen != seen) return new ActOutcome.Changed(ledger.Newest);
            var writes = new Batch();
            var outcome = await act(ledger, transaction, writes, ledger.Next(clock.GetUtcNow()));
            if (outcome is not ActOutcome.Done) return outcome;
            await transaction.RunAsync(writes, ct);
            await transaction.CommitAsync(ct);
            return outcome;
        }
        catch (DbException fault) when (log.IsTaken(fault))
        {
            return new ActOutcome.Changed((await HouseholdLedger.ReadAsync(log, database, householdId, ct))?.Newest);
        }
    }

    // The risers that the paper names, as the log knows it; a riser the flat no longer stands on is left out.
    private static List<Guid> RisersOf(HouseholdLedger ledger, WrittenApplication application, Func<PairState, bool> when)
    {
        var named = ledger.Entries.Where(e => e.Kind == LedgerKinds.Printed && e.ApplicationId == application.Id).Select(e => e.RiserId).ToHashSet();
        return [.. ledger.Risers.Select(r => r.Id).Where(r => named.Contains(r) && when(ledger.On(r)))];
    }

    private static Dictionary<string, string> Words(params (string Name, string Text)[] words) => words.Where(w => w.Text.Length > 0).ToDictionary(w => w.Name, w => w.Text);
}
