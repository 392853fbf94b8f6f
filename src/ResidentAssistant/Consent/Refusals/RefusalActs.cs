using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>Closing a refusal as 不再实施 and opening it again: acts of a person with the right to, each with a reason.</summary>
internal sealed class RefusalActs(StaffActs acts, ConsentLog log, RiserNotices notices)
{
    /// <summary>Closes every riser on which the household's refusal stands, and drafts the notice to the other households of each unit.</summary>
    public Task<ActOutcome> CloseAsync(Guid householdId, string reason, string early, Guid seen, CurrentStaff staff, CancellationToken ct) =>
        acts.ActAsync(householdId, seen, staff, async (ledger, transaction, writes, now) =>
        {
            var visits = VisitStanding.Of(await VisitLog.OfHouseholdAsync(transaction, householdId, ct), ledger.Entries);
            var risers = ledger.Risers.Where(r => VisitCadence.Refuses(ledger.On(r.Id))).ToList();
            foreach (var riser in risers)
                log.Add(writes, ActOn(ledger, riser.Id, LedgerKinds.Closed, staff, now) with
                {
                    Facts = new Dictionary<string, string?> { ["visits"] = $"{visits.Met}/{visits.Gone}" },
                    Personal = early.Length == 0 ? new Dictionary<string, string> { ["reason"] = reason } : new Dictionary<string, string> { ["reason"] = reason, ["early"] = early },
                });
            await notices.DraftAsync(ledger.Household, risers, transaction, writes, staff, now, ct);
            return risers.Count == 0 ? new ActOutcome.Nothing() : new ActOutcome.Done();
        }, ct);

    /// <summary>Opens every closed riser of the household again.</summary>
    public Task<ActOutcome> ReopenAsync(Guid householdId, string reason, Guid seen, CurrentStaff staff, CancellationToken ct) =>
        acts.ActAsync(householdId, seen, staff, async (ledger, transaction, writes, now) =>
        {
            var risers = ledger.Risers.Where(r => ledger.On(r.Id).ClosedAt is not null).ToList();
            foreach (var riser in risers)
                log.Add(writes, ActOn(ledger, riser.Id, LedgerKinds.Reopened, staff, now) with { Personal = new Dictionary<string, string> { ["reason"] = reason } });
            await notices.DropAsync(risers, transaction, writes, staff, now, ct);
            return risers.Count == 0 ? new ActOutcome.Nothing() : new ActOutcome.Done();
        }, ct);

    private static ConsentAct ActOn(HouseholdLedger ledger, Guid riserId, string kind, CurrentStaff staff, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), CommunityId = ledger.Household.CommunityId, RiserId = riserId, HouseholdId = ledger.Household.Id, Kind = kind,
        After = ledger.On(riserId).Newest, StaffId = staff.Id, StaffName = staff.Name, At = now,
    };
}
