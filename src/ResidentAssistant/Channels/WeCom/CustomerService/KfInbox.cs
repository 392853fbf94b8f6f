using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>What was read and waits for its turn: claimed under a lease, in order for each person, urgent first.</summary>
internal sealed class KfInbox(Database database, KeyRing keys, NodeId node, TimeProvider clock)
{
    private const int LeaseSeconds = 30;
    private const int UrgentLeaseSeconds = 3;

    private readonly Sealer sealer = keys.For("kf.message");

    /// <summary>Claims what may run now. A message waits for the earlier ones of its person; an urgent one only for those that go first with it and have not failed.</summary>
    public Task<IReadOnlyList<KfWaiting>> ClaimAsync(int limit, bool earlyOnly, CancellationToken ct)
    {
        var now = database.Dialect.Now;
        return database.WriteAsync<KfWaiting>($"""
            update kf_messages set leased_by = @node, fence = fence + 1,
                   leased_until = case when urgent then {database.Dialect.NowPlus(UrgentLeaseSeconds)} else {database.Dialect.NowPlus(LeaseSeconds)} end
             where (open_kfid, message_id) in (
                   select m.open_kfid, m.message_id from kf_messages m
                    where m.state = 'waiting' and m.due_at <= @at and (m.leased_until is null or m.leased_until < {now}) {(earlyOnly ? "and m.early = @yes" : "")}
                      and not exists (
                          select 1 from kf_messages e
                           where e.open_kfid = m.open_kfid and e.external_userid = m.external_userid and e.sequence < m.sequence and e.state = 'waiting'
                             and (m.urgent <> @yes or (e.early = @yes and e.attempts = 0)))
                    order by m.early desc, m.sequence limit @limit {database.Dialect.SkipLocked})
               and state = 'waiting' and (leased_until is null or leased_until < {now})
            returning open_kfid, message_id, external_userid, urgent, attempts, fetches, fence, body
            """, new { node = node.Value, at = clock.GetUtcNow(), limit, yes = true }, ct);
    }

    /// <summary>The message in the vendor's words.</summary>
    public KfMessage Read(KfWaiting row) => KfMessage.Parse(sealer.OpenText(row.Body));

    /// <summary>The turn has it: its words need not be kept twice.</summary>
    public Task TakenAsync(KfWaiting row, CancellationToken ct) =>
        database.ExecuteAsync("update kf_messages set state = 'taken', body = null, leased_by = null, leased_until = null where open_kfid = @OpenKfid and message_id = @MessageId", row, ct);

    /// <summary>Its turn failed: it is tried again after a while. Of an emergency a colleague hears at the first failure.</summary>
    public async Task FailedAsync(KfWaiting row, TimeSpan pause, CancellationToken ct)
    {
        if (row is { Urgent: true, Attempts: 0 }) await database.RunAsync(Show(new Batch(), row), ct);
        await LaterAsync(row, "attempts = attempts + 1", pause, ct);
    }

    /// <summary>Its file could not be fetched: it is tried again after a while.</summary>
    public Task NotFetchedAsync(KfWaiting row, TimeSpan pause, CancellationToken ct) => LaterAsync(row, "fetches = fetches + 1", pause, ct);

    /// <summary>Its turn has failed too often: it is put aside for a colleague, and the person's other messages go on.</summary>
    public async Task ParkAsync(KfWaiting row, CancellationToken ct)
    {
        var writes = new Batch();
        writes.Add("update kf_messages set state = 'parked', attempts = attempts + 1, leased_by = null, leased_until = null where open_kfid = $1 and message_id = $2 and fence = $3",
            row.OpenKfid, row.MessageId, row.Fence);
        if (!row.Urgent || row.Attempts == 0) Show(writes, row);
        await database.RunAsync(writes, ct);
    }

    /// <summary>On SQLite this process is the installation: what a killed one held is free at once.</summary>
    public Task OpenAsync(CancellationToken ct) => database.Dialect is not Dialect.Sqlite ? Task.CompletedTask
        : database.ExecuteAsync("update kf_messages set leased_by = null, leased_until = null where state = 'waiting' and leased_until is not null", null, ct);

    /// <summary>Something waits and is due.</summary>
    public async Task<bool> AnyAsync(CancellationToken ct) =>
        await database.FirstAsync<int?>("select 1 from kf_messages where state = 'waiting' and due_at <= @at limit 1", new { at = clock.GetUtcNow() }, ct) is not null;

    /// <summary>It is tried again after a while, and nothing is counted.</summary>
    public Task LaterAsync(KfWaiting row, TimeSpan pause, CancellationToken ct) => LaterAsync(row, "attempts = attempts", pause, ct);

    private Batch Show(Batch writes, KfWaiting row) => writes.Add("""
        insert into desk_items (id, kind, urgent, community_id, conversation_id, title, created_at, visible_at)
        select $1, 'parked', $2, (select community_id from conversations where channel = $3 and conversation_key = $4),
               (select id from conversations where channel = $3 and conversation_key = $4), $5, $6, $6
        """, Guid.CreateVersion7(clock.GetUtcNow()), row.Urgent, CustomerServiceChannel.ChannelName, row.Address.Key,
        row.Urgent ? "住户在微信里说了紧急情况，助手没能处理，请马上联系" : "有一条微信消息助手没能处理，请看一看", clock.GetUtcNow());

    private Task<int> LaterAsync(KfWaiting row, string what, TimeSpan pause, CancellationToken ct) => database.ExecuteAsync($"""
        update kf_messages set {what}, due_at = @due, leased_by = null, leased_until = null where open_kfid = @OpenKfid and message_id = @MessageId and fence = @Fence
        """, new { row.OpenKfid, row.MessageId, row.Fence, due = clock.GetUtcNow() + pause }, ct);
}

/// <summary>A waiting message under its lease.</summary>
internal sealed record KfWaiting
{
    /// <summary>Account.</summary>
    public required string OpenKfid { get; init; }

    /// <summary>The vendor's id.</summary>
    public required string MessageId { get; init; }

    /// <summary>Person.</summary>
    public required string ExternalUserid { get; init; }

    /// <summary>By triage.</summary>
    public required bool Urgent { get; init; }

    /// <summary>Turns that failed before.</summary>
    public required int Attempts { get; init; }

    /// <summary>Times its file could not be fetched before.</summary>
    public required int Fetches { get; init; }

    /// <summary>Fencing number.</summary>
    public required int Fence { get; init; }

    /// <summary>Sealed words.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Who on which account.</summary>
    public KfAddress Address => new(OpenKfid, ExternalUserid);
}
