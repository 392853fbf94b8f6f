using System.Collections.Concurrent;
using System.Data.Common;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Runs the turns of what was read: several persons at once, each in order, with room kept for what is urgent.</summary>
internal sealed partial class KfTurns(KfInbox inbox, KfHearing hearing, ILogger<KfTurns> log) : BackgroundService
{
    private const int Ordinary = 8;
    private const int Urgent = 4;
    private const int Tries = 3;

    private readonly Waking waking = new();
    private readonly ConcurrentDictionary<(string Account, string Message), Task> inHand = new();
    private int ordinary;
    private int urgent;

    /// <summary>Looks at once for what waits.</summary>
    public void Wake() => waking.Ring();

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await inbox.OpenAsync(cancellationToken);
        waking.Ring();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await waking.WaitAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    NotLooked(fault);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await Task.WhenAll(inHand.Values);
    }

    // Urgent ones have places of their own, and take ordinary ones too.
    private async Task LookAsync(CancellationToken ct)
    {
        if (!await inbox.AnyAsync(ct)) return;
        if (Urgent - Volatile.Read(ref urgent) is > 0 and var kept)
            foreach (var row in await inbox.ClaimAsync(kept, earlyOnly: true, ct)) Start(row, isUrgent: true, ct);
        if (Ordinary - Volatile.Read(ref ordinary) is > 0 and var room)
            foreach (var row in await inbox.ClaimAsync(room, earlyOnly: false, ct)) Start(row, isUrgent: false, ct);
    }

    private void Start(KfWaiting row, bool isUrgent, CancellationToken ct)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Its lease has ended while it is still in hand here: it is left to the one who has it.
        if (!inHand.TryAdd((row.OpenKfid, row.MessageId), RunAsync(start.Task, row, isUrgent, ct))) return;
        _ = isUrgent ? Interlocked.Increment(ref urgent) : Interlocked.Increment(ref ordinary);
        start.SetResult();
    }

    private async Task RunAsync(Task started, KfWaiting row, bool isUrgent, CancellationToken ct)
    {
        await started;
        try
        {
            await TakeAsync(row, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // What became of it could not be written: its lease ends, and it is taken up again.
            NotWritten(fault, row.MessageId);
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            _ = isUrgent ? Interlocked.Decrement(ref urgent) : Interlocked.Decrement(ref ordinary);
            inHand.TryRemove((row.OpenKfid, row.MessageId), out _);
            waking.Ring();
        }
    }

    private async Task TakeAsync(KfWaiting row, CancellationToken ct)
    {
        bool done;
        try
        {
            done = await hearing.TakeAsync(row, inbox.Read(row), ct);
        }
        catch (DbException fault) when (fault.IsTransient)
        {
            // Not the message's fault: it is not counted.
            Failed(fault, row.MessageId);
            await inbox.LaterAsync(row, TimeSpan.FromSeconds(1), ct);
            return;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Failed(fault, row.MessageId);
            if (fault is RefusedException || row.Attempts + 1 >= Tries) await inbox.ParkAsync(row, ct);
            else await inbox.FailedAsync(row, TimeSpan.FromSeconds(Math.Pow(4, row.Attempts)), ct);
            return;
        }

        if (done) await inbox.TakenAsync(row, ct);
        else await inbox.NotFetchedAsync(row, KfFiles.Pauses[row.Fetches], ct);
    }

    [LoggerMessage(LogLevel.Error, "What waits for its turn could not be looked for")]
    private partial void NotLooked(Exception fault);

    [LoggerMessage(LogLevel.Error, "The turn of message {MessageId} failed")]
    private partial void Failed(Exception fault, string messageId);

    [LoggerMessage(LogLevel.Error, "What became of message {MessageId} could not be written")]
    private partial void NotWritten(Exception fault, string messageId);
}
