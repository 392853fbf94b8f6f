using System.Globalization;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>What a household can do about what it said: hear it, take it back, say that it was not theirs. Each is a new record, the old ones stay as they were.</summary>
internal sealed class ChangeActions(ConsentLog log, EvidenceLog evidence) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("consent.current", ["some", "none", "unproven"], ["household"], ["current", "current-reference", "current-at", "current-kind", "undo"]), CurrentAsync),
        new(new ActionSignature("consent.withdraw", ["recorded", "recorded-late", "none"], ["household"], ["reference"]), WithdrawAsync),
        new(new ActionSignature("consent.dispute", ["done", "signed"], ["household"], ["disputed-paper"]), DisputeAsync),
    ];

    private async Task<ActionResult> CurrentAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("unproven");
        var standing = await StandingRiser.OfAsync(log, call, turn, ct);
        if (standing.Count == 0) return ActionResult.Of("none");
        var signed = standing.Where(s => s.State.Signed).ToList();
        // A signature is told before any words: it is what a withdrawal undoes.
        var newest = signed.Count > 0 ? signed[0] : standing.MaxBy(s => s.State.AnsweredAt)!;
        var (reference, at) = signed.Count > 0 ? (newest.State.ApplicationReference, newest.State.PaperAt!.Value) : (newest.State.AnswerReference, newest.State.AnsweredAt!.Value);
        var said = standing.GroupBy(s => s.Word).ToList() is [var one] ? one.Key : string.Join("，", standing.GroupBy(s => s.Riser.Kind).Select(OfRoom));
        return ActionResult.Of("some", ("current", new("current", said)), ("current-reference", SlotValue.Of(reference!)),
            ("current-at", new(at.ToString("O", CultureInfo.InvariantCulture), SiteClock.DayAndTime(at))), ("current-kind", new("kind", Kind(standing, signed, newest))),
            ("undo", new("undo", Undo(said, signed))));
    }

    // 卫生间那根同意; of several in one room that differ: 卫生间1根同意、1根不同意.
    private static string OfRoom(IGrouping<RiserKind, StandingRiser> room) => RiserWords.Room(room.Key) + (room.GroupBy(s => s.Word).ToList() is [var one]
        ? $"{(room.Count() > 1 ? $"{room.Count()}根" : "那根")}{one.Key}"
        : string.Join("、", room.GroupBy(s => s.Word).Select(g => $"{g.Count()}根{g.Key}")));

    private static string Kind(IReadOnlyList<StandingRiser> standing, List<StandingRiser> signed, StandingRiser newest) => signed switch
    {
        [] when newest.IsSettled => "这是工作人员跟您家核对以后记的，不是正式申请。",
        [] => "这不是正式申请。",
        _ when signed.Any(s => s.State.LateWithdrawalAt is not null) => "这是书面申请。您家要撤回的话也记着，工作人员会跟您家商量。",
        _ when signed.Count < standing.Count => "纸上签过字的是书面申请，只在聊天里说的不是。",
        _ => "这是书面申请。",
    };

    // What the read-back says will be undone: all of it, the paper first.
    private static string Undo(string said, IReadOnlyList<StandingRiser> signed) => signed switch
    {
        [] => $"原来记的“{said}”撤回，先不算数",
        [var first, ..] when signed.Any(s => s.Entered) => $"纸上签过的申请 {first.State.ApplicationReference}，您家要撤回。施工队已经进场，活儿不能说停就停，我先记下来，请工作人员马上跟您家商量",
        [var first, ..] => $"纸上签过的申请 {first.State.ApplicationReference} 收回，在聊天里说过的也撤回，都先不算数",
    };

    private async Task<ActionResult> WithdrawAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("none");
        await HouseholdLedger.LockAsync(await turn.TransactionAsync(ct), call.Id("household")!.Value, ct);
        var standing = await StandingRiser.OfAsync(log, call, turn, ct);
        if (await EndAsync(standing, call, turn, "withdrawn", "sure", ct) is not { } reference) return ActionResult.Of("none");
        IReadOnlyList<SignedRiser> signed = [.. standing.Where(s => s.State.Signed).Select(s => new SignedRiser(s.Riser.Id, s.State, s.Entered))];
        if (SignedPapers.CalledIfLate(signed, turn)) return ActionResult.Of("recorded-late", ("reference", SlotValue.Of(reference)));
        return SignedPapers.TakenBack(ActionResult.Of("recorded", ("reference", SlotValue.Of(reference))), signed, turn);
    }

    private async Task<ActionResult> DisputeAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (HouseholdActions.IsProven(call, turn)) await HouseholdLedger.LockAsync(await turn.TransactionAsync(ct), call.Id("household")!.Value, ct);
        var standing = HouseholdActions.IsProven(call, turn) ? await StandingRiser.OfAsync(log, call, turn, ct) : [];
        var reference = await EndAsync(standing, call, turn, "disputed", "change", ct);
        var paper = standing.FirstOrDefault(s => s.State.Signed)?.State.ApplicationReference;
        Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id,
            paper is null ? "住户说登记的回答不是本人答的，请核对" : "住户说纸上签过的申请不是他家的意思，请核对", paper ?? reference, turn.Now);
        // The paper counts until a colleague has found otherwise, so nothing else may be said of it.
        return paper is null ? ActionResult.Done : ActionResult.Of("signed", ("disputed-paper", SlotValue.Of(paper)));
    }

    // Whatever stood stands no longer: a new row says so. What two persons dispute stays so until a colleague has decided.
    private async Task<string?> EndAsync(IReadOnlyList<StandingRiser> standing, ActionCall call, Turn turn, string answer, string question, CancellationToken ct)
    {
        if (standing.Count == 0) return null;
        var transaction = await turn.TransactionAsync(ct);
        var reference = await References.NextAsync(transaction, 'Y', ct);
        var asked = call.Asked.GetValueOrDefault(question)?.Text ?? "";
        var at = await ConsentLog.NextAsync(transaction, call.Id("household")!.Value, turn.Now, ct);
        foreach (var s in standing)
        {
            var intent = NewIntent.Of(call, turn, s.Riser.Id, reference, s.IsAgainst ? "disputed" : answer, asked, at);
            IntentStore.Add(turn.Writes, evidence, intent with { Supersedes = s.Said?.Id, Said = s.IsAgainst ? answer : null });
        }

        return reference;
    }
}
