using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging.ToGroups;

/// <summary>Texts for customer groups: wanted with what they belong to, made into a task for each group owner, followed until he has tapped.</summary>
internal sealed class GroupSends(Database database, NodeId node, TimeProvider clock)
{
    /// <summary>Most reminders in 24 hours (wecom.md §8).</summary>
    public const int MostReminders = 3;

    // A step makes several calls, each of which may take ten seconds.
    private const int LeaseSeconds = 120;

    /// <summary>Adds a text for groups of one owner to the caller's writes; it goes to the vendor from <paramref name="dueAt"/>.</summary>
    public static void Add(Batch writes, Guid subjectId, Guid communityId, string owner, string text, IEnumerable<string> chatIds, DateTimeOffset dueAt, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        writes.Add("insert into group_sends (id, subject_id, community_id, owner, text, state, created_at, due_at) values ($1, $2, $3, $4, $5, 'Wanted', $6, $7)", id, subjectId, communityId, owner, text, now, dueAt);
        foreach (var chatId in chatIds) writes.Add("insert into group_send_targets (send_id, chat_id, state, created_at) values ($1, $2, 'Waiting', $3)", id, chatId, now);
    }

    /// <summary>Takes back what belongs to these: what no task was made for at once, the rest at the vendor.</summary>
    public static void TakeBack(Batch writes, IEnumerable<Guid> subjects, DateTimeOffset now)
    {
        foreach (var subject in subjects)
            writes.Add("update group_sends set state = case when state = 'Wanted' and tries = 0 then 'Cancelled' else 'Cancelling' end, reason = null, due_at = $2 where subject_id = $1 and state in ('Wanted', 'Made')", subject, now);
    }

    /// <summary>How many mass messages each group of these has had or waits for since an instant.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> UsedAsync(IReads reads, Dialect dialect, string[] chatIds, DateTimeOffset since, CancellationToken ct) => (await reads.QueryAsync<Used>($"""
        select t.chat_id, count(*) as number from group_send_targets t join group_sends s on s.id = t.send_id
         where {dialect.In("t.chat_id", "chatIds")} and (t.sent_at >= @since or (t.state = 'Waiting' and t.created_at >= @since and s.state in ('Wanted', 'Made'))) group by t.chat_id
        """, new { chatIds, since }, ct)).ToDictionary(u => u.ChatId, u => u.Number, StringComparer.Ordinal);

    /// <summary>Texts that belong to something, with their groups and reminders, by owner.</summary>
    public async Task<IReadOnlyList<GroupSend>> OfAsync(Guid subjectId, CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddHours(-24);
        var sends = await database.QueryAsync<GroupSend>("""
            select s.id, s.owner, s.text, s.state, s.msgid, s.reason, s.tries, s.looks, s.fence, s.created_at,
                   (select count(*) from group_send_reminders r where r.send_id = s.id and r.at > @since) as reminders
              from group_sends s where s.subject_id = @subjectId order by s.owner
            """, new { subjectId, since }, ct);
        var targets = (await database.QueryAsync<GroupTarget>("""
            select t.send_id, t.chat_id, t.state, g.name from group_send_targets t join group_sends s on s.id = t.send_id join customer_groups g on g.chat_id = t.chat_id where s.subject_id = @subjectId order by g.name, t.chat_id
            """, new { subjectId }, ct)).ToLookup(t => t.SendId);
        return [.. sends.Select(s => s with { Targets = [.. targets[s.Id]] })];
    }

    /// <summary>Asks to remind an owner; false when he has been reminded often enough, or there is nothing to tap.</summary>
    public async Task<bool> RemindAsync(Guid sendId, string byName, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        // The row's own lock: of two colleagues who press at once the second is counted after the first.
        if (await transaction.ExecuteAsync("update group_sends set looks = 0 where id = @sendId and state = 'Made'", new { sendId }, ct) != 1) return false;
        if (await transaction.FirstAsync<long>("select count(*) from group_send_reminders where send_id = @sendId and at > @since", new { sendId, since = now.AddHours(-24) }, ct) >= MostReminders) return false;
        await transaction.ExecuteAsync("insert into group_send_reminders (id, send_id, by_name, at) values (@id, @sendId, @byName, @now)", new { id = Guid.CreateVersion7(now), sendId, byName, now }, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Claims the text for which something is due longest, or null. One at a time: a lease that ended behind a slow vendor would let another node make the task again.</summary>
    public async Task<GroupSend?> ClaimAsync(CancellationToken ct) => await database.WriteAsync<GroupSend>($"""
        update group_sends set leased_by = @node, leased_until = {database.Dialect.NowPlus(LeaseSeconds)}, fence = fence + 1, tries = case when state = 'Wanted' then tries + 1 else tries end
         where id in (select id from group_sends where state in ('Wanted', 'Made', 'Cancelling') and due_at <= @at and (leased_until is null or leased_until < {database.Dialect.Now}) order by due_at limit 1 {database.Dialect.SkipLocked})
           and (leased_until is null or leased_until < {database.Dialect.Now})
        returning id, owner, text, state, msgid, reason, tries, looks, fence, created_at, 0 as reminders
        """, new { node = node.Value, at = clock.GetUtcNow() }, ct) is [var claimed] ? claimed : null;

    /// <summary>The groups of a text.</summary>
    public Task<IReadOnlyList<string>> ChatsAsync(Guid sendId, CancellationToken ct) => database.QueryAsync<string>("select chat_id from group_send_targets where send_id = @sendId order by chat_id", new { sendId }, ct);

    /// <summary>Writes what came of a claimed text, and of its groups; a row whose fence has moved on is left alone, and one that is being taken back stays so.</summary>
    public Task FinishAsync(GroupSend send, GroupSendStep step, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var writes = new Batch();
        foreach (var (chatId, state) in step.Targets)
            writes.Add("update group_send_targets set state = $3, sent_at = coalesce(sent_at, $5) where send_id = $1 and chat_id = $2 and exists (select 1 from group_sends s where s.id = $1 and s.fence = $4)", send.Id, chatId, state, send.Fence, Null.Or(state is GroupTargetState.Sent ? now : (DateTimeOffset?)null));
        // Between claim and end a colleague may have taken it back.
        writes.Add("""
            update group_sends set state = case when state = 'Cancelling' and $8 <> 'Cancelling' and $3 in ('Wanted', 'Made') then state else $3 end, msgid = coalesce($4, msgid), reason = $5, due_at = $6, looks = $7, leased_by = null, leased_until = null
             where id = $1 and fence = $2 and (state = $8 or state = 'Cancelling')
            """, send.Id, send.Fence, step.State, Null.Or(step.MsgId), Null.Or(step.Reason), now + step.After, step.Looks, send.State);
        return database.RunAsync(writes, ct);
    }

    /// <summary>Reminders to be made.</summary>
    public Task<IReadOnlyList<OpenReminder>> RemindersAsync(CancellationToken ct) => database.QueryAsync<OpenReminder>(
        "select r.id, s.msgid from group_send_reminders r join group_sends s on s.id = r.send_id where r.done_at is null and s.msgid is not null order by r.at limit 20", null, ct);

    /// <summary>Marks a reminder as made; true for the one node that makes it.</summary>
    public async Task<bool> ClaimReminderAsync(Guid id, CancellationToken ct) =>
        await database.ExecuteAsync("update group_send_reminders set done_at = @now where id = @id and done_at is null", new { id, now = clock.GetUtcNow() }, ct) == 1;

    /// <summary>Keeps why the vendor would not make a reminder.</summary>
    public Task ReminderRefusedAsync(Guid id, string refused, CancellationToken ct) => database.ExecuteAsync("update group_send_reminders set refused = @refused where id = @id", new { id, refused }, ct);

    private sealed record Used
    {
        public required string ChatId { get; init; }

        public required long Number { get; init; }
    }
}

/// <summary>What became of a text for the groups of one owner.</summary>
internal enum GroupSendState
{
    /// <summary>No task is made for it yet.</summary>
    Wanted,

    /// <summary>The task waits for the owner's tap.</summary>
    Made,

    /// <summary>He has tapped.</summary>
    Sent,

    /// <summary>To be taken back at the vendor.</summary>
    Cancelling,

    /// <summary>Taken back before it was sent.</summary>
    Cancelled,

    /// <summary>The vendor refused it.</summary>
    Failed,
}

/// <summary>What became of it in one group.</summary>
internal enum GroupTargetState
{
    /// <summary>The owner has not tapped.</summary>
    Waiting,

    /// <summary>It stands in the group.</summary>
    Sent,

    /// <summary>The group has had its mass messages.</summary>
    Skipped,

    /// <summary>The vendor could not send it.</summary>
    Failed,
}

/// <summary>A text for the groups of one owner.</summary>
internal sealed record GroupSend
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Userid of the owner.</summary>
    public required string Owner { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>How far it is.</summary>
    public required GroupSendState State { get; init; }

    /// <summary>The vendor's id of the task.</summary>
    public string? Msgid { get; init; }

    /// <summary>Why it is not further.</summary>
    public string? Reason { get; init; }

    /// <summary>Attempts to make the task.</summary>
    public required int Tries { get; init; }

    /// <summary>How often it was looked whether he has tapped.</summary>
    public required int Looks { get; init; }

    /// <summary>Fencing number of the lease.</summary>
    public required int Fence { get; init; }

    /// <summary>When it was wanted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Reminders in the last 24 hours.</summary>
    public required long Reminders { get; init; }

    /// <summary>Its groups.</summary>
    public IReadOnlyList<GroupTarget> Targets { get; init; } = [];
}

/// <summary>One group of a text.</summary>
internal sealed record GroupTarget
{
    /// <summary>The text.</summary>
    public required Guid SendId { get; init; }

    /// <summary>The group.</summary>
    public required string ChatId { get; init; }

    /// <summary>What became of it there.</summary>
    public required GroupTargetState State { get; init; }

    /// <summary>Name of the group.</summary>
    public required string Name { get; init; }
}

/// <summary>What one attempt came to.</summary>
/// <param name="State">How far the text is now.</param>
/// <param name="After">When to look again.</param>
internal sealed record GroupSendStep(GroupSendState State, TimeSpan After)
{
    /// <summary>The vendor's id, when it was learned now.</summary>
    public string? MsgId { get; init; }

    /// <summary>Why it is not further.</summary>
    public string? Reason { get; init; }

    /// <summary>How often it was looked.</summary>
    public int Looks { get; init; }

    /// <summary>What became of it in its groups.</summary>
    public IReadOnlyList<(string ChatId, GroupTargetState State)> Targets { get; init; } = [];
}

/// <summary>A reminder to be made.</summary>
internal sealed record OpenReminder
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The vendor's id of the task.</summary>
    public required string Msgid { get; init; }
}
