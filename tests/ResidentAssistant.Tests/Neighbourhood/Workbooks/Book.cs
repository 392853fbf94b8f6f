using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace ResidentAssistant.Tests.Neighbourhood.Workbooks;

/// <summary>A workbook as somebody might have made it: sheets of cells that are texts, numbers, days, formulas or merged.</summary>
internal sealed class Book
{
    private readonly List<(string Name, object?[][] Rows, string[] Merged)> sheets = [];

    public static readonly object?[] Buildings = ["楼号*", "层数*", "产权单位", "物业"];
    public static readonly object?[] Entrances = ["楼号*", "单元*", "产权单位", "物业"];
    public static readonly object?[] Risers = ["楼号*", "立管名称*", "类别*"];
    public static readonly object?[] Households = ["楼号*", "单元*", "门牌*", "楼层", "住的情况", "上次装修", "立管"];
    public static readonly object?[] Persons = ["楼号*", "单元*", "门牌*", "姓名*", "身份*", "电话", "住在这里", "六十岁以上", "有智能手机", "凭证", "凭证起", "凭证止"];

    /// <summary>A community with one building, an entrance, a riser, a flat and its owner.</summary>
    public static Book Small() => new Book()
        .Sheet("小区", ["小区名称*", "街道*", "居委会*"], ["柳荫里小区", "测试区测试街道", "柳荫里居委会"])
        .Sheet("单位", ["名称*", "类别*", "值班电话", "电话核实日期"], ["机械厂", "产权单位", "01061234567", "2026-10-01"], ["第一物业", "物业", null, null])
        .Sheet("楼栋", Buildings, ["3", 6d, "机械厂", null])
        .Sheet("单元", Entrances, ["3", "2", null, "第一物业"])
        .Sheet("立管", Risers, ["3", "2单元厨房立管01", "厨房"])
        .Sheet("住户", Households, ["3", "2", "501", null, "自住", "2024-05-01", "2单元厨房立管01"])
        .Sheet("人员", Persons, ["3", "2", "501", "王示例", "产权人", "13800000001", "是", "是", "否", null, null, null]);

    /// <summary>Adds a sheet, in place of one of that name.</summary>
    public Book Sheet(string name, params object?[][] rows)
    {
        sheets.RemoveAll(s => s.Name == name);
        sheets.Add((name, rows, []));
        return this;
    }

    /// <summary>Merges a range of a sheet, such as <c>A2:A3</c>.</summary>
    public Book Merge(string name, params string[] ranges)
    {
        var i = sheets.FindIndex(s => s.Name == name);
        sheets[i] = sheets[i] with { Merged = ranges };
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] File()
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook(new Sheets());
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }));
            foreach (var (name, rows, merged) in sheets)
            {
                var part = workbook.AddNewPart<WorksheetPart>();
                var data = new SheetData(rows.Select((row, r) => new Row(row.Select((cell, c) => Made(cell, $"{(char)('A' + c)}{r + 1}"))) { RowIndex = (uint)r + 1 }));
                part.Worksheet = merged.Length == 0 ? new Worksheet(data) : new Worksheet(data, new MergeCells(merged.Select(m => new MergeCell { Reference = m })));
                workbook.Workbook.Sheets!.AppendChild(new Sheet { Id = workbook.GetIdOfPart(part), SheetId = (uint)workbook.Workbook.Sheets.ChildElements.Count + 1, Name = name });
            }
        }

        return stream.ToArray();
    }

    private static Cell Made(object? value, string place) => value switch
    {
        double number => new Cell(new CellValue(number)) { CellReference = place },
        DateOnly day => new Cell(new CellValue(day.ToDateTime(default).ToOADate())) { CellReference = place, StyleIndex = 1 },
        Formula formula => new Cell(new CellFormula(formula.Text), new CellValue(formula.Result)) { CellReference = place, DataType = formula.Result.StartsWith('#') ? CellValues.Error : CellValues.String },
        string text => new Cell(new InlineString(new Text(text))) { CellReference = place, DataType = CellValues.InlineString },
        _ => new Cell { CellReference = place },
    };

    /// <summary>A formula with what it came to.</summary>
    internal sealed record Formula(string Text, string Result);
}
