using System.Collections.Concurrent;
using System.Data.Common;
using System.Threading.Channels;

namespace ResidentAssistant.Messaging;

/// <summary>Sends replies as soon as their turn is committed, in order within a conversation, and marks them in batches.</summary>
internal sealed partial class OutboxSender(Outbox outbox, IEnumerable<IChannel> channels, TimeProvider clock, Telemetry telemetry, ILogger<OutboxSender> log) : BackgroundService
{
    private static readonly SendResult Blocked = new SendResult.TryLater(TimeSpan.Zero, "waits for an earlier message of the conversation");

    private readonly Dictionary<string, IChannel> byName = channels.ToDictionary(c => c.Name);
    private readonly ConcurrentDictionary<(Guid Conversation, bool Urgent), Lane> lanes = new();
    private readonly Channel<Outbox.Finished> finished = Channel.CreateUnbounded<Outbox.Finished>(new UnboundedChannelOptions { SingleReader = true });
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);

    private readonly HeldMessages held = new(clock);
    private readonly ConcurrentDictionary<Guid, byte> inHand = new();
    private readonly CancellationTokenSource stopping = new();
    private int sending;

    /// <summary>True while this node has the message in hand or has just sent it: it is no reason for a later one to wait.</summary>
    public bool Holds(Guid outboxId) => held.Contains(outboxId);

    /// <summary>True until the message's mark is written.</summary>
    public bool HasInHand(Guid outboxId) => inHand.ContainsKey(outboxId);

    /// <summary>Puts a leased row back, or ends it, without sending.</summary>
    public void Return(Outbox.Lease row, SendResult result) => finished.Writer.TryWrite(new(row, result));

    /// <summary>The channel of that name fetches by itself.</summary>
    public bool Fetches(string channel) => byName.TryGetValue(channel, out var adapter) && adapter.Fetches;

    /// <summary>Takes messages leased to this node, in the order of the conversation; <paramref name="free"/> is false when an earlier one is not in hand here.</summary>
    public void Post(IReadOnlyList<Leased> messages, bool free)
    {
        foreach (var message in messages)
        {
            inHand[message.Message.Id] = 0;
            if (!free && !message.Urgent)
            {
                Return(message.Row, Blocked);
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
            foreach (var one in batch) inHand.TryRemove(one.Row.Id, out _);
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
                if (e is DbException { IsTransient: false } && batch.Count > 1)
                {
                    // One mark the database will never take must not hold the others.
                    foreach (var one in batch) await MarkAsync([one]);
                    return;
                }

                if (e is DbException { IsTransient: false } && attempt > 3) return;
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

                Return(message.Row, result);
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
        if (message.Attempts > 1 && clock.GetUtcNow() - message.Message.Entry.At > GivenUpAfter) return new SendResult.Failed("not accepted within a day");
        using var span = telemetry.Traces.StartActivity("resident.send")?.AddTag("channel", message.Channel);
        var started = clock.GetTimestamp();
        SendResult result;
        try
        {
            result = await channel.SendAsync(message.Message, stopping.Token);
        }
        catch (Exception e)
        {
            SendFault(e, message.Message.Id, message.Channel);
            result = new SendResult.TryLater(TimeSpan.Zero, e.GetType().Name);
        }

        telemetry.Sent(message.Channel, result.GetType().Name, clock.GetElapsedTime(started));
        return result is SendResult.TryLater later ? later with { After = Pause(later.After, message.Attempts) } : result;
    }

    // The provider's own wish, or 1, 2, 4 … seconds: a short hiccup costs little, a long outage is not hammered.
    private static TimeSpan Pause(TimeSpan wished, int attempts)
    {
        var doubling = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempts - 1, 10)));
        var pause = wished > doubling ? wished : doubling;
        return pause < LongestPause ? pause : LongestPause;
    }

    [LoggerMessage(LogLevel.Error, "Sending {OutboxId} over {Channel} failed")]
    private partial void SendFault(Exception fault, Guid outboxId, string channel);

    [LoggerMessage(LogLevel.Error, "{Count} delivery marks could not be written; trying on")]
    private partial void MarksLate(Exception fault, int count);

    /// <summary>A message with the lease under which it is sent.</summary>
    internal sealed record Leased(Outbound Message, string Channel, bool Urgent, int Fence, int Attempts)
    {
        /// <summary>Its row under this lease.</summary>
        public Outbox.Lease Row => new(Message.Id, Message.ConversationId, Message.Turn, Message.Entry.Position, Fence);
    }

    private sealed class Lane
    {
        public Queue<Leased> Waiting { get; } = new();

        public bool Running { get; set; }

        public bool Closed { get; set; }
    }
}
