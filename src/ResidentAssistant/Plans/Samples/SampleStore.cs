using ResidentAssistant.Conversations;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Plans.Samples;

/// <summary>Times of the sample flat and who comes; no time is ever overbooked.</summary>
internal sealed class SampleStore(Database database, TimeProvider clock)
{
    private const string Slots = "select s.id, s.community_id, s.place, s.begins_at, s.ends_at, s.places, s.taken, s.closed_reason, s.closed_by_name, s.closed_at from sample_slots s";
    private const string Bookings = "select b.id, b.reference, b.slot_id, b.conversation_id, h.label as household, b.people from sample_bookings b left join households h on h.id = b.household_id";

    /// <summary>Times that can still be booked, the next first; at most six.</summary>
    public Task<IReadOnlyList<SampleSlot>> OpenAsync(IReads? open, Guid communityId, DateTimeOffset now, CancellationToken ct) => (open ?? database).QueryAsync<SampleSlot>(
        $"{Slots} where s.community_id = @communityId and s.closed_at is null and s.begins_at > @now and s.taken < s.places order by s.begins_at, s.id limit 6", new { communityId, now }, ct);

    /// <summary>A time by its id.</summary>
    public async Task<SampleSlot> FindAsync(IReads? open, Guid slotId, CancellationToken ct) => (await (open ?? database).FirstAsync<SampleSlot>($"{Slots} where s.id = @slotId", new { slotId }, ct))!;

    /// <summary>All times of a community from yesterday on.</summary>
    public Task<IReadOnlyList<SampleSlot>> AllAsync(Guid communityId, CancellationToken ct) => database.QueryAsync<SampleSlot>(
        $"{Slots} where s.community_id = @communityId and s.ends_at > @since order by s.begins_at, s.id", new { communityId, since = clock.GetUtcNow().AddDays(-1) }, ct);

    /// <summary>Who comes at these times.</summary>
    public async Task<ILookup<Guid, SampleBooking>> BookingsAsync(Guid communityId, CancellationToken ct) => (await database.QueryAsync<SampleBooking>(
        $"{Bookings} join sample_slots s on s.id = b.slot_id where s.community_id = @communityId and s.ends_at > @since and b.cancelled_at is null order by b.made_at", new { communityId, since = clock.GetUtcNow().AddDays(-1) }, ct)).ToLookup(b => b.SlotId);

    /// <summary>What a conversation has booked and that is still to come, or null.</summary>
    public async Task<(SampleBooking Booking, SampleSlot Slot)?> OfAsync(IReads? open, Guid conversationId, DateTimeOffset now, CancellationToken ct)
    {
        var reads = open ?? database;
        if (await reads.FirstAsync<SampleBooking>($"""
            {Bookings} join sample_slots s on s.id = b.slot_id
             where b.conversation_id = @conversationId and b.cancelled_at is null and s.closed_at is null and s.ends_at > @now order by b.made_at desc limit 1
            """, new { conversationId, now }, ct) is not { } booking) return null;
        return (booking, await FindAsync(reads, booking.SlotId, ct));
    }

    /// <summary>Books places within the turn; null when so many are not left.</summary>
    public static async Task<string?> BookAsync(Turn turn, Guid slotId, int people, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        // One statement looks and counts, so two at once never get the same place.
        if (await transaction.ExecuteAsync("update sample_slots set taken = taken + @people where id = @slotId and closed_at is null and begins_at > @Now and taken + @people <= places", new { slotId, people, turn.Now }, ct) != 1) return null;
        var reference = await References.NextAsync(transaction, 'V', ct);
        turn.Writes.Add("insert into sample_bookings (id, reference, slot_id, conversation_id, household_id, people, made_at) values ($1, $2, $3, $4, $5, $6, $7)",
            Guid.CreateVersion7(turn.Now), reference, slotId, turn.Conversation.Id, Null.Or(turn.Conversation.HouseholdId), people, turn.Now);
        return reference;
    }

    /// <summary>Gives the places back within the turn.</summary>
    public static async Task CancelAsync(Turn turn, SampleBooking booking, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        if (await transaction.ExecuteAsync("update sample_bookings set cancelled_at = @Now where id = @Id and cancelled_at is null", new { turn.Now, booking.Id }, ct) == 1)
            await transaction.ExecuteAsync("update sample_slots set taken = taken - @People where id = @SlotId", new { booking.People, booking.SlotId }, ct);
    }

    /// <summary>Offers a time.</summary>
    public Task OfferAsync(SampleSlot slot, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database.RunAsync(new Batch().Add("""
            insert into sample_slots (id, community_id, place, begins_at, ends_at, places, taken, opened_by, opened_by_name, opened_at) values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9)
            """, Guid.CreateVersion7(now), slot.CommunityId, slot.Place, slot.BeginsAt, slot.EndsAt, slot.Places, staff.Id, staff.Name, now), ct);
    }

    /// <summary>Closes a time of that community; who has booked is told. False when it was closed before.</summary>
    public async Task<bool> CloseAsync(Guid communityId, Guid slotId, string reason, CurrentStaff staff, CancellationToken ct) => await database.ExecuteAsync(
        "update sample_slots set closed_reason = @reason, closed_by_name = @Name, closed_at = @now where id = @slotId and community_id = @communityId and closed_at is null",
        new { reason, staff.Name, now = clock.GetUtcNow(), slotId, communityId }, ct) == 1;
}
