using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>Tickets and everything that happened to them.</summary>
internal sealed class TicketStore(KeyRing keys)
{
    private readonly Sealer sealer = keys.For("emergency");

    /// <summary>The newest open ticket of a conversation touched since that instant, or null.</summary>
    public static Task<Ticket?> OpenSinceAsync(Transaction transaction, Guid conversationId, DateTimeOffset since, CancellationToken ct) =>
        transaction.FirstAsync<Ticket>("""
            select id, reference, class, severity, flat, opened_at, updated_at from tickets
             where conversation_id = @conversationId and closed_at is null and updated_at >= @since
             order by opened_at desc limit 1
            """, new { conversationId, since }, ct);

    /// <summary>The newest ticket a person may ask about, with what the desk has done: of this conversation, or of a flat proven theirs.</summary>
    public static Task<TicketStanding?> LastAsync(Transaction transaction, Guid conversationId, Guid? provenHousehold, CancellationToken ct) =>
        transaction.FirstAsync<TicketStanding>("""
            select t.reference, t.class, t.opened_at, t.closed_at,
                   (select min(d.seen_at) from desk_items d where d.reference = t.reference) as seen_at,
                   (select count(*) from desk_items d where d.reference = t.reference and d.done_at is null) as waiting
              from tickets t
             where t.conversation_id = @conversationId or t.household_id = @provenHousehold
             order by t.opened_at desc limit 1
            """, new { conversationId, provenHousehold }, ct);

    /// <summary>The newest danger among the open tickets of a conversation since that instant, beside the one named; its reference or null.</summary>
    public static Task<string?> DangerBesideAsync(Transaction transaction, Guid conversationId, string reference, DateTimeOffset since, CancellationToken ct) =>
        transaction.FirstAsync<string?>("""
            select t.reference from tickets t
             where t.conversation_id = @conversationId and t.reference <> @reference and t.severity = 'danger' and t.closed_at is null and t.opened_at >= @since
               and exists (select 1 from desk_items d where d.reference = t.reference and d.done_at is null)
             order by t.opened_at desc limit 1
            """, new { conversationId, reference, since }, ct);

    /// <summary>A new ticket with its first event; the words are sealed.</summary>
    public void Open(Batch writes, Guid id, string reference, FaultClass fault, Guid? communityId, Guid conversationId, int turn, string? words, DateTimeOffset now)
    {
        writes.Add("""
            insert into tickets (id, reference, community_id, conversation_id, class, severity, state, opened_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, 'open', $7, $7)
            """, id, reference, communityId, conversationId, fault.Code, fault.Severity, now);
        Happened(writes, id, "opened", fault.Code, words, conversationId, turn, now);
    }

    /// <summary>One more event of a ticket; what a person said or a number goes into <paramref name="personal"/>.</summary>
    public void Happened(Batch writes, Guid ticket, string kind, string? value, string? personal, Guid conversationId, int turn, DateTimeOffset now) =>
        Add(writes, ticket, kind, value, personal, null, conversationId, turn, now);

    /// <summary>The number to call back: sealed, and findable by its keyed hash and that of its last four digits.</summary>
    public void Phone(Batch writes, Guid ticket, string number, Guid conversationId, int turn, DateTimeOffset now) =>
        Add(writes, ticket, "phone", null, number, PhoneNumber.TryParse(number), conversationId, turn, now);

    /// <summary>The ticket's class and severity from now on.</summary>
    public static void Classify(Batch writes, Guid ticket, FaultClass fault, DateTimeOffset now) =>
        writes.Add("update tickets set class = $2, severity = $3, updated_at = $4 where id = $1", ticket, fault.Code, fault.Severity, now);

    /// <summary>The flat it happens in; the household when the flat is in the register. What waits at the desk learns the community too.</summary>
    public static void Place(Batch writes, Guid ticket, string flat, Guid? household, Guid? community, DateTimeOffset now)
    {
        writes.Add("update tickets set flat = $2, household_id = $3, community_id = coalesce(community_id, $4), updated_at = $5 where id = $1",
            ticket, flat, household, community, now);
        PlaceAtDesk(writes, ticket);
    }

    /// <summary>The desk items of a ticket stand in its community, so that those who work there see them.</summary>
    public static void PlaceAtDesk(Batch writes, Guid ticket) => writes.Add("""
        update desk_items set community_id = (select t.community_id from tickets t where t.id = $1)
         where community_id is null and reference = (select t.reference from tickets t where t.id = $1)
        """, ticket);

    /// <summary>Where the water comes from.</summary>
    public static void Source(Batch writes, Guid ticket, string source, DateTimeOffset now) =>
        writes.Add("update tickets set source = $2, updated_at = $3 where id = $1", ticket, source, now);

    /// <summary>Whether it still runs.</summary>
    public static void Running(Batch writes, Guid ticket, string running, DateTimeOffset now) =>
        writes.Add("update tickets set running = $2, updated_at = $3 where id = $1", ticket, running, now);

    /// <summary>The instant something was heard of it.</summary>
    public static void Touch(Batch writes, Guid ticket, DateTimeOffset now) =>
        writes.Add("update tickets set updated_at = $2 where id = $1", ticket, now);

    private void Add(Batch writes, Guid ticket, string kind, string? value, string? personal, PhoneNumber? phone, Guid conversationId, int turn, DateTimeOffset now) => writes.Add("""
        insert into ticket_events (id, ticket_id, kind, value, sealed, phone_hash, phone_tail_hash, conversation_id, turn, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """, Guid.CreateVersion7(now), ticket, kind, value, personal is null ? null : sealer.SealText(personal),
        phone is null ? null : keys.HashOf(People.WholeNumber, phone.Digits), phone is null ? null : keys.HashOf(People.LastDigits, phone.LastFour),
        conversationId, turn, now);
}

/// <summary>A ticket as a later turn of its conversation needs it.</summary>
internal sealed record Ticket
{
    /// <summary>Our id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people say: E-0042.</summary>
    public required string Reference { get; init; }

    /// <summary>Code of its <see cref="FaultClass"/>.</summary>
    public required string Class { get; init; }

    /// <summary>danger, urgent or normal.</summary>
    public required string Severity { get; init; }

    /// <summary>The flat it happens in, once that was told.</summary>
    public string? Flat { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When something was last heard of it.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>How a ticket stands, as far as the system truthfully knows.</summary>
internal sealed record TicketStanding
{
    /// <summary>What people say: E-0042.</summary>
    public required string Reference { get; init; }

    /// <summary>Code of its <see cref="FaultClass"/>.</summary>
    public required string Class { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was closed by a person, or null.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When somebody at the desk first looked at it, or null.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Desk items about it that are not done.</summary>
    public required long Waiting { get; init; }

    /// <summary>Code of the room, where it was told and is asked for.</summary>
    public string? Room { get; init; }

    /// <summary>Code of the pipe, likewise.</summary>
    public string? Pipe { get; init; }

    /// <summary>Since when, likewise.</summary>
    public string? Since { get; init; }

    /// <summary>How often the resident called it a false alarm, where it is asked for.</summary>
    public long FalseAlarms { get; init; }

    /// <summary>Closed, or nothing about it waits at the desk.</summary>
    public bool IsDone => ClosedAt is not null || Waiting == 0;
}
