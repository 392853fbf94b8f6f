using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Conversations;

/// <summary>What a dialog may leave for a colleague.</summary>
internal sealed class DeskActions : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("desk.question", ["noted", "already"], [], []), QuestionAsync),
    ];

    // The topic is the dialog's own word, never the resident's.
    private static async Task<ActionResult> QuestionAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var title = $"住户等答复：{call.Argument("topic") ?? "其他"}";
        var transaction = await turn.TransactionAsync(ct);
        var waiting = await transaction.FirstAsync<long>("""
            select count(*) from desk_items
             where conversation_id = @conversation and kind = 'question' and title = @title and done_at is null
            """, new { conversation = turn.Conversation.Id, title }, ct);
        if (waiting > 0) return ActionResult.Of("already");
        Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, title, null, turn.Now);
        return ActionResult.Of("noted");
    }
}
