using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>Reports of one fault from one riser: the first ticket leads, the others follow it, and each who reported keeps a number of their own.</summary>
internal sealed class TicketJoining(Database database, TicketStore store)
{
    // What is reported later may be another burst; then it pages again.
    private static readonly TimeSpan Window = TimeSpan.FromHours(2);

    /// <summary>The ticket that a fault in a flat belongs to, or null: open, of the same family, on one of the flat's risers, reported lately.</summary>
    public Task<Main?> MainAsync(Transaction transaction, Guid householdId, Guid except, FaultClass fault, DateTimeOffset now, CancellationToken ct) => fault.Kin.Length == 0 ? Task.FromResult<Main?>(null) : transaction.FirstAsync<Main>($"""
        select t.id, t.reference, t.class, t.community_id from tickets t join conversations c on c.id = t.conversation_id
         where t.closed_at is null and t.main_id is null and t.drill = @no and t.id <> @except and t.opened_at > @since and t.state in ('Reported', 'Acknowledged', 'OnTheWay', 'OnSite', 'CannotRepair')
           and {transaction.Dialect.In("t.class", "kin")}
           and exists (select 1 from riser_households a join riser_households b on b.riser_id = a.riser_id
                        where a.household_id = @householdId and b.household_id = case when t.flat is null then c.household_id else t.household_id end)
         order by t.opened_at, t.id limit 1
        """, new { no = false, except, since = now - Window, kin = fault.Kin, householdId }, ct);

    /// <summary>True when a ticket is on a riser of that flat.</summary>
    public static async Task<bool> SharesRiserAsync(Transaction transaction, Guid id, Guid householdId, CancellationToken ct) => await transaction.FirstAsync<long>("""
        select count(*) from tickets t join conversations c on c.id = t.conversation_id
          join riser_households b on b.household_id = case when t.flat is null then c.household_id else t.household_id end
          join riser_households a on a.riser_id = b.riser_id and a.household_id = @householdId where t.id = @id
        """, new { id, householdId }, ct) > 0;

    /// <summary>Makes a ticket follow another; a graver report makes the other graver, and its page is made anew.</summary>
    public async Task JoinAsync(Transaction transaction, Batch writes, Guid id, string reference, FaultClass fault, Main main, Guid conversationId, DateTimeOffset now, CancellationToken ct)
    {
        writes.Add("update tickets set main_id = $2, due_at = null where id = $1", id, main.Id);
        // Those who followed it go along: one ticket leads, and nobody follows a follower.
        writes.Add("update tickets set main_id = $2 where main_id = $1", id, main.Id);
        store.Act(writes, id, main.CommunityId, reference, new TicketAct { Kind = ActKinds.Duplicate, Value = main.Reference, ConversationId = conversationId, At = now }, TicketState.Duplicate, null);
        store.Act(writes, main.Id, main.CommunityId, main.Reference, new TicketAct { Kind = ActKinds.Joined, Value = reference, ConversationId = conversationId, At = now }, null, null);
        // What was put on the desk before its place was known need not be paged once more.
        writes.Add("update desk_items set urgent = $2, title = $3 where reference = $1 and kind = 'emergency' and done_at is null", reference, false, $"并到 {main.Reference}：{fault.Title}");
        var known = FaultClass.Find(main.Class)!;
        var graver = FaultClass.Graver(known, fault)!;
        var reports = await transaction.FirstAsync<long>("select count(*) from tickets where (main_id = @leading or main_id = @follower) and id <> @follower", new { leading = main.Id, follower = id }, ct) + 2;
        if (graver.Severity != known.Severity && await RaiseAsync(transaction, writes, main.Id, graver, conversationId, now, ct) is not null)
            Desk.Add(writes, "emergency", graver.Pages, main.CommunityId, conversationId, graver.Title, main.Reference, now);
        writes.Add("update desk_items set title = $2 where reference = $1 and kind = 'emergency' and done_at is null", main.Reference, $"{graver.Title}（{reports} 家报）");
    }

    /// <summary>A ticket follows no other any more: it comes to the desk, and the ladder begins.</summary>
    public void Part(Batch writes, Ticket ticket, Guid? conversationId, DateTimeOffset now)
    {
        var fault = FaultClass.Find(ticket.Class)!;
        writes.Add("update tickets set main_id = null where id = $1", ticket.Id);
        store.Act(writes, ticket.Id, ticket.CommunityId, ticket.Reference, new TicketAct { Kind = ActKinds.Parted, ConversationId = conversationId, At = now }, TicketState.Reported, now);
        Desk.Add(writes, "emergency", fault.Pages, ticket.CommunityId, ticket.ConversationId, fault.Title, ticket.Reference, now);
        TicketStore.PlaceAtDesk(writes, ticket.Id);
    }

    /// <summary>The ticket turned out to be in another place: those of its followers that are not on a riser of that place part from it, the first of them leading the others.</summary>
    /// <param name="place">Flat it is in; null: no flat that is known.</param>
    public async Task MovedAsync(Transaction transaction, Batch writes, Guid id, Guid? place, Guid conversationId, DateTimeOffset now, CancellationToken ct)
    {
        var gone = await transaction.QueryAsync<Ticket>($"""
            select {Ticket.Columns} from tickets t join conversations c on c.id = t.conversation_id
             where t.main_id = @id and t.closed_at is null
               and not exists (select 1 from riser_households a join riser_households b on b.riser_id = a.riser_id
                                where a.household_id = @place and b.household_id = case when t.flat is null then c.household_id else t.household_id end)
             order by t.opened_at, t.id
            """, new { id, place = place ?? Guid.Empty }, ct);
        if (gone.Count == 0) return;
        var first = gone[0];
        Part(writes, first, conversationId, now);
        foreach (var other in gone.Skip(1))
        {
            writes.Add("update tickets set main_id = $2 where id = $1", other.Id, first.Id);
            store.Act(writes, other.Id, other.CommunityId, other.Reference, new TicketAct { Kind = ActKinds.Duplicate, Value = first.Reference, ConversationId = conversationId, At = now }, TicketState.Duplicate, null);
        }
    }

    /// <summary>Puts right what two who joined, parted or closed at the same instant have left: what follows a closed ticket parts from it, what follows a follower follows the one that leads, and of a circle the first leads.</summary>
    public async Task StraightenAsync(DateTimeOffset now, CancellationToken ct)
    {
        var crooked = await database.QueryAsync<Guid>("""
            select f.id from tickets f join tickets m on m.id = f.main_id where f.closed_at is null and f.main_id is not null and (m.main_id is not null or m.closed_at is not null) order by f.opened_at, f.id limit 50
            """, null, ct);
        foreach (var id in crooked)
        {
            await using var transaction = await database.BeginAsync(ct);
            if (await TicketStore.OneAsync(transaction, id, ct) is not { MainId: { } main } ticket) continue;
            var (seen, leading) = (new HashSet<Guid> { id }, await TicketStore.OneAsync(transaction, main, ct));
            while (leading is { MainId: { } next } && seen.Add(leading.Id)) leading = await TicketStore.OneAsync(transaction, next, ct);
            var parts = leading is null or { ClosedAt: not null } or { MainId: not null };
            // Whoever comes first moves it; the other node finds it moved.
            if (await transaction.ExecuteAsync("update tickets set main_id = @to where id = @id and main_id = @main", new { id, main, to = parts ? null : (Guid?)leading!.Id }, ct) == 0) continue;
            var writes = new Batch();
            if (parts) Part(writes, ticket, null, now);
            await transaction.RunAsync(writes, ct);
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>A ticket is graver than it was thought; gives back its reference, or null when it is as grave already.</summary>
    public async Task<string?> RaiseAsync(Transaction transaction, Batch writes, Guid id, FaultClass fault, Guid? conversationId, DateTimeOffset now, CancellationToken ct)
    {
        if (await TicketStore.OneAsync(transaction, id, ct) is not { } ticket || FaultClass.Find(ticket.Class) is not { } known || FaultClass.Graver(known, fault) == known) return null;
        TicketStore.Classify(writes, id, fault, now);
        store.Act(writes, id, ticket.CommunityId, ticket.Reference, new TicketAct { Kind = ActKinds.Graver, Value = fault.Code, ConversationId = conversationId, At = now }, TicketState.Reported, now);
        return ticket.Reference;
    }

    /// <summary>The ticket that leads.</summary>
    internal sealed record Main
    {
        /// <summary>Its id.</summary>
        public required Guid Id { get; init; }

        /// <summary>Its reference.</summary>
        public required string Reference { get; init; }

        /// <summary>Its class.</summary>
        public required string Class { get; init; }

        /// <summary>Its community.</summary>
        public Guid? CommunityId { get; init; }
    }
}
