using System.Collections.Concurrent;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Reads what is new on the accounts: when notified, and every 30 seconds whatever was lost. One node reads an account at a time.</summary>
internal sealed partial class KfPuller(WeComClient client, WeComSettings settings, KfAccounts accounts, KfTurns turns, ILogger<KfPuller> log) : BackgroundService
{
    private const int PageSize = 1000;
    private const int BadToken = 95007;
    private const int MostIdle = 10;

    private readonly Waking waking = new();
    private readonly ConcurrentDictionary<string, byte> reading = new(StringComparer.Ordinal);

    /// <summary>Looks at once whether an account is to be read.</summary>
    public void Wake() => waking.Ring();

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await accounts.OpenAsync(settings.Kf.Accounts.Keys, cancellationToken);
        waking.Ring();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<Task>();
        try
        {
            while (await waking.WaitAsync(stoppingToken))
            {
                try
                {
                    foreach (var account in await accounts.DueAsync(stoppingToken))
                        if (settings.Kf.Accounts.ContainsKey(account) && reading.TryAdd(account, 0)) running.Add(ReadAsync(account, stoppingToken));
                    running.RemoveAll(task => task.IsCompleted);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    Failed(fault);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await Task.WhenAll(running);
    }

    private async Task ReadAsync(string account, CancellationToken ct)
    {
        await Task.Yield();
        try
        {
            if (await accounts.LeaseAsync(account, ct) is { } lease) await PagesAsync(lease, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // The lease ends by itself and the account is read again.
            Failed(fault);
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            reading.TryRemove(account, out _);
            // What was notified meanwhile is read now.
            waking.Ring();
        }
    }

    private async Task PagesAsync(KfReadingLease lease, CancellationToken ct)
    {
        try
        {
            for (var idle = 0; idle < MostIdle;)
            {
                var page = await client.KfSyncAsync(lease.OpenKfid, lease.NextCursor, lease.Token, PageSize, ct);
                if (await accounts.StoreAsync(lease, page, ct) is not { } stored) return;
                if (page.Messages.Count > 0) turns.Wake();
                if (!page.HasMore)
                {
                    await accounts.DoneAsync(stored, lease.Wanted, ct);
                    return;
                }

                // An empty page may say that there is more; one that leads nowhere again and again is left for later.
                idle = page.Messages.Count == 0 && stored.NextCursor == lease.NextCursor ? idle + 1 : 0;
                lease = stored;
            }

            await accounts.FailedAsync(lease, TimeSpan.FromSeconds(1), forgetToken: false, forgetCursor: false, ct);
        }
        catch (WeComException no)
        {
            NotRead(lease.OpenKfid, no.Call, no.Code, no.Class);
            var asked = no.Call == "kf/sync_msg";
            // A cursor the vendor no longer knows must not end the reading for good: what is read twice is known by its ids.
            var lostPlace = asked && no.Class == ErrorClass.Data && no.Code != BadToken && lease.NextCursor is not null;
            await accounts.FailedAsync(lease, no.PauseFor ?? TimeSpan.Zero, forgetToken: asked && no.Code == BadToken, forgetCursor: lostPlace, ct);
        }
    }

    [LoggerMessage(LogLevel.Error, "Customer service accounts could not be read")]
    private partial void Failed(Exception fault);

    [LoggerMessage(LogLevel.Warning, "Account {Account} was not read: {Call} {Code} ({Class})")]
    private partial void NotRead(string account, string call, int code, ErrorClass @class);
}
