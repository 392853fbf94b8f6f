using ResidentAssistant.Conversations;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>The tickets of a conversation as colleagues read them.</summary>
internal sealed class TicketsForStaff(Database database)
{
    /// <summary>Tickets in scope, newest first; at most twenty.</summary>
    public async Task<IReadOnlyList<Matter>> OfAsync(Guid conversationId, StaffScope scope, CancellationToken ct)
    {
        var tickets = await database.QueryAsync<TicketStanding>($"""
            select t.id, t.reference, t.class, t.opened_at, t.closed_at, t.state,
                   (select min(d.seen_at) from desk_items d where d.reference = t.reference) as seen_at,
                   (select max(e.value) from ticket_events e where e.ticket_id = t.id and e.kind = 'room') as room,
                   (select max(e.value) from ticket_events e where e.ticket_id = t.id and e.kind = 'pipe') as pipe,
                   (select min(e.value) from ticket_events e where e.ticket_id = t.id and e.kind = 'since') as since,
                   (select count(*) from ticket_events e where e.ticket_id = t.id and e.kind = 'false-alarm') as false_alarms
              from tickets t
             where t.conversation_id = @conversationId and {scope.Condition(database.Dialect, "t.community_id")}
             order by t.opened_at desc, t.id desc limit 20
            """, new { conversationId, communities = scope.Communities }, ct);
        return [.. tickets.Select(t => new Matter(t.Reference, $"报修：{FaultClass.Find(t.Class)?.Title ?? "其他"}{Details.Text(t.Room, t.Pipe, t.Since)}{(t.FalseAlarms > 0 ? "，住户说是误报" : "")}", StateOf(t), t.OpenedAt))];
    }

    private static string StateOf(TicketStanding ticket) =>
        ticket.State is TicketState.Reported && ticket.SeenAt is not null ? "有人看过，还没有人接手" : ticket.State.Name();
}
