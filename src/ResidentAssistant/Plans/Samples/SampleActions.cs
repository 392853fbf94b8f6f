using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Plans.Samples;

/// <summary>What dialogs do with visits to the sample flat: offer times, book places, give them back.</summary>
internal sealed class SampleActions(SampleStore samples) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("sample.offers", ["open", "booked", "none"], [], ["reference", "visit", "why"]) { Offers = ["visits"] }, OffersAsync),
        new(new ActionSignature("sample.book", ["booked", "full"], ["slot", "people"], ["reference", "visit"]), BookAsync),
        new(new ActionSignature("sample.cancel", ["cancelled", "none"], [], ["reference", "visit"]), CancelAsync),
    ];

    private async Task<ActionResult> OffersAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (await samples.OfAsync(turn.Open, turn.Conversation.Id, turn.Now, ct) is { } mine) return ActionResult.Of("booked", Slots(mine.Booking.Reference, mine.Slot));
        if (turn.Conversation.CommunityId is not { } community) return ActionResult.Of("none", ("why", SlotValue.Of("还不知道您是哪个小区的。先告诉我您家的门牌，比如 3-2-501。")));
        var open = await samples.OpenAsync(turn.Open, community, turn.Now, ct);
        return open.Count == 0 ? ActionResult.Of("none", ("why", SlotValue.Of("现在没有能约的时间。"))) : ActionResult.Of("open").Offering("visits", [.. open.Select(s => new Choice(s.Id.ToString("N"), $"{s.When}（还能来 {s.Left} 位）"))]);
    }

    private async Task<ActionResult> BookAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var people = call.Value("people") switch { "two" => 2, "three" => 3, _ => 1 };
        var slot = Guid.TryParse(call.Value("slot"), out var id) ? id : Guid.Empty;
        if (await SampleStore.BookAsync(turn, slot, people, ct) is not { } reference) return ActionResult.Of("full");
        return ActionResult.Of("booked", Slots(reference, await samples.FindAsync(turn.Open, slot, ct)));
    }

    private async Task<ActionResult> CancelAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (await samples.OfAsync(turn.Open, turn.Conversation.Id, turn.Now, ct) is not { } mine) return ActionResult.Of("none");
        await SampleStore.CancelAsync(turn, mine.Booking, ct);
        return ActionResult.Of("cancelled", Slots(mine.Booking.Reference, mine.Slot));
    }

    private static (string, SlotValue)[] Slots(string reference, SampleSlot slot) => [("reference", SlotValue.Of(reference)), ("visit", SlotValue.Of(slot.Label))];
}
