using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent;

/// <summary>The board as a workbook: units, households by riser, and what residents see of their pipes.</summary>
internal static class BoardWorkbook
{
    /// <summary>The workbook's bytes.</summary>
    public static byte[] Of(Board board, IReadOnlyList<PipeSurvey> pipes, string community, DateTimeOffset now)
    {
        var note = $"{community}，{SiteClock.DayAndTime(now)}从记录里算出。只供工作人员使用，不要张贴，不要转发。";
        return ListWorkbook.Of(note,
            new ListSheet("实施单元", ["楼", "实施单元", "住户和立管（对）", "已签字", "差几户", "现在"],
                board.Units.Select(u => new[] { $"{u.Building}号楼", u.Label, Text(u.Tally.Pairs), Text(u.Tally.Signed), Text(u.Tally.Short), u.Closed ? "不再实施" : u.Tally.Ready ? "齐了" : "还没齐" })),
            new ListSheet("住户", ["楼", "单元", "门牌", "立管", "现在", "聊天里的意愿编号", "申请书编号", "下一步"],
                board.Households.SelectMany(h => h.Cells.Select(c => new[]
                {
                    $"{c.Place.Building}号楼", $"{c.Place.Entrance}单元", c.Place.Number, c.Place.RiserLabel, c.State.Standing.Name(), c.State.AnswerReference ?? "", c.State.ApplicationReference ?? "", h.Next.Words,
                })).Concat(board.Gaps.Flats.Select(f => new[] { $"{f.Building}号楼", $"{f.Entrance}单元", f.Label, "没有登记立管", "", "", "", "请在名册里补上立管" }))),
            new ListSheet("管子情况", ["楼", "单元", "门牌", "哪儿的管子", "年头", "料", "照片", "核实", "哪天说的", "毛病"],
                pipes.Select(p => new[]
                {
                    $"{p.Building}号楼", $"{p.Entrance}单元", p.Number, RiserWords.Room(p.Room), p.AgeName, p.MaterialName, Text(p.PhotoCount), p.Proven ? "认过门" : "没认过门，没核实", SiteClock.Day(p.RecordedAt).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), p.FaultNames,
                })));
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
