using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Plans.Materials;

/// <summary>What dialogs say of the materials board: what stands on it, and honestly when nothing does.</summary>
internal sealed class MaterialActions(MaterialStore materials, SourcedSettings settings) : IDialogActions
{
    private const int Most = 6;

    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions => [new(new ActionSignature("material.board", ["published", "none"], [], ["why", "board", "board-link", "board-phone"]), BoardAsync)];

    private async Task<ActionResult> BoardAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (turn.Conversation.CommunityId is not { } community) return ActionResult.Of("none", ("why", SlotValue.Of("还不知道您是哪个小区的。先告诉我您家的门牌，比如 3-2-501。")));
        if (await materials.On(turn.Open).ShownAsync(community, ct) is not { Count: > 0 } shown) return ActionResult.Of("none", ("why", SlotValue.Of("您小区用什么材料，还没有公示。")));
        var phone = await settings.On(turn.Open).FindAsync("phone.project", community, SiteClock.Day(turn.Now), ct);
        return ActionResult.Of("published", ("board", SlotValue.Of(string.Join('\n', shown.Take(Most).Select(m => m.Line)))), ("board-link", SlotValue.Of(materials.LinkOf(community))), ("board-phone", SlotValue.Of(phone.Sentence)));
    }
}
