using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>Tickets and everything that happened to them.</summary>
internal sealed class TicketStore(KeyRing keys, EvidenceLog evidence)
{
    private readonly Sealer sealer = keys.For("emergency");

    /// <summary>The newest open ticket of a conversation touched since that instant, or null.</summary>
    public static Task<Ticket?> OpenSinceAsync(Transaction transaction, Guid conversationId, DateTimeOffset since, CancellationToken ct) =>
        transaction.FirstAsync<Ticket>($"""
            select {Ticket.Columns} from tickets t
             where t.conversation_id = @conversationId and t.closed_at is null and t.updated_at >= @since
             order by t.opened_at desc limit 1
            """, new { conversationId, since }, ct);

    /// <summary>A ticket, or null.</summary>
    public static Task<Ticket?> OneAsync(Transaction transaction, Guid id, CancellationToken ct) =>
        transaction.FirstAsync<Ticket>($"select {Ticket.Columns} from tickets t where t.id = @id", new { id }, ct);

    /// <summary>The newest ticket a person may ask about, with what the desk has done: of this conversation, or of a flat proven theirs.</summary>
    public static Task<TicketStanding?> LastAsync(Transaction transaction, Guid conversationId, Guid? provenHousehold, CancellationToken ct) =>
        transaction.FirstAsync<TicketStanding>("""
            select t.id, t.reference, t.class, t.opened_at, coalesce(m.closed_at, t.closed_at) as closed_at, coalesce(m.state, t.state) as state, t.main_id,
                   (select min(d.seen_at) from desk_items d where d.reference = coalesce(m.reference, t.reference)) as seen_at,
                   (select max(a.at) from ticket_acts a where a.ticket_id = coalesce(m.id, t.id) and a.kind in ('acknowledged', 'on-the-way', 'on-site', 'water-off', 'repaired', 'cannot-repair')) as acted_at
              from tickets t left join tickets m on m.id = t.main_id
             where t.drill = @no and (t.conversation_id = @conversationId or t.household_id = @provenHousehold)
             order by t.opened_at desc limit 1
            """, new { conversationId, provenHousehold, no = false }, ct);

    /// <summary>The newest danger among the open tickets of a conversation since that instant, beside the one named; its reference or null.</summary>
    public static Task<string?> DangerBesideAsync(Transaction transaction, Guid conversationId, string reference, DateTimeOffset since, CancellationToken ct) =>
        transaction.FirstAsync<string?>("""
            select t.reference from tickets t
             where t.conversation_id = @conversationId and t.reference <> @reference and t.severity = 'danger' and t.closed_at is null and t.opened_at >= @since
             order by t.opened_at desc limit 1
            """, new { conversationId, reference, since }, ct);

    /// <summary>A new ticket with its first event and act; the words are sealed. It is due at the ladder at once.</summary>
    public void Open(Batch writes, Guid id, string reference, FaultClass fault, Household? home, Guid? communityId, Guid conversationId, int turn, string? words, DateTimeOffset now)
    {
        writes.Add("""
            insert into tickets (id, reference, community_id, building_id, entrance_id, conversation_id, class, severity, state, opened_at, updated_at, number, due_at, looked_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, 'Reported', $9, $9, 0, $9, $9)
            """, id, reference, communityId, Null.Or(home?.BuildingId), Null.Or(home?.EntranceId), conversationId, fault.Code, fault.Severity, now);
        Happened(writes, id, "opened", fault.Code, words, conversationId, turn, now);
        Act(writes, id, communityId, reference, new TicketAct { Kind = ActKinds.Reported, Value = fault.Code, ConversationId = conversationId, At = now }, TicketState.Reported, now);
    }

    /// <summary>Adds an act after whatever was the newest, for writers that need not have seen it: what a resident says always counts.</summary>
    /// <param name="state">How the ticket stands from then on; null: as before.</param>
    /// <param name="dueAt">When the ladder looks at it next; null: as before.</param>
    public void Act(Batch writes, Guid ticket, Guid? communityId, string reference, TicketAct act, TicketState? state, DateTimeOffset? dueAt)
    {
        writes.Add("""
            update tickets set number = number + 1, state = coalesce($2, state), due_at = coalesce($3, due_at), looked_at = coalesce($3, looked_at), updated_at = $4,
                   closed_at = case when coalesce($2, state) in ('Confirmed', 'Closed') then $4 when coalesce($2, state) = 'Reported' then null else closed_at end
             where id = $1
            """, ticket, Null.Or(state?.ToString()), Null.Or(dueAt), act.At);
        var id = Guid.CreateVersion7(act.At);
        writes.Add("""
            insert into ticket_acts (id, ticket_id, number, kind, value, words, conversation_id, at)
            select $1, t.id, t.number, $3, $4, $5, $6, $7 from tickets t where t.id = $2
            """, id, ticket, act.Kind, Null.Or(act.Value), Null.Or(act.Words.Length == 0 ? null : sealer.SealText(act.Words)), Null.Or(act.ConversationId), act.At);
        evidence.Add(writes, Record(id, ticket, communityId, null, reference, act));
        if (act.Kind is ActKinds.Confirmed or ActKinds.Closed or ActKinds.NotRepaired or ActKinds.Graver) FollowersToo(writes, ticket);
    }

    // What follows a ticket is open as long as it is: a new burst in a flat that followed a closed one is a new report.
    private static void FollowersToo(Batch writes, Guid ticket) =>
        writes.Add("update tickets set closed_at = (select m.closed_at from tickets m where m.id = $1) where main_id = $1", ticket);

    /// <summary>Adds acts that were decided on what was seen; false when the ticket has moved on since, and then nothing may be written.</summary>
    public async Task<bool> ActsAsync(Transaction transaction, TicketFile seen, IReadOnlyList<TicketAct> acts, TicketState state, DateTimeOffset? dueAt, DateTimeOffset now, CancellationToken ct)
    {
        var moved = await transaction.ExecuteAsync("""
            update tickets set number = @number, state = @state, due_at = @dueAt, looked_at = @now, claimed_until = null, updated_at = case when @acted > 0 then @now else updated_at end,
                   closed_at = case when @over > 0 then coalesce(closed_at, @now) else null end
             where id = @Id and number = @was
            """, new { seen.Id, number = seen.Number + acts.Count, was = seen.Number, state = state.ToString(), dueAt, now, acted = acts.Count(a => a.StaffId is not null), over = state is TicketState.Closed or TicketState.Confirmed ? 1 : 0 }, ct) == 1;
        if (!moved) return false;
        var writes = new Batch();
        for (var i = 0; i < acts.Count; i++)
        {
            var act = acts[i];
            writes.Add("""
                insert into ticket_acts (id, ticket_id, number, kind, value, step, words, staff_id, staff_name, conversation_id, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """, act.Id, seen.Id, seen.Number + i + 1, act.Kind, Null.Or(act.Value), Null.Or(act.Step), Null.Or(act.Words.Length == 0 ? null : sealer.SealText(act.Words)),
                Null.Or(act.StaffId), Null.Or(act.StaffName), Null.Or(act.ConversationId), act.At);
            evidence.Add(writes, Record(act.Id, seen.Id, seen.CommunityId, seen.HouseholdId, seen.Reference, act));
        }

        if (acts.Any(a => a.Kind is ActKinds.Confirmed or ActKinds.Closed or ActKinds.NotRepaired)) FollowersToo(writes, seen.Id);
        await transaction.RunAsync(writes, ct);
        return true;
    }

    /// <summary>The words of an act, unsealed.</summary>
    public string WordsOf(byte[]? words) => words is null ? "" : sealer.OpenWords(words);

    private static EvidenceRecord Record(Guid id, Guid ticket, Guid? communityId, Guid? householdId, string reference, TicketAct act)
    {
        var personal = new Dictionary<string, string>();
        if (act.Words.Length > 0) personal["words"] = act.Words;
        if (act.StaffName is { } name) personal["staff-name"] = name;
        return new EvidenceRecord
        {
            Id = id, CommunityId = communityId ?? Guid.Empty, Kind = $"ticket.{act.Kind}", HouseholdId = householdId, At = act.At,
            Fields = new Dictionary<string, object?>
            {
                ["conversation"] = act.ConversationId, ["reference"] = reference, ["staff"] = act.StaffId, ["step"] = act.Step is { } step ? (long)step : null, ["ticket"] = ticket, ["value"] = act.Value,
            },
            Personal = personal,
        };
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

    /// <summary>The place that could not be told as a flat: shown to staff, and on nobody's riser.</summary>
    public const string SomewhereElse = "说不准哪一户";

    /// <summary>The flat it happens in; the household when the flat is in the register, else where the person lives is its place no longer. What waits at the desk learns the community too.</summary>
    public static void Place(Batch writes, Guid ticket, string flat, Household? household, Guid? community, DateTimeOffset now)
    {
        writes.Add("update tickets set flat = $2, household_id = $3, building_id = $6, entrance_id = $7, community_id = coalesce($4, community_id), updated_at = $5 where id = $1",
            ticket, flat, Null.Or(household?.Id), Null.Or(community), now, Null.Or(household?.BuildingId), Null.Or(household?.EntranceId));
        PlaceAtDesk(writes, ticket);
    }

    /// <summary>The desk items of a ticket stand in its community, so that those who work there see them.</summary>
    public static void PlaceAtDesk(Batch writes, Guid ticket) => writes.Add("""
        update desk_items set community_id = t.community_id, paged_for = null from tickets t
         where t.id = $1 and desk_items.reference = t.reference and desk_items.done_at is null and t.community_id is not null and desk_items.community_id is distinct from t.community_id
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
    /// <summary>What is read of a ticket named <c>t</c>.</summary>
    public const string Columns = "t.id, t.reference, t.class, t.severity, t.flat, t.opened_at, t.updated_at, t.closed_at, t.community_id, t.conversation_id, t.main_id, t.state";

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

    /// <summary>When it was closed, by itself or with the one it follows.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Community, once it is known.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Conversation it was reported in.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>The ticket it follows.</summary>
    public Guid? MainId { get; init; }

    /// <summary>How far it is.</summary>
    public required TicketState State { get; init; }
}

/// <summary>How a ticket stands, as far as the system truthfully knows.</summary>
internal sealed record TicketStanding
{
    /// <summary>Our id.</summary>
    public required Guid Id { get; init; }

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

    /// <summary>How far it is.</summary>
    public required TicketState State { get; init; }

    /// <summary>When colleagues last did something about it.</summary>
    public DateTimeOffset? ActedAt { get; init; }

    /// <summary>The ticket it follows.</summary>
    public Guid? MainId { get; init; }

    /// <summary>Code of the room, where it was told and is asked for.</summary>
    public string? Room { get; init; }

    /// <summary>Code of the pipe, likewise.</summary>
    public string? Pipe { get; init; }

    /// <summary>Since when, likewise.</summary>
    public string? Since { get; init; }

    /// <summary>How often the resident called it a false alarm, where it is asked for.</summary>
    public long FalseAlarms { get; init; }

    /// <summary>Closed by a person.</summary>
    public bool IsDone => ClosedAt is not null;
}
