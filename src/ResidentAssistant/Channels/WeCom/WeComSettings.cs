using ResidentAssistant.WeCom;
using ResidentAssistant.WeCom.AiBot;
using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Channels.WeCom;

/// <summary>Section <c>WeCom</c>; what is empty is off.</summary>
internal sealed record WeComSettings
{
    /// <summary>Where the vendor's interface answers.</summary>
    public string ApiBaseUrl { get; init; } = "";

    /// <summary>Where the vendor's sign-in page is.</summary>
    public string OAuthBaseUrl { get; init; } = "";

    /// <summary>Id of the corp.</summary>
    public string CorpId { get; init; } = "";

    /// <summary>Calls of one interface that the vendor allows the corp in a minute; in an hour fifteen times as many (W 90312). 600 to 1,000,000.</summary>
    public int CallsPerMinute { get; init; } = 10_000;

    /// <summary>The self-built app.</summary>
    public AssistantSettings Assistant { get; init; } = new();

    /// <summary>Customer service.</summary>
    public KfSettings Kf { get; init; } = new();

    /// <summary>The smart robot in staff groups.</summary>
    public AiBotSettings AiBot { get; init; } = new();

    /// <summary>Robots of duty groups: name → key of the webhook.</summary>
    public Dictionary<string, string> Robots { get; init; } = new(StringComparer.Ordinal);

    /// <summary>True when calls of the app can be made.</summary>
    public bool HasApp => CorpId.Length > 0 && Assistant.Secret.Length > 0;

    /// <summary>True when callbacks can be read.</summary>
    public bool HasCallback => CorpId.Length > 0 && Assistant.Token.Length > 0;

    /// <summary>True when the smart robot can be connected.</summary>
    public bool HasAiBot => AiBot.BotId.Length > 0;

    /// <summary>The interface's address.</summary>
    public Uri Api => ApiBaseUrl.Length > 0 ? new Uri(ApiBaseUrl) : WeComClient.VendorAddress;

    /// <summary>The sign-in page's address.</summary>
    public Uri OAuth => OAuthBaseUrl.Length > 0 ? new Uri(OAuthBaseUrl) : WeComClient.VendorOAuthAddress;

    /// <summary>The smart robot's address.</summary>
    public Uri AiBotAddress => AiBot.WebSocketUrl.Length > 0 ? new Uri(AiBot.WebSocketUrl) : AiBotConnection.VendorAddress;

    /// <summary>Reads the section; throws <see cref="SettingException"/> with every fault in it.</summary>
    public static WeComSettings Read(IConfiguration configuration)
    {
        var settings = SettingException.Bound(() => configuration.GetSection("WeCom").Get<WeComSettings>());
        SettingException.ThrowIfAny(settings.Faults());
        return settings;
    }

    private IEnumerable<string> Faults()
    {
        if (!IsAddress(ApiBaseUrl, "http", "https")) yield return "WeCom:ApiBaseUrl must be an absolute http or https address, or be empty.";
        if (!IsAddress(OAuthBaseUrl, "http", "https")) yield return "WeCom:OAuthBaseUrl must be an absolute http or https address, or be empty.";
        if (!IsAddress(AiBot.WebSocketUrl, "ws", "wss")) yield return "WeCom:AiBot:WebSocketUrl must be an absolute ws or wss address, or be empty.";
        if (CorpId.Length > 0 && !IsId(CorpId)) yield return "WeCom:CorpId must be the corp's id, letters and digits as on 我的企业 → 企业ID.";
        if (CorpId.Length == 0 && (Assistant.Secret.Length > 0 || Assistant.Token.Length > 0)) yield return "WeCom:CorpId is required when WeCom:Assistant is set.";
        if (Assistant.AgentId.Length > 0 && !IsAgentId(Assistant.AgentId)) yield return "WeCom:Assistant:AgentId must be the app's number, such as 1000002.";
        if (Assistant.Secret.Length > 0 && Assistant.AgentId.Length == 0) yield return "WeCom:Assistant:AgentId is required when WeCom:Assistant:Secret is set.";
        if (Assistant.Secret.Any(c => !char.IsAscii(c) || char.IsWhiteSpace(c) || char.IsControl(c))) yield return "WeCom:Assistant:Secret has characters that no secret has.";
        if (Assistant.Accounts is < 0 or > 10_000_000) yield return "WeCom:Assistant:Accounts must be the corp's number of accounts, or 0 when it is not known.";
        if (Assistant.Token.Length > 0 != Assistant.EncodingAesKey.Length > 0) yield return "WeCom:Assistant:Token and WeCom:Assistant:EncodingAesKey are given together: both are on the app's page 接收消息.";
        if (Assistant.Token.Length > 0 && (Assistant.Token.Length > 32 || !Assistant.Token.All(char.IsAsciiLetterOrDigit))) yield return "WeCom:Assistant:Token has at most 32 letters and digits.";
        if (Assistant.EncodingAesKey.Length > 0 && !CallbackCrypto.IsKey(Assistant.EncodingAesKey)) yield return "WeCom:Assistant:EncodingAesKey has exactly 43 letters and digits.";
        if (CallsPerMinute is < 600 or > 1_000_000) yield return "WeCom:CallsPerMinute must be from 600 to 1000000; 10000 is what the vendor publishes.";
        if (Kf.Accounts.Count > 0 && !HasApp) yield return "WeCom:Kf:Accounts needs WeCom:CorpId and WeCom:Assistant:Secret.";
        foreach (var (account, community) in Kf.Accounts)
        {
            if (!IsId(account)) yield return $"WeCom:Kf:Accounts: \"{account}\" is no open_kfid.";
            if (string.IsNullOrWhiteSpace(community)) yield return $"WeCom:Kf:Accounts:{account} must name a community.";
        }

        if (AiBot.BotId.Length > 0 != AiBot.Secret.Length > 0) yield return "WeCom:AiBot:BotId and WeCom:AiBot:Secret are given together.";
        foreach (var (name, key) in Robots)
            if (!IsId(key)) yield return $"WeCom:Robots:{name} must be the key of the robot's webhook, what follows key= in its address.";
    }

    private static bool IsAddress(string text, params string[] schemes) =>
        text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme, StringComparer.Ordinal));

    private static bool IsAgentId(string text) => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0;

    private static bool IsId(string text) => text.Length is > 0 and <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>The self-built app.</summary>
    internal sealed record AssistantSettings
    {
        /// <summary>Number of the app.</summary>
        public string AgentId { get; init; } = "";

        /// <summary>Its secret, with which tokens are fetched.</summary>
        public string Secret { get; init; } = "";

        /// <summary>How many accounts the corp may have: an app may reach two hundred times as many people in a day. 0: not known, and then not counted.</summary>
        public int Accounts { get; init; }

        /// <summary>Token of the callback address.</summary>
        public string Token { get; init; } = "";

        /// <summary>Key of the callback address.</summary>
        public string EncodingAesKey { get; init; } = "";

        /// <inheritdoc />
        public override string ToString() => $"app {AgentId}";
    }

    /// <summary>Customer service.</summary>
    internal sealed record KfSettings
    {
        /// <summary>open_kfid → community.</summary>
        public Dictionary<string, string> Accounts { get; init; } = new(StringComparer.Ordinal);
    }

    /// <summary>The smart robot.</summary>
    internal sealed record AiBotSettings
    {
        /// <summary>Id of the robot.</summary>
        public string BotId { get; init; } = "";

        /// <summary>Secret of its long connection.</summary>
        public string Secret { get; init; } = "";

        /// <summary>Where the long connection goes.</summary>
        public string WebSocketUrl { get; init; } = "";

        /// <inheritdoc />
        public override string ToString() => $"robot {BotId}";
    }
}
