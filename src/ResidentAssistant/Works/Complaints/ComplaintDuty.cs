using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Complaints;

/// <summary>Says an answer to the resident in the conversation the complaint was made in, once; each night puts what is past its day on the desk.</summary>
internal sealed class ComplaintDuty(ComplaintStore complaints, StaffTurns turns, Database database) : IDuty, INightly
{
    /// <inheritdoc cref="IDuty.Name" />
    public string Name => "complaints";

    /// <inheritdoc />
    async Task IDuty.RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        var waiting = await database.QueryAsync<Waiting>("""
            select s.id, s.complaint_id from complaint_steps s
             where s.kind = 'answered' and not exists (select 1 from complaint_told t where t.step_id = s.id) order by s.at, s.number limit 50
            """, null, ct);
        foreach (var one in waiting)
        {
            var complaint = await complaints.OneAsync(one.ComplaintId, ct);
            var step = complaint.Steps.First(s => s.Id == one.Id);
            var writes = new Batch();
            // The step's id is the message's identity in the conversation: two nodes tell it once.
            if (await turns.ReplyAsync(complaint.ConversationId, step.StaffName!, Text(complaint, step), step.Id.ToString("N"), ct) is null)
                Desk.Add(writes, "question", urgent: false, complaint.CommunityId, null, "投诉有了答复，对话里告诉不了住户，请打电话", complaint.Reference, now);
            await database.RunAsync(writes.Add("insert into complaint_told (step_id, told_at) values ($1, $2) on conflict (step_id) do nothing", step.Id, now), ct);
        }
    }

    /// <inheritdoc />
    async Task INightly.RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        var today = SiteClock.Day(now);
        var late = await database.QueryAsync<Waiting>("""
            select x.id, x.complaint_id from (
                select c.id, c.id as complaint_id from complaints c where c.due_on < @today
                union all select s.id, s.complaint_id from complaint_steps s where s.due_on < @today) x
             where not exists (select 1 from complaint_told t where t.step_id = x.id)
            """, new { today }, ct);
        foreach (var one in late)
        {
            var complaint = await complaints.OneAsync(one.ComplaintId, ct);
            var writes = new Batch();
            if (complaint.IsLate(today)) Desk.Add(writes, "question", urgent: false, complaint.CommunityId, complaint.ConversationId, "投诉过了答复的日子，请今天答复", complaint.Reference, now);
            await database.RunAsync(writes.Add("insert into complaint_told (step_id, told_at) values ($1, $2) on conflict (step_id) do nothing", one.Id, now), ct);
        }
    }

    /// <summary>What the resident reads.</summary>
    public static string Text(Complaint complaint, ComplaintStep step) => $"您投诉的事（{complaint.Reference}），答复您：\n{step.Words}\n这样行了，就打“解决了”。没办好，打“没解决”，我请他们接着办。";

    private sealed record Waiting
    {
        public required Guid Id { get; init; }

        public required Guid ComplaintId { get; init; }
    }
}
