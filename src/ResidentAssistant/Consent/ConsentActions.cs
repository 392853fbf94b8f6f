using System.Globalization;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>What the consent dialogs do: tell, record as an intent, take back. An intent is never the written application.</summary>
internal sealed class ConsentActions(Register register, Claims claims, Disclosures disclosures, ConsentLog log, EvidenceLog evidence, ChangedMinds changed) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("consent.risers", ["one", "several", "none"], ["household"], ["risers", "riser-names"]), RisersAsync),
        new(new ActionSignature("consent.disclose", ["done", "not-approved"], ["household"], ["disclosure"]), DiscloseAsync),
        new(new ActionSignature("consent.acknowledge", ["done"], ["household", "disclosure"], []), AcknowledgeAsync),
        new(new ActionSignature("consent.read-back", ["done"], ["household"], ["riser-read-back", "riser-rest"]), ReadBackAsync),
        new(new ActionSignature("consent.record", ["recorded", "same", "claimed", "changed-since"], ["household", "answer", "disclosure"], ["reference"]), RecordAsync),
        new(new ActionSignature("consent.current", ["some", "none", "unproven"], ["household"], ["current", "current-reference", "current-at", "current-kind"]), CurrentAsync),
        new(new ActionSignature("consent.withdraw", ["recorded", "none"], ["household"], ["reference"]), WithdrawAsync),
        new(new ActionSignature("consent.dispute", ["done"], ["household"], []), DisputeAsync),
    ];

    private async Task<ActionResult> RisersAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var risers = await register.On(turn.Open).RisersOfAsync(call.Id("household")!.Value, ct);
        if (risers.Count == 0) return ActionResult.Of("none");
        var kinds = risers.GroupBy(r => r.Kind).ToList();
        var outcome = kinds.Count > 1 ? "several" : "one";
        return ActionResult.Of(outcome, ("risers", SlotValue.Of(outcome)),
            ("riser-names", new("names", string.Join("、", kinds.Select(k => $"{Room(k.Key)}{k.Count()}根")))));
    }

    private async Task<ActionResult> DiscloseAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (await disclosures.On(turn.Open).NowAsync(turn.Conversation.CommunityId, turn.Now, ct) is not { } disclosure) return ActionResult.Of("not-approved");
        IntentStore.Told(turn.Writes, evidence, Told("shown", disclosure.Hash, call, turn), disclosure.Body);
        return ActionResult.Of("done", ("disclosure", SlotValue.Of(disclosure.Hash))).Saying([.. disclosure.Texts]);
    }

    private Task<ActionResult> AcknowledgeAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        IntentStore.Told(turn.Writes, evidence, Told("acknowledged", call.Value("disclosure")!, call, turn), null);
        return Task.FromResult(ActionResult.Done);
    }

    private async Task<ActionResult> ReadBackAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var all = await register.On(turn.Open).RisersOfAsync(call.Id("household")!.Value, ct);
        var risers = Chosen(all, call);
        // Whether the others were answered before is for the proven household alone, so it is not said here.
        var rest = all.Except(risers).ToList();
        return ActionResult.Of("done", ("riser-read-back", new("risers", $"{Rooms(risers)}的管子")),
            ("riser-rest", rest.Count == 0 ? new("none", "") : new("some", $"{Rooms(rest)}的管子您这回没说，我没有动。")));
    }

    private async Task<ActionResult> RecordAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var household = call.Id("household")!.Value;
        var answer = call.Value("answer")!;
        if (answer is not ("agree" or "refuse")) throw new InvalidOperationException($"consent.record takes agree or refuse, not \"{answer}\"");
        var asked = call.Asked.GetValueOrDefault("answer")?.Text ?? throw new InvalidOperationException("consent.record takes an answer only to a solemn question");
        var told = call.Value("disclosure")!;
        var texts = disclosures.On(turn.Open);
        if (await texts.NowAsync(turn.Conversation.CommunityId, turn.Now, ct) is not { } disclosure || !await texts.StandsAsync(turn.Conversation.CommunityId, told, disclosure, ct))
            return ActionResult.Of("changed-since");
        var reason = answer == "refuse" ? call.Value("reason") : null;
        if (!HouseholdActions.IsProven(call, turn))
        {
            claims.Add(turn.Writes, new Claim
            {
                CommunityId = turn.Conversation.CommunityId, HouseholdId = household, Flat = call.Value("flat"), Capacity = call.Value("capacity"),
                Answer = answer, Reason = reason, DisclosureHash = told, Dialog = call.Dialog, DialogVersion = call.Version,
                ConversationId = turn.Conversation.Id, Turn = turn.Number, Channel = turn.Conversation.Channel, MessageId = turn.Message?.MessageId, Spoken = turn.Message?.Spoken?.Mark,
                RecordedAt = turn.Now,
            });
            return ActionResult.Of("claimed");
        }

        var risers = Chosen(await register.On(turn.Open).RisersOfAsync(household, ct), call);
        var transaction = await turn.TransactionAsync(ct);
        var before = (await IntentStore.CurrentAsync(transaction, household, ct)).ToDictionary(i => i.RiserId);
        // The same no once more is no repetition when a paper was signed in between.
        var signed = answer == "refuse" ? await SignedAsync(transaction, household, risers, ct) : [];
        if (signed.Count == 0 && risers.All(r => before.GetValueOrDefault(r.Id) is { } known && known.Answer == answer && known.DisclosureHash == told))
            return ActionResult.Of("same", ("reference", SlotValue.Of(before[risers[0].Id].Reference)));

        var reference = await References.NextAsync(transaction, 'Y', ct);
        var at = await ConsentLog.NextAsync(transaction, household, turn.Now, ct);
        foreach (var riser in risers)
            IntentStore.Add(turn.Writes, evidence, New(call, turn, riser.Id, reference, answer, asked, at) with
            {
                Reason = reason, DisclosureHash = told, Supersedes = before.GetValueOrDefault(riser.Id)?.Id,
            });
        var recorded = ActionResult.Of("recorded", ("reference", SlotValue.Of(reference)));
        if (answer == "agree") return await changed.HeardAsync(recorded, household, risers, reference, turn, ct);
        return signed.Count > 0 ? TakenBack(recorded, signed, turn) : recorded;
    }

    private async Task<ActionResult> CurrentAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("unproven");
        var household = call.Id("household")!.Value;
        var rooms = (await register.On(turn.Open).RisersOfAsync(household, ct)).ToDictionary(r => r.Id, r => Room(r.Kind));
        var transaction = await turn.TransactionAsync(ct);
        var standing = await StandingAsync(transaction, household, ct);
        if (standing.Count == 0)
            return await SignedAsync(transaction, household, null, ct) is [var paper, ..] ? Current("纸上签过申请", paper.State.ApplicationReference!, paper.State.PaperAt!.Value, "这是书面申请。") : ActionResult.Of("none");
        var newest = standing.MaxBy(i => i.RecordedAt)!;
        var said = standing.GroupBy(i => i.Answer).ToList() is [var one]
            ? Word(one.Key)
            : string.Join("，", standing.Select(i => $"{rooms.GetValueOrDefault(i.RiserId, "管子")}那根{Word(i.Answer)}"));
        return Current(said, newest.Reference, newest.RecordedAt, "这不是正式申请。");
    }

    private static ActionResult Current(string said, string reference, DateTimeOffset at, string kind) => ActionResult.Of("some", ("current", new("current", said)), ("current-reference", SlotValue.Of(reference)),
        ("current-at", new(at.ToString("O", CultureInfo.InvariantCulture), SiteClock.DayAndTime(at))), ("current-kind", new("kind", kind)));

    private async Task<ActionResult> WithdrawAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("none");
        var signed = await SignedAsync(await turn.TransactionAsync(ct), call.Id("household")!.Value, null, ct);
        if (await EndAsync(call, turn, "withdrawn", "sure", ct, signed) is not { } reference) return ActionResult.Of("none");
        var recorded = ActionResult.Of("recorded", ("reference", SlotValue.Of(reference)));
        return signed.Count > 0 ? TakenBack(recorded, signed, turn) : recorded;
    }

    // Words of a proven person take a signed paper back, until the works have entered; either way a colleague hears of it and the person is told.
    private static ActionResult TakenBack(ActionResult recorded, IReadOnlyList<SignedRiser> signed, Turn turn)
    {
        var reference = signed[0].State.ApplicationReference;
        if (signed.Any(s => s.Entered))
        {
            StaffActs.LateWithdrawal(turn.Writes, turn.Conversation.CommunityId, reference, turn.Now, turn.Conversation.Id);
            return recorded.Saying("您家在纸上签过申请，施工队已经进场，活儿不能说停就停。您要撤回的话我记下了，已经请工作人员马上跟您家商量。");
        }

        Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "签过申请书的住户在聊天里改了主意，这根立管不能施工，请联系", reference, turn.Now);
        return recorded.Saying($"您家在纸上签过的申请 {reference} 也一起收回了，这根管子先不施工。以后想再申请，要重新签字。");
    }

    private async Task<IReadOnlyList<SignedRiser>> SignedAsync(Transaction transaction, Guid household, IReadOnlyList<Riser>? among, CancellationToken ct) =>
        await HouseholdLedger.ReadAsync(log, transaction, household, ct) is { } ledger
            ? [.. ledger.Risers.Where(r => among is null || among.Any(a => a.Id == r.Id)).Select(r => new SignedRiser(r.Id, ledger.On(r.Id), ledger.HasEntered(r.Id))).Where(s => s.State.Signed)] : [];

    private sealed record SignedRiser(Guid Id, PairState State, bool Entered);

    private async Task<ActionResult> DisputeAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var reference = HouseholdActions.IsProven(call, turn) ? await EndAsync(call, turn, "disputed", "change", ct) : null;
        Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "住户说登记的回答不是本人答的，请核对", reference, turn.Now);
        return ActionResult.Done;
    }

    // Whatever stood stands no longer: a new row says so, the old ones stay as they were.
    private async Task<string?> EndAsync(ActionCall call, Turn turn, string answer, string question, CancellationToken ct, IReadOnlyList<SignedRiser>? signed = null)
    {
        var transaction = await turn.TransactionAsync(ct);
        var standing = await StandingAsync(transaction, call.Id("household")!.Value, ct);
        var onPaper = (signed ?? []).Select(s => s.Id).Except(standing.Select(i => i.RiserId)).ToList();
        if (standing.Count + onPaper.Count == 0) return null;
        var reference = await References.NextAsync(transaction, 'Y', ct);
        var asked = call.Asked.GetValueOrDefault(question)?.Text ?? "";
        var at = await ConsentLog.NextAsync(transaction, call.Id("household")!.Value, turn.Now, ct);
        foreach (var intent in standing)
            IntentStore.Add(turn.Writes, evidence, New(call, turn, intent.RiserId, reference, answer, asked, at) with { Supersedes = intent.Id });
        foreach (var riser in onPaper) IntentStore.Add(turn.Writes, evidence, New(call, turn, riser, reference, answer, asked, at));
        return reference;
    }

    private static async Task<IReadOnlyList<Intent>> StandingAsync(Transaction transaction, Guid household, CancellationToken ct) =>
        [.. (await IntentStore.CurrentAsync(transaction, household, ct)).Where(i => i.Stands)];

    private static NewIntent New(ActionCall call, Turn turn, Guid riser, string reference, string answer, string asked, DateTimeOffset at) => new()
    {
        Reference = reference, CommunityId = turn.Conversation.CommunityId!.Value, RiserId = riser, HouseholdId = call.Id("household")!.Value,
        PersonId = turn.Conversation.PersonId, Capacity = call.Value("capacity"), Answer = answer, Dialog = call.Dialog, DialogVersion = call.Version,
        Asked = asked, ConversationId = turn.Conversation.Id, Turn = turn.Number, Channel = turn.Conversation.Channel,
        MessageId = turn.Message?.MessageId, RecordedAt = at,
    };

    private static ToldEvent Told(string happened, string hash, ActionCall call, Turn turn) => new(happened, hash, turn.Conversation.CommunityId,
        call.Id("household"), HouseholdActions.IsProven(call, turn), turn.Conversation.Id, turn.Number, turn.Conversation.Channel, turn.Message?.MessageId, turn.Now);

    private static IReadOnlyList<Riser> Chosen(IReadOnlyList<Riser> risers, ActionCall call) => call.Value("scope") switch
    {
        "kitchen" => [.. risers.Where(r => r.Kind is RiserKind.Kitchen)],
        "bathroom" => [.. risers.Where(r => r.Kind is RiserKind.Bathroom)],
        _ => risers,
    };

    private static string Rooms(IEnumerable<Riser> risers) => string.Join("和", risers.Select(r => r.Kind).Distinct().Select(Room));

    private static string Room(RiserKind kind) => kind is RiserKind.Kitchen ? "厨房" : "卫生间";

    private static string Word(string answer) => answer == "agree" ? "同意" : "不同意";
}
