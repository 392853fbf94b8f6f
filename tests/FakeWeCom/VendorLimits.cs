namespace FakeWeCom;

/// <summary>The vendor's figures (wecom.md); where it publishes none, one of ours that a test may change.</summary>
internal sealed class VendorLimits
{
    public int CallsPerMinute { get; set; } = 10_000;

    public int CallsPerHour { get; set; } = 150_000;

    public int CallsPerMinuteOfIp { get; set; } = 20_000;

    public int CallsPerHourOfIp { get; set; } = 600_000;

    public int TokenSeconds { get; set; } = 7200;

    /// <summary>Wrong secrets from one address before it is blocked for an hour; the vendor says only "many".</summary>
    public int WrongSecrets { get; set; } = 10;

    /// <summary>Calls of one interface at the same time.</summary>
    public int Parallel { get; set; } = 300;

    /// <summary>sync_msg without the notification's token, per account and minute; the vendor says only "strict".</summary>
    public int SyncWithoutToken { get; set; } = 10;

    public int KfMessages { get; set; } = 5;

    public int KfHours { get; set; } = 48;

    public int MemberPerMinute { get; set; } = 30;

    /// <summary>Members the licence is for; times 200 an app may reach in a day.</summary>
    public int LicensedAccounts { get; set; } = 100;

    public int RobotPerMinute { get; set; } = 20;

    public int AiBotPerMinute { get; set; } = 30;

    public int AiBotPerHour { get; set; } = 1000;

    /// <summary>Subscribing of one bot per minute; the vendor says only "protected".</summary>
    public int AiBotSubscribesPerMinute { get; set; } = 20;
}
