using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging;

/// <summary>The ledger of outgoing messages: born with their turn, claimed under a lease, finished once.</summary>
internal sealed class Outbox(Database database, NodeId node, TimeProvider clock)
{
    /// <summary>Seconds a node may take to send before another may try; by the database's clock.</summary>
    public const int LeaseSeconds = 30;

    /// <summary>Seconds for an emergency.</summary>
    public const int UrgentLeaseSeconds = 3;

    private readonly string bornLeased = Born(database.Dialect.NowPlus(LeaseSeconds));
    private readonly string bornUrgent = Born(database.Dialect.NowPlus(UrgentLeaseSeconds));

    /// <summary>Adds the row of a reply to its turn's writes: leased to this node, or already <see cref="DeliveryState.Sent"/> where the client fetches.</summary>
    public void Add(Batch writes, Outbound message, string channel, bool fetches, bool urgent, DateTimeOffset now)
    {
        if (fetches)
            writes.Add("""
                insert into outbox (id, conversation_id, turn, position, channel, urgent, state, attempts, due_at, created_at, finished_at, fence)
                values ($1, $2, $3, $4, $5, $6, 'Sent', 0, $7, $7, $7, 1)
                """, message.Id, message.ConversationId, message.Turn, message.Entry.Position, channel, urgent, now);
        else
            writes.Add(urgent ? bornUrgent : bornLeased, message.Id, message.ConversationId, message.Turn, message.Entry.Position, channel, urgent, now, node.Value);
    }

    /// <summary>Claims what is due and unsent, oldest first, at most one per conversation and emergencies before all. What this node itself is sending stays with it.</summary>
    public async Task<IReadOnlyList<Claim>> ClaimAsync(int limit, CancellationToken ct)
    {
        var now = database.Dialect.Now;
        return await database.WriteAsync<Claim>($"""
            update outbox set state = 'Sending', leased_by = @node, fence = fence + 1, attempts = attempts + 1,
                   leased_until = case when urgent then {database.Dialect.NowPlus(UrgentLeaseSeconds)} else {database.Dialect.NowPlus(LeaseSeconds)} end
             where (conversation_id, turn, position) in (
                   select o.conversation_id, o.turn, o.position from outbox o
                    where o.state in ('Pending', 'Sending') and o.due_at <= @at and (o.leased_until is null or (o.leased_until < {now} and o.leased_by <> @node))
                      and not exists (
                          select 1 from outbox e
                           where e.conversation_id = o.conversation_id and e.state in ('Pending', 'Sending')
                             and (o.urgent = e.urgent or e.urgent)
                             and (e.turn < o.turn or (e.turn = o.turn and e.position < o.position)))
                    order by o.urgent desc, o.due_at, o.turn, o.position limit @limit {database.Dialect.SkipLocked})
               and (leased_until is null or (leased_until < {now} and leased_by <> @node))
            returning id, conversation_id, turn, position, channel, urgent, fence, attempts
            """, new { node = node.Value, at = clock.GetUtcNow(), limit }, ct);
    }

    /// <summary>Writes what became of messages, all in one round trip; a row whose fence has moved on is left alone.</summary>
    public async Task FinishAsync(IReadOnlyList<Finished> finished, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var batch = new Batch();
        foreach (var (row, result) in finished)
        {
            if (result is SendResult.TryLater later)
                batch.Add("""
                    update outbox set state = 'Pending', due_at = $5, leased_by = null, leased_until = null, reason = $6
                     where conversation_id = $1 and turn = $2 and position = $3 and fence = $4
                    """, row.ConversationId, row.Turn, row.Position, row.Fence, now + later.After, later.Reason);
            else
            {
                var (state, provider, reason) = Written(result);
                batch.Add("""
                    update outbox set state = $5, finished_at = $6, leased_by = null, leased_until = null, provider_id = $7, reason = $8
                     where conversation_id = $1 and turn = $2 and position = $3 and fence = $4
                    """, row.ConversationId, row.Turn, row.Position, row.Fence, state, now, Null.Or(provider), Null.Or(reason));
                if (MissedBy(result)) Undelivered(batch, row.ConversationId, now);
            }
        }

        await database.RunAsync(batch, ct);
    }

    /// <summary>Writes what the provider tells later of messages it had accepted. The fence moves on, so that a mark still on its way changes nothing.</summary>
    public async Task ReportAsync(IReadOnlyList<Place> places, SendResult result, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var batch = new Batch();
        var (state, _, reason) = Written(result);
        foreach (var place in places)
        {
            batch.Add("""
                update outbox set state = $4, finished_at = $5, leased_by = null, leased_until = null, reason = $6, fence = fence + 1
                 where conversation_id = $1 and turn = $2 and position = $3 and state <> $4
                """, place.ConversationId, place.Turn, place.Position, state, now, Null.Or(reason));
            if (MissedBy(result)) Undelivered(batch, place.ConversationId, now);
        }

        await database.RunAsync(batch, ct);
    }

    /// <summary>Rows leased to this node whose lease has ended; those it does not have in hand were lost on the way, for example when a commit's answer was.</summary>
    public Task<IReadOnlyList<Claim>> OverdueHereAsync(CancellationToken ct) => database.QueryAsync<Claim>($"""
        select id, conversation_id, turn, position, channel, urgent, fence, attempts from outbox
         where state = 'Sending' and leased_by = @node and leased_until < {database.Dialect.Now} limit 200
        """, new { node = node.Value }, ct);

    /// <summary>Gives back what a node of a single-node installation held when it was killed, so that it is sent at once.</summary>
    public Task ReleaseAllAsync(CancellationToken ct) =>
        database.ExecuteAsync("update outbox set leased_until = null, leased_by = null where state = 'Sending'", null, ct);

    /// <summary>Age of the oldest message that is due and unsent, and how many wait.</summary>
    public async Task<Backlog> BacklogAsync(CancellationToken ct)
    {
        var row = (await database.FirstAsync<BacklogRow>("select count(*) as waiting, min(due_at) as oldest from outbox where state in ('Pending', 'Sending')", null, ct))!;
        return new Backlog(row.Waiting, row.Oldest is { } oldest ? clock.GetUtcNow() - oldest : TimeSpan.Zero);
    }

    private static (string State, string? Provider, string? Reason) Written(SendResult result) => result switch
    {
        SendResult.Sent sent => (nameof(DeliveryState.Sent), sent.ProviderId, null),
        SendResult.Unconfirmed unsure => (nameof(DeliveryState.Unconfirmed), null, unsure.Reason),
        SendResult.Stopped stopped => (nameof(DeliveryState.Stopped), null, stopped.Rule),
        SendResult.Failed failed => (nameof(DeliveryState.Failed), null, failed.Reason),
        _ => throw new InvalidOperationException($"Unknown result {result.GetType().Name}"),
    };

    // What will not reach the person by itself is a person's task: one for a conversation, however many messages it was.
    private static bool MissedBy(SendResult result) => result is SendResult.Stopped { Harmless: false } or SendResult.Failed;

    private static void Undelivered(Batch batch, Guid conversationId, DateTimeOffset now) => batch.Add("""
        insert into desk_items (id, kind, urgent, community_id, conversation_id, title, created_at, visible_at)
        select $1, 'undelivered', $2, (select community_id from conversations where id = $3), $3, $4, $5, $5
         where not exists (select 1 from desk_items where kind = 'undelivered' and conversation_id = $3 and done_at is null)
        """, Guid.CreateVersion7(now), false, conversationId, "有话没能送到住户那里，请换个办法告诉他", now);

    private static string Born(string until) => $"""
        insert into outbox (id, conversation_id, turn, position, channel, urgent, state, attempts, due_at, created_at, leased_by, leased_until, fence)
        values ($1, $2, $3, $4, $5, $6, 'Sending', 1, $7, $7, $8, {until}, 1)
        """;

    /// <summary>A claimed row.</summary>
    internal sealed record Claim
    {
        /// <summary>Row id.</summary>
        public required Guid Id { get; init; }

        /// <summary>Conversation.</summary>
        public required Guid ConversationId { get; init; }

        /// <summary>Turn of the entry.</summary>
        public required int Turn { get; init; }

        /// <summary>Entry within the turn.</summary>
        public required int Position { get; init; }

        /// <summary>Channel name.</summary>
        public required string Channel { get; init; }

        /// <summary>Overtakes.</summary>
        public required bool Urgent { get; init; }

        /// <summary>Fencing number of this lease.</summary>
        public required int Fence { get; init; }

        /// <summary>Attempts including this one.</summary>
        public required int Attempts { get; init; }

        /// <summary>The row under this lease.</summary>
        public Lease Lease => new(Id, ConversationId, Turn, Position, Fence);
    }

    /// <summary>A row by its key.</summary>
    internal sealed record Place(Guid ConversationId, int Turn, int Position);

    /// <summary>A row under one lease.</summary>
    internal sealed record Lease(Guid Id, Guid ConversationId, int Turn, int Position, int Fence);

    /// <summary>Outcome of one attempt under one lease.</summary>
    internal sealed record Finished(Lease Row, SendResult Result);

    /// <summary>Unsent messages and the age of the oldest due one.</summary>
    internal sealed record Backlog(long Waiting, TimeSpan Age);

    private sealed record BacklogRow
    {
        public required long Waiting { get; init; }

        public DateTimeOffset? Oldest { get; init; }
    }
}

/// <summary>Name of this process among the nodes, new at every start.</summary>
internal sealed record NodeId(string Value)
{
    /// <summary>A fresh name.</summary>
    public static NodeId New() => new($"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}");
}
