using ResidentAssistant.Conversations;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Plans;

/// <summary>Says answers that were written down and not said, and tells everybody who commented on a plan in a conversation what a new version changes; each conversation once a version.</summary>
internal sealed class PlanDuty(CommentStore comments, CommentReplies replies, PlanStore plans, StaffTurns turns, Database database) : IDuty
{
    // Whoever answers says it himself within this time.
    private static readonly TimeSpan Waits = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public string Name => "plans";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (var comment in await comments.ToReplyAsync(now - Waits, ct)) await replies.SayAsync(comment, ct);
        foreach (var told in await comments.ToTellAsync(ct))
        {
            var communityId = await database.FirstAsync<Guid>("select community_id from plan_versions where id = @VersionId", new { told.VersionId }, ct);
            if (await plans.NewestAsync(communityId, ct) is not { } plan || plan.Id != told.VersionId) continue;
            // The version's id is the message's identity in the conversation: two nodes tell it once.
            await turns.ReplyAsync(told.ConversationId, plan.PublishedByName, $"您提过意见的施工方案，出了第 {plan.Number} 版。改了这些：\n{plan.Changed}\n全文：{plans.LinkOf(communityId)}",
                $"{told.ConversationId:N}{told.VersionId:N}", ct);
            await comments.ToldAsync(told, ct);
        }
    }
}
