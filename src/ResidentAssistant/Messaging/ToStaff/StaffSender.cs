using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>Sends what colleagues are to know: one call at a time to a target, pages joined when they are many, and never faster than the limits allow.</summary>
internal sealed partial class StaffSender(StaffLedger ledger, Pacing pacing, IEnumerable<IStaffWay> ways, TimeProvider clock, Telemetry telemetry, ILogger<StaffSender> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);

    private readonly Dictionary<string, IStaffWay> byName = ways.ToDictionary(w => w.Name);
    private readonly StaffLanes lanes = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Ways this installation has.</summary>
    public IReadOnlyCollection<IStaffWay> Ways => byName.Values;

    /// <summary>Claims what is due and hands it on; sending goes on by itself.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        var ready = byName.Values.Where(w => w.Ready).Select(w => w.Name).ToArray();
        for (var round = 0; round < 20; round++)
        {
            var claims = await ledger.ClaimAsync(ready, 200, ct);
            foreach (var target in claims.GroupBy(c => (c.Way, c.Target))) lanes.Post(target.Key, [.. target], SendSafelyAsync);
            if (claims.Count < 200) break;
        }
    }

    /// <summary>Puts back what this node leased and no longer has in hand, and ends what is too old.</summary>
    public async Task TidyAsync(CancellationToken ct)
    {
        var lost = (await ledger.OverdueHereAsync(ct)).Where(c => !lanes.Holds(c.Id)).ToList();
        if (lost.Count > 0) await ledger.PostponeAsync(lost, clock.GetUtcNow(), "lost on the way", tried: true, ct);
        await ledger.GiveUpAsync(GivenUpAfter, ct);
    }

    /// <summary>Waits until nothing is in hand.</summary>
    public Task SettledAsync() => lanes.EmptyAsync();

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Messages in hand get a few seconds; what is left keeps its lease and is taken up after it.
        await Task.WhenAny(lanes.EmptyAsync(), Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None));
        await stopping.CancelAsync();
    }

    /// <inheritdoc />
    public void Dispose() => stopping.Dispose();

    private async Task SendSafelyAsync((string Way, string Target) key, IReadOnlyList<StaffLedger.Claim> claims)
    {
        try
        {
            await SendAsync(byName[key.Way], key.Target, claims);
        }
        catch (Exception fault)
        {
            // Their lease ends, and they are taken up again.
            if (!stopping.IsCancellationRequested) Broken(fault, key.Way, claims.Count);
        }
    }

    private async Task SendAsync(IStaffWay way, string target, IReadOnlyList<StaffLedger.Claim> claims)
    {
        var open = new List<Held>();
        foreach (var claim in claims)
        {
            try
            {
                open.Add(new Held(claim, ledger.Open(claim)));
            }
            catch (CryptographicException fault)
            {
                Unreadable(fault, claim.Id);
                await ledger.FinishAsync([claim], new StaffSent(new SendResult.Failed("unreadable")), CancellationToken.None);
            }
        }

        foreach (var alike in open.GroupBy(h => (h.Message.Urgent, Kind: h.Message.Words.GetType())).OrderByDescending(g => g.Key.Urgent))
            await SendAlikeAsync(way, target, [.. alike], joinable: alike.Key.Kind == typeof(StaffWords.Page), alike.Key.Urgent);
    }

    private async Task SendAlikeAsync(IStaffWay way, string target, List<Held> waiting, bool joinable, bool urgent)
    {
        while (waiting.Count > 0)
        {
            var grant = await pacing.TakeAsync(way.PacesOf(target, waiting[0].Message.Words), waiting.Count, joinable, urgent, stopping.Token);
            if (grant.Calls == 0)
            {
                await ledger.PostponeAsync(waiting.ConvertAll(w => w.Claim), grant.NextAt, grant.Rule!, tried: false, CancellationToken.None);
                return;
            }

            // As many calls as messages: one each. Fewer: what can be joined goes together, the rest asks again.
            var together = joinable && grant.Calls < waiting.Count ? waiting.Count : 1;
            for (var call = 0; call < grant.Calls && waiting.Count > 0; call++)
            {
                await CallAsync(way, target, waiting[..together]);
                waiting.RemoveRange(0, together);
            }
        }
    }

    private async Task CallAsync(IStaffWay way, string target, List<Held> messages)
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
            var now = clock.GetUtcNow();
            if (way.PacesOf(target, messages[0].Message.Words).FirstOrDefault(p => p.Rule == later.Reason) is { } pace)
                await pacing.BlockAsync(pace, now + later.After, CancellationToken.None);
            await ledger.PostponeAsync(claims, now + Pause(later.After, claims[0].Attempts), later.Reason, tried: true, CancellationToken.None);
            return;
        }

        if (sent.Result is SendResult.Stopped { Rule: var rule }) NotSent(claims[0].Id, claims.Count, way.Name, rule);
        if (sent.Result is SendResult.Failed { Reason: var reason }) NotSent(claims[0].Id, claims.Count, way.Name, reason);
        await ledger.FinishAsync(claims, sent, CancellationToken.None);
    }

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

    [LoggerMessage(LogLevel.Error, "Messages to colleagues over {Way}, {Count} of them, could not be handled; they are taken up again")]
    private partial void Broken(Exception fault, string way, int count);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} to a colleague cannot be read")]
    private partial void Unreadable(Exception fault, Guid messageId);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} and those joined to it, {Count} in all, did not go to colleagues over {Way}: {Reason}")]
    private partial void NotSent(Guid messageId, int count, string way, string reason);

    private sealed record Held(StaffLedger.Claim Claim, StaffMessage Message);
}
