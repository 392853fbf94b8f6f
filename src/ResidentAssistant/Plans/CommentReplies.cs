using ResidentAssistant.Conversations;

namespace ResidentAssistant.Plans;

/// <summary>Says an answer in the conversation the comment came from. It is written down first: nobody hears an answer that does not stand, and one that stands is said, also after a stop in between.</summary>
internal sealed class CommentReplies(CommentStore comments, StaffTurns turns)
{
    /// <summary>Says it; false when the conversation is gone.</summary>
    public async Task<bool> SayAsync(PlanComment comment, CancellationToken ct)
    {
        // The comment's id is the message's identity: it is said once, whoever says it.
        var receipt = await turns.ReplyAsync(comment.ConversationId!.Value, comment.AnsweredByName!, $"您对施工方案的意见（{comment.Reference}），答复您：\n{comment.Answer}", comment.Id.ToString("N"), ct);
        await comments.RepliedAsync(comment.Id, ct);
        return receipt is not null;
    }
}
