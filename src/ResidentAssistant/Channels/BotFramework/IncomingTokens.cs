using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ResidentAssistant.Channels.BotFramework;

/// <summary>Checks who calls: a token of the channel's service, or in Development a caller on this machine.</summary>
internal sealed class IncomingTokens
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly string[] Forwarded = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "X-Original-For", "X-Original-Host", "X-Original-Proto", "Via"];
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly BotFrameworkSettings settings;
    private readonly TimeProvider clock;
    private readonly bool development;
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? metadata;
    private (DateTime Written, JsonWebKeySet Keys)? file;

    /// <summary>Prepares the check; keys from an address are fetched on first use.</summary>
    public IncomingTokens(BotFrameworkSettings settings, IHostEnvironment environment, TimeProvider clock)
    {
        this.settings = settings;
        this.clock = clock;
        development = environment.IsDevelopment();
        if (settings.KeysPath.Length > 0)
        {
            Keys();
            return;
        }

        var local = new Uri(settings.OpenIdMetadata).IsLoopback;
        metadata = new ConfigurationManager<OpenIdConnectConfiguration>(settings.OpenIdMetadata, new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = !local });
    }

    /// <summary>The caller's identity, or null for an anonymous caller that is allowed; refuses with 401.</summary>
    public async ValueTask<BotIdentity?> CheckAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ Length: > 0 } header, ..])
            return settings.AppId.Length == 0 && Local(context) ? null : throw Unauthorized("A Bearer token is required.");
        if (settings.AppId.Length == 0) throw Unauthorized("This bot has no AppId, so it can check no token.");
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) throw Unauthorized("Authorization must be a Bearer token.");
        var token = header[7..].Trim();
        if (token.Length is 0 or > 8192 || !handler.CanReadToken(token)) throw Unauthorized("The token is malformed.");
        var result = await ValidateAsync(token, await KeysAsync(context.RequestAborted));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && metadata is not null)
        {
            // A new key of the issuer: ask again, which the library does at most every five minutes.
            metadata.RequestRefresh();
            result = await ValidateAsync(token, await KeysAsync(context.RequestAborted));
        }

        return result is { IsValid: true, SecurityToken: JsonWebToken jwt } ? new BotIdentity(jwt) : throw Unauthorized("The token is not valid for this bot.");
    }

    private Task<TokenValidationResult> ValidateAsync(string token, IEnumerable<SecurityKey> keys) => handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuers = settings.Issuers,
        ValidAudience = settings.AppId,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512],
        IssuerSigningKeys = keys,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        LifetimeValidator = (from, until, _, _) => clock.GetUtcNow().UtcDateTime is var now && until + Skew > now && (from is null || from - Skew < now),
    });

    private async ValueTask<IEnumerable<SecurityKey>> KeysAsync(CancellationToken ct)
    {
        if (metadata is null) return Keys().Keys;
        try
        {
            return (await metadata.GetConfigurationAsync(ct)).JsonWebKeySet.Keys;
        }
        catch (InvalidOperationException)
        {
            throw new RefusedException("KeysUnavailable", "The issuer's keys cannot be fetched now.", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private JsonWebKeySet Keys()
    {
        var written = File.GetLastWriteTimeUtc(settings.KeysPath);
        if (file is { } known && known.Written == written) return known.Keys;
        try
        {
            var keys = new JsonWebKeySet(File.ReadAllText(settings.KeysPath));
            file = (written, keys);
            return keys;
        }
        catch (Exception fault) when (fault is ArgumentException or JsonException or IOException)
        {
            // A file that is just being replaced: the keys read before still hold.
            return file?.Keys ?? throw new SettingException("BotFramework:KeysPath is not a JSON Web Key Set.");
        }
    }

    private bool Local(HttpContext context)
    {
        if (!development || context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address)) return false;
        foreach (var name in Forwarded)
            if (context.Request.Headers.ContainsKey(name)) return false;
        return true;
    }

    private static RefusedException Unauthorized(string sentence) => new("Unauthorized", sentence, StatusCodes.Status401Unauthorized);
}

/// <summary>A channel's service that has proven itself.</summary>
internal sealed class BotIdentity(JsonWebToken token)
{
    /// <summary>Refuses an activity that names another service than the token, or a channel the key is not endorsed for.</summary>
    public void MustFit(IncomingActivity activity)
    {
        if (!token.TryGetPayloadValue<string>("serviceurl", out var url) || !string.Equals(url, activity.ServiceUrl, StringComparison.OrdinalIgnoreCase))
            throw new RefusedException("Unauthorized", "The token is for another serviceUrl.", StatusCodes.Status401Unauthorized);
        // The Bot Framework service lists in each key the channels it may speak for.
        if (token.SigningKey is JsonWebKey key && key.AdditionalData.TryGetValue("endorsements", out var channels) && !Names(channels).Contains(activity.ChannelId))
            throw new RefusedException("Unauthorized", "The token's key is not endorsed for this channel.", StatusCodes.Status401Unauthorized);
    }

    private static IEnumerable<string?> Names(object channels) => channels switch
    {
        JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select(c => c.ToString()),
        IEnumerable<object> list => list.Select(c => c.ToString()),
        _ => [],
    };
}
