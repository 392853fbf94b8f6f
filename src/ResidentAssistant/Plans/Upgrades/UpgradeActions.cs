using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>What dialogs do with wishes above the standard: note one, show its price, take the household's word. Money is never taken here.</summary>
internal sealed class UpgradeActions(UpgradeStore upgrades, Claims claims, SourcedSettings settings) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("upgrade.prices", ["published", "not-published"], [], ["prices"]), PricesAsync),
        new(new ActionSignature("upgrade.request", ["recorded", "claimed", "already"], ["household", "wish"], ["reference"]), RequestAsync),
        new(new ActionSignature("upgrade.current", ["quoted", "expired", "waiting", "none", "unproven"], ["household"], ["reference", "quote", "quote-amount", "quote-day", "quote-number", "standing"]), CurrentAsync),
        new(new ActionSignature("upgrade.decide", ["recorded", "changed"], ["household", "decision", "quote-number"], []), DecideAsync),
        new(new ActionSignature("upgrade.claim", ["done"], ["household", "word"], []), ClaimAsync),
    ];

    private async Task<ActionResult> PricesAsync(ActionCall call, Turn turn, CancellationToken ct) =>
        await settings.On(turn.Open).FindAsync("upgrade.price-list", turn.Conversation.CommunityId, SiteClock.Day(turn.Now), ct) is SourcedSetting.Set prices
            ? ActionResult.Of("published", ("prices", SlotValue.Of($"{prices.Value}（出处：{prices.Source}）"))) : ActionResult.Of("not-published");

    private async Task<ActionResult> RequestAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var words = call.Value("wish")!;
        if (words.Length > UpgradeStore.Longest) words = words[..UpgradeStore.Longest];
        var proven = HouseholdActions.IsProven(call, turn);
        var (reference, known) = await upgrades.AskAsync(turn, call.Id("household")!.Value, proven, words, ct);
        return ActionResult.Of(known ? "already" : proven ? "recorded" : "claimed", ("reference", SlotValue.Of(reference)));
    }

    private async Task<ActionResult> CurrentAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("unproven");
        if (await upgrades.On(turn.Open).OfAsync(call.Id("household")!.Value, ct) is not { } upgrade) return ActionResult.Of("none");
        (string, SlotValue)[] slots = [("reference", SlotValue.Of(upgrade.Reference)), ("standing", SlotValue.Of(upgrade.State.Told()))];
        if (upgrade is not { State: UpgradeState.Quoted, Quote: { } quote }) return ActionResult.Of("waiting", slots);
        slots = [.. slots, ("quote", SlotValue.Of(quote.Words)), ("quote-amount", SlotValue.Of(quote.Amount)), ("quote-day", SlotValue.Of($"{quote.Day:yyyy年M月d日}")), ("quote-number", SlotValue.Of($"{quote.Number}"))];
        return ActionResult.Of(quote.HasExpired(SiteClock.Day(turn.Now)) ? "expired" : "quoted", slots);
    }

    private async Task<ActionResult> DecideAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) throw new InvalidOperationException("upgrade.decide takes the word of a proven household only");
        var kind = call.Value("decision") == "accept" ? UpgradeKinds.Accepted : UpgradeKinds.Declined;
        var transaction = await turn.TransactionAsync(ct);
        // The word holds for the price that was read, on a day on which that price holds.
        if (await upgrades.On(transaction).OfAsync(call.Id("household")!.Value, ct) is not { } upgrade || !upgrade.Allows(kind) || $"{upgrade.Seen}" != call.Value("quote-number")
            || (kind == UpgradeKinds.Accepted && upgrade.Quote!.HasExpired(SiteClock.Day(turn.Now)))) return ActionResult.Of("changed");
        var step = new UpgradeStep { Id = Guid.CreateVersion7(turn.Now), Number = upgrade.Seen + 1, Kind = kind, AmountFen = upgrade.Quote!.AmountFen, ConversationId = turn.Conversation.Id, At = turn.Now };
        if (!await upgrades.AddAsync(transaction, turn.Writes, upgrade, step, [], ct)) return ActionResult.Of("changed");
        Desk.Add(turn.Writes, "question", urgent: false, upgrade.CommunityId, turn.Conversation.Id, kind == UpgradeKinds.Accepted ? "住户照报价做，请当面说清怎么交款" : "住户看了报价，不做了", upgrade.Reference, turn.Now);
        return ActionResult.Of("recorded");
    }

    private Task<ActionResult> ClaimAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        claims.Add(turn.Writes, new Claim
        {
            CommunityId = turn.Conversation.CommunityId, HouseholdId = call.Id("household"), Flat = call.Value("flat"), Capacity = call.Value("capacity"), Answer = $"upgrade-{call.Value("word")}",
            Dialog = call.Dialog, DialogVersion = call.Version, ConversationId = turn.Conversation.Id, Turn = turn.Number, Channel = turn.Conversation.Channel, MessageId = turn.Message?.MessageId,
            Spoken = turn.Message?.Spoken?.Mark, RecordedAt = turn.Now,
        });
        Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "没核实的人对超标准的报价说了话，请核对", null, turn.Now);
        return Task.FromResult(ActionResult.Done);
    }
}
