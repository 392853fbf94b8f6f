namespace FakeWeCom;

/// <summary>The corp that is played, with what its administrator has set up; every default is printed at the start.</summary>
internal sealed class FakeWeComOptions
{
    public string CorpId { get; set; } = "ww5f0a1b2c3d4e5f60";

    public List<AppOptions> Apps { get; set; } = [new()];

    public List<KfAccountOptions> KfAccounts { get; set; } = [new()];

    public List<MemberOptions> Members { get; set; } =
    [
        new() { UserId = "zhaomin", Name = "赵敏", Duty = "居委会主任" },
        new() { UserId = "qianwei", Name = "钱伟", Duty = "居委会干部" },
        new() { UserId = "sungang", Name = "孙刚", Duty = "施工队长" },
    ];

    public List<ResidentOptions> Residents { get; set; } =
    [
        new() { ExternalUserId = "wmWangGuifen0000000000000000001", Nickname = "王桂芬" },
        new() { ExternalUserId = "wmLiJianguo00000000000000000002", Nickname = "李建国" },
    ];

    public List<RobotOptions> Robots { get; set; } = [new()];

    public List<AiBotOptions> AiBots { get; set; } = [new()];

    public VendorLimits Limits { get; set; } = new();

    public VendorBehaviour Behaviour { get; set; } = new();

    /// <summary>Of everything random here; without it every run is another.</summary>
    public int? Seed { get; set; }

    /// <summary>Where to listen when hosted in a test.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:0";

    /// <summary>The clock under the one that can be moved.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;
}

/// <summary>A self-built app.</summary>
internal sealed class AppOptions
{
    public int AgentId { get; set; } = 1000002;

    public string Name { get; set; } = "居民助手";

    public string Secret { get; set; } = "fake-secret-0123456789abcdefghijklmnopqrstu";

    /// <summary>Empty: the administrator has set no callback yet.</summary>
    public string CallbackUrl { get; set; } = "";

    public string Token { get; set; } = "FakeCallbackToken2026";

    public string EncodingAesKey { get; set; } = "FakeWeComEncodingAesKey0123456789ABCDEFGHIJ";

    /// <summary>Addresses that may call with this app's token; empty allows all.</summary>
    public List<string> TrustedIps { get; set; } = [];

    /// <summary>The domain to which sign-in may lead back; empty allows loopback only.</summary>
    public string TrustedDomain { get; set; } = "";

    /// <summary>Whether the app may manage the kf accounts.</summary>
    public bool Kf { get; set; } = true;

    /// <summary>Whether the app is among those that may call the interfaces of customer contact.</summary>
    public bool CustomerContact { get; set; } = true;

    /// <summary>Whether the app may make emergency calls.</summary>
    public bool Calls { get; set; } = true;

    /// <summary>Userids that see the app; empty means all.</summary>
    public List<string> VisibleTo { get; set; } = [];
}

/// <summary>A kf account with its servicers.</summary>
internal sealed class KfAccountOptions
{
    public string OpenKfId { get; set; } = "wkFakeAccount000000000000000001";

    public string Name { get; set; } = "和平里社区居民助手";

    public List<string> Servicers { get; set; } = ["zhaomin", "qianwei"];
}

/// <summary>A member of the corp.</summary>
internal sealed class MemberOptions
{
    public string UserId { get; set; } = "";

    public string Name { get; set; } = "";

    public string Duty { get; set; } = "";
}

/// <summary>A resident with WeChat.</summary>
internal sealed class ResidentOptions
{
    public string ExternalUserId { get; set; } = "";

    public string Nickname { get; set; } = "";

    /// <summary>Empty: the corp has bound no WeChat open-platform account.</summary>
    public string UnionId { get; set; } = "";
}

/// <summary>A robot in an internal group.</summary>
internal sealed class RobotOptions
{
    public string Key { get; set; } = "f4ce0000-0000-4000-8000-000000000d07";

    /// <summary>Its name in the product's settings.</summary>
    public string Setting { get; set; } = "duty";

    public string Group { get; set; } = "应急值班群";

    public string Name { get; set; } = "值班机器人";
}

/// <summary>An aibot and the staff groups it has been put into.</summary>
internal sealed class AiBotOptions
{
    public string BotId { get; set; } = "aibFakeBot0000000000000000000001";

    public string Secret { get; set; } = "fake-aibot-secret-0123456789abcdefghijklmno";

    public string Name { get; set; } = "助手";

    public List<string> Groups { get; set; } = ["wrFakeGroup00000000000000000001"];
}
