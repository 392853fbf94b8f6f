using ResidentAssistant.Conversations;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Messaging;
using ResidentAssistant.Notices;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>Every second: tells each who reported a fault what became of it, once, in the conversation it was reported in.</summary>
internal sealed partial class TellingDuty(Database database, StaffTurns turns, ILogger<TellingDuty> log) : IDuty
{
    private const int AtOnce = 50;

    /// <inheritdoc />
    public string Name => "emergency news";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        // What was done before it began anew holds no more. On the way and on site are asked for, not told: WeCom takes five messages after what a resident last said (wecom.md).
        var news = await database.QueryAsync<News>($"""
            select a.id, a.kind, t.id as ticket_id, t.conversation_id, t.community_id, t.reference, t.class,
                   case when c.channel = 'wecom-kf' and not exists (select 1 from kf_customers k where k.external_userid = c.user_id and k.said_at > @window) then 1 else 0 end as closed
              from ticket_acts a join tickets t on t.id = a.ticket_id or t.main_id = a.ticket_id join conversations c on c.id = t.conversation_id
             where a.kind in ('acknowledged', 'water-off', 'repaired', 'cannot-repair', 'closed') and a.staff_id is not null and a.at > @since and t.drill = @no
               and (a.kind <> 'acknowledged' or not exists (select 1 from ticket_acts b where b.ticket_id = a.ticket_id and b.kind = 'acknowledged' and b.number < a.number
                     and not exists (select 1 from ticket_acts g where g.ticket_id = a.ticket_id and g.number > b.number and g.number < a.number and g.kind in ('graver', 'not-repaired', 'cannot-repair', 'parted'))))
               and not exists (select 1 from ticket_acts n where n.ticket_id = a.ticket_id and n.number > a.number and n.kind in ('graver', 'not-repaired', 'cannot-repair', 'parted'))
               and not exists (select 1 from ticket_told d where d.act_id = a.id and d.conversation_id = t.conversation_id)
             order by a.at, a.number limit {AtOnce}
            """, new { since = now.AddDays(-1), no = false, window = now.AddHours(-NoticeStore.WindowHours) }, ct);
        foreach (var one in news)
        {
            try
            {
                // Where the vendor lets nothing through any more a person rings; the same id at every attempt, so that it is told once, whoever is killed in between.
                if (one.Closed == 0) await turns.TellAsync(one.ConversationId, Text(one.Kind, one.Reference, FaultClass.Find(one.Class)), $"{one.Id:N}{one.ConversationId:N}", ct);
                await using var transaction = await database.BeginAsync(ct);
                var first = await transaction.ExecuteAsync("insert into ticket_told (act_id, conversation_id, told_at) values (@Id, @ConversationId, @now) on conflict do nothing", new { one.Id, one.ConversationId, now }, ct) == 1;
                var writes = new Batch();
                if (first && one.Closed == 1) Desk.Add(writes, "call", urgent: false, one.CommunityId, one.ConversationId, "报修有了进展，对话里告诉不了住户，请打电话", one.Reference, now);
                await transaction.RunAsync(writes, ct);
                await transaction.CommitAsync(ct);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Untold(fault, one.TicketId);
            }
        }
    }

    /// <summary>What those who reported read.</summary>
    internal static string Text(string kind, string reference, FaultClass? fault) => kind switch
    {
        ActKinds.Acknowledged => $"{reference}：有人接手了。几点到还不知道。{(fault?.Severity == "danger" ? "人还是先离水和电远点，水又大了马上告诉我。" : "等急了，问一句“修得怎么样了”，我告诉您到哪一步了。")}",
        ActKinds.WaterOff => $"{reference}：值班的人记着，水关上了。接着修，修好了告诉您。水龙头先拧上，来水的时候不会跑水。",
        ActKinds.Repaired => $"{reference}：修理的人说修好了。您看看还漏不漏。好了，打“修好了”；没好，打“没修好”，我再去叫人。",
        ActKinds.CannotRepair => $"{reference}：该修的那家说修不了。我正在叫街道另外找人，有人接手了告诉您。人先离水和电远点。",
        _ => $"{reference}：值班的人把这张单子结了。要是没修好，打“没修好”，我再去叫人。",
    };

    [LoggerMessage(LogLevel.Error, "Who reported ticket {TicketId} could not be told; it is tried again")]
    private partial void Untold(Exception fault, Guid ticketId);

    private sealed record News
    {
        public required Guid Id { get; init; }

        public required string Kind { get; init; }

        public required Guid TicketId { get; init; }

        public required Guid ConversationId { get; init; }

        public Guid? CommunityId { get; init; }

        public required long Closed { get; init; }

        public required string Reference { get; init; }

        public required string Class { get; init; }
    }
}
