using System.Text.Json;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>The ledger of messages to colleagues: written with what causes them, claimed under a lease, finished once.</summary>
internal sealed class StaffLedger(Database database, KeyRing keys, NodeId node, TimeProvider clock)
{
    /// <summary>How long a card can be changed after it was sent or tapped.</summary>
    public static readonly TimeSpan CardsChangeFor = TimeSpan.FromHours(72);

    private readonly Sealer sealer = keys.For("staff-message");

    /// <summary>Adds a page about a matter of the desk; the same target is paged about it once.</summary>
    public Guid Page(Batch writes, string way, string target, StaffWords.Page words, Guid deskItemId, DateTimeOffset now) =>
        Add(writes, way, target, words, urgent: true, deskItemId, null, now);

    /// <summary>Adds a page that an act of a matter causes: the same target is paged once for each act, also when the matter was taken before.</summary>
    public Guid Page(Batch writes, string way, string target, StaffWords.Page words, Guid deskItemId, Guid actId, DateTimeOffset now) =>
        Add(writes, way, target, words, urgent: true, deskItemId, null, now, actId);

    /// <summary>Adds the answer to what a colleague wrote; the same message is answered once.</summary>
    public Guid Reply(Batch writes, string way, string target, StaffWords.Reply words, string answers, DateTimeOffset now) =>
        Add(writes, way, target, words, urgent: true, null, answers, now);

    /// <summary>Adds the change of a card.</summary>
    public Guid Change(Batch writes, string target, StaffWords.Change words, Guid deskItemId, DateTimeOffset now) =>
        Add(writes, StaffWays.App, target, words, urgent: false, deskItemId, null, now);

    /// <summary>Claims what is due for these ways, urgent before the rest, oldest first. What this node itself is sending stays with it; nobody is asked to take what is taken.</summary>
    public async Task<IReadOnlyList<Claim>> ClaimAsync(string[] ways, int limit, CancellationToken ct)
    {
        if (ways.Length == 0) return [];
        var now = database.Dialect.Now;
        var claims = await database.WriteAsync<Claim>($"""
            update staff_messages set state = 'Sending', leased_by = @node, fence = fence + 1, attempts = attempts + 1,
                   leased_until = case when urgent then {database.Dialect.NowPlus(Outbox.UrgentLeaseSeconds)} else {database.Dialect.NowPlus(Outbox.LeaseSeconds)} end
             where id in (
                   select id from staff_messages
                    where state in ('Pending', 'Sending') and due_at <= @at and {database.Dialect.In("way", "ways")}
                      and (leased_until is null or (leased_until < {now} and leased_by <> @node))
                      and not (kind = 'Page' and way = 'app' and act_id is null and exists (
                          select 1 from desk_items d where d.id = desk_item_id and (d.taken_at is not null or d.done_at is not null)))
                    order by urgent desc, created_at, id limit @limit {database.Dialect.SkipLocked})
               and (leased_until is null or (leased_until < {now} and leased_by <> @node))
            returning id, way, target, urgent, body, fence, attempts, created_at
            """, new { node = node.Value, at = clock.GetUtcNow(), ways, limit }, ct);
        return [.. claims.OrderByDescending(c => c.Urgent).ThenBy(c => c.CreatedAt).ThenBy(c => c.Id)];
    }

    /// <summary>The message of a claim, unsealed.</summary>
    public StaffMessage Open(Claim claim) => new(claim.Id, claim.Urgent, claim.Attempts, claim.CreatedAt,
        JsonSerializer.Deserialize(sealer.Open(claim.Body), StaffWordsJson.Default.StaffWords)!);

    /// <summary>Writes what became of one call; a row whose fence has moved on is left alone.</summary>
    /// <param name="claims">The messages that went together, the one that carried the others first.</param>
    public Task FinishAsync(IReadOnlyList<Claim> claims, StaffSent sent, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (state, provider, reason) = sent.Result switch
        {
            SendResult.Sent done => (DeliveryState.Sent, done.ProviderId, (string?)null),
            SendResult.Unconfirmed unsure => (DeliveryState.Unconfirmed, null, unsure.Reason),
            SendResult.Stopped stopped => (DeliveryState.Stopped, null, stopped.Rule),
            SendResult.Failed failed => (DeliveryState.Failed, null, failed.Reason),
            _ => throw new InvalidOperationException($"{sent.Result.GetType().Name} ends nothing"),
        };
        var batch = new Batch();
        foreach (var claim in claims)
        {
            var carrier = claim == claims[0];
            var code = carrier ? sent.ResponseCode : null;
            batch.Add("""
                update staff_messages set state = $3, finished_at = $4, leased_by = null, leased_until = null, provider_id = $5, reason = $6, joined_into = $7,
                       response_code = $8, response_until = $9
                 where id = $1 and fence = $2
                """, claim.Id, claim.Fence, state, now, Null.Or(provider), Null.Or(reason), Null.Or(carrier ? null : claims[0].Id),
                Null.Or(code), Null.Or(code is null ? null : now + CardsChangeFor));
        }

        return database.RunAsync(batch, ct);
    }

    /// <summary>Puts messages back until a time; what only waits for its turn has not been tried.</summary>
    public Task PostponeAsync(IReadOnlyList<Claim> claims, DateTimeOffset until, string reason, bool tried, CancellationToken ct)
    {
        var batch = new Batch();
        foreach (var claim in claims)
            batch.Add("""
                update staff_messages set state = 'Pending', due_at = $3, leased_by = null, leased_until = null, reason = $4, attempts = attempts - $5
                 where id = $1 and fence = $2
                """, claim.Id, claim.Fence, until, reason, tried ? 0 : 1);
        return database.RunAsync(batch, ct);
    }

    /// <summary>Ends what nobody could send for too long, for example because its way is no longer configured.</summary>
    public Task<int> GiveUpAsync(TimeSpan after, CancellationToken ct) => database.ExecuteAsync("""
        update staff_messages set state = 'Failed', reason = coalesce(reason, 'no-way'), finished_at = @now where state = 'Pending' and created_at < @before
        """, new { now = clock.GetUtcNow(), before = clock.GetUtcNow() - after }, ct);

    /// <summary>Rows leased to this node whose lease has ended.</summary>
    public Task<IReadOnlyList<Claim>> OverdueHereAsync(CancellationToken ct) => database.QueryAsync<Claim>($"""
        select id, way, target, urgent, body, fence, attempts, created_at from staff_messages
         where state = 'Sending' and leased_by = @node and leased_until < {database.Dialect.Now} limit 200
        """, new { node = node.Value }, ct);

    private Guid Add(Batch writes, string way, string target, StaffWords words, bool urgent, Guid? deskItemId, string? answers, DateTimeOffset now, Guid? actId = null)
    {
        var id = Guid.CreateVersion7(now);
        writes.Add("""
            insert into staff_messages (id, way, target, kind, urgent, body, state, due_at, created_at, desk_item_id, answers, act_id)
            values ($1, $2, $3, $4, $5, $6, 'Pending', $7, $7, $8, $9, $10) on conflict do nothing
            """, id, way, target, words.GetType().Name, urgent, sealer.Seal(JsonSerializer.SerializeToUtf8Bytes(words, StaffWordsJson.Default.StaffWords)), now,
            Null.Or(deskItemId), Null.Or(answers), Null.Or(actId));
        return id;
    }

    /// <summary>A claimed row.</summary>
    internal sealed record Claim
    {
        /// <summary>Row id.</summary>
        public required Guid Id { get; init; }

        /// <summary>Name of the way.</summary>
        public required string Way { get; init; }

        /// <summary>Target.</summary>
        public required string Target { get; init; }

        /// <summary>Goes first.</summary>
        public required bool Urgent { get; init; }

        /// <summary>Sealed words.</summary>
        public required byte[] Body { get; init; }

        /// <summary>Fencing number of this lease.</summary>
        public required int Fence { get; init; }

        /// <summary>Attempts including this one.</summary>
        public required int Attempts { get; init; }

        /// <summary>When it was written.</summary>
        public required DateTimeOffset CreatedAt { get; init; }
    }
}
