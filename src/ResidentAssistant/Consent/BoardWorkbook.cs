using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Consent;

/// <summary>The board as a workbook: units, households by riser, and what residents see of their pipes. Written row by row, so that a large community needs no more memory than a small one.</summary>
internal static class BoardWorkbook
{
    /// <summary>Media type.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The workbook's bytes.</summary>
    public static byte[] Of(Board board, IReadOnlyList<PipeSurvey> pipes, string community, DateTimeOffset now)
    {
        var note = $"{community}，{SiteClock.DayAndTime(now)}从记录里算出。只供工作人员使用，不要张贴，不要转发。";
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var sheets = new[]
            {
                (Name: "实施单元", Part: Sheet(book, note, ["楼", "实施单元", "住户和立管（对）", "已签字", "差几户", "现在"],
                    board.Units.Select(u => new[] { $"{u.Building}号楼", u.Label, Text(u.Tally.Pairs), Text(u.Tally.Signed), Text(u.Tally.Short), u.Closed ? "不再实施" : u.Tally.Ready ? "齐了" : "还没齐" }))),
                (Name: "住户", Part: Sheet(book, note, ["楼", "单元", "门牌", "立管", "现在", "聊天里的意愿编号", "申请书编号", "下一步"],
                    board.Households.SelectMany(h => h.Cells.Select(c => new[]
                    {
                        $"{c.Place.Building}号楼", $"{c.Place.Entrance}单元", c.Place.Number, c.Place.RiserLabel, c.State.Standing.Name(), c.State.AnswerReference ?? "", c.State.ApplicationReference ?? "", h.Next.Words,
                    })).Concat(board.Gaps.Flats.Select(f => new[] { $"{f.Building}号楼", $"{f.Entrance}单元", f.Label, "没有登记立管", "", "", "", "请在名册里补上立管" })))),
                (Name: "管子情况", Part: Sheet(book, note, ["楼", "单元", "门牌", "哪儿的管子", "年头", "料", "照片", "核实", "哪天说的", "毛病"],
                    pipes.Select(p => new[]
                    {
                        $"{p.Building}号楼", $"{p.Entrance}单元", p.Number, RiserWords.Room(p.Room), p.AgeName, p.MaterialName, Text(p.PhotoCount), p.Proven ? "认过门" : "没认过门，没核实", SiteClock.Day(p.RecordedAt).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), p.FaultNames,
                    }))),
            };
            using var writer = OpenXmlWriter.Create(book);
            writer.WriteStartElement(new Workbook());
            writer.WriteStartElement(new Sheets());
            for (var i = 0; i < sheets.Length; i++)
                writer.WriteElement(new Sheet { Name = sheets[i].Name, SheetId = (uint)i + 1, Id = book.GetIdOfPart(sheets[i].Part) });
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static WorksheetPart Sheet(WorkbookPart book, string note, string[] head, IEnumerable<string[]> rows)
    {
        var part = book.AddNewPart<WorksheetPart>();
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteStartElement(new Columns());
        for (uint i = 1; i <= head.Length; i++) writer.WriteElement(new Column { Min = i, Max = i, Width = i == head.Length ? 44 : 18, CustomWidth = true });
        writer.WriteEndElement();
        writer.WriteStartElement(new SheetData());
        foreach (var row in rows.Prepend(head).Prepend([note]))
        {
            writer.WriteStartElement(new Row());
            // Text is written as text: what begins with = is no formula.
            foreach (var cell in row)
                writer.WriteElement(int.TryParse(cell, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _) && cell is not ['0', _, ..]
                    ? new Cell { DataType = CellValues.Number, CellValue = new CellValue(cell) }
                    : new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(cell)) });
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
        return part;
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
