using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>What may still be sent to a person, as rows: five messages in 48 hours since his last one, or one with a code. Every message takes its place before it goes out.</summary>
/// <remarks>The plan: two messages go as they are, after that what waits is joined; the last place is kept for an emergency or a colleague's own words.</remarks>
internal sealed class KfLedger(Database database, KfQueue queue, TimeProvider clock)
{
    /// <summary>How long after a person's message we may write.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(48);

    private const int Places = 5;
    private const int Freely = 2;

    /// <summary>Decides how a message goes out, and takes the places; asked again after a fault, it gives the same messages under the same ids.</summary>
    public async Task<KfPlan> PlanAsync(Outbound message, KfAddress to, CancellationToken ct)
    {
        var lead = await database.FirstAsync<Guid?>("select lead_id from kf_carried where outbox_id = @Id", new { message.Id }, ct);
        if (lead is { } other && other != message.Id) return new KfPlan.Settled(await FateAsync(other, ct));
        var rows = lead is null ? await queue.BehindAsync(message, ct) : await queue.CarriedAsync(message, ct);
        await using var transaction = await database.BeginAsync(ct);
        // Whoever changes the row first plans first: two nodes cannot take the same place.
        var person = await transaction.FirstAsync<Person>("""
            update kf_customers set service_state = service_state where open_kfid = @OpenKfid and external_userid = @ExternalUserid
            returning said_at, opened, welcome_code, welcome_for, welcome_until
            """, to, ct) ?? new Person();
        if (lead is null && await transaction.FirstAsync<long>("select count(*) from kf_carried where outbox_id = @Id", new { message.Id }, ct) > 0)
            return new KfPlan.Settled(new SendResult.TryLater(TimeSpan.FromSeconds(1), "another node sends it"));
        var plan = lead is null ? await BeginAsync(transaction, message, to, person, rows, ct) : await ResumeAsync(transaction, message, to, person, rows, ct);
        await transaction.CommitAsync(ct);
        return plan;
    }

    /// <summary>The vendor has taken it.</summary>
    public Task SentAsync(string id, CancellationToken ct) => MarkAsync(id, "sent", ct);

    /// <summary>No answer came: it may have been sent.</summary>
    public Task LostAsync(string id, CancellationToken ct) => MarkAsync(id, "lost", ct);

    /// <summary>It was probably sent, and nothing more can be learned.</summary>
    public Task UnconfirmedAsync(string id, CancellationToken ct) => MarkAsync(id, "unconfirmed", ct);

    /// <summary>Counts refusals for being busy after a lost answer.</summary>
    public async Task<int> BusyAsync(string id, CancellationToken ct) =>
        (await database.WriteAsync<int>("update kf_sends set busy = busy + 1, state = 'lost' where id = @id returning busy", new { id }, ct)) is [var busy, ..] ? busy : 0;

    /// <summary>Gives back the places of what was surely not sent. Once nothing of it can have been sent, the messages it joined are free again; with <paramref name="final"/> they are free in any case.</summary>
    public Task ReleaseAsync(Guid leadId, bool final, CancellationToken ct) => database.RunAsync(new Batch()
        .Add("delete from kf_sends where lead_id = $1 and state = 'claimed'", leadId)
        .Add("delete from kf_carried where lead_id = $1 and not exists (select 1 from kf_sends where lead_id = $1)", leadId)
        .Add("delete from kf_carried where lead_id = $1 and outbox_id <> $1 and $2", leadId, final), ct);

    /// <summary>The rows of the outbox that went out under this id.</summary>
    public async Task<IReadOnlyList<Outbox.Place>> CarriedByAsync(string id, CancellationToken ct) => [.. (await database.QueryAsync<CarriedRow>("""
        select c.conversation_id, c.turn, c.position from kf_carried c join kf_sends s on s.lead_id = c.lead_id where s.id = @id
        """, new { id }, ct)).Select(c => new Outbox.Place(c.ConversationId, c.Turn, c.Position))];

    private Task<int> MarkAsync(string id, string state, CancellationToken ct) => database.ExecuteAsync("update kf_sends set state = @state where id = @id", new { id, state }, ct);

    private async Task<KfPlan> BeginAsync(Transaction transaction, Outbound message, KfAddress to, Person person, IReadOnlyList<KfQueued> rows, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var welcome = message.ReplyTo is not null && message.ReplyTo == person.WelcomeFor;
        if (welcome && person.WelcomeCode is { } code && now < person.WelcomeUntil)
        {
            var turn = rows.TakeWhile(r => r.Turn == message.Turn).ToList();
            for (var count = turn.Count; count > 0; count--)
            {
                if (KfWriting.Single([.. turn.Take(count).Select(r => r.Entry)]) is not { } single) continue;
                await transaction.ExecuteAsync("update kf_customers set welcome_code = null where open_kfid = @OpenKfid and external_userid = @ExternalUserid", to, ct);
                return await ClaimAsync(transaction, message, to, person, turn.Take(count), [single], code, ct);
            }
        }

        if (person.SaidAt is not { } said || now - said >= Window)
            return new KfPlan.Settled(welcome ? new SendResult.Stopped("kf-welcome", Harmless: true) : new SendResult.Stopped("kf-48h"));
        var used = await UsedAsync(transaction, to, person, message.Id, ct);
        var room = Room(message) - used;
        var separate = KfWriting.Compose([message.Entry]);
        if (separate.Count == 0) return new KfPlan.Settled(new SendResult.Failed("it says nothing"));
        if (used + rows.Sum(r => KfWriting.Compose([r.Entry]).Count) <= Freely) return await ClaimAsync(transaction, message, to, person, rows.Take(1), separate, null, ct);
        // Several messages read at once opened the places once: their answers are gathered before the rest of the places is used.
        if (!GoesFirst(message) && used >= Freely - 1 && await AnswersToComeAsync(transaction, message, to, ct)) return new KfPlan.Settled(new SendResult.TryLater(TimeSpan.FromSeconds(1), "more is to be said"));
        for (var count = rows.Count; count > 0; count--)
        {
            var joined = KfWriting.Compose([.. rows.Take(count).Select(r => r.Entry)]);
            if (joined.Count <= room) return await ClaimAsync(transaction, message, to, person, rows.Take(count), joined, null, ct);
        }

        return new KfPlan.Settled(new SendResult.Stopped("kf-5"));
    }

    private async Task<KfPlan> ResumeAsync(Transaction transaction, Outbound message, KfAddress to, Person person, IReadOnlyList<KfQueued> rows, CancellationToken ct)
    {
        var earlier = await transaction.QueryAsync<Send>("select id, part, code, state from kf_sends where lead_id = @Id order by part", new { message.Id }, ct);
        var code = earlier.Count > 0 ? earlier[0].Code : null;
        var entries = rows.Select(r => r.Entry).ToList();
        IReadOnlyList<KfContent> contents = code is null ? KfWriting.Compose(entries) : KfWriting.Single(entries) is { } single ? [single] : [];
        if (code is null && contents.Count > earlier.Count && contents.Count > Room(message) - await UsedAsync(transaction, to, person, message.Id, ct))
            return new KfPlan.Settled(new SendResult.Stopped("kf-5"));
        // What is tried again counts where it will arrive.
        await transaction.ExecuteAsync("update kf_sends set opened = @opened where lead_id = @Id and state in ('claimed', 'lost')", new { opened = person.Opened, message.Id }, ct);
        var parts = new List<KfPart>();
        for (var part = 0; part < contents.Count; part++)
        {
            if (part >= earlier.Count) await InsertAsync(transaction, message, to, person, part, code, ct);
            parts.Add(new KfPart(IdOf(message.Id, part), contents[part], part < earlier.Count ? earlier[part].State : "new"));
        }

        return new KfPlan.Going(parts, code);
    }

    private async Task<KfPlan> ClaimAsync(Transaction transaction, Outbound message, KfAddress to, Person person, IEnumerable<KfQueued> rows, IReadOnlyList<KfContent> contents, string? code, CancellationToken ct)
    {
        var writes = new Batch();
        foreach (var row in rows)
            writes.Add("insert into kf_carried (outbox_id, lead_id, conversation_id, turn, position) values ($1, $2, $3, $4, $5)", row.Id, message.Id, message.ConversationId, row.Turn, row.Entry.Position);
        await transaction.RunAsync(writes, ct);
        for (var part = 0; part < contents.Count; part++) await InsertAsync(transaction, message, to, person, part, code, ct);
        return new KfPlan.Going([.. contents.Select((c, part) => new KfPart(IdOf(message.Id, part), c, "new"))], code);
    }

    private Task<int> InsertAsync(Transaction transaction, Outbound message, KfAddress to, Person person, int part, string? code, CancellationToken ct) => transaction.ExecuteAsync("""
        insert into kf_sends (id, lead_id, part, open_kfid, external_userid, code, state, opened, claimed_at)
        values (@id, @leadId, @part, @OpenKfid, @ExternalUserid, @code, 'claimed', @Opened, @now)
        """, new { id = IdOf(message.Id, part), leadId = message.Id, part, to.OpenKfid, to.ExternalUserid, code, person.Opened, now = clock.GetUtcNow() }, ct);

    // Since the person's last message that we have read. The vendor may have counted from a later one; what it refuses then stands with the same rule.
    private static Task<int> UsedAsync(Transaction transaction, KfAddress to, Person person, Guid own, CancellationToken ct) => transaction.FirstAsync<int>("""
        select cast(count(*) as integer) from kf_sends
         where open_kfid = @OpenKfid and external_userid = @ExternalUserid and code is null and opened = @Opened and lead_id <> @own
        """, new { to.OpenKfid, to.ExternalUserid, person.Opened, own }, ct);

    private static async Task<bool> AnswersToComeAsync(Transaction transaction, Outbound message, KfAddress to, CancellationToken ct) => await transaction.FirstAsync<int?>("""
        select 1 from kf_messages
         where open_kfid = @OpenKfid and external_userid = @ExternalUserid and state = 'waiting' and attempts = 0 and fetches = 0 and message_id <> @own limit 1
        """, new { to.OpenKfid, to.ExternalUserid, own = message.ReplyTo?[(to.OpenKfid.Length + 1)..] ?? "" }, ct) is not null;

    private static bool GoesFirst(Outbound message) => message.Urgent || message.Entry.From == Speaker.Staff;

    private static int Room(Outbound message) => GoesFirst(message) ? Places : Places - 1;

    // What was joined to another message shares what became of it; it is asked only after that one is through.
    private async Task<SendResult> FateAsync(Guid lead, CancellationToken ct)
    {
        var sends = await database.QueryAsync<Send>("select id, part, code, state from kf_sends where lead_id = @lead order by part", new { lead }, ct);
        if (sends.Count > 0 && sends.All(s => s.State == "sent")) return new SendResult.Sent(sends[^1].Id);
        return sends.Any(s => s.State == "unconfirmed") ? new SendResult.Unconfirmed("joined to one whose answer was lost") : new SendResult.TryLater(TimeSpan.FromSeconds(1), "joined to an earlier one");
    }

    // The first letter of an id of ours is 0 for centuries to come; from the second part on another letter stands there.
    private static string IdOf(Guid message, int part) => part == 0 ? message.ToString("N") : string.Concat(((char)('g' + part - 1)).ToString(), message.ToString("N").AsSpan(1));

    private sealed record Person
    {
        public DateTimeOffset? SaidAt { get; init; }

        public int Opened { get; init; }

        public string? WelcomeCode { get; init; }

        public string? WelcomeFor { get; init; }

        public DateTimeOffset? WelcomeUntil { get; init; }
    }

    private sealed record CarriedRow
    {
        public required Guid ConversationId { get; init; }

        public required int Turn { get; init; }

        public required int Position { get; init; }
    }

    private sealed record Send
    {
        public required string Id { get; init; }

        public required int Part { get; init; }

        public string? Code { get; init; }

        public required string State { get; init; }
    }
}

/// <summary>How a message goes out.</summary>
internal abstract record KfPlan
{
    /// <summary>These go, one after the other.</summary>
    public sealed record Going(IReadOnlyList<KfPart> Parts, string? Code) : KfPlan;

    /// <summary>It is decided without a call.</summary>
    public sealed record Settled(SendResult Result) : KfPlan;
}

/// <summary>One message for the vendor.</summary>
/// <param name="Id">The same at every attempt.</param>
/// <param name="Content">What it says.</param>
/// <param name="State">new, or what an earlier attempt came to: claimed and lost may have been sent.</param>
internal sealed record KfPart(string Id, KfContent Content, string State)
{
    /// <summary>It went out before.</summary>
    public bool IsSent => State is "sent" or "unconfirmed";

    /// <summary>An earlier attempt may have had its effect.</summary>
    public bool MayBeSent => State is "claimed" or "lost";
}
