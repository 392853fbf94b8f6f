using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Notices.Groups;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Notices;

/// <summary>Every second: says notices in the conversations of those they are for, some at a time and where a provider counts at its pace, and takes over what did not arrive.</summary>
internal sealed partial class NoticeDuty(ReachLedger ledger, NoticeLinks links, StaffTurns turns, IEnumerable<IChannel> channels, NoticeGroups groups, Database database, TimeProvider clock, ILogger<NoticeDuty> log) : IDuty
{
    private const int AtOnce = 16;
    private const int MostInATick = 400;

    // What a vendor tells later comes within minutes; the first look goes back further, over the time in which no node ran.
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);
    private static readonly TimeSpan First = TimeSpan.FromDays(3);

    private readonly List<(Lane Lane, IChannel? Channel)> lanes = LanesOf([.. channels.Where(c => c.Paced)]);
    private bool looked;

    /// <inheritdoc />
    public string Name => "notices";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (var (lane, channel) in lanes) await RunAsync(lane, channel, ct);
        await ledger.TakeRefusalsAsync(now - (looked ? Late : First), ct);
        looked = true;
        await groups.TakePostedAsync(ct);
    }

    private static List<(Lane Lane, IChannel? Channel)> LanesOf(IChannel[] paced) =>
        [(new Lane([.. paced.Select(c => c.Name)], Rest: true), null), .. paced.Select(c => (new Lane([c.Name], Rest: false), (IChannel?)c))];

    private async Task RunAsync(Lane lane, IChannel? channel, CancellationToken ct)
    {
        for (var sent = 0; sent < MostInATick; sent += AtOnce)
        {
            if (!await ledger.WaitsAsync(lane, ct)) return;
            var room = channel is null ? AtOnce : await channel.AllowAsync(AtOnce, ct);
            if (room == 0) return;
            var claimed = await ledger.ClaimAsync(lane, room, ct);
            if (claimed.Count == 0) return;
            await ledger.FinishAsync(await Task.WhenAll(claimed.Select(row => SayAsync(row, ct))), ct);
        }
    }

    private async Task<(ToSend Row, ReachState State, int? Turn)> SayAsync(ToSend row, CancellationToken ct)
    {
        try
        {
            var words = await database.FirstAsync<Words>("""
                select v.title, v.body, v.published_by_name, v.published_at, (select g.committee from communities g join notices n on n.community_id = g.id where n.id = v.notice_id) as committee,
                       (select max(m.number) from notice_versions m where m.notice_id = v.notice_id) as newest,
                       (select count(*) from proven_conversations c where c.id = @Target and (c.id in (select n.id from notice_conversations n where n.id = @Target) or (select u.urgent from notices u where u.id = v.notice_id)) and (c.channel <> 'wecom-kf' or c.said_at > @open)) as may
                  from notice_versions v where v.id = @VersionId
                """, new { row.VersionId, row.Target, open = clock.GetUtcNow().AddHours(-NoticeStore.WindowHours) }, ct);
            // A message that was left behind by a killed node and has been overtaken since is not said any more, unless it had been said: then its turn is found again.
            if (words is null || words.Newest > row.Number) return (row, ReachState.Replaced, null);
            // The night may have closed the vendor's window, or the person wants no more notices: somebody calls.
            if (words.May == 0) return (row, ReachState.Failed, null);
            var receipt = await turns.ReplyAsync(row.Target, row.HouseholdId, words.PublishedByName, $"【{words.Title}】\n{words.Body}\n\n{NoticeText.Signed(words.Committee, words.PublishedAt)}\n\n看过请点一下“我知道了”：{links.Of(row.NoticeId, row.HouseholdId, row.Target)}", MessageId(row), ct);
            return (row, receipt is null ? ReachState.Failed : ReachState.Sent, receipt?.Turn);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Unsaid(fault, row.VersionId, row.Target);
            return (row, ReachState.Queued, null);
        }
    }

    // The same at every attempt, and another in each conversation of a household: a notice is said once in each, whoever is killed in between.
    private static string MessageId(ToSend row) => $"{row.VersionId:N}{row.Target:N}";

    [LoggerMessage(LogLevel.Error, "Notice version {VersionId} could not be said in conversation {ConversationId}; it is tried again")]
    private partial void Unsaid(Exception fault, Guid versionId, Guid conversationId);

    private sealed record Words
    {
        public required string Title { get; init; }

        public required string Body { get; init; }

        public required string PublishedByName { get; init; }

        public required DateTimeOffset PublishedAt { get; init; }

        public required string Committee { get; init; }

        public required int Newest { get; init; }

        public required int May { get; init; }
    }
}
