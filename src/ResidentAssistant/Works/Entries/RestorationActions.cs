using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Entries;

/// <summary>What a proven household says when its flat is restored: whether it accepts that, and how content it is.</summary>
internal sealed class RestorationActions(EntryLog log, Database database) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("entry.restored", ["waiting", "accepted", "not-accepted", "none"], ["household"], ["riser", "restored-number"]), RestoredAsync),
        new(new ActionSignature("entry.verdict", ["recorded", "changed"], ["household", "riser", "restored-number", "verdict"], ["reference"]), VerdictAsync),
        new(new ActionSignature("entry.rate", ["recorded"], ["household", "riser", "score"], []), RateAsync),
    ];

    // What waits for an answer comes first, else the newest that was answered.
    private async Task<ActionResult> RestoredAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("none");
        var works = (await log.OfHouseholdAsync((IReads?)turn.Open ?? database, call.Id("household")!.Value, ct)).Where(w => w.Restored is not null).ToList();
        if ((works.FirstOrDefault(w => w.WaitsForVerdict) ?? works.MaxBy(w => w.Restored!.At)) is not { } work) return ActionResult.Of("none");
        return ActionResult.Of(work.WaitsForVerdict ? "waiting" : work.Verdict!.Kind, ("riser", new SlotValue($"{work.RiserId}", work.Riser)), ("restored-number", SlotValue.Of($"{work.Restored!.Number}")));
    }

    private async Task<ActionResult> VerdictAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var (transaction, work) = await LockedAsync(call, turn, ct);
        // The word holds for the restoration that was asked about.
        if (!work.WaitsForVerdict || $"{work.Restored!.Number}" != call.Value("restored-number")) return ActionResult.Of("changed");
        if (call.Value("verdict") == "fine")
        {
            log.Add(turn.Writes, Act(work, EntryKinds.Accepted, turn));
            return ActionResult.Of("recorded");
        }

        var reference = await References.NextAsync(transaction, 'R', ct);
        log.Add(turn.Writes, Act(work, EntryKinds.NotAccepted, turn) with { Reference = reference }, ("words", call.Value("wrong") ?? ""));
        Desk.Add(turn.Writes, "question", urgent: false, work.CommunityId, turn.Conversation.Id, "住户说恢复得不行，请上门看一看", reference, turn.Now);
        return ActionResult.Of("recorded", ("reference", SlotValue.Of(reference)));
    }

    private async Task<ActionResult> RateAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var (_, work) = await LockedAsync(call, turn, ct);
        if (work.Rating is null) log.Add(turn.Writes, Act(work, EntryKinds.Rated, turn) with { Facts = new Dictionary<string, string> { ["score"] = call.Value("score")! } }, ("words", call.Value("opinion") ?? ""));
        return ActionResult.Of("recorded");
    }

    private async Task<(Transaction, FlatWork)> LockedAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) throw new InvalidOperationException("a restoration is accepted by a proven household only");
        var household = call.Id("household")!.Value;
        var transaction = await turn.TransactionAsync(ct);
        await HouseholdLedger.LockAsync(transaction, household, ct);
        return (transaction, (await log.FindAsync(transaction, call.Id("riser")!.Value, household, ct))!); // read by entry.restored in this dialog
    }

    private static EntryAct Act(FlatWork work, string kind, Turn turn) => new()
    {
        Id = Guid.CreateVersion7(turn.Now), CommunityId = work.CommunityId, RiserId = work.RiserId, HouseholdId = work.HouseholdId, Number = work.Seen + 1, Kind = kind, ConversationId = turn.Conversation.Id, At = turn.Now,
    };
}
