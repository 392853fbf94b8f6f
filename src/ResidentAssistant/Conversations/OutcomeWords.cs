namespace ResidentAssistant.Conversations;

/// <summary>How a dialog came to its end, in four kinds.</summary>
internal enum OutcomeEnd
{
    /// <summary>It came to an end of its own.</summary>
    Completed,

    /// <summary>The person stopped it.</summary>
    Cancelled,

    /// <summary>No answer came.</summary>
    Expired,

    /// <summary>It was given to a person.</summary>
    Handover,

    /// <summary>Something else came between and it was not taken up again.</summary>
    Interrupted,
}

/// <summary>Outcomes as staff read them.</summary>
internal static class OutcomeWords
{
    private static readonly Dictionary<string, OutcomeEnd> Kinds = new(StringComparer.Ordinal)
    {
        ["cancelled"] = OutcomeEnd.Cancelled,
        ["expired"] = OutcomeEnd.Expired,
        ["handover"] = OutcomeEnd.Handover,
        ["handed-over"] = OutcomeEnd.Handover,
        ["interrupted"] = OutcomeEnd.Interrupted,
        ["abandoned"] = OutcomeEnd.Interrupted,
        ["back"] = OutcomeEnd.Interrupted,
    };

    /// <summary>The kind of end a result belongs to; what a dialog names itself is a completion.</summary>
    public static OutcomeEnd KindOf(string result) => Kinds.GetValueOrDefault(result, OutcomeEnd.Completed);

    /// <summary>The results that make up a kind other than completed.</summary>
    public static IEnumerable<string> ResultsOf(OutcomeEnd kind) => Kinds.Where(k => k.Value == kind).Select(k => k.Key);

    /// <summary>The kind in Chinese.</summary>
    public static string NameOf(OutcomeEnd kind) => kind switch
    {
        OutcomeEnd.Completed => "说完了",
        OutcomeEnd.Cancelled => "住户取消",
        OutcomeEnd.Expired => "没等到回答",
        OutcomeEnd.Handover => "转给了人",
        OutcomeEnd.Interrupted => "中途打断",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>A result in Chinese; one that a dialog file made up is shown as it is.</summary>
    public static string NameOf(string result) => result switch
    {
        "completed" => "说完了",
        "cancelled" => "住户取消",
        "expired" => "没等到回答",
        "interrupted" => "被别的事打断",
        "abandoned" => "对话改版，没有接着办",
        "back" => "退回上一步",
        "handover" or "handed-over" => "转给了人",
        "reported" => "已经报修",
        "false-alarm" => "住户说是误报",
        "claimed" => "记下了，还没核实",
        "recorded" => "记下了意愿",
        "answered" => "转去说同不同意",
        "changed" => "改了回答",
        "kept" => "没有改",
        "withdrawn" => "撤回了",
        "disputed" => "说没答过",
        "undecided" => "再想想",
        "stopped" => "先不说了",
        "skipped" => "没有留",
        "given" => "留下了",
        "unknown" or "unknown-household" => "没弄清是哪一户",
        "accepted" => "照报价做",
        "declined" => "不做了",
        "waiting" => "看了办到哪一步",
        "none" => "没有可看的",
        "unproven" => "没核实，没有给看",
        "later" => "先不记",
        "said" => "说完了",
        "no-riser" => "名册里没有立管",
        _ => result,
    };

    /// <summary>A channel in Chinese.</summary>
    public static string ChannelName(string channel) => channel switch
    {
        "directline" => "网页对话",
        "botframework" => "Bot Framework",
        "terminal" => "命令行",
        Messaging.SpokenFor.ChannelName => "工作人员代说",
        "kf" or "wecom-kf" => "微信客服",
        _ => channel,
    };
}
