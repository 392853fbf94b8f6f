using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>“别再来了”“可以再来”: the word of a proven person counts at once; of anybody else a colleague hears, and nothing is moved.</summary>
internal sealed class VisitActions(VisitLog visits) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("visits.stop", ["stopped", "already", "unproven", "waiting"], [], []), (_, turn, ct) => SayAsync(VisitAct.Ended, turn, ct)),
        new(new ActionSignature("visits.allow", ["allowed", "already", "unproven", "waiting"], [], []), (_, turn, ct) => SayAsync(VisitAct.Again, turn, ct)),
    ];

    private async Task<ActionResult> SayAsync(string kind, Turn turn, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        var stops = kind == VisitAct.Ended;
        if (turn.Conversation is not { Proven: true, HouseholdId: { } household, CommunityId: { } community })
        {
            var title = stops ? "没认过门的人说别再上门，请核对是哪一户" : "没认过门的人说可以再上门，请核对是哪一户";
            var waiting = await transaction.FirstAsync<long>("select count(*) from desk_items where conversation_id = @Id and kind = 'question' and title = @title and done_at is null", new { turn.Conversation.Id, title }, ct);
            if (waiting > 0) return ActionResult.Of("waiting");
            Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, title, null, turn.Now);
            return ActionResult.Of("unproven");
        }

        if ((await visits.StandingAsync(transaction, household, ct)).Quiet == stops) return ActionResult.Of("already");
        var id = Guid.CreateVersion7(turn.Now);
        visits.Add(turn.Writes, new VisitAct { Id = id, CommunityId = community, HouseholdId = household, Kind = kind, ConversationId = turn.Conversation.Id, RecordedAt = turn.Now }, after: id, null,
            new Dictionary<string, string>(), new Dictionary<string, object?> { ["channel"] = turn.Conversation.Channel, ["turn"] = (long)turn.Number });
        Desk.Add(turn.Writes, "question", urgent: false, community, turn.Conversation.Id,
            stops ? "有一户说别再上门：上门和提醒已经停了，约好还没去的请取消" : "有一户说可以再上门，请跟他约时间", null, turn.Now);
        return ActionResult.Of(stops ? "stopped" : "allowed");
    }
}
