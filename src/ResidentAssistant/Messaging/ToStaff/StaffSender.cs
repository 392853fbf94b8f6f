using System.Collections.Concurrent;

namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>Sends what colleagues are to know: one call at a time to a target, pages joined when they are many, and never faster than the limits allow.</summary>
internal sealed partial class StaffSender(StaffLedger ledger, Pacing pacing, IEnumerable<IStaffWay> ways, TimeProvider clock, Telemetry telemetry, ILogger<StaffSender> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);

    private readonly Dictionary<string, IStaffWay> byName = ways.ToDictionary(w => w.Name);
    private readonly ConcurrentDictionary<(string Way, string Target), Lane> lanes = new();
    private readonly ConcurrentDictionary<Guid, byte> inHand = new();
    private readonly CancellationTokenSource stopping = new();
    private int sending;

    /// <summary>Ways this installation has.</summary>
    public IReadOnlyCollection<IStaffWay> Ways => byName.Values;

    /// <summary>Claims what is due and hands it on; sending goes on by itself.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        var ready = byName.Values.Where(w => w.Ready).Select(w => w.Name).ToArray();
        for (var round = 0; round < 20; round++)
        {
            var claims = await ledger.ClaimAsync(ready, 200, ct);
            foreach (var target in claims.GroupBy(c => (c.Way, c.Target))) Post(target.Key, [.. target]);
            if (claims.Count < 200) break;
        }
    }

    /// <summary>Puts back what this node leased and no longer has in hand, and ends what is too old.</summary>
    public async Task TidyAsync(CancellationToken ct)
    {
        var lost = (await ledger.OverdueHereAsync(ct)).Where(c => !inHand.ContainsKey(c.Id)).ToList();
        if (lost.Count > 0) await ledger.PostponeAsync(lost, clock.GetUtcNow(), "lost on the way", tried: true, ct);
        await ledger.GiveUpAsync(GivenUpAfter, ct);
    }

    /// <summary>Waits until nothing is in hand.</summary>
    public async Task SettledAsync(CancellationToken ct)
    {
        while (lanes.Values.Select(l => l.Work).FirstOrDefault(w => w is { IsCompleted: false }) is { } work) await work.WaitAsync(ct);
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Messages in hand get a few seconds; what is left keeps its lease and is taken up after it.
        await Task.WhenAny(SettledAsync(CancellationToken.None), Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None));
        await stopping.CancelAsync();
    }

    /// <inheritdoc />
    public void Dispose() => stopping.Dispose();

    private void Post((string Way, string Target) key, IReadOnlyList<StaffLedger.Claim> claims)
    {
        foreach (var claim in claims) inHand[claim.Id] = 0;
        while (true)
        {
            var lane = lanes.GetOrAdd(key, _ => new Lane());
            lock (lane)
            {
                if (lane.Closed) continue;
                lane.Waiting.AddRange(claims);
                lane.Work ??= DrainAsync(key, lane);
                return;
            }
        }
    }

    private async Task DrainAsync((string Way, string Target) key, Lane lane)
    {
        Interlocked.Increment(ref sending);
        try
        {
            await Task.Yield();
            while (true)
            {
                List<StaffLedger.Claim> claims;
                lock (lane)
                {
                    if (lane.Waiting.Count == 0)
                    {
                        lane.Closed = true;
                        lanes.TryRemove(new(key, lane));
                        return;
                    }

                    claims = [.. lane.Waiting];
                    lane.Waiting.Clear();
                }

                try
                {
                    await SendAsync(byName[key.Way], key.Target, claims);
                }
                catch (Exception fault)
                {
                    // Their lease ends, and they are taken up again.
                    Broken(fault, key.Way, claims.Count);
                }
                finally
                {
                    foreach (var claim in claims) inHand.TryRemove(claim.Id, out _);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref sending);
        }
    }

    private async Task SendAsync(IStaffWay way, string target, List<StaffLedger.Claim> claims)
    {
        var open = new List<(StaffLedger.Claim Claim, StaffMessage Message)>();
        foreach (var claim in claims)
        {
            try
            {
                open.Add((claim, ledger.Open(claim)));
            }
            catch (System.Security.Cryptography.CryptographicException fault)
            {
                Unreadable(fault, claim.Id);
                await ledger.FinishAsync([claim], new StaffSent(new SendResult.Failed("unreadable")), CancellationToken.None);
            }
        }

        foreach (var kind in open.GroupBy(o => (Joinable: o.Message.Words is StaffWords.Page, o.Message.Urgent, Paced: o.Message.Words is not StaffWords.Change)).OrderByDescending(g => g.Key.Urgent))
        {
            var waiting = kind.ToList();
            while (waiting.Count > 0)
            {
                var grant = await pacing.TakeAsync(way.PacesOf(target, waiting[0].Message.Words), waiting.Count, kind.Key.Joinable, kind.Key.Urgent, stopping.Token);
                if (grant.Calls == 0)
                {
                    await ledger.PostponeAsync([.. waiting.Select(w => w.Claim)], grant.NextAt, grant.Rule!, tried: false, CancellationToken.None);
                    break;
                }

                // As many calls as messages: one each. Fewer: what can be joined goes together, the rest asks again.
                var together = kind.Key.Joinable && grant.Calls < waiting.Count ? waiting.Count : 1;
                for (var call = 0; call < grant.Calls && waiting.Count > 0; call++)
                {
                    await CallAsync(way, target, waiting[..together]);
                    waiting.RemoveRange(0, together);
                }
            }
        }
    }

    private async Task CallAsync(IStaffWay way, string target, List<(StaffLedger.Claim Claim, StaffMessage Message)> messages)
    {
        var claims = messages.ConvertAll(m => m.Claim);
        var started = clock.GetTimestamp();
        StaffSent sent;
        try
        {
            sent = await way.SendAsync(target, messages.ConvertAll(m => m.Message), stopping.Token);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            SendFault(fault, claims[0].Id, way.Name);
            sent = new StaffSent(new SendResult.TryLater(TimeSpan.Zero, fault.GetType().Name));
        }

        telemetry.Sent(way.Name, sent.Result.GetType().Name, clock.GetElapsedTime(started));
        if (sent.Result is SendResult.TryLater later)
        {
            var until = clock.GetUtcNow() + Pause(later.After, claims[0].Attempts);
            if (way.PacesOf(target, messages[0].Message.Words).FirstOrDefault(p => p.Rule == later.Reason) is { } pace)
                await pacing.BlockAsync(pace, clock.GetUtcNow() + later.After, CancellationToken.None);
            await ledger.PostponeAsync(claims, until, later.Reason, tried: true, CancellationToken.None);
            return;
        }

        if (sent.Result is SendResult.Stopped or SendResult.Failed) NotSent(claims[0].Id, claims.Count, way.Name, sent.Result.GetType().Name, ReasonOf(sent.Result));
        await ledger.FinishAsync(claims, sent, CancellationToken.None);
    }

    private static string ReasonOf(SendResult result) => result is SendResult.Stopped(var rule) ? rule : ((SendResult.Failed)result).Reason;

    // The provider's own wish, or 1, 2, 4 … seconds.
    private static TimeSpan Pause(TimeSpan wished, int attempts)
    {
        if (wished > LongestPause) return wished;
        var doubling = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempts - 1, 10)));
        var pause = wished > doubling ? wished : doubling;
        return pause < LongestPause ? pause : LongestPause;
    }

    [LoggerMessage(LogLevel.Error, "Sending {MessageId} to colleagues over {Way} failed")]
    private partial void SendFault(Exception fault, Guid messageId, string way);

    [LoggerMessage(LogLevel.Error, "{Count} messages to colleagues over {Way} could not be handled; they are taken up again")]
    private partial void Broken(Exception fault, string way, int count);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} to a colleague cannot be read")]
    private partial void Unreadable(Exception fault, Guid messageId);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} and those joined to it, {Count} in all, did not go to colleagues over {Way}: {Result}, {Reason}")]
    private partial void NotSent(Guid messageId, int count, string way, string result, string reason);

    private sealed class Lane
    {
        public List<StaffLedger.Claim> Waiting { get; } = [];

        public Task? Work { get; set; }

        public bool Closed { get; set; }
    }
}

/// <summary>Every second: takes up messages to colleagues whose time has come or whose sender was lost.</summary>
internal sealed class StaffMessagesDuty(StaffSender sender) : Scheduling.IDuty
{
    /// <inheritdoc />
    public string Name => "staff-messages";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (sender.Ways.Count == 0) return;
        await sender.LookAsync(ct);
        await sender.TidyAsync(ct);
    }
}
