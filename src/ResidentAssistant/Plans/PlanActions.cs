using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Plans;

/// <summary>What dialogs do with construction plans.</summary>
internal sealed class PlanActions(PlanStore plans, CommentStore comments) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("plan.comment", ["noted", "already", "none"], [], ["reference", "plan-number", "plan-link"]), CommentAsync),
    ];

    private async Task<ActionResult> CommentAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (turn.Conversation.CommunityId is not { } community || call.Argument("words") is not { Length: > 0 } words) return ActionResult.Of("none");
        if (await plans.On(turn.Open).NewestAsync(community, ct) is not { } plan) return ActionResult.Of("none");
        if (words.Length > CommentStore.Longest) words = words[..CommentStore.Longest];
        (string, SlotValue)[] slots = [("plan-number", SlotValue.Of($"{plan.Number}")), ("plan-link", SlotValue.Of(plans.LinkOf(community)))];
        return await comments.NoteAsync(turn, plan, words, ct) is { } reference
            ? ActionResult.Of("noted", [.. slots, ("reference", SlotValue.Of(reference))])
            : ActionResult.Of("already", slots);
    }
}
