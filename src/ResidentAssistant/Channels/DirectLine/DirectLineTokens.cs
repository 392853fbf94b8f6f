using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Channels.DirectLine;

/// <summary>What a token allows: one conversation, as one person.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="User">The person; null: the client names itself.</param>
/// <param name="Origins">Origins of pages that may use it; empty: any.</param>
/// <param name="OwnPage">Given to our own chat page, whose visitor comes back after days to the same conversation.</param>
internal sealed record Grant(string Conversation, string? User, IReadOnlyList<string> Origins, bool OwnPage = false);

/// <summary>Signs and reads tokens. They are JWTs because Web Chat reads the claim <c>user</c> to know its own messages.</summary>
internal sealed class DirectLineTokens
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1800);

    // A question may wait three days for its answer; the page refreshes the token whenever it is open.
    private static readonly TimeSpan OwnPageLife = TimeSpan.FromDays(14);

    private const string Issuer = "resident-assistant";
    private static readonly TimeSpan StreamLife = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FileLife = TimeSpan.FromHours(24);
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly TimeProvider clock;
    private readonly Lazy<SecurityKey[]> keys;
    private readonly Lazy<SigningCredentials> signing;

    /// <summary>Takes its keys from the ring.</summary>
    public DirectLineTokens(KeyRing ring, TimeProvider clock)
    {
        this.clock = clock;
        keys = new(() => [.. ring.KeysFor("directline.token").Select(key => new SymmetricSecurityKey(key))]);
        signing = new(() => new SigningCredentials(keys.Value[0], SecurityAlgorithms.HmacSha256));
    }

    /// <summary>How long a token of this grant lives: half an hour, or two weeks on our own page.</summary>
    public static TimeSpan LifeOf(Grant grant) => grant.OwnPage ? OwnPageLife : Life;

    /// <summary>A token for the conversation's endpoints.</summary>
    public string Issue(Grant grant)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["conv"] = grant.Conversation };
        if (grant.User is not null) claims["user"] = grant.User;
        if (grant.Origins.Count > 0) claims["origins"] = grant.Origins;
        if (grant.OwnPage) claims["own"] = true;
        return Sign("directline", LifeOf(grant), claims);
    }

    /// <summary>A pass to open the conversation's stream within a minute.</summary>
    public string IssueStream(Grant grant)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["conv"] = grant.Conversation };
        if (grant.User is not null) claims["user"] = grant.User;
        return Sign("stream", StreamLife, claims);
    }

    /// <summary>A pass to fetch one stored file.</summary>
    public string IssueFile(Guid id) => Sign("file", FileLife, new Dictionary<string, object>(StringComparer.Ordinal) { ["file"] = id.ToString("N") });

    /// <summary>Reads a token; refuses with 401 what is none, with 403 what is not valid (any more).</summary>
    public async ValueTask<Grant> ReadAsync(string token) => GrantOf(await VerifyAsync("directline", token));

    /// <summary>Reads a stream's pass.</summary>
    public async ValueTask<Grant> ReadStreamAsync(string token) => GrantOf(await VerifyAsync("stream", token));

    /// <summary>Reads a file's pass.</summary>
    public async ValueTask<Guid> ReadFileAsync(string token) =>
        Guid.TryParseExact((await VerifyAsync("file", token)).GetPayloadValue<string>("file"), "N", out var id) ? id : throw Invalid();

    private string Sign(string audience, TimeSpan life, Dictionary<string, object> claims) => handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = audience,
        Claims = claims,
        Expires = clock.GetUtcNow().UtcDateTime + life,
        SigningCredentials = signing.Value,
    });

    private async ValueTask<JsonWebToken> VerifyAsync(string audience, string token)
    {
        if (token.Length > 4096 || !handler.CanReadToken(token)) throw Malformed();
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKeys = keys.Value,
            TryAllIssuerSigningKeys = true,
            ValidateLifetime = false, // below, by our clock
        });
        if (result.Exception is SecurityTokenMalformedException or ArgumentException) throw Malformed();
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt) throw Invalid();
        if (jwt.ValidTo <= clock.GetUtcNow().UtcDateTime) throw new RefusedException("TokenExpired", "The token has expired.", StatusCodes.Status403Forbidden);
        return jwt;
    }

    private static Grant GrantOf(JsonWebToken jwt)
    {
        jwt.TryGetPayloadValue<string>("user", out var user);
        jwt.TryGetPayloadValue<string[]>("origins", out var origins);
        jwt.TryGetPayloadValue<bool>("own", out var ownPage);
        return new Grant(jwt.GetPayloadValue<string>("conv"), user, origins ?? [], ownPage);
    }

    private static RefusedException Malformed() => new("BadArgument", "The token is malformed.", StatusCodes.Status401Unauthorized);

    private static RefusedException Invalid() => new("BadArgument", "The token is not valid here.", StatusCodes.Status403Forbidden);
}
