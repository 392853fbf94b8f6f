using System.Collections.Concurrent;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging;

/// <summary>Marks what clients have fetched as <see cref="DeliveryState.Delivered"/>, in batches and off the path of the turn.</summary>
/// <remarks>Best effort: a mark lost in a crash leaves the row <see cref="DeliveryState.Sent"/>, which is true as well.</remarks>
internal sealed partial class Deliveries(Database database, TimeProvider clock, ILogger<Deliveries> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<(string Channel, string Conversation), int> reached = new();

    /// <summary>Notes that a client has everything up to this turn.</summary>
    public void Reached(string channel, string conversationKey, int turn) =>
        reached.AddOrUpdate((channel, conversationKey), turn, (_, before) => Math.Max(before, turn));

    /// <summary>Writes the marks noted so far.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        if (reached.IsEmpty) return;
        var batch = new Batch();
        var now = clock.GetUtcNow();
        foreach (var (key, turn) in reached.ToArray())
        {
            reached.TryRemove(new(key, turn));
            batch.Add("""
                update outbox set state = 'Delivered', finished_at = coalesce(finished_at, $1)
                 where state = 'Sent' and turn <= $2
                   and conversation_id = (select id from conversations where channel = $3 and conversation_key = $4)
                """, now, turn, key.Channel, key.Conversation);
        }

        await database.RunAsync(batch, ct);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await Ticked(timer, stoppingToken))
        {
            try
            {
                await WriteAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Failed(fault);
            }
        }
    }

    private static async ValueTask<bool> Ticked(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Deliveries could not be marked")]
    private partial void Failed(Exception fault);
}
