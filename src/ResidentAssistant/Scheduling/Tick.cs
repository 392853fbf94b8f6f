namespace ResidentAssistant.Scheduling;

/// <summary>Something every node looks for each second: a cheap query for due rows, then the work, one by one.</summary>
internal interface IDuty
{
    /// <summary>Name in logs and metrics.</summary>
    string Name { get; }

    /// <summary>It runs in a round of its own kind, so that nothing else that takes long delays it.</summary>
    bool Urgent => false;

    /// <summary>Does what is due at <paramref name="now"/>; must be safe when another node does the same.</summary>
    Task RunAsync(DateTimeOffset now, CancellationToken ct);
}

/// <summary>This node's own one-second tick; no promise depends on anything else.</summary>
internal sealed partial class Tick(IEnumerable<IDuty> duties, TimeProvider clock, ILogger<Tick> log) : BackgroundService
{
    private readonly Round[] rounds = [.. duties.GroupBy(d => d.Urgent).OrderByDescending(g => g.Key).Select(g => new Round([.. g]))];

    /// <summary>When this node began.</summary>
    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    /// <summary>When the last full round began that has ended, or null before the first; of the kind that is further behind.</summary>
    public DateTimeOffset? LastRound => rounds.Length > 0 && rounds.All(r => r.LastBegun is not null) ? rounds.Min(r => r.LastBegun) : null;

    /// <summary>Names of the duties that failed in the last round, by the alphabet.</summary>
    public IReadOnlyList<string> Failing => [.. rounds.SelectMany(r => r.Failing).Order(StringComparer.Ordinal)];

    /// <summary>Runs every duty once; a failing duty does not stop the others.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        foreach (var round in rounds) await RunOnceAsync(round, ct);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(rounds.Select(r => LoopAsync(r, stoppingToken)));

    private async Task LoopAsync(Round round, CancellationToken ct)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            do await RunOnceAsync(round, ct);
            while (await second.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private async Task RunOnceAsync(Round round, CancellationToken ct)
    {
        // Its beginning counts: what fell due while it ran waits for the next.
        var began = clock.GetUtcNow();
        foreach (var duty in round.Duties)
        {
            try
            {
                await duty.RunAsync(clock.GetUtcNow(), ct);
                if (round.Known.Remove(duty.Name)) Recovered(duty.Name);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // Said once until it works again: a database that is away for a minute is one line, not sixty.
                if (round.Known.Add(duty.Name)) Failed(e, duty.Name);
            }
        }

        round.End(began);
    }

    [LoggerMessage(LogLevel.Error, "Duty {Duty} failed; it is tried again every second")]
    private partial void Failed(Exception fault, string duty);

    [LoggerMessage(LogLevel.Information, "Duty {Duty} works again")]
    private partial void Recovered(string duty);

    private sealed class Round(IDuty[] duties)
    {
        private long lastBegun;

        public IDuty[] Duties => duties;

        public HashSet<string> Known { get; } = [];

        public IReadOnlyList<string> Failing { get; private set; } = [];

        public DateTimeOffset? LastBegun => Interlocked.Read(ref lastBegun) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

        public void End(DateTimeOffset began)
        {
            Failing = [.. Known];
            Interlocked.Exchange(ref lastBegun, began.UtcTicks);
        }
    }
}
