using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>What became of the messages handed to the vendor.</summary>
internal sealed class KfLedger(Database database)
{
    /// <summary>The vendor has taken it.</summary>
    public Task SentAsync(string id, CancellationToken ct) => MarkAsync(id, "sent", ct);

    /// <summary>No answer came: it may have been sent.</summary>
    public Task LostAsync(string id, CancellationToken ct) => MarkAsync(id, "lost", ct);

    /// <summary>It was probably sent, and nothing more can be learned.</summary>
    public Task UnconfirmedAsync(string id, CancellationToken ct) => MarkAsync(id, "unconfirmed", ct);

    /// <summary>Counts refusals for being busy after a lost answer.</summary>
    public async Task<int> BusyAsync(string id, CancellationToken ct) =>
        await database.WriteAsync<int>("update kf_sends set busy = busy + 1, state = 'lost' where id = @id returning busy", new { id }, ct) is [var busy] ? busy : 0;

    /// <summary>Gives back the places of what was surely not sent. Once nothing of it can have been sent, the messages it joined are free again; with <paramref name="final"/> they are free in any case.</summary>
    public Task ReleaseAsync(Guid leadId, bool final, CancellationToken ct) => database.RunAsync(new Batch()
        .Add("delete from kf_sends where lead_id = $1 and state = 'claimed'", leadId)
        .Add("delete from kf_carried where lead_id = $1 and not exists (select 1 from kf_sends where lead_id = $1)", leadId)
        .Add("delete from kf_carried where lead_id = $1 and outbox_id <> $1 and $2", leadId, final), ct);

    /// <summary>The rows of the outbox that went out under this id.</summary>
    public async Task<IReadOnlyList<Outbox.Place>> CarriedByAsync(string id, CancellationToken ct) => [.. (await database.QueryAsync<Carried>("""
        select c.conversation_id, c.turn, c.position from kf_carried c join kf_sends s on s.lead_id = c.lead_id where s.id = @id
        """, new { id }, ct)).Select(c => new Outbox.Place(c.ConversationId, c.Turn, c.Position))];

    /// <summary>What a message shares that was joined to another; it is asked once that one is through.</summary>
    public async Task<SendResult> FateAsync(Guid lead, CancellationToken ct)
    {
        var sends = await database.QueryAsync<Send>("select id, state from kf_sends where lead_id = @lead order by part", new { lead }, ct);
        if (sends.Count > 0 && sends.All(s => s.State == "sent")) return new SendResult.Sent(sends[^1].Id);
        return sends.Any(s => s.State == "unconfirmed") ? new SendResult.Unconfirmed("joined to one whose answer was lost") : new SendResult.TryLater(TimeSpan.FromSeconds(1), "joined to an earlier one");
    }

    private Task<int> MarkAsync(string id, string state, CancellationToken ct) => database.ExecuteAsync("update kf_sends set state = @state where id = @id", new { id, state }, ct);

    private sealed record Carried
    {
        public required Guid ConversationId { get; init; }

        public required int Turn { get; init; }

        public required int Position { get; init; }
    }

    private sealed record Send
    {
        public required string Id { get; init; }

        public required string State { get; init; }
    }
}
