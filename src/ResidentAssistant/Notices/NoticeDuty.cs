using ResidentAssistant.Conversations;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Notices;

/// <summary>Every second: says notices in the conversations of those they are for, some at a time.</summary>
internal sealed partial class NoticeDuty(ReachLedger ledger, NoticeLinks links, StaffTurns turns, Database database, ILogger<NoticeDuty> log) : IDuty
{
    private const int AtOnce = 16;
    private const int MostInATick = 400;

    /// <inheritdoc />
    public string Name => "notices";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        for (var sent = 0; sent < MostInATick; sent += AtOnce)
        {
            var claimed = await ledger.ClaimAsync(AtOnce, ct);
            if (claimed.Count == 0) return;
            await ledger.FinishAsync(await Task.WhenAll(claimed.Select(row => SayAsync(row, ct))), ct);
        }
    }

    private async Task<(ToSend, ReachState)> SayAsync(ToSend row, CancellationToken ct)
    {
        try
        {
            var words = await database.FirstAsync<Words>("""
                select v.title, v.body, v.published_by_name, (select max(m.number) from notice_versions m where m.notice_id = v.notice_id) as newest from notice_versions v where v.id = @VersionId
                """, new { row.VersionId }, ct);
            // A message that was left behind by a killed node and has been overtaken since is not said any more, unless it had been said: then its turn is found again.
            if (words is null || words.Newest > row.Number) return (row, ReachState.Replaced);
            var receipt = await turns.ReplyAsync(row.Target, row.HouseholdId, words.PublishedByName, $"【{words.Title}】\n{words.Body}\n\n看过请点一下“我知道了”：{links.Of(row.NoticeId, row.HouseholdId, row.Target)}", MessageId(row), ct);
            return (row, receipt is null ? ReachState.Failed : ReachState.Sent);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Unsaid(fault, row.VersionId, row.Target);
            return (row, ReachState.Queued);
        }
    }

    // The same at every attempt, so that a notice is said once in a conversation whoever is killed in between.
    private static string MessageId(ToSend row) => $"{row.VersionId:N}{row.HouseholdId:N}";

    [LoggerMessage(LogLevel.Error, "Notice version {VersionId} could not be said in conversation {ConversationId}; it is tried again")]
    private partial void Unsaid(Exception fault, Guid versionId, Guid conversationId);

    private sealed record Words
    {
        public required string Title { get; init; }

        public required string Body { get; init; }

        public required string PublishedByName { get; init; }

        public required int Newest { get; init; }
    }
}
