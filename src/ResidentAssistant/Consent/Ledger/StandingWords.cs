using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Consent.Ledger;

/// <summary>How states are shown: a word, a sign beside it, and a shade; never a shade alone.</summary>
internal static class StandingWords
{
    private static readonly (string Key, string Label)[] Labels =
    [
        ("signer", "签字人"), ("capacity", "身份"), ("paper", "看过的证件"), ("mandate", "委托"), ("decision", "为什么认他签的字"), ("rule", "按哪条规定"), ("coOwners", "共有人要签几位"), ("coOwnersRule", "共有人按哪条规定"), ("told", "签字前六件事"), ("drawn", "收手写签名的依据"), ("signedOn", "纸上的日期"), ("witness", "见证人"), ("reason", "原因"), ("early", "上门次数没到，为什么现在记"),
    ];

    private static readonly Dictionary<string, string> Thoughts = new(StringComparer.Ordinal)
    {
        ["family"] = "要跟家里人商量", ["money"] = "担心花钱", ["unclear"] = "有的事没弄明白", ["decorated"] = "刚装修过",
    };

    /// <summary>The word.</summary>
    public static string Name(this PairStanding standing) => standing switch
    {
        PairStanding.NoAnswer => "还没答",
        PairStanding.Agrees => "愿意",
        PairStanding.Refuses => "不愿意",
        PairStanding.Undecided => "再想想",
        PairStanding.Conditional => "有条件",
        PairStanding.Lapsed => "意愿过期",
        PairStanding.TakenBack => "收回了",
        PairStanding.Disputed => "说法不一",
        PairStanding.Printed => "等签字",
        PairStanding.Signed => "已签字",
        PairStanding.Withdrawn => "撤回申请",
        PairStanding.Superseded => "申请换新",
        PairStanding.Expired => "申请过期",
        PairStanding.Again => "要重签",
        _ => "不再实施",
    };

    /// <summary>The sign.</summary>
    public static string Sign(this PairStanding standing) => standing switch
    {
        PairStanding.NoAnswer => "○",
        PairStanding.Agrees => "◐",
        PairStanding.Refuses => "×",
        PairStanding.Undecided => "…",
        PairStanding.Conditional => "!",
        PairStanding.Lapsed => "◌",
        PairStanding.TakenBack => "↺",
        PairStanding.Disputed => "?",
        PairStanding.Printed => "✎",
        PairStanding.Signed => "✓",
        PairStanding.Withdrawn => "↩",
        PairStanding.Superseded => "⇄",
        PairStanding.Expired => "◷",
        PairStanding.Again => "↻",
        _ => "—",
    };

    /// <summary>The shade's name in the style sheet.</summary>
    public static string Shade(this PairStanding standing) => standing switch
    {
        PairStanding.Signed => "signed",
        PairStanding.Agrees or PairStanding.Printed => "near",
        PairStanding.NoAnswer or PairStanding.Undecided or PairStanding.TakenBack or PairStanding.Lapsed => "open",
        PairStanding.Refuses or PairStanding.Withdrawn => "no",
        PairStanding.Closed => "closed",
        _ => "look",
    };

    /// <summary>How far a unit is.</summary>
    public static string Words(this BoardUnit unit) => unit.Closed ? "— 不再实施" : unit.Tally.Ready ? "✓ 齐了" : unit.Tally.Short > 0 ? $"差 {unit.Tally.Short} 户" : "名册没登记全";

    /// <summary>What a row of the log says, for colleagues.</summary>
    public static string Words(this LedgerEntry entry) => entry.Kind switch
    {
        LedgerKinds.Agree => "聊天里说：愿意",
        LedgerKinds.Refuse => "聊天里说：不愿意",
        LedgerKinds.Undecided => $"聊天里说：再想想{(Thoughts.GetValueOrDefault(entry.Reason ?? "") is { } thought ? $"（{thought}）" : "")}",
        LedgerKinds.Conditional => "聊天里说：有条件",
        LedgerKinds.TakenBack => "聊天里说：收回前面的话",
        LedgerKinds.Disputed => entry.Answer switch { "agree" => "聊天里说：愿意；跟家里另一位说的不一样", "refuse" => "聊天里说：不愿意；跟家里另一位说的不一样", "withdrawn" => "聊天里说：收回前面的话；家里说的不一样，还没核对", _ => "聊天里说：那不是我家的意思" },
        LedgerKinds.Settled => $"核对过，按“{Settled(entry.Answer)}”记",
        LedgerKinds.LateSettled => "进场以后要撤回的事，当面商量过了",
        LedgerKinds.Printed => "申请书打印了",
        LedgerKinds.Signed => "申请书签了字",
        LedgerKinds.Withdrawn => "撤回申请书",
        LedgerKinds.Superseded => "申请书换了新的",
        LedgerKinds.Expired => "申请书过期",
        LedgerKinds.Again => "内容变了，要重签",
        LedgerKinds.Closed => "记为不再实施",
        LedgerKinds.Reopened => "重新打开",
        LedgerKinds.Entered => "施工队进场",
        _ => "聊天里说了别的",
    };

    /// <summary>Facts and words beside an act as colleagues read them; what they need not read is left out.</summary>
    public static IEnumerable<(string Label, string Text)> Shown(IReadOnlyDictionary<string, string> details)
    {
        foreach (var (key, label) in Labels)
            if (details.TryGetValue(key, out var text)) yield return (label, key switch
            {
                "capacity" when Enum.TryParse<Capacity>(text, out var capacity) => capacity.Label(),
                "told" => text == "yes" ? "看过或者听过" : "没有",
                "paper" => SigningDraft.Papers.GetValueOrDefault(text, text),
                _ => text,
            });
    }

    /// <summary>What a dispute was settled to, in words.</summary>
    public static string Settled(string? answer) => answer switch { "agree" => "愿意", "refuse" => "不愿意", "undecided" => "再想想", _ => "还没答" };
}
