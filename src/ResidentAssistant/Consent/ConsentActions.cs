using System.Globalization;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>What the consent dialogs do: tell, record as an intent, take back. An intent is never the written application.</summary>
internal sealed class ConsentActions(Register register, Claims claims, Disclosures disclosures) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("consent.risers", ["one", "several", "none"], ["household"], ["risers", "riser-names"]), RisersAsync),
        new(new ActionSignature("consent.disclose", ["done", "not-approved"], ["household"], ["disclosure"]), DiscloseAsync),
        new(new ActionSignature("consent.acknowledge", ["done"], ["household", "disclosure"], []), AcknowledgeAsync),
        new(new ActionSignature("consent.read-back", ["done"], ["household"], ["riser-read-back"]), ReadBackAsync),
        new(new ActionSignature("consent.record", ["recorded", "same", "claimed", "changed-since"], ["household", "answer", "disclosure"], ["reference"]), RecordAsync),
        new(new ActionSignature("consent.current", ["some", "none", "unproven"], ["household"], ["current", "current-reference", "current-at"]), CurrentAsync),
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
        IntentStore.Told(turn.Writes, Told("shown", disclosure.Hash, call, turn), disclosure.Body);
        return ActionResult.Of("done", ("disclosure", SlotValue.Of(disclosure.Hash))).Saying([.. disclosure.Texts]);
    }

    private static Task<ActionResult> AcknowledgeAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        IntentStore.Told(turn.Writes, Told("acknowledged", call.Value("disclosure")!, call, turn), null);
        return Task.FromResult(ActionResult.Done);
    }

    private async Task<ActionResult> ReadBackAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var risers = Chosen(await register.On(turn.Open).RisersOfAsync(call.Id("household")!.Value, ct), call);
        var rooms = string.Join("和", risers.Select(r => r.Kind).Distinct().Select(Room));
        return ActionResult.Of("done", ("riser-read-back", new("risers", $"{rooms}的管子")));
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
                ConversationId = turn.Conversation.Id, Turn = turn.Number, Channel = turn.Conversation.Channel, MessageId = turn.Message?.MessageId, RecordedAt = turn.Now,
            });
            return ActionResult.Of("claimed");
        }

        var risers = Chosen(await register.On(turn.Open).RisersOfAsync(household, ct), call);
        var transaction = await turn.TransactionAsync(ct);
        var before = (await IntentStore.CurrentAsync(transaction, household, ct)).ToDictionary(i => i.RiserId);
        if (risers.All(r => before.GetValueOrDefault(r.Id) is { } known && known.Answer == answer && known.DisclosureHash == told))
            return ActionResult.Of("same", ("reference", SlotValue.Of(before[risers[0].Id].Reference)));

        var reference = await References.NextAsync(transaction, 'Y', ct);
        foreach (var riser in risers)
            IntentStore.Add(turn.Writes, New(call, turn, riser.Id, reference, answer, asked) with
            {
                Reason = reason, DisclosureHash = told, Supersedes = before.GetValueOrDefault(riser.Id)?.Id,
            });
        return ActionResult.Of("recorded", ("reference", SlotValue.Of(reference)));
    }

    private async Task<ActionResult> CurrentAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("unproven");
        var household = call.Id("household")!.Value;
        var rooms = (await register.On(turn.Open).RisersOfAsync(household, ct)).ToDictionary(r => r.Id, r => Room(r.Kind));
        var standing = await StandingAsync(await turn.TransactionAsync(ct), household, ct);
        if (standing.Count == 0) return ActionResult.Of("none");
        var newest = standing.MaxBy(i => i.RecordedAt)!;
        var said = standing.GroupBy(i => i.Answer).ToList() is [var one]
            ? Word(one.Key)
            : string.Join("，", standing.Select(i => $"{rooms.GetValueOrDefault(i.RiserId, "管子")}那根{Word(i.Answer)}"));
        return ActionResult.Of("some", ("current", new("current", said)), ("current-reference", SlotValue.Of(newest.Reference)),
            ("current-at", new(newest.RecordedAt.ToString("O", CultureInfo.InvariantCulture), SiteClock.DayAndTime(newest.RecordedAt))));
    }

    private async Task<ActionResult> WithdrawAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("none");
        return await EndAsync(call, turn, "withdrawn", "sure", ct) is { } reference
            ? ActionResult.Of("recorded", ("reference", SlotValue.Of(reference)))
            : ActionResult.Of("none");
    }

    private async Task<ActionResult> DisputeAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var reference = HouseholdActions.IsProven(call, turn) ? await EndAsync(call, turn, "disputed", "change", ct) : null;
        Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "住户说登记的回答不是本人答的，请核对", reference, turn.Now);
        return ActionResult.Done;
    }

    // Whatever stood stands no longer: a new row says so, the old ones stay as they were.
    private static async Task<string?> EndAsync(ActionCall call, Turn turn, string answer, string question, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        var standing = await StandingAsync(transaction, call.Id("household")!.Value, ct);
        if (standing.Count == 0) return null;
        var reference = await References.NextAsync(transaction, 'Y', ct);
        var asked = call.Asked.GetValueOrDefault(question)?.Text ?? "";
        foreach (var intent in standing)
            IntentStore.Add(turn.Writes, New(call, turn, intent.RiserId, reference, answer, asked) with { Supersedes = intent.Id });
        return reference;
    }

    private static async Task<IReadOnlyList<Intent>> StandingAsync(Transaction transaction, Guid household, CancellationToken ct) =>
        [.. (await IntentStore.CurrentAsync(transaction, household, ct)).Where(i => i.Stands)];

    private static NewIntent New(ActionCall call, Turn turn, Guid riser, string reference, string answer, string asked) => new()
    {
        Reference = reference, CommunityId = turn.Conversation.CommunityId!.Value, RiserId = riser, HouseholdId = call.Id("household")!.Value,
        PersonId = turn.Conversation.PersonId, Capacity = call.Value("capacity"), Answer = answer, Dialog = call.Dialog, DialogVersion = call.Version,
        Asked = asked, ConversationId = turn.Conversation.Id, Turn = turn.Number, Channel = turn.Conversation.Channel,
        MessageId = turn.Message?.MessageId, RecordedAt = turn.Now,
    };

    private static ToldEvent Told(string happened, string hash, ActionCall call, Turn turn) => new(happened, hash, turn.Conversation.CommunityId,
        call.Id("household"), HouseholdActions.IsProven(call, turn), turn.Conversation.Id, turn.Number, turn.Conversation.Channel, turn.Message?.MessageId, turn.Now);

    private static IReadOnlyList<Riser> Chosen(IReadOnlyList<Riser> risers, ActionCall call) => call.Value("scope") switch
    {
        "kitchen" => [.. risers.Where(r => r.Kind is RiserKind.Kitchen)],
        "bathroom" => [.. risers.Where(r => r.Kind is RiserKind.Bathroom)],
        _ => risers,
    };

    private static string Room(RiserKind kind) => kind is RiserKind.Kitchen ? "厨房" : "卫生间";

    private static string Word(string answer) => answer == "agree" ? "同意" : "不同意";
}
