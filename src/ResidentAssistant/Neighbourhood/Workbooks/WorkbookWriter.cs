using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>Writes a register as a workbook that can be read in again unchanged; without rows it is the template.</summary>
internal static class WorkbookWriter
{
    /// <summary>Type of the file.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const uint Header = 1;
    private const uint Plain = 2;
    private const uint Wrapped = 3;

    /// <summary>The file.</summary>
    public static byte[] Write(RegisterBook book)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook(new Sheets());
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            Add(workbook, "填写说明", part => Guide(part));
            Add(workbook, SheetLayout.Community, book.Community is { } c ? [[c.Name, c.Street, c.Committee]] : []);
            Add(workbook, SheetLayout.Firms, book.Firms.Select(f => new[] { f.Name, f.Owns ? "产权单位" : "物业", f.Phone, Day(f.ConfirmedOn) }));
            Add(workbook, SheetLayout.Buildings, book.Buildings.Select(b => new[] { b.Number, Whole(b.Floors), b.Owner, b.PropertyCompany }));
            Add(workbook, SheetLayout.Entrances, book.Entrances.Select(e => new[] { e.Building, e.Number, e.Owner, e.PropertyCompany }));
            Add(workbook, SheetLayout.Risers, book.Risers.Select(r => new[] { r.Building, Short(r.Building, r.Label), r.Kind is RiserKind.Kitchen ? "厨房" : "卫生间" }));
            Add(workbook, SheetLayout.Households, book.Households.Select(h => new[]
            {
                h.Flat.Building, h.Flat.Entrance, h.Flat.Number, h.Floor is { } floor ? Whole(floor) : null, h.Occupancy?.Label(), Day(h.DecoratedOn), string.Join('、', h.Risers.Select(r => Short(h.Flat.Building, r))),
            }));
            Add(workbook, SheetLayout.Persons, book.Persons.Select(p => new[]
            {
                p.Flat.Building, p.Flat.Entrance, p.Flat.Number, p.Name, p.Capacity.Label(), p.Phone?.Digits, Yes(p.LivesHere), Yes(p.Elder), Yes(p.Smartphone),
                p.Mandate?.Document, Day(p.Mandate?.From), Day(p.Mandate?.To),
            }));
        }

        return stream.ToArray();
    }

    private static string Short(string building, string label) => label.StartsWith($"{building}号楼", StringComparison.Ordinal) ? label[(building.Length + 2)..] : label;

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Yes(bool? value) => value is { } yes ? yes ? "是" : "否" : null;

    private static void Add(WorkbookPart workbook, SheetLayout layout, IEnumerable<string?[]> rows) => Add(workbook, layout.Name, writer =>
    {
        writer.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        Columns(writer, layout.Columns.Select(c => (double)c.Width));
        writer.WriteStartElement(new SheetData());
        Row(writer, 1, Header, layout.Columns.Select(c => c.Title));
        var number = 1u;
        foreach (var row in rows) Row(writer, ++number, Plain, row);
        writer.WriteEndElement();
        var lists = layout.Columns.Select((c, i) => (c.Choices, Letter: Cells.Letter(i))).Where(c => c.Choices is not null).ToList();
        if (lists.Count == 0) return;
        writer.WriteElement(new DataValidations(lists.Select(c => new DataValidation(new Formula1($"\"{string.Join(',', c.Choices!)}\""))
        {
            Type = DataValidationValues.List, AllowBlank = true, ShowErrorMessage = true, ErrorTitle = "请从列表里选", Error = "这一格只能填列表里的内容。",
            SequenceOfReferences = new ListValue<StringValue>([new StringValue($"{c.Letter}2:{c.Letter}{WorkbookReader.MostRows}")]),
        })));
    });

    private static void Guide(OpenXmlWriter writer)
    {
        Columns(writer, [100]);
        writer.WriteStartElement(new SheetData());
        for (var i = 0; i < SheetLayout.Guide.Count; i++) Row(writer, (uint)i + 1, i == 0 ? Header : Wrapped, [SheetLayout.Guide[i]]);
        writer.WriteEndElement();
    }

    private static void Add(WorkbookPart workbook, string name, Action<OpenXmlWriter> content)
    {
        var part = workbook.AddNewPart<WorksheetPart>();
        var sheets = workbook.Workbook.Sheets!;
        sheets.AppendChild(new Sheet { Id = workbook.GetIdOfPart(part), SheetId = (uint)sheets.ChildElements.Count + 1, Name = name });
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        content(writer);
        writer.WriteEndElement();
    }

    private static void Columns(OpenXmlWriter writer, IEnumerable<double> widths) =>
        writer.WriteElement(new Columns(widths.Select((w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = w, CustomWidth = true, Style = Plain })));

    // Every cell is a text, as written: a spreadsheet then turns no door into a date and no phone into 1.38E+10, and runs nothing.
    private static void Row(OpenXmlWriter writer, uint number, uint style, IEnumerable<string?> cells)
    {
        writer.WriteStartElement(new Row { RowIndex = number });
        var column = 0;
        foreach (var text in cells)
        {
            var place = $"{Cells.Letter(column++)}{number}";
            if (string.IsNullOrEmpty(text)) continue;
            writer.WriteStartElement(new Cell { CellReference = place, StyleIndex = style, DataType = CellValues.InlineString });
            writer.WriteElement(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static Stylesheet Styles() => new(
        new Fonts(new Font(new FontSize { Val = 12 }, new FontName { Val = "宋体" }), new Font(new Bold(), new FontSize { Val = 12 }, new FontName { Val = "宋体" })),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FFE3F4EA" }) { PatternType = PatternValues.Solid })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, FillId = 2, ApplyFont = true, ApplyFill = true },
            new CellFormat { NumberFormatId = 49, ApplyNumberFormat = true },
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { NumberFormatId = 49, ApplyNumberFormat = true, ApplyAlignment = true }));
}
