using ResidentAssistant.Dialogs;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Conversations;

/// <summary>Who asks, why and for how long: said once in a conversation, before the first personal question, and whenever somebody asks.</summary>
internal sealed class PrivacyActions(SourcedSettings settings) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("privacy.tell", ["first", "told"], [], ["retention"]), TellAsync),
        new(new ActionSignature("privacy.rights", ["done"], [], ["retention"]), RightsAsync),
    ];

    private async Task<ActionResult> TellAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        var told = await transaction.FirstAsync<int>("select count(*) from privacy_told where conversation_id = @id", new { id = turn.Conversation.Id }, ct);
        var retention = ("retention", await RetentionAsync(turn, ct));
        if (told > 0) return ActionResult.Of("told", retention);
        turn.Writes.Add("insert into privacy_told (conversation_id, version, turn, told_at) values ($1, $2, $3, $4) on conflict (conversation_id) do nothing", turn.Conversation.Id, call.Version, turn.Number, turn.Now);
        return ActionResult.Of("first", retention);
    }

    private async Task<ActionResult> RightsAsync(ActionCall call, Turn turn, CancellationToken ct) =>
        ActionResult.Of("done", ("retention", await RetentionAsync(turn, ct)));

    // Conversations and answers may be kept for different times; what nobody has decided is not guessed.
    private async Task<SlotValue> RetentionAsync(Turn turn, CancellationToken ct)
    {
        var day = SiteClock.Day(turn.Now);
        var parts = new List<string>();
        foreach (var (key, what) in new[] { ("retention.conversations", "对话"), ("retention.consent", "您家的意思") })
        {
            parts.Add(await settings.FindAsync(key, turn.Conversation.CommunityId, day, ct) switch
            {
                SourcedSetting.Set set => set.Sentence.TrimEnd('。'),
                SourcedSetting.NotSet open => $"{what}存多久还没有公布，由{open.DecidedBy}来定",
                _ => "",
            });
        }

        return new SlotValue("retention", string.Join("；", parts));
    }
}
