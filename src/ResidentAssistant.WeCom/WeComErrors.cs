namespace ResidentAssistant.WeCom;

/// <summary>The vendor's error codes, sorted by what a caller can do.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/90313</remarks>
public static class WeComErrors
{
    /// <summary>Invalid access_token, also for one that has expired.</summary>
    public const int InvalidToken = 40014;

    /// <summary>access_token has expired.</summary>
    public const int ExpiredToken = 42001;

    /// <summary>Wrong secret: repeating it blocks this address for an hour.</summary>
    public const int WrongSecret = 40001;

    /// <summary>Called too often.</summary>
    public const int TooOften = 45009;

    /// <summary>This address is not among the app's trusted ones.</summary>
    public const int UntrustedAddress = 60020;

    /// <summary>Five messages were sent since the customer's last.</summary>
    public const int KfMessageLimit = 95001;

    /// <summary>The customer's last message is older than 48 hours.</summary>
    public const int KfTooLate = 95002;

    /// <summary>The conversation has ended.</summary>
    public const int KfEnded = 95013;

    /// <summary>This change of state is not allowed.</summary>
    public const int KfTransition = 95016;

    /// <summary>In its present state the conversation takes no messages by interface.</summary>
    public const int KfState = 95018;

    /// <summary>A mass message that can no longer be taken back.</summary>
    public const int MassTooLate = 41093;

    /// <summary>Reminded three times in 24 hours.</summary>
    public const int MassReminded = 41094;

    /// <summary>A mass message that is still being dispatched: ask again later.</summary>
    public const int MassNotReady = 41063;

    /// <summary>What a code means for the caller; unknown codes count as wrong data.</summary>
    public static ErrorClass ClassOf(int code) => code switch
    {
        -1 or 0 or 45033 or MassNotReady or 6000 => ErrorClass.Transient,
        WrongSecret or 40013 or InvalidToken or ExpiredToken or 41001 or 41002 or 41004 => ErrorClass.Auth,
        TooOften or 45011 or 45010 or MassReminded or 45029 or 95003 or 95005 or 95026 or 95027 or 301051 => ErrorClass.Quota,
        KfMessageLimit or KfTooLate or KfEnded or KfTransition or KfState or 95019 or 41051 or 41096 => ErrorClass.Window,
        40056 or 48001 or 48002 or 48003 or 48004 or 48007 or 50001 or 50002 or 50003 or 60011 or UntrustedAddress or 301002 or 301049 or 301050
            or 93000 or 93004 or 93008 or 95011 or 95012 or 95014 or 95015 or 95017 or 95023 => ErrorClass.Permission,
        _ => ErrorClass.Data,
    };

    internal static TimeSpan? PauseFor(int code) => code switch
    {
        -1 => TimeSpan.FromSeconds(1),
        45033 => TimeSpan.FromSeconds(5),
        TooOften => TimeSpan.FromMinutes(1),
        UntrustedAddress => TimeSpan.FromMinutes(1),
        WrongSecret => TimeSpan.FromHours(1),
        _ => null,
    };
}
