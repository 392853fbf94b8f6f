namespace FakeWeCom;

/// <summary>What is known of the vendor in two ways, or not at all: a test chooses.</summary>
internal sealed class VendorBehaviour
{
    /// <summary>Where the fifth message and the 48 hours are felt.</summary>
    public WindowRefusal Windows { get; set; } = WindowRefusal.AtOnce;

    /// <summary>The code of an expired or withdrawn token: 42001, or 40014 as it is also seen.</summary>
    public int ExpiredTokenCode { get; set; } = 42001;

    /// <summary>The code of a repeated kf msgid; nobody knows it, so without a value every run has another.</summary>
    public int? DuplicateMsgIdCode { get; set; }

    /// <summary>Whether a repeated kf msgid is noticed before the window and the state are looked at.</summary>
    public bool DuplicateNoticedFirst { get; set; } = true;

    /// <summary>sync_msg sometimes gives fewer than it could, or nothing although there is more.</summary>
    public bool UnevenPages { get; set; } = true;

    /// <summary>A failed callback is sent again after this time.</summary>
    public TimeSpan CallbackRetry { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a callback may take, in real time.</summary>
    public TimeSpan CallbackPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stream of an aibot may grow; 6 minutes officially, 10 by others.</summary>
    public TimeSpan AiBotStream { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>How many mass messages a group may have: the text of 2023 says one a day, that of 2026 as many a month as it has days.</summary>
    public MassLimit MassLimit { get; set; } = MassLimit.Day;

    /// <summary>One call in so many is answered -1, system busy, without effect; 0 is never.</summary>
    public int BusyOneIn { get; set; }

    /// <summary>Answers that went well leave out errcode now and then.</summary>
    public bool OmitErrcode { get; set; }
}

/// <summary>Both are documented.</summary>
internal enum MassLimit
{
    /// <summary>One on a day.</summary>
    Day,

    /// <summary>In a month as many as it has days.</summary>
    Month,
}

/// <summary>Both are documented.</summary>
internal enum WindowRefusal
{
    /// <summary>95001 and 95002 as the answer.</summary>
    AtOnce,

    /// <summary>errcode 0, then a msg_send_fail event of type 6 or 4.</summary>
    Later,
}
