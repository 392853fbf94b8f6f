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
internal sealed class ChangeActions(Register register, ConsentLog log, EvidenceLog evidence) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("consent.current", ["some", "none", "unproven"], ["household"], ["current", "current-reference", "current-at", "current-kind"]), CurrentAsync),
        new(new ActionSignature("consent.withdraw", ["recorded", "none"], ["household"], ["reference"]), WithdrawAsync),
        new(new ActionSignature("consent.dispute", ["done"], ["household"], []), DisputeAsync),
    ];

    private async Task<ActionResult> CurrentAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("unproven");
        var household = call.Id("household")!.Value;
        var rooms = (await register.On(turn.Open).RisersOfAsync(household, ct)).ToDictionary(r => r.Id, r => RiserWords.Room(r.Kind));
        var transaction = await turn.TransactionAsync(ct);
        var standing = await StandingAsync(transaction, household, ct);
        if (standing.Count == 0)
            return SignedPapers.Of(await HouseholdLedger.ReadAsync(log, transaction, household, ct)) is [var paper, ..] ? Current("纸上签过申请", paper.State.ApplicationReference!, paper.State.PaperAt!.Value, "这是书面申请。") : ActionResult.Of("none");
        var newest = standing.MaxBy(i => i.RecordedAt)!;
        var said = standing.GroupBy(i => Word(i)).ToList() is [var one]
            ? one.Key
            : string.Join("，", standing.Select(i => $"{rooms.GetValueOrDefault(i.RiserId, "管子")}那根{Word(i)}"));
        return Current(said, newest.Reference, newest.RecordedAt, "这不是正式申请。");
    }

    private static ActionResult Current(string said, string reference, DateTimeOffset at, string kind) => ActionResult.Of("some", ("current", new("current", said)), ("current-reference", SlotValue.Of(reference)),
        ("current-at", new(at.ToString("O", CultureInfo.InvariantCulture), SiteClock.DayAndTime(at))), ("current-kind", new("kind", kind)));

    private async Task<ActionResult> WithdrawAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("none");
        await HouseholdLedger.LockAsync(await turn.TransactionAsync(ct), call.Id("household")!.Value, ct);
        var signed = SignedPapers.Of(await HouseholdLedger.ReadAsync(log, await turn.TransactionAsync(ct), call.Id("household")!.Value, ct));
        if (await EndAsync(call, turn, "withdrawn", "sure", ct, signed) is not { } reference) return ActionResult.Of("none");
        return SignedPapers.TakenBack(ActionResult.Of("recorded", ("reference", SlotValue.Of(reference))), signed, turn);
    }

    private async Task<ActionResult> DisputeAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var reference = HouseholdActions.IsProven(call, turn) ? await EndAsync(call, turn, "disputed", "change", ct) : null;
        Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "住户说登记的回答不是本人答的，请核对", reference, turn.Now);
        return ActionResult.Done;
    }

    // Whatever stood stands no longer: a new row says so. What two persons dispute stays so until a colleague has decided.
    private async Task<string?> EndAsync(ActionCall call, Turn turn, string answer, string question, CancellationToken ct, IReadOnlyList<SignedRiser>? signed = null)
    {
        var transaction = await turn.TransactionAsync(ct);
        await HouseholdLedger.LockAsync(transaction, call.Id("household")!.Value, ct);
        var standing = await StandingAsync(transaction, call.Id("household")!.Value, ct);
        var onPaper = (signed ?? []).Select(s => s.Id).Except(standing.Select(i => i.RiserId)).ToList();
        if (standing.Count + onPaper.Count == 0) return null;
        var reference = await References.NextAsync(transaction, 'Y', ct);
        var asked = call.Asked.GetValueOrDefault(question)?.Text ?? "";
        var at = await ConsentLog.NextAsync(transaction, call.Id("household")!.Value, turn.Now, ct);
        foreach (var intent in standing)
            IntentStore.Add(turn.Writes, evidence, NewIntent.Of(call, turn, intent.RiserId, reference, intent.IsAgainst ? "disputed" : answer, asked, at) with { Supersedes = intent.Id, Said = intent.IsAgainst ? answer : null });
        foreach (var riser in onPaper) IntentStore.Add(turn.Writes, evidence, NewIntent.Of(call, turn, riser, reference, answer, asked, at));
        return reference;
    }

    private static async Task<IReadOnlyList<Intent>> StandingAsync(Transaction transaction, Guid household, CancellationToken ct) =>
        [.. (await IntentStore.CurrentAsync(transaction, household, ct)).Where(i => i.Stands)];

    private static string Word(Intent intent) => intent.Answer switch
    {
        "agree" => "同意", "refuse" => "不同意", "undecided" => "再想想", "conditional" => "有个条件", _ => "家里说的不一样，等人核对",
    };
}
