using ResidentAssistant.WeCom;

namespace ResidentAssistant.CommandLine.WeComChecks;

/// <summary>The store of tokens as the check sees it: nothing is known yet, so that the secret as it is set now is really tried. What comes of it is kept for the nodes.</summary>
internal sealed class AskAnew(ITokenStore kept) : ITokenStore
{
    /// <inheritdoc />
    public async ValueTask<TokenState> ReadAsync(string app, CancellationToken ct) => TokenState.None with { Version = (await kept.ReadAsync(app, ct)).Version };

    /// <inheritdoc />
    public ValueTask<TokenLease?> TryEnterAsync(string app, long version, CancellationToken ct) => kept.TryEnterAsync(app, version, ct);

    /// <inheritdoc />
    public ValueTask KeepAsync(TokenLease lease, string token, DateTimeOffset refreshAt, DateTimeOffset expiresAt, CancellationToken ct) => kept.KeepAsync(lease, token, refreshAt, expiresAt, ct);

    /// <inheritdoc />
    public ValueTask PauseAsync(TokenLease lease, int code, DateTimeOffset until, CancellationToken ct) => kept.PauseAsync(lease, code, until, ct);
}
