using ResidentAssistant.Consent.Ledger;

namespace ResidentAssistant.Consent;

/// <summary>What a colleague can do for many households at once.</summary>
internal enum BulkAct
{
    /// <summary>Print the applications of those who want to sign.</summary>
    Print,

    /// <summary>Print letters for those who were not told or cannot be reached.</summary>
    Letters,

    /// <summary>Put those who have not signed on the list of calls.</summary>
    Calls,

    /// <summary>Make a list of doors to carry along.</summary>
    Visits,
}

/// <summary>What an act would do to the households that were picked: for whom it is done, and who is left out and why.</summary>
internal sealed record BulkPlan(BulkAct Act, IReadOnlyList<BoardHousehold> For, IReadOnlyList<(string Why, int Count)> Left)
{
    /// <summary>Sorts the households; nobody who has said no gets an application put before them or is called and visited by the dozen, and nobody who is done is asked again.</summary>
    /// <param name="act">The act.</param>
    /// <param name="picked">The households.</param>
    /// <param name="all">They were not picked one by one.</param>
    public static BulkPlan Of(BulkAct act, IEnumerable<BoardHousehold> picked, bool all)
    {
        var sorted = picked.Select(h => (Household: h, Why: WhyNot(act, h, all))).ToList();
        return new BulkPlan(act,
            [.. sorted.Where(x => x.Why is null).Select(x => x.Household).OrderBy(h => h.Place.BuildingPosition).ThenBy(h => h.Place.EntrancePosition).ThenBy(h => h.Place.Floor).ThenBy(h => h.Place.Number, StringComparer.Ordinal)],
            [.. sorted.Where(x => x.Why is not null).GroupBy(x => x.Why!).Select(g => (g.Key, g.Count())).OrderByDescending(x => x.Item2)]);
    }

    /// <summary>The act as a heading.</summary>
    public string Name => Act switch { BulkAct.Print => "打印申请书", BulkAct.Letters => "打印信", BulkAct.Calls => "放进电话清单", _ => "上门清单" };

    /// <summary>What would happen, in one sentence.</summary>
    public string Sentence => Act switch
    {
        BulkAct.Print => $"会给 {For.Count} 户打印申请书，一户一份。打好以后，这几户在台账上记为“等签字”。",
        BulkAct.Letters => $"会给 {For.Count} 户打印信，一户一张。还没有信的，会发一封新的；已经有的，照原来的码再印一张。",
        BulkAct.Calls => $"会把 {For.Count} 户放进“今日待办”里的电话清单。已经在清单里的，不会再放一遍。",
        _ => $"会列出 {For.Count} 户的门牌和下一步，印出来带着走。这张单子只给工作人员看，用完收好。",
    };

    private static string? WhyNot(BulkAct act, BoardHousehold household, bool all) => household switch
    {
        { Signed: true } => "已经签好了",
        _ when household.Cells.Any(c => c.State.Standing is PairStanding.Closed) => "记为不再实施了",
        { Quiet: true } when act is not BulkAct.Print => "请我们不要再来",
        _ when all && act is (BulkAct.Calls or BulkAct.Visits) && household.Cells.All(c => c.State.Signed || c.State.Standing is PairStanding.Refuses) => "说了不愿意，要打电话、要去，请一户一户地定",
        _ when act is BulkAct.Print && !household.Cells.Any(WantsToSign) => "还没说愿意",
        _ when act is BulkAct.Letters && household is { Told: true, NotReachable: false } => "六件事已经告诉过，也联系得上",
        _ => null,
    };

    private static bool WantsToSign(BoardCell cell) => cell.State.Standing is PairStanding.Agrees or PairStanding.Printed or PairStanding.Superseded or PairStanding.Expired or PairStanding.Again;
}
