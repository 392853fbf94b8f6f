using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>“我家登记了没有”“我们楼几户签了”: a proven household hears its own state, whether its riser is complete, and a number only where no household can be told from it.</summary>
internal sealed class StateActions(ConsentLog log, Database database) : IDialogActions
{
    /// <summary>Smallest building in which residents hear a number.</summary>
    public const int SmallestBuilding = 20;

    /// <summary>With fewer missing no number is said.</summary>
    public const int FewestMissing = 4;

    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
        [new(new ActionSignature("consent.state", ["told", "none", "unproven"], ["household"], ["own-state", "riser-state", "building-state"]), StateAsync)];

    /// <summary>What a resident may hear of a building.</summary>
    public static string Counted(string building, int households, int signed) => households >= SmallestBuilding && households - signed >= FewestMissing
        ? $"{building}号楼一共 {households} 户，书面申请签好的有 {signed} 户。"
        : "户数少，或者差得不多的时候，我不报户数，免得叫人猜出是谁家。";

    private async Task<ActionResult> StateAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("unproven");
        var reads = (IReads?)turn.Open ?? database;
        if (await HouseholdLedger.ReadAsync(log, reads, call.Id("household")!.Value, ct) is not { Risers.Count: > 0 } own) return ActionResult.Of("none");
        var board = await Board.ReadAsync(log, reads, own.Household.CommunityId, own.Household.BuildingId, ct);
        var ownWords = string.Join("\n", own.Risers.GroupBy(r => Own(own.On(r.Id))).Select(g => $"{string.Join("和", g.Select(Room).Distinct())}的管子：{g.Key}。"));
        var units = own.Risers.Select(r => (Riser: r, Unit: board.Units.FirstOrDefault(u => u.Cells.Any(c => c.Place.RiserId == r.Id)))).ToList();
        var riserWords = string.Join("\n", units.Select(x => $"{Room(x.Riser)}那根管子：{x.Unit switch { { Closed: true } => "这次先不换", { Tally.Ready: true } => "各家的申请都齐了", _ => "还没有齐" }}。"));
        // Why it is not done is nobody's to ask: whoever lives on it hears what it means for repairs.
        if (units.Any(x => x.Unit is { Closed: true })) riserWords += "\n先不换的管子要是漏了、堵了，照旧报修，跟我说“漏水”就行。以后能换了，会重新告诉各家。";
        return ActionResult.Of("told", ("own-state", new("own", $"您家（{own.Household.Label}）现在是这样记的：\n{ownWords}")), ("riser-state", new("riser", riserWords)),
            ("building-state", new("building", Counted(own.Household.Building, board.Flats, board.Households.Count(h => h.Signed)))));
    }

    private static string Own(PairState state) => state.Standing switch
    {
        PairStanding.NoAnswer => "还没有记过您家的回答",
        PairStanding.Agrees => $"聊天里说了同意（{state.AnswerReference}），书面申请还没签",
        PairStanding.Refuses => $"记的是不同意（{state.AnswerReference}）",
        PairStanding.Undecided => "记的是再想想，不算同意也不算不同意",
        PairStanding.Lapsed => $"以前说过的（{state.AnswerReference}）过了有效期，不作数了。想再说，打“换管子”",
        PairStanding.Conditional => "记下了您提的条件，等工作人员答复",
        PairStanding.TakenBack => "前面的话收回了，现在没有表过态",
        PairStanding.Disputed => "您家的意思还要工作人员核对，现在不算同意，也不算不同意",
        PairStanding.Printed => $"书面申请 {state.ApplicationReference} 打印好了，还没签字",
        PairStanding.Signed => state.LateWithdrawalAt is null ? $"书面申请 {state.ApplicationReference} 签好了" : $"书面申请 {state.ApplicationReference} 签好了，您家要撤回的话记下了，工作人员会跟您家商量",
        PairStanding.Withdrawn => "书面申请收回了",
        PairStanding.Superseded or PairStanding.Expired => $"书面申请 {state.ApplicationReference} 不作数了，要签新的",
        PairStanding.Again => $"书面申请 {state.ApplicationReference} 要重新签，工作人员会来说明",
        _ when state.Answer is Answer.Refuse => "记的是不同意，这次先不换。您家哪天改了主意，打“换管子”就行",
        _ => $"这次先不换。您后来说的话记下了{(state.AnswerReference is { } reference ? $"（{reference}）" : "")}，工作人员看了会答复您",
    };

    private static string Room(Riser riser) => riser.Kind is RiserKind.Kitchen ? "厨房" : "卫生间";
}
