using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Works.Decorations;

/// <summary>Notes on the household that it is about to decorate or has just done so; advice is the approved answers' matter.</summary>
internal sealed class DecorationActions(DecorationStore decorations) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions => [new(new ActionSignature("decoration.note", ["noted", "unplaced"], ["rooms"], []), NoteAsync)];

    private Task<ActionResult> NoteAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (turn.Conversation is not { HouseholdId: { } home, CommunityId: { } community }) return Task.FromResult(ActionResult.Of("unplaced"));
        decorations.Note(turn, community, home, call.Argument("kind") == "done" ? "done" : "planned", call.Value("rooms")!);
        return Task.FromResult(ActionResult.Of("noted"));
    }
}
