namespace ResidentAssistant.Channels.BotFramework;

/// <summary>Section <c>BotFramework</c>.</summary>
internal sealed record BotFrameworkSettings
{
    /// <summary>The bot's id, audience of incoming tokens; empty: only anonymous calls from this machine in Development.</summary>
    public string AppId { get; init; } = "";

    /// <summary>Password with which outgoing tokens are fetched.</summary>
    public string AppPassword { get; init; } = "";

    /// <summary>Addresses replies may go to: origin, or origin and the beginning of the path.</summary>
    public string[] TrustedServiceUrls { get; init; } = [];

    /// <summary>Accepted issuers of incoming tokens; empty: the Bot Framework service.</summary>
    public string[] Issuers { get; init; } = [];

    /// <summary>Where the issuer publishes its keys.</summary>
    public string OpenIdMetadata { get; init; } = "https://login.botframework.com/v1/.well-known/openidconfiguration";

    /// <summary>File with the issuer's keys (JWKS), in place of <see cref="OpenIdMetadata"/>.</summary>
    public string KeysPath { get; init; } = "";

    /// <summary>Where outgoing tokens are fetched.</summary>
    public string TokenUrl { get; init; } = "https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token";

    /// <summary>Reads the section; throws <see cref="SettingException"/> with every fault in it.</summary>
    public static BotFrameworkSettings Read(IConfiguration configuration)
    {
        var settings = SettingException.Bound(() => configuration.GetSection("BotFramework").Get<BotFrameworkSettings>());
        SettingException.ThrowIfAny(settings.Faults());
        return settings with { Issuers = settings.Issuers.Length > 0 ? settings.Issuers : ["https://api.botframework.com"] };
    }

    private IEnumerable<string> Faults()
    {
        if (AppId.Length > 0 && !Guid.TryParse(AppId, out _)) yield return "BotFramework:AppId must be a GUID.";
        if (AppId.Length > 0 && AppPassword.Length == 0) yield return "BotFramework:AppPassword is required when BotFramework:AppId is set.";
        if (AppPassword.Length > 0 && AppId.Length == 0) yield return "BotFramework:AppPassword needs BotFramework:AppId.";
        foreach (var url in TrustedServiceUrls)
            if (!IsHttp(url)) yield return $"BotFramework:TrustedServiceUrls: \"{url}\" is not an absolute http or https address.";
        if (KeysPath.Length > 0 && !File.Exists(KeysPath)) yield return $"BotFramework:KeysPath: there is no file \"{KeysPath}\".";
        if (!IsHttp(TokenUrl)) yield return "BotFramework:TokenUrl is not an absolute http or https address.";
        if (!IsHttp(OpenIdMetadata)) yield return "BotFramework:OpenIdMetadata is not an absolute http or https address.";
    }

    private static bool IsHttp(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");
}
