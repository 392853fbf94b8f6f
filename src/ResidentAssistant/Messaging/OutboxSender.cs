using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ResidentAssistant.Messaging;

/// <summary>Sends replies as soon as their turn is committed, in order within a conversation, and marks them in batches.</summary>
internal sealed partial class OutboxSender(Outbox outbox, IEnumerable<IChannel> channels, TimeProvider clock, Telemetry telemetry, ILogger<OutboxSender> log) : BackgroundService
{
    private static readonly SendResult Blocked = new SendResult.TryLater(TimeSpan.Zero, "waits for an earlier message of the conversation");

    private readonly Dictionary<string, IChannel> byName = channels.ToDictionary(c => c.Name);
    private readonly ConcurrentDictionary<(Guid Conversation, bool Urgent), Lane> lanes = new();
    private readonly Channel<Outbox.Finished> finished = Channel.CreateUnbounded<Outbox.Finished>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HeldMessages held = new(clock);
    private readonly CancellationTokenSource stopping = new();
    private int sending;

    /// <summary>True while this node has the message in hand or has just sent it: it is no reason for a later one to wait.</summary>
    public bool Holds(Guid outboxId) => held.Contains(outboxId);

    /// <summary>The channel of that name fetches by itself.</summary>
    public bool Fetches(string channel) => byName.TryGetValue(channel, out var adapter) && adapter.Fetches;

    /// <summary>Takes messages leased to this node, in the order of the conversation; <paramref name="free"/> is false when an earlier one is not in hand here.</summary>
    public void Post(IReadOnlyList<Leased> messages, bool free)
    {
        foreach (var message in messages)
        {
            if (!free && !message.Urgent)
            {
                finished.Writer.TryWrite(new(message.Message, message.Fence, Blocked));
                continue;
            }

            held.Add(message.Message.Id);
            while (true)
            {
                var lane = lanes.GetOrAdd((message.Message.ConversationId, message.Urgent), _ => new Lane());
                lock (lane)
                {
                    if (lane.Closed) continue;
                    lane.Waiting.Enqueue(message);
                    if (!lane.Running)
                    {
                        lane.Running = true;
                        _ = DrainAsync((message.Message.ConversationId, message.Urgent), lane);
                    }

                    break;
                }
            }
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Messages in hand get a few seconds; what is left keeps its lease and is taken up after it.
        for (var i = 0; i < 50 && Volatile.Read(ref sending) > 0 && !cancellationToken.IsCancellationRequested; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        await stopping.CancelAsync();
        finished.Writer.TryComplete();
        if (ExecuteTask is { } marking) await marking.WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None).ContinueWith(_ => { }, TaskScheduler.Default);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        stopping.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Outbox.Finished>(256);
        while (await finished.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < 256 && finished.Reader.TryRead(out var one)) batch.Add(one);
            await MarkAsync(batch);
            // A short pause gathers the marks of a busy moment into one round trip.
            if (batch.Count > 4) await Task.Delay(TimeSpan.FromMilliseconds(15), CancellationToken.None);
            batch.Clear();
        }
    }

    // Nobody else may send what this node holds, so a mark is tried until the database takes it or the node stops.
    private async Task MarkAsync(List<Outbox.Finished> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await outbox.FinishAsync(batch, CancellationToken.None);
                return;
            }
            catch (Exception e)
            {
                if (attempt == 1) MarksLate(e, batch.Count);
                if (stopping.IsCancellationRequested) return;
                await Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None);
            }
        }
    }

    private async Task DrainAsync((Guid Conversation, bool Urgent) key, Lane lane)
    {
        Interlocked.Increment(ref sending);
        try
        {
            // The turn's caller goes on at once; sending is on its own.
            await Task.Yield();
            var blocked = false;
            while (true)
            {
                Leased message;
                lock (lane)
                {
                    if (!lane.Waiting.TryDequeue(out message!))
                    {
                        lane.Running = false;
                        lane.Closed = true;
                        lanes.TryRemove(new(key, lane));
                        return;
                    }
                }

                var result = blocked ? Blocked : await SendOneAsync(message);
                if (result is SendResult.TryLater)
                {
                    blocked = true;
                    held.Remove(message.Message.Id);
                }

                finished.Writer.TryWrite(new(message.Message, message.Fence, result));
            }
        }
        finally
        {
            Interlocked.Decrement(ref sending);
        }
    }

    private async Task<SendResult> SendOneAsync(Leased message)
    {
        if (!byName.TryGetValue(message.Channel, out var channel)) return new SendResult.Stopped($"channel {message.Channel} is not configured");
        if (message.Attempts > 12) return new SendResult.Failed("twelve attempts failed");
        using var span = telemetry.Traces.StartActivity("resident.send")?.AddTag("channel", message.Channel);
        var started = clock.GetTimestamp();
        try
        {
            var result = await channel.SendAsync(message.Message, stopping.Token);
            telemetry.Sent(message.Channel, result.GetType().Name, clock.GetElapsedTime(started));
            return result;
        }
        catch (Exception e)
        {
            SendFault(e, message.Message.Id, message.Channel);
            return new SendResult.TryLater(TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, message.Attempts))), e.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "Sending {OutboxId} over {Channel} failed")]
    private partial void SendFault(Exception fault, Guid outboxId, string channel);

    [LoggerMessage(LogLevel.Error, "{Count} delivery marks could not be written; trying on")]
    private partial void MarksLate(Exception fault, int count);

    /// <summary>A message with the lease under which it is sent.</summary>
    internal sealed record Leased(Outbound Message, string Channel, bool Urgent, int Fence, int Attempts);

    private sealed class Lane
    {
        public Queue<Leased> Waiting { get; } = new();

        public bool Running { get; set; }

        public bool Closed { get; set; }
    }
}
