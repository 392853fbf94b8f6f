using ResidentAssistant.Dialogs;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>Who asks, why and for how long: said once in a conversation, before the first personal question, and whenever somebody asks.</summary>
internal sealed class PrivacyActions(Database database, SourcedSettings settings) : IDialogActions
{
    private static readonly (string Key, string What)[] Reported = [("retention.conversations", "对话"), ("retention.register", "电话")];
    private static readonly (string Key, string What)[] All = [("retention.conversations", "对话"), ("retention.consent", "您家的意思"), ("retention.register", "电话")];

    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("privacy.tell", ["first", "told"], [], ["retention"]), TellAsync),
        new(new ActionSignature("privacy.rights", ["done"], [], ["retention"]), (_, turn, ct) => RetentionAsync(All, turn, ct)),
        new(new ActionSignature("privacy.report", ["done"], [], ["retention"]), (_, turn, ct) => RetentionAsync(Reported, turn, ct)),
    ];

    private async Task<ActionResult> TellAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var told = await ((IReads?)turn.Open ?? database).FirstAsync<int>("select count(*) from privacy_told where conversation_id = @id", new { id = turn.Conversation.Id }, ct);
        if (told > 0) return ActionResult.Of("told");
        turn.Writes.Add("insert into privacy_told (conversation_id, version, turn, told_at) values ($1, $2, $3, $4) on conflict (conversation_id) do nothing", turn.Conversation.Id, call.Version, turn.Number, turn.Now);
        return await RetentionAsync(All, turn, ct) with { Outcome = "first" };
    }

    // Each kind of data may be kept for a different time; what nobody has decided is not guessed.
    private async Task<ActionResult> RetentionAsync((string Key, string What)[] kinds, Turn turn, CancellationToken ct)
    {
        var day = SiteClock.Day(turn.Now);
        var said = new List<string>();
        var open = new List<(string What, string DecidedBy)>();
        foreach (var (key, what) in kinds)
        {
            switch (await settings.On(turn.Open).FindAsync(key, turn.Conversation.CommunityId, day, ct))
            {
                case SourcedSetting.Set set:
                    said.Add(set.Sentence.TrimEnd('。'));
                    break;
                case SourcedSetting.NotSet { DecidedBy: var decider }:
                    open.Add((what, decider));
                    break;
            }
        }

        said.AddRange(open.GroupBy(o => o.DecidedBy).Select(g => $"{string.Join("、", g.Select(o => o.What))}存多久还没有公布，由{g.Key}来定"));
        return ActionResult.Of("done", ("retention", new("retention", string.Join("；", said))));
    }
}
