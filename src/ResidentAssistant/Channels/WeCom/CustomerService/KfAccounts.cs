using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>How far each account has been read, and which node reads it; what was read is stored together with that.</summary>
internal sealed class KfAccounts(Database database, KeyRing keys, NodeId node, HearUrgency urgency, TimeProvider clock)
{
    private const int LeaseSeconds = 30;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WelcomeLife = TimeSpan.FromSeconds(20);

    private readonly Sealer sealer = keys.For("kf.message");

    /// <summary>Has the accounts read at once after a start, and makes their rows the first time. On SQLite this process is the installation: what a killed one held is free at once.</summary>
    public Task OpenAsync(IEnumerable<string> names, CancellationToken ct)
    {
        var writes = new Batch();
        foreach (var account in names) writes.Add("insert into kf_accounts (open_kfid, due_at) values ($1, $2) on conflict (open_kfid) do update set due_at = excluded.due_at", account, clock.GetUtcNow());
        if (database.Dialect is Dialect.Sqlite) writes.Add("update kf_accounts set leased_by = null, leased_until = null where leased_until is not null");
        return database.RunAsync(writes, ct);
    }

    /// <summary>Notes that an account has news. A fresh token ends a pause, because the vendor answers it freely.</summary>
    public Task WantAsync(string account, string? token, CancellationToken ct) => database.ExecuteAsync("""
        insert into kf_accounts (open_kfid, due_at, wanted, token, token_at) values (@account, @now, 1, @token, @now)
        on conflict (open_kfid) do update set wanted = kf_accounts.wanted + 1, token = excluded.token, token_at = excluded.token_at, paused_until = null
        """, new { account, token, now = clock.GetUtcNow() }, ct);

    /// <summary>Accounts that somebody should read now.</summary>
    public Task<IReadOnlyList<string>> DueAsync(CancellationToken ct) => database.QueryAsync<string>($"""
        select open_kfid from kf_accounts
         where (wanted > served or due_at <= @now) and (paused_until is null or paused_until <= @now) and (leased_until is null or leased_until < {database.Dialect.Now})
        """, new { now = clock.GetUtcNow() }, ct);

    /// <summary>Takes an account to read it, or gives null when another node has it.</summary>
    public async Task<KfReadingLease?> LeaseAsync(string account, CancellationToken ct) => await database.WriteAsync<KfReadingLease>($"""
        update kf_accounts set leased_by = @node, leased_until = {database.Dialect.NowPlus(LeaseSeconds)}, fence = fence + 1
         where open_kfid = @account and (leased_until is null or leased_until < {database.Dialect.Now})
        returning open_kfid, next_cursor, sequence, wanted, fence, faults,
                  case when token_at > @since then token end as token
        """, new { account, node = node.Value, since = clock.GetUtcNow() - TokenLife }, ct) is [var lease] ? lease : null;

    /// <summary>Stores a page with the place where the next begins, all or nothing; null when the account has passed to another node.</summary>
    public async Task<KfReadingLease?> StoreAsync(KfReadingLease lease, KfPage page, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var kept = page.Messages.Where(m => Concerns(m, lease.OpenKfid)).Select(m => (Message: m, Urgent: IsUrgent(m))).ToList();
        var writes = new Batch();
        foreach (var person in kept.Select(m => m.Message).Where(m => m.Origin == KfOrigin.Customer).GroupBy(m => m.ExternalUserid)) Opens(writes, lease.OpenKfid, person.Last());
        for (var i = 0; i < kept.Count; i++) Add(writes, lease.OpenKfid, kept[i].Message, kept[i].Urgent, lease.Sequence + i + 1, now);
        // What stands before an urgent message of the same person goes first with it, so that his words keep their order.
        foreach (var person in kept.Where(m => m.Urgent).Select(m => m.Message.ExternalUserid).Distinct())
            writes.Add("update kf_messages set early = $3 where open_kfid = $1 and external_userid = $2 and state = 'waiting' and early <> $3 and slow <> $3", lease.OpenKfid, person, true);
        foreach (var (message, _) in kept) if (message.Body is KfEntered { WelcomeCode: { } code } && !code.Any(char.IsControl)) Welcomes(writes, lease.OpenKfid, message, code);

        await using var transaction = await database.BeginAsync(ct);
        var wanted = (await transaction.QueryAsync<long>($"""
            update kf_accounts set next_cursor = @cursor, sequence = @sequence, leased_until = {database.Dialect.NowPlus(LeaseSeconds)} where open_kfid = @account and fence = @fence
            returning wanted
            """, new { cursor = page.NextCursor ?? lease.NextCursor, sequence = lease.Sequence + kept.Count, account = lease.OpenKfid, fence = lease.Fence }, ct));
        if (wanted.Count == 0) return null;
        if (writes.Statements.Count > 0) await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return lease with { NextCursor = page.NextCursor ?? lease.NextCursor, Sequence = lease.Sequence + kept.Count, Wanted = wanted[0] };
    }

    /// <summary>Gives the account back, read up to everything notified before <paramref name="served"/> was asked.</summary>
    public Task DoneAsync(KfReadingLease lease, long served, CancellationToken ct) => database.ExecuteAsync("""
        update kf_accounts set leased_by = null, leased_until = null, served = case when served < @served then @served else served end, due_at = @due, faults = 0, paused_until = null
         where open_kfid = @account and fence = @fence
        """, new { account = lease.OpenKfid, fence = lease.Fence, served, due = clock.GetUtcNow() + Period }, ct);

    /// <summary>Gives the account back after a fault; it is tried again after a while that grows with every fault.</summary>
    public Task FailedAsync(KfReadingLease lease, TimeSpan wished, bool forgetToken, bool forgetCursor, CancellationToken ct)
    {
        // The vendor is spared by the client itself where it demands more than a minute; here a long pause would outlast its cause.
        var doubling = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(lease.Faults, 5)));
        var pause = forgetToken || forgetCursor ? TimeSpan.Zero : wished > doubling ? wished : doubling;
        if (pause > LongestPause) pause = LongestPause;
        return database.ExecuteAsync($"""
            update kf_accounts set leased_by = null, leased_until = null, faults = faults + 1, paused_until = @until
                   {(forgetToken ? ", token = null" : "")} {(forgetCursor ? ", next_cursor = null" : "")}
             where open_kfid = @account and fence = @fence
            """, new { account = lease.OpenKfid, fence = lease.Fence, until = clock.GetUtcNow() + pause }, ct);
    }

    /// <summary>Triage of the words, as far as they can be read without fetching anything.</summary>
    private bool IsUrgent(KfMessage message) => message is { Origin: KfOrigin.Customer, Body: KfText { Content: var words } } && urgency(words);

    // A message without a name or a person has no place in any conversation: it is left out, so that it cannot stop the account.
    private static bool Concerns(KfMessage m, string account) =>
        (m.OpenKfid.Length == 0 || m.OpenKfid == account) && IsName(m.MessageId) && IsName(m.ExternalUserid)
        && !(m.Body is KfServicerChanged || (m.Body is KfUnknown && m.Origin is not KfOrigin.Customer));

    private static bool IsName(string name) => name.Length is > 0 and <= 200 && !name.Any(c => char.IsControl(c) || c == '/');

    private void Add(Batch writes, string account, KfMessage m, bool urgent, long sequence, DateTimeOffset now) => writes.Add("""
        insert into kf_messages (open_kfid, message_id, external_userid, sequence, urgent, early, slow, state, due_at, body, sent_at, received_at)
        values ($1, $2, $3, $4, $5, $5, $6, 'waiting', $7, $8, $9, $7) on conflict do nothing
        """, account, m.MessageId, m.ExternalUserid, sequence, urgent, m.Body is KfMedia, now, sealer.SealText(m.Json), m.SentAt);

    // Before the messages themselves, so that one read a second time opens nothing.
    private static void Opens(Batch writes, string account, KfMessage last) => writes.Add("""
        insert into kf_customers (open_kfid, external_userid, said_at, opened)
        select $1, $2, $3, 1 where not exists (select 1 from kf_messages where open_kfid = $1 and message_id = $4)
        on conflict (open_kfid, external_userid) do update set opened = kf_customers.opened + 1,
               said_at = case when kf_customers.said_at is null or kf_customers.said_at < excluded.said_at then excluded.said_at else kf_customers.said_at end
        """, account, last.ExternalUserid, last.SentAt, last.MessageId);

    private static void Welcomes(Batch writes, string account, KfMessage m, string code) => writes.Add("""
        insert into kf_customers (open_kfid, external_userid, welcome_code, welcome_for, welcome_until) values ($1, $2, $3, $4, $5)
        on conflict (open_kfid, external_userid) do update set welcome_code = excluded.welcome_code, welcome_for = excluded.welcome_for, welcome_until = excluded.welcome_until
         where kf_customers.welcome_until is null or kf_customers.welcome_until < excluded.welcome_until
        """, account, m.ExternalUserid, code, KfInbound.IdOf(account, m.MessageId), m.SentAt + WelcomeLife);
}

/// <summary>An account while this node reads it.</summary>
internal sealed record KfReadingLease
{
    /// <summary>Account.</summary>
    public required string OpenKfid { get; init; }

    /// <summary>Where the next page begins; null: with the oldest the vendor still has.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Number of the last message stored.</summary>
    public required long Sequence { get; init; }

    /// <summary>Notifications so far.</summary>
    public required long Wanted { get; init; }

    /// <summary>Fencing number.</summary>
    public required int Fence { get; init; }

    /// <summary>Readings that failed in a row before this one.</summary>
    public int Faults { get; init; }

    /// <summary>Token of the last notification, while it is good.</summary>
    public string? Token { get; init; }
}
