using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Looks at what waits in a conversation behind a message, so that it can go out together.</summary>
internal sealed class KfQueue(Database database, Transcript transcript)
{
    private const int Most = 20;

    /// <summary>The message and what waits behind it and is free, in order. An emergency takes only its own turn with it.</summary>
    public async Task<IReadOnlyList<KfQueued>> BehindAsync(Outbound message, CancellationToken ct)
    {
        var rows = await database.QueryAsync<Row>($"""
            select o.id, o.turn, o.position from outbox o
             where o.conversation_id = @ConversationId and o.state in ('Pending', 'Sending') and o.urgent = @Urgent
               and (o.turn > @Turn or (o.turn = @Turn and o.position > @Position)) {(message.Urgent ? "and o.turn = @Turn" : "")}
               and not exists (select 1 from kf_carried c where c.outbox_id = o.id)
             order by o.turn, o.position limit {Most}
            """, new { message.ConversationId, message.Urgent, message.Turn, message.Entry.Position }, ct);
        return [new KfQueued(message.Id, message.Turn, message.Entry), .. await EntriesAsync(message.ConversationId, rows, ct)];
    }

    /// <summary>What goes out with the message, as was decided before.</summary>
    public async Task<IReadOnlyList<KfQueued>> CarriedAsync(Outbound message, CancellationToken ct)
    {
        var rows = await database.QueryAsync<Row>("select outbox_id as id, turn, position from kf_carried where lead_id = @Id order by turn, position", new { message.Id }, ct);
        return await EntriesAsync(message.ConversationId, rows, ct);
    }

    private async Task<IReadOnlyList<KfQueued>> EntriesAsync(Guid conversation, IReadOnlyList<Row> rows, CancellationToken ct)
    {
        var queued = new List<KfQueued>();
        foreach (var turn in rows.GroupBy(r => r.Turn))
        {
            if (await transcript.TurnAsync(conversation, turn.Key, ct) is not { } record) continue;
            foreach (var row in turn)
                if (record.Entries.FirstOrDefault(e => e.Position == row.Position) is { } entry) queued.Add(new KfQueued(row.Id, row.Turn, entry));
        }

        return queued;
    }

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required int Turn { get; init; }

        public required int Position { get; init; }
    }
}

/// <summary>A waiting message with its words.</summary>
internal sealed record KfQueued(Guid Id, int Turn, Entry Entry);
