using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging;

/// <summary>Every second: takes up messages whose time has come or whose sender was lost.</summary>
internal sealed partial class OutboxDuty(Outbox outbox, OutboxSender sender, Transcript transcript, Database database, ILogger<OutboxDuty> log) : IDuty
{
    /// <inheritdoc />
    public string Name => "outbox";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        for (var round = 0; round < 20; round++)
        {
            var claims = await outbox.ClaimAsync(200, ct);
            foreach (var claim in claims) await SendAsync(claim, ct);
            if (claims.Count < 200) break;
        }

        foreach (var overdue in await outbox.OverdueHereAsync(ct))
        {
            if (!sender.HasInHand(overdue.Id)) sender.Return(overdue.Lease, new SendResult.TryLater(TimeSpan.Zero, "was lost on the way"));
        }
    }

    // One row that cannot be read must not keep the others, already leased to this node, from being sent.
    private async Task SendAsync(Outbox.Claim claim, CancellationToken ct)
    {
        try
        {
            if (await MessageAsync(claim, ct) is { } message) sender.Post([new(message, claim.Channel, claim.Urgent, claim.Fence, claim.Attempts)], free: true);
            else sender.Return(claim.Lease, new SendResult.Failed("its words are not in the transcript"));
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Unreadable(fault, claim.Id);
            sender.Return(claim.Lease, new SendResult.TryLater(TimeSpan.FromSeconds(30), fault.GetType().Name));
        }
    }

    private async Task<Outbound?> MessageAsync(Outbox.Claim claim, CancellationToken ct)
    {
        var turn = await transcript.TurnAsync(claim.ConversationId, claim.Turn, ct);
        var where = await database.FirstAsync<Where>("select conversation_key, user_id, address from conversations where id = @id", new { id = claim.ConversationId }, ct);
        if (turn is null || where is null || turn.Entries.FirstOrDefault(e => e.Position == claim.Position) is not { } entry) return null;
        return new Outbound
        {
            Id = claim.Id, ConversationId = claim.ConversationId, ConversationKey = where.ConversationKey, UserId = where.UserId, Address = where.Address,
            Urgent = claim.Urgent, Turn = claim.Turn, ReplyTo = turn.Entries[0].MessageId, Entry = entry,
        };
    }

    [LoggerMessage(LogLevel.Error, "Message {OutboxId} cannot be read; it is tried again")]
    private partial void Unreadable(Exception fault, Guid outboxId);

    private sealed record Where
    {
        public required string ConversationKey { get; init; }

        public required string UserId { get; init; }

        public string? Address { get; init; }
    }
}
