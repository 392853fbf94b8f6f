using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Plans.Samples;

/// <summary>Tells who has booked a time that was closed, once.</summary>
internal sealed class SampleDuty(StaffTurns turns, Database database) : IDuty
{
    /// <inheritdoc />
    public string Name => "samples";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = await database.QueryAsync<Waiting>("""
            select b.id, b.reference, b.conversation_id, s.community_id, s.begins_at, s.closed_reason, s.closed_by_name from sample_slots s join sample_bookings b on b.slot_id = s.id
             where s.closed_at is not null and b.cancelled_at is null and b.told_at is null order by b.made_at limit 50
            """, null, ct);
        foreach (var one in waiting)
        {
            var writes = new Batch();
            var text = $"您约的样板间（{one.Reference}，{SiteClock.DayAndTime(one.BeginsAt)}）看不成了：{one.ClosedReason}。对不住。想另约时间，打“约样板间”。";
            if (await turns.ReplyAsync(one.ConversationId, one.ClosedByName, text, one.Id.ToString("N"), ct) is null)
                Desk.Add(writes, "question", urgent: false, one.CommunityId, null, "样板间取消了，对话里告诉不了约过的人", one.Reference, now);
            await database.RunAsync(writes.Add("update sample_bookings set told_at = $2 where id = $1", one.Id, now), ct);
        }
    }

    private sealed record Waiting
    {
        public required Guid Id { get; init; }

        public required string Reference { get; init; }

        public required Guid ConversationId { get; init; }

        public required Guid CommunityId { get; init; }

        public required DateTimeOffset BeginsAt { get; init; }

        public required string ClosedReason { get; init; }

        public required string ClosedByName { get; init; }
    }
}
