namespace ResidentAssistant.Notices;

/// <summary>The ledger's words as colleagues read them.</summary>
internal static class ReachWords
{
    /// <summary>How a household stands.</summary>
    public static string Of(ReachStanding standing) => standing switch
    {
        ReachStanding.Confirmed => "说知道了",
        ReachStanding.Told => "知道",
        ReachStanding.UnderWay => "发了，还不知道收没收到",
        _ => "还不知道",
    };

    /// <summary>A sign beside the words, for who cannot tell colours apart.</summary>
    public static string Sign(ReachStanding standing) => standing switch
    {
        ReachStanding.Confirmed => "✓✓",
        ReachStanding.Told => "✓",
        ReachStanding.UnderWay => "…",
        _ => "○",
    };

    /// <summary>What was done by one way.</summary>
    public static string Of(ReachRow row) => (row.Way, row.State) switch
    {
        (Way.Chat, ReachState.Queued or ReachState.Sending) => "对话里排队等发",
        (Way.Chat, ReachState.Sent) => "对话里发了",
        (Way.Chat, ReachState.Delivered) => "对话里收到了",
        (Way.Chat, ReachState.Replaced) => "没发，换成新的了",
        (Way.Chat, _) => "对话里没发成",
        (Way.Page, ReachState.Confirmed) => "点了“我知道了”",
        (Way.Page, _) => "打开看了",
        (Way.Poster, _) => $"楼门口贴了（{row.ByName}）",
        (Way.Group, _) => $"群里发了（{row.ByName}）",
        (Way.Phone, ReachState.Spoken) => $"电话里说到了（{row.ByName}）",
        (Way.Phone, _) => $"打电话没人接（{row.ByName}）",
        (Way.Door, ReachState.Spoken) => $"上门说到了（{row.ByName}）",
        _ => $"上门没人（{row.ByName}）",
    };
}
