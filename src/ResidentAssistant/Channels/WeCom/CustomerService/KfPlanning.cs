using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>What may still be sent to a person, as rows: five messages in 48 hours since his last one, or one with a code. Every message takes its place before it goes out.</summary>
/// <remarks>The plan: two messages go as they are, after that what waits is joined; the last place is kept for an emergency or a colleague's own words.</remarks>
internal sealed class KfPlanning(Database database, KfLedger ledger, KfQueue queue, TimeProvider clock)
{
    /// <summary>How long after a person's message we may write.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(48);

    private const int Places = 5;
    private const int Freely = 2;

    /// <summary>Decides how a message goes out, and takes the places; asked again after a fault, it gives the same messages under the same ids.</summary>
    public async Task<KfPlan> PlanAsync(Outbound message, KfAddress to, CancellationToken ct)
    {
        var lead = await database.FirstAsync<Guid?>("select lead_id from kf_carried where outbox_id = @Id", new { message.Id }, ct);
        if (lead is { } other && other != message.Id) return new KfPlan.Settled(await ledger.FateAsync(other, ct));
        var rows = lead is null ? await queue.BehindAsync(message, ct) : await queue.CarriedAsync(message, ct);
        await using var transaction = await database.BeginAsync(ct);
        // Whoever changes the row first plans first: two nodes cannot take the same place.
        var person = await transaction.FirstAsync<Person>("""
            update kf_customers set service_state = service_state where open_kfid = @OpenKfid and external_userid = @ExternalUserid
            returning said_at, opened, welcome_code, welcome_for, welcome_until
            """, to, ct) ?? new Person();
        if (lead is null && await transaction.FirstAsync<long>("select count(*) from kf_carried where outbox_id = @Id", new { message.Id }, ct) > 0) return Later("another node sends it");
        var plan = lead is null ? await BeginAsync(transaction, message, to, person, rows, ct) : await ResumeAsync(transaction, message, to, person, rows, ct);
        await transaction.CommitAsync(ct);
        return plan;
    }

    private async Task<KfPlan> BeginAsync(Transaction transaction, Outbound message, KfAddress to, Person person, IReadOnlyList<KfQueued> rows, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (KfWriting.Compose([message.Entry]) is { Count: 0 }) return new KfPlan.Settled(new SendResult.Failed("it says nothing"));
        var welcome = message.ReplyTo is not null && message.ReplyTo == person.WelcomeFor;
        if (welcome && person.WelcomeCode is { } code && now < person.WelcomeUntil)
        {
            var turn = rows.TakeWhile(r => r.Turn == message.Turn).ToList();
            for (var count = turn.Count; count > 0; count--)
            {
                if (KfWriting.Single([.. turn.Take(count).Select(r => r.Entry)]) is not { } single) continue;
                await transaction.ExecuteAsync("update kf_customers set welcome_code = null where open_kfid = @OpenKfid and external_userid = @ExternalUserid", to, ct);
                return await ClaimAsync(transaction, new Claim(message, to, person.Opened, code), turn.Take(count), [single], ct);
            }
        }

        if (person.SaidAt is not { } said || now - said >= Window)
            return new KfPlan.Settled(welcome ? new SendResult.Stopped("kf-welcome", Harmless: true) : new SendResult.Stopped("kf-48h"));
        var used = await UsedAsync(transaction, message, to, person, ct);
        var claim = new Claim(message, to, person.Opened, null);
        if (used + rows.Sum(r => KfWriting.Compose([r.Entry]).Count) <= Freely) return await ClaimAsync(transaction, claim, rows.Take(1), KfWriting.Compose([message.Entry]), ct);
        // Several messages read at once opened the places once: their answers are gathered before the rest of the places is used.
        if (!GoesFirst(message) && used >= Freely - 1 && await AnswersToComeAsync(transaction, message, to, ct)) return Later("more is to be said");
        for (var count = rows.Count; count > 0; count--)
        {
            var joined = KfWriting.Compose([.. rows.Take(count).Select(r => r.Entry)]);
            if (used + joined.Count <= Room(message)) return await ClaimAsync(transaction, claim, rows.Take(count), joined, ct);
        }

        return new KfPlan.Settled(new SendResult.Stopped("kf-5"));
    }

    private async Task<KfPlan> ResumeAsync(Transaction transaction, Outbound message, KfAddress to, Person person, IReadOnlyList<KfQueued> rows, CancellationToken ct)
    {
        var earlier = await transaction.QueryAsync<Send>("select code, state from kf_sends where lead_id = @Id order by part", new { message.Id }, ct);
        var code = earlier.Count > 0 ? earlier[0].Code : null;
        var entries = rows.Select(r => r.Entry).ToList();
        IReadOnlyList<KfContent> contents = code is null ? KfWriting.Compose(entries) : KfWriting.Single(entries) is { } single ? [single] : [];
        if (contents.Count > earlier.Count && contents.Count > Room(message) - await UsedAsync(transaction, message, to, person, ct))
        {
            await transaction.ExecuteAsync("delete from kf_carried where lead_id = @Id and outbox_id <> @Id", new { message.Id }, ct);
            return new KfPlan.Settled(new SendResult.Stopped("kf-5"));
        }

        // What is tried again counts where it will arrive.
        await transaction.ExecuteAsync("update kf_sends set opened = @opened where lead_id = @Id and state in ('claimed', 'lost')", new { opened = person.Opened, message.Id }, ct);
        var writes = new Batch();
        for (var part = earlier.Count; part < contents.Count; part++) Take(writes, new Claim(message, to, person.Opened, code), part);
        await transaction.RunAsync(writes, ct);
        return new KfPlan.Going([.. contents.Select((c, part) => new KfPart(KfPart.IdOf(message.Id, part), c, part < earlier.Count ? earlier[part].State : "new"))], code);
    }

    private async Task<KfPlan> ClaimAsync(Transaction transaction, Claim claim, IEnumerable<KfQueued> rows, IReadOnlyList<KfContent> contents, CancellationToken ct)
    {
        var writes = new Batch();
        var id = claim.Message.Id;
        foreach (var row in rows)
            writes.Add("insert into kf_carried (outbox_id, lead_id, conversation_id, turn, position) values ($1, $2, $3, $4, $5)", row.Id, id, claim.Message.ConversationId, row.Turn, row.Entry.Position);
        for (var part = 0; part < contents.Count; part++) Take(writes, claim, part);
        await transaction.RunAsync(writes, ct);
        return new KfPlan.Going([.. contents.Select((c, part) => new KfPart(KfPart.IdOf(id, part), c, "new"))], claim.Code);
    }

    private void Take(Batch writes, Claim claim, int part) => writes.Add("""
        insert into kf_sends (id, lead_id, part, open_kfid, external_userid, code, state, opened, claimed_at) values ($1, $2, $3, $4, $5, $6, 'claimed', $7, $8)
        """, KfPart.IdOf(claim.Message.Id, part), claim.Message.Id, part, claim.To.OpenKfid, claim.To.ExternalUserid, Null.Or(claim.Code), claim.Opened, clock.GetUtcNow());

    // Since the person's last message that we have read. The vendor may have counted from a later one; what it refuses then stands with the same rule.
    private static Task<int> UsedAsync(Transaction transaction, Outbound message, KfAddress to, Person person, CancellationToken ct) => transaction.FirstAsync<int>("""
        select cast(count(*) as integer) from kf_sends
         where open_kfid = @OpenKfid and external_userid = @ExternalUserid and code is null and opened = @Opened and lead_id <> @Id
        """, new { to.OpenKfid, to.ExternalUserid, person.Opened, message.Id }, ct);

    private static async Task<bool> AnswersToComeAsync(Transaction transaction, Outbound message, KfAddress to, CancellationToken ct) => await transaction.FirstAsync<int?>("""
        select 1 from kf_messages
         where open_kfid = @OpenKfid and external_userid = @ExternalUserid and state = 'waiting' and attempts = 0 and fetches = 0 and message_id <> @own limit 1
        """, new { to.OpenKfid, to.ExternalUserid, own = message.ReplyTo?[(to.OpenKfid.Length + 1)..] ?? "" }, ct) is not null;

    private static KfPlan.Settled Later(string reason) => new(new SendResult.TryLater(TimeSpan.FromSeconds(1), reason));

    private static bool GoesFirst(Outbound message) => message.Urgent || message.Entry.From == Speaker.Staff;

    private static int Room(Outbound message) => GoesFirst(message) ? Places : Places - 1;

    private sealed record Claim(Outbound Message, KfAddress To, int Opened, string? Code);

    private sealed record Person
    {
        public DateTimeOffset? SaidAt { get; init; }

        public int Opened { get; init; }

        public string? WelcomeCode { get; init; }

        public string? WelcomeFor { get; init; }

        public DateTimeOffset? WelcomeUntil { get; init; }
    }

    private sealed record Send
    {
        public string? Code { get; init; }

        public required string State { get; init; }
    }
}
