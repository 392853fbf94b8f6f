namespace ResidentAssistant.Scheduling;

/// <summary>Something every node looks for each second: a cheap query for due rows, then the work, one by one.</summary>
internal interface IDuty
{
    /// <summary>Name in logs and metrics.</summary>
    string Name { get; }

    /// <summary>Does what is due at <paramref name="now"/>; must be safe when another node does the same.</summary>
    Task RunAsync(DateTimeOffset now, CancellationToken ct);
}

/// <summary>This node's own one-second tick; no promise depends on anything else.</summary>
internal sealed partial class Tick(IEnumerable<IDuty> duties, TimeProvider clock, ILogger<Tick> log) : BackgroundService
{
    private readonly IDuty[] all = [.. duties];
    private readonly HashSet<string> failing = [];
    private long lastRound;

    /// <summary>When this node began.</summary>
    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    /// <summary>When the last full round ended, or null before the first.</summary>
    public DateTimeOffset? LastRound => Interlocked.Read(ref lastRound) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Duties that failed in the last round.</summary>
    public IReadOnlyList<string> Failing { get; private set; } = [];

    /// <summary>Runs every duty once; a failing duty does not stop the others.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        foreach (var duty in all)
        {
            try
            {
                await duty.RunAsync(clock.GetUtcNow(), ct);
                if (failing.Remove(duty.Name)) Recovered(duty.Name);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // Said once until it works again: a database that is away for a minute is one line, not sixty.
                if (failing.Add(duty.Name)) Failed(e, duty.Name);
            }
        }

        Failing = [.. failing];
        Interlocked.Exchange(ref lastRound, clock.GetUtcNow().UtcTicks);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            do await RunOnceAsync(stoppingToken);
            while (await second.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(LogLevel.Error, "Duty {Duty} failed; it is tried again every second")]
    private partial void Failed(Exception fault, string duty);

    [LoggerMessage(LogLevel.Information, "Duty {Duty} works again")]
    private partial void Recovered(string duty);
}
