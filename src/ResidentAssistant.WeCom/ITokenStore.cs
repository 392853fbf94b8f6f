using System.Diagnostics.CodeAnalysis;

namespace ResidentAssistant.WeCom;

/// <summary>Where the nodes of an installation keep an app's token together, so that they fetch it once.</summary>
public interface ITokenStore
{
    /// <summary>What is known of the app's token.</summary>
    ValueTask<TokenState> ReadAsync(string app, CancellationToken ct);

    /// <summary>Asks to be the one who fetches; null when another has the lease, or when what is known is no longer <paramref name="version"/>.</summary>
    ValueTask<TokenLease?> TryEnterAsync(string app, long version, CancellationToken ct);

    /// <summary>Keeps a fetched token and gives the lease back; does nothing when the lease has passed to another.</summary>
    ValueTask KeepAsync(TokenLease lease, string token, DateTimeOffset refreshAt, DateTimeOffset expiresAt, CancellationToken ct);

    /// <summary>Keeps that nobody is to ask before that time, and gives the lease back; a token that is known stays.</summary>
    ValueTask PauseAsync(TokenLease lease, int code, DateTimeOffset until, CancellationToken ct);
}

/// <summary>What is known of an app's token: nothing at <see cref="Version"/> 0.</summary>
/// <param name="Version">Grows with every token kept and every pause.</param>
/// <param name="Token">The token, null before the first.</param>
/// <param name="RefreshAt">When a new one is to be fetched while this one still serves.</param>
/// <param name="ExpiresAt">When it serves no longer.</param>
/// <param name="PausedUntil">Before this time nobody asks for a new one.</param>
/// <param name="PausedBy">The vendor's code that caused the pause.</param>
public sealed record TokenState(long Version, string? Token, DateTimeOffset RefreshAt, DateTimeOffset ExpiresAt, DateTimeOffset PausedUntil, int PausedBy)
{
    /// <summary>Nothing is known.</summary>
    public static readonly TokenState None = new(0, null, default, default, default, 0);

    /// <summary>True while the token can be used.</summary>
    [MemberNotNullWhen(true, nameof(Token))]
    public bool Serves(DateTimeOffset now) => Token is not null && now < ExpiresAt;

    /// <inheritdoc />
    public override string ToString() => $"token version {Version} until {ExpiresAt:O}";
}

/// <summary>The right to fetch a token, for <see cref="AccessTokens.LeaseSeconds"/>.</summary>
/// <param name="App">Key of the app.</param>
/// <param name="Fence">Number of this lease; a later one has a higher number.</param>
public sealed record TokenLease(string App, long Fence);
