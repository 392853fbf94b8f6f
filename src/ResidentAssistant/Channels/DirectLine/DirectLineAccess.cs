using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace ResidentAssistant.Channels.DirectLine;

/// <summary>Who may do what over Direct Line: holders of a token, of the secret, and our own pages.</summary>
internal sealed class DirectLineAccess(DirectLineSettings settings, DirectLineTokens tokens, ConversationIds ids, IConfiguration configuration) : IDisposable
{
    private readonly byte[]? secret = settings.Secret.Length > 0 ? SHA256.HashData(Encoding.UTF8.GetBytes(settings.Secret)) : null;
    private readonly Uri? publicUrl = Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var url) ? url : null;
    private readonly PartitionedRateLimiter<IPAddress> limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.TokensPerMinute,
            TokensPerPeriod = Math.Max(1, settings.TokensPerMinute / 6),
            ReplenishmentPeriod = TimeSpan.FromSeconds(10),
        }));

    /// <summary>The token's grant, or null for a holder of the secret; refuses everybody else.</summary>
    public async ValueTask<Grant?> CallerAsync(HttpContext context)
    {
        var bearer = Bearer(context) ?? throw new RefusedException("Unauthorized", "A Bearer token is required.", StatusCodes.Status401Unauthorized);
        if (IsSecret(bearer)) return null;
        var grant = await tokens.ReadAsync(bearer);
        if (grant.Origins.Count > 0 && context.Request.Headers.Origin is [{ Length: > 0 } origin] && !grant.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            throw new RefusedException("BadArgument", "The token is not for pages of this origin.", StatusCodes.Status403Forbidden);
        return grant;
    }

    /// <summary>The caller's grant for the conversation in the address.</summary>
    public async ValueTask<Grant> EnterAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var grant = await CallerAsync(context);
        if (!ids.Knows(id)) throw new RefusedException("BadArgument", "Unknown conversation.", StatusCodes.Status404NotFound);
        if (grant is null) return new Grant(id, null, []);
        return grant.Conversation == id ? grant : throw new RefusedException("BadArgument", "The token is for another conversation.", StatusCodes.Status403Forbidden);
    }

    /// <summary>True with the secret; without Authorization passes our own pages within their limit; refuses all others.</summary>
    public bool MayNameUser(HttpContext context)
    {
        if (Bearer(context) is { } bearer)
            return IsSecret(bearer) ? true : throw new RefusedException("BadArgument", "The secret is not valid here.", StatusCodes.Status403Forbidden);
        if (!FromOwnPage(context)) throw new RefusedException("Forbidden", "Tokens without a secret are for our own pages.", StatusCodes.Status403Forbidden);
        using var lease = limiter.AttemptAcquire(Partition(context.Connection.RemoteIpAddress));
        if (!lease.IsAcquired) throw new RefusedException("TooManyRequests", "现在打开的人太多了，请过一分钟再试。", StatusCodes.Status429TooManyRequests);
        return false;
    }

    /// <summary>Origin under which the caller reaches us, such as <c>https://chat.example</c>.</summary>
    public string BaseOf(HttpRequest request) =>
        // Behind a proxy that ends TLS the request looks like http; the public address knows better.
        publicUrl is not null && string.Equals(publicUrl.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            ? publicUrl.GetLeftPart(UriPartial.Authority) : $"{request.Scheme}://{request.Host.Value}";

    /// <inheritdoc />
    public void Dispose() => limiter.Dispose();

    private static string? Bearer(HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ Length: > 0 } header, ..]) return null;
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header[7..].Trim() is { Length: > 0 } token ? token
            : throw new RefusedException("Unauthorized", "Authorization must be a Bearer token.", StatusCodes.Status401Unauthorized);
    }

    private bool IsSecret(string bearer) => secret is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(bearer)), secret);

    private bool FromOwnPage(HttpContext context)
    {
        if (context.Request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site, ..]) return site == "same-origin";
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin, ..])
            return string.Equals(origin, BaseOf(context.Request), StringComparison.OrdinalIgnoreCase)
                || string.Equals(origin, publicUrl?.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
        // No browser: tools on this machine only.
        return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
    }

    private static IPAddress Partition(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        // One household or attacker has a whole /64.
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
