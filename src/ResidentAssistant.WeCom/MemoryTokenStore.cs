namespace ResidentAssistant.WeCom;

/// <summary>Tokens of a single process.</summary>
public sealed class MemoryTokenStore : ITokenStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (TokenState State, TokenLease? Lease, long Fence)> apps = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public ValueTask<TokenState> ReadAsync(string app, CancellationToken ct)
    {
        lock (gate) return ValueTask.FromResult(apps.TryGetValue(app, out var known) ? known.State : TokenState.None);
    }

    /// <inheritdoc />
    public ValueTask<TokenLease?> TryEnterAsync(string app, long version, CancellationToken ct)
    {
        lock (gate)
        {
            var known = apps.GetValueOrDefault(app, (TokenState.None, null, 0));
            if (known.Lease is not null || known.State.Version != version) return ValueTask.FromResult<TokenLease?>(null);
            var lease = new TokenLease(app, known.Fence + 1);
            apps[app] = (known.State, lease, lease.Fence);
            return ValueTask.FromResult<TokenLease?>(lease);
        }
    }

    /// <inheritdoc />
    public ValueTask KeepAsync(TokenLease lease, string token, DateTimeOffset refreshAt, DateTimeOffset expiresAt, CancellationToken ct) =>
        Finish(lease, known => new(known.Version + 1, token, refreshAt, expiresAt, default, 0));

    /// <inheritdoc />
    public ValueTask PauseAsync(TokenLease lease, int code, DateTimeOffset until, CancellationToken ct) =>
        Finish(lease, known => known with { Version = known.Version + 1, PausedUntil = until, PausedBy = code });

    private ValueTask Finish(TokenLease lease, Func<TokenState, TokenState> next)
    {
        lock (gate)
        {
            if (apps.TryGetValue(lease.App, out var known) && known.Lease == lease) apps[lease.App] = (next(known.State), null, known.Fence);
        }

        return ValueTask.CompletedTask;
    }
}
