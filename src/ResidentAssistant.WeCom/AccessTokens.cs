using System.Diagnostics;
using System.Security.Cryptography;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom;

/// <summary>The app's access token: fetched once for all nodes, renewed before its end, left alone when the secret is refused.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/91039</remarks>
public sealed class AccessTokens
{
    /// <summary>How long one node may take to fetch before another may try.</summary>
    public const int LeaseSeconds = 15;

    private const string Call = "gettoken";
    private const int RenewalsAMinute = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly WeComApp app;
    private readonly VendorHttp vendor;
    private readonly ITokenStore store;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly Queue<DateTimeOffset> renewals = new();
    private Task<TokenState>? flight;
    private volatile TokenState held = TokenState.None;

    /// <summary>Tokens of that app, asked for at that address, kept in that store.</summary>
    public AccessTokens(WeComApp app, HttpMessageInvoker http, Uri address, ITokenStore store, TimeProvider clock)
    {
        (this.app, this.store, this.clock) = (app, store, clock);
        vendor = new VendorHttp(http, address, Patience);
    }

    /// <summary>A token that serves now; throws <see cref="WeComException"/> when there is none.</summary>
    public async ValueTask<string> CurrentAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = held;
        if (known.Serves(now) && (now < known.RefreshAt || now < known.PausedUntil || IsFetching())) return known.Token;
        if (!known.Serves(now) && now < known.PausedUntil) throw Paused(known, now);
        return Told(await FlightAsync(null).WaitAsync(ct), null);
    }

    /// <summary>A token in place of one that the vendor refused.</summary>
    public async ValueTask<string> RenewAsync(string refused, CancellationToken ct)
    {
        var known = held;
        // A flight that had begun before the refusal may bring the refused token once more; the second has begun after.
        for (var round = 0; round < 2 && (known.Token is null || known.Token == refused); round++)
            known = await FlightAsync(refused).WaitAsync(ct);
        return Told(known, refused);
    }

    private string Told(TokenState known, string? refused) => known.Token is { } token && token != refused ? token
        : throw WeComException.Paused(Call, WeComErrors.InvalidToken, TimeSpan.FromMinutes(1));

    private bool IsFetching()
    {
        lock (gate) return flight is not null;
    }

    // One for all callers of this process; a caller who gives up does not stop it.
    private Task<TokenState> FlightAsync(string? refused)
    {
        lock (gate)
        {
            if (flight is not null) return flight;
            var started = new TaskCompletionSource<TokenState>(TaskCreationOptions.RunContinuationsAsynchronously);
            flight = started.Task;
            _ = FlyAsync(started, refused);
            return started.Task;
        }
    }

    private async Task FlyAsync(TaskCompletionSource<TokenState> started, string? refused)
    {
        // Leaves the caller's lock before anything is read.
        await Task.Yield();
        Exception? fault = null;
        var known = TokenState.None;
        try
        {
            known = await FetchAsync(refused);
            held = known;
        }
        catch (Exception e)
        {
            var now = clock.GetUtcNow();
            // What still serves is used, whatever is wrong with the store or the vendor.
            if (held.Serves(now) && held.Token != refused) known = held;
            else fault = e is WeComException ? e : new WeComException(Call, "where tokens are kept is out of reach", answerLost: false, cause: e);
        }

        lock (gate) flight = null;
        if (fault is null) started.SetResult(known);
        else started.SetException(fault);
    }

    private async Task<TokenState> FetchAsync(string? refused)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var known = await store.ReadAsync(app.Key, CancellationToken.None);
            var now = clock.GetUtcNow();
            var serves = known.Serves(now) && known.Token != refused;
            if (serves && (refused is not null || now < known.RefreshAt || now < known.PausedUntil)) return known;
            if (now < known.PausedUntil)
            {
                held = known;
                throw Paused(known, now);
            }

            if (refused is not null && !MayRenew(now)) throw WeComException.Paused(Call, WeComErrors.InvalidToken, TimeSpan.FromMinutes(1));
            if (await store.TryEnterAsync(app.Key, known.Version, CancellationToken.None) is { } lease)
            {
                if (refused is not null) renewals.Enqueue(now);
                return await AskAsync(lease, known, serves);
            }

            // Another node is asking. What still serves is used meanwhile.
            if (serves) return known;
            if (Stopwatch.GetElapsedTime(begun) > Patience) throw new WeComException(Call, "another node did not get a token", answerLost: false);
            // In real time, whatever the clock: the other node's answer takes real time too.
            await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(50, 150)), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task<TokenState> AskAsync(TokenLease lease, TokenState known, bool serves)
    {
        var now = clock.GetUtcNow();
        try
        {
            var query = $"?corpid={Uri.EscapeDataString(app.CorpId)}&corpsecret={Uri.EscapeDataString(app.Secret)}";
            var answer = await vendor.CallAsync(Call, query, null, WireJson.Default.TokenAnswer, CancellationToken.None);
            if (answer.AccessToken is not { Length: > 0 } token) throw new WeComException(Call, "the answer has no token", answerLost: true);
            var life = TimeSpan.FromSeconds(Math.Clamp(answer.ExpiresIn ?? 7200, 1, 86_400));
            // Nodes and apps that began together shall not renew together. Within its life the vendor gives the same token again: then the end is waited for.
            var share = token == known.Token ? 1 : 0.85 - RandomNumberGenerator.GetInt32(0, 500) / 10_000.0;
            var kept = new TokenState(known.Version + 1, token, now + life * share, now + life, default, 0);
            // Held before it is kept: a store that is away for a moment does not cost the token.
            held = kept;
            await store.KeepAsync(lease, token, kept.RefreshAt, kept.ExpiresAt, CancellationToken.None);
            return kept;
        }
        catch (WeComException refusal)
        {
            var until = now + PauseAfter(refusal);
            held = known with { Version = known.Version + 1, PausedUntil = until, PausedBy = refusal.Code };
            await store.PauseAsync(lease, refusal.Code, until, CancellationToken.None);
            if (serves) return held;
            throw;
        }
    }

    // Repeating a wrong secret blocks this address for all apps; anything else is tried again before long.
    private static TimeSpan PauseAfter(WeComException refusal) => refusal.Class switch
    {
        ErrorClass.Auth or ErrorClass.Data => TimeSpan.FromMinutes(60),
        ErrorClass.Quota => TimeSpan.FromMinutes(5),
        ErrorClass.Permission => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1500, 3000)),
    };

    // A vendor who refuses every token, also the newest, must not be asked for more and more.
    private bool MayRenew(DateTimeOffset now)
    {
        while (renewals.TryPeek(out var first) && first <= now.AddMinutes(-1)) renewals.Dequeue();
        return renewals.Count < RenewalsAMinute;
    }

    private static WeComException Paused(TokenState known, DateTimeOffset now) => WeComException.Paused(Call, known.PausedBy, known.PausedUntil - now);
}
