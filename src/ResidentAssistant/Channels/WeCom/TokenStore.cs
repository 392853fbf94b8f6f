using System.Security.Cryptography;
using ResidentAssistant.Storage;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom;

/// <summary>The app's token in the database, sealed, so that all nodes fetch it once and pause together.</summary>
internal sealed class TokenStore(Database database, KeyRing keys) : ITokenStore
{
    private readonly Sealer sealer = keys.For("wecom.token");

    /// <inheritdoc />
    public async ValueTask<TokenState> ReadAsync(string app, CancellationToken ct)
    {
        var row = await database.FirstAsync<Row>("select version, token, refresh_at, expires_at, paused_until, paused_by from wecom_tokens where app = @app", new { app }, ct);
        return row is null ? TokenState.None
            : new TokenState(row.Version, Open(row.Token), row.RefreshAt ?? default, row.ExpiresAt ?? default, row.PausedUntil ?? default, row.PausedBy);
    }

    /// <inheritdoc />
    public async ValueTask<TokenLease?> TryEnterAsync(string app, long version, CancellationToken ct)
    {
        var until = database.Dialect.NowPlus(AccessTokens.LeaseSeconds);
        var fences = await database.WriteAsync<long>($"""
            insert into wecom_tokens (app, version, paused_by, fence, leased_until) values (@app, 0, 0, 1, {until})
            on conflict (app) do update set fence = wecom_tokens.fence + 1, leased_until = {until}
             where wecom_tokens.version = @version and (wecom_tokens.leased_until is null or wecom_tokens.leased_until < {database.Dialect.Now})
            returning fence
            """, new { app, version }, ct);
        return fences is [var fence] ? new TokenLease(app, fence) : null;
    }

    /// <inheritdoc />
    public async ValueTask KeepAsync(TokenLease lease, string token, DateTimeOffset refreshAt, DateTimeOffset expiresAt, CancellationToken ct) => await database.ExecuteAsync("""
        update wecom_tokens set version = version + 1, token = @token, refresh_at = @refreshAt, expires_at = @expiresAt, paused_until = null, paused_by = 0, leased_until = null
         where app = @app and fence = @fence and leased_until is not null
        """, new { app = lease.App, fence = lease.Fence, token = sealer.SealText(token), refreshAt, expiresAt }, ct);

    /// <inheritdoc />
    public async ValueTask PauseAsync(TokenLease lease, int code, DateTimeOffset until, CancellationToken ct) => await database.ExecuteAsync("""
        update wecom_tokens set version = version + 1, paused_until = @until, paused_by = @code, leased_until = null
         where app = @app and fence = @fence and leased_until is not null
        """, new { app = lease.App, fence = lease.Fence, code, until }, ct);

    private string? Open(byte[]? token)
    {
        try
        {
            return token is null ? null : sealer.OpenText(token);
        }
        catch (CryptographicException)
        {
            // The key ring was changed since: a new token is as good.
            return null;
        }
    }

    private sealed record Row
    {
        public required long Version { get; init; }

        public byte[]? Token { get; init; }

        public DateTimeOffset? RefreshAt { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }

        public DateTimeOffset? PausedUntil { get; init; }

        public required int PausedBy { get; init; }
    }
}
