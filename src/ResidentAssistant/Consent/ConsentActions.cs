using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>What the consent dialog does: tell, read back, record as an intent. An intent is never the written application, and only a yes is a yes.</summary>
internal sealed class ConsentActions(Register register, Claims claims, Disclosures disclosures, ConsentLog log, ConditionStore conditions, EvidenceLog evidence, ChangedMinds changed) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("consent.risers", ["one", "several", "none"], ["household"], ["risers", "riser-names"]), RisersAsync),
        new(new ActionSignature("consent.disclose", ["done", "not-approved"], ["household"], ["disclosure"]), DiscloseAsync),
        new(new ActionSignature("consent.acknowledge", ["done"], ["household", "disclosure"], []), AcknowledgeAsync),
        new(new ActionSignature("consent.read-back", ["done", "none"], ["household", "answer"], ["riser-read-back", "riser-rest", "said"]), ReadBackAsync),
        new(new ActionSignature("consent.record", ["recorded", "undecided", "conditional", "disputed", "same", "claimed", "changed-since", "none"], ["household", "answer", "disclosure"], ["reference", "came-to", "beside"]), RecordAsync),
    ];

    private async Task<ActionResult> RisersAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var risers = await register.On(turn.Open).RisersOfAsync(call.Id("household")!.Value, ct);
        if (risers.Count == 0) return ActionResult.Of("none");
        var kinds = risers.GroupBy(r => r.Kind).ToList();
        var outcome = kinds.Count > 1 ? "several" : "one";
        return ActionResult.Of(outcome, ("risers", SlotValue.Of(outcome)),
            ("riser-names", new("names", string.Join("、", kinds.Select(k => $"{RiserWords.Room(k.Key)}{k.Count()}根")))));
    }

    private async Task<ActionResult> DiscloseAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (await disclosures.On(turn.Open).NowAsync(turn.Conversation.CommunityId, turn.Now, ct) is not { } disclosure) return ActionResult.Of("not-approved");
        IntentStore.Told(turn.Writes, evidence, ToldEvent.Of("shown", disclosure.Hash, call, turn), disclosure.Body);
        return ActionResult.Of("done", ("disclosure", SlotValue.Of(disclosure.Hash))).Saying([.. disclosure.Texts]);
    }

    private Task<ActionResult> AcknowledgeAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        IntentStore.Told(turn.Writes, evidence, ToldEvent.Of("acknowledged", call.Value("disclosure")!, call, turn), null);
        return Task.FromResult(ActionResult.Done);
    }

    private async Task<ActionResult> ReadBackAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var all = await register.On(turn.Open).RisersOfAsync(call.Id("household")!.Value, ct);
        var risers = RiserWords.Chosen(all, call);
        if (risers.Count == 0) return ActionResult.Of("none");
        // Whether the others were answered before is for the proven household alone, so it is not said here.
        var rest = all.Except(risers).ToList();
        var said = call.Value("answer") == "conditional" ? $"有个条件：“{call.Value("condition")}”" : call.Slot("answer")!.Label;
        if (call.Value("answer") == "refuse" && HouseholdActions.IsProven(call, turn))
            said += SignedPapers.Undone(SignedPapers.Of(await HouseholdLedger.ReadAsync(log, await turn.TransactionAsync(ct), call.Id("household")!.Value, ct), risers));
        return ActionResult.Of("done", ("riser-read-back", new("risers", $"{RiserWords.Rooms(risers)}的管子")), ("said", new("said", said, Private: true)),
            ("riser-rest", rest.Count == 0 ? new("none", "") : new("some", $"{RiserWords.Rooms(rest)}的管子您这回没说，我没有动。")));
    }

    private async Task<ActionResult> RecordAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var household = call.Id("household")!.Value;
        var answer = call.Value("answer")!;
        if (answer is not ("agree" or "refuse" or "undecided" or "conditional")) throw new InvalidOperationException($"consent.record takes agree, refuse, undecided or conditional, not \"{answer}\"");
        var asked = call.Asked.GetValueOrDefault("answer")?.Text ?? throw new InvalidOperationException("consent.record takes an answer only to a solemn question");
        var told = call.Value("disclosure")!;
        var texts = disclosures.On(turn.Open);
        if (await texts.NowAsync(turn.Conversation.CommunityId, turn.Now, ct) is not { } disclosure || !await texts.StandsAsync(turn.Conversation.CommunityId, told, disclosure, ct))
            return ActionResult.Of("changed-since");
        var reason = answer is "refuse" or "undecided" ? call.Value("reason") : null;
        var condition = answer == "conditional" ? call.Value("condition") ?? throw new InvalidOperationException("consent.record takes conditional only with the condition") : null;
        if (!HouseholdActions.IsProven(call, turn))
        {
            claims.Add(turn.Writes, new Claim
            {
                CommunityId = turn.Conversation.CommunityId, HouseholdId = household, Flat = call.Value("flat"), Capacity = call.Value("capacity"),
                Answer = answer, Reason = reason, DisclosureHash = told, Dialog = call.Dialog, DialogVersion = call.Version,
                ConversationId = turn.Conversation.Id, Turn = turn.Number, Channel = turn.Conversation.Channel, MessageId = turn.Message?.MessageId, Spoken = turn.Message?.Spoken?.Mark,
                RecordedAt = turn.Now,
            });
            if (condition is not null) conditions.Add(turn, household, null, condition);
            return ActionResult.Of("claimed");
        }

        var transaction = await turn.TransactionAsync(ct);
        await HouseholdLedger.LockAsync(transaction, household, ct);
        var ledger = (await HouseholdLedger.ReadAsync(log, transaction, household, ct))!; // proven, so it is in the register
        var risers = RiserWords.Chosen(ledger.Risers, call);
        if (risers.Count == 0) return ActionResult.Of("none");
        var before = (await IntentStore.CurrentAsync(transaction, household, ct)).ToDictionary(i => i.RiserId);
        var speakers = await Speakers.OfAsync(transaction, turn.Conversation, household, ct);
        var against = risers.ToDictionary(r => r.Id, r => speakers.Against(answer, r.Id, ledger.SettledOn(r.Id)));
        var outcome = against.Values.Any(w => w.Count > 0) ? "disputed" : answer is "agree" or "refuse" ? "recorded" : answer;
        var signed = SignedPapers.Of(ledger, risers);
        // The same no once more is no repetition when a paper was signed in between.
        var again = condition is null && (answer != "refuse" || signed.Count == 0) && risers.All(r => IsSame(before.GetValueOrDefault(r.Id), answer, told, speakers, ledger.On(r.Id), against[r.Id].Count > 0));
        var beside = ("beside", new SlotValue("beside", SignedPapers.Beside(answer, signed, risers.Count)));
        if (again) return ActionResult.Of(outcome == "disputed" ? "disputed" : "same", ("reference", SlotValue.Of(before[risers[0].Id].Reference)), ("came-to", SlotValue.Of(outcome)), beside);

        var reference = await References.NextAsync(transaction, 'Y', ct);
        var at = await ConsentLog.NextAsync(transaction, household, turn.Now, ct);
        var conditionId = condition is null ? (Guid?)null : conditions.Add(turn, household, reference, condition);
        foreach (var riser in risers)
        {
            var disputed = against[riser.Id].Count > 0;
            IntentStore.Add(turn.Writes, evidence, NewIntent.Of(call, turn, riser.Id, reference, disputed ? "disputed" : answer, asked, at) with
            {
                Said = disputed ? answer : null, Reason = reason, ConditionId = conditionId, DisclosureHash = told, Supersedes = before.GetValueOrDefault(riser.Id)?.Id,
            });
        }

        // A colleague is asked once, however often the same two say the same again.
        if (against.Any(a => a.Value.Count > 0 && ledger.On(a.Key).Answer is not Answer.Disputed))
            Disputes.Open(turn, household, reference, against.Values.SelectMany(w => w).Select(w => w.ConversationId).Where(c => c != turn.Conversation.Id));
        var recorded = ActionResult.Of(outcome, ("reference", SlotValue.Of(reference)), ("came-to", SlotValue.Of(outcome)), beside);
        return answer switch { "refuse" => SignedPapers.TakenBack(recorded, signed, turn), "agree" => await changed.HeardAsync(recorded, household, risers, reference, turn, ct), _ => SignedPapers.Kept(recorded, signed) };
    }

    // The speaker's own newest word on the same text, which still holds and still makes the state: a yes from before a paper that was taken back or has ended is heard anew.
    private static bool IsSame(Intent? known, string answer, string told, Speakers speakers, PairState state, bool disputed) =>
        known is not null && (known.Said ?? known.Answer) == answer && known.DisclosureHash == told && !state.Lapsed && !state.PaperEndedSince && speakers.IsOwn(known.Id)
        && (disputed ? state.Answer is Answer.Disputed : state.Answer is not Answer.Disputed && state.AnsweredAt == known.RecordedAt);
}
