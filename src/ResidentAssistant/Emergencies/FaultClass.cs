namespace ResidentAssistant.Emergencies;

/// <summary>What kind of fault it is, how pressing, and how the desk names it.</summary>
/// <param name="Code">As stored and as the dialog branches on it: burst, sewage, electric, gas, person, leak, blockage, pressure, unclear.</param>
/// <param name="Severity">danger, urgent or normal.</param>
/// <param name="Title">In Chinese, for staff and for reading back.</param>
internal sealed record FaultClass(string Code, string Severity, string Title)
{
    private static readonly FaultClass Unclear = new("unclear", "urgent", "漏水跑水");

    private static readonly FaultClass[] Known =
    [
        new("gas", "danger", "燃气味"),
        new("person", "danger", "人有危险"),
        new("electric", "danger", "水碰到电"),
        new("burst", "danger", "爆管跑水"),
        new("sewage", "danger", "污水往上返"),
        Unclear,
        new("leak", "normal", "漏水渗水"),
        new("blockage", "normal", "下水堵了"),
        new("pressure", "normal", "水小或没水"),
    ];

    // Only a net below the understanding: words that name a danger or a fault beyond doubt, the graver first.
    private static readonly (string Code, string[] Words)[] Signs =
    [
        ("gas", ["煤气", "燃气", "天然气"]),
        ("person", ["着火", "起火", "触电", "电着", "晕倒", "摔倒", "胸口疼"]),
        ("electric", ["插座", "电闸", "电表", "配电箱", "灯里", "灯上", "火花"]),
        ("burst", ["爆管", "爆了", "喷", "哗哗", "淹", "跑水", "冒水"]),
        ("sewage", ["返水", "反水", "返上来", "往上返", "粪", "污水"]),
        ("blockage", ["堵", "不下水", "下水慢"]),
        ("pressure", ["水小", "没水", "水压", "不出水"]),
        ("leak", ["滴", "渗", "漏", "洇"]),
    ];

    /// <summary>Staff are paged at once, day and night.</summary>
    public bool Pages => Severity is "danger" or "urgent";

    /// <summary>The class of that code, or null.</summary>
    public static FaultClass? Find(string? code) => Known.FirstOrDefault(k => k.Code == code);

    /// <summary>The class of a report: what the triage says, else the intent, else plain words, else unclear.</summary>
    public static FaultClass Of(string? emergency, string? intent, string? words)
    {
        if (Find(emergency) is { } triaged) return triaged;
        var byWords = words is null ? null : Named(words);
        var byIntent = intent switch
        {
            "report_burst" => Find("burst"),
            "report_leak" => Find("leak"),
            "report_blockage" => Find("blockage"),
            "report_low_pressure" => Find("pressure"),
            _ => null,
        };
        return Graver(byWords, byIntent) ?? Unclear;
    }

    /// <summary>The gravest class that plain words name, or null.</summary>
    public static FaultClass? Named(string words) => Find(Signs.FirstOrDefault(s => s.Words.Any(w => words.Contains(w, StringComparison.Ordinal))).Code);

    /// <summary>The advice for this danger holds for the other fault as well, which is milder: said again it would only weaken.</summary>
    public bool Covers(FaultClass other) => Severity == "danger" && Rank(this) < Rank(other) && (Code, other.Code) switch
    {
        ("person", _) => false,
        ("gas", _) => true,
        ("sewage", "blockage") => true,
        ("burst" or "electric" or "sewage", "leak" or "pressure" or "unclear") => true,
        ("electric", "burst") => true,
        _ => false,
    };

    /// <summary>The more dangerous of two; the first when they are equal.</summary>
    public static FaultClass? Graver(FaultClass? one, FaultClass? other) =>
        one is null ? other : other is null || Rank(one) <= Rank(other) ? one : other;

    /// <summary>Reports from one riser that are of one family are one fault: supply water, drain, pressure. A person in danger and gas stand each alone.</summary>
    public string? Family => Code switch
    {
        "burst" or "electric" or "unclear" or "leak" => "water",
        "sewage" or "blockage" => "drain",
        "pressure" => "pressure",
        _ => null,
    };

    /// <summary>Codes of the same family.</summary>
    public string[] Kin => Family is { } family ? [.. Known.Where(k => k.Family == family).Select(k => k.Code)] : [];

    private static int Rank(FaultClass fault) => Array.IndexOf(Known, fault);
}
