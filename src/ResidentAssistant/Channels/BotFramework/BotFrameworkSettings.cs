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

    /// <summary>The same settings, checked.</summary>
    public BotFrameworkSettings Checked()
    {
        foreach (var url in TrustedServiceUrls)
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                throw new SettingException($"BotFramework:TrustedServiceUrls: \"{url}\" is not an http or https address.");
        if (KeysPath.Length > 0 && !File.Exists(KeysPath)) throw new SettingException($"BotFramework:KeysPath: there is no file \"{KeysPath}\".");
        if (AppPassword.Length > 0 && AppId.Length == 0) throw new SettingException("BotFramework:AppPassword needs BotFramework:AppId.");
        if (!Uri.TryCreate(TokenUrl, UriKind.Absolute, out _)) throw new SettingException("BotFramework:TokenUrl is not an address.");
        if (!Uri.TryCreate(OpenIdMetadata, UriKind.Absolute, out _)) throw new SettingException("BotFramework:OpenIdMetadata is not an address.");
        return this with { Issuers = Issuers.Length > 0 ? Issuers : ["https://api.botframework.com"] };
    }
}
