using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace ResidentAssistant.Web;

/// <summary>Lists as a workbook, written row by row, so that a large community needs no more memory than a small one.</summary>
internal static class ListWorkbook
{
    /// <summary>Media type.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The workbook's bytes: a sheet for each list, under a note.</summary>
    public static byte[] Of(string note, params IReadOnlyList<ListSheet> sheets)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var parts = sheets.Select(s => Sheet(book, note, s)).ToList();
            using var writer = OpenXmlWriter.Create(book);
            writer.WriteStartElement(new Workbook());
            writer.WriteStartElement(new Sheets());
            for (var i = 0; i < sheets.Count; i++)
                writer.WriteElement(new Sheet { Name = sheets[i].Name, SheetId = (uint)i + 1, Id = book.GetIdOfPart(parts[i]) });
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static WorksheetPart Sheet(WorkbookPart book, string note, ListSheet sheet)
    {
        var part = book.AddNewPart<WorksheetPart>();
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteStartElement(new Columns());
        for (uint i = 1; i <= sheet.Head.Count; i++) writer.WriteElement(new Column { Min = i, Max = i, Width = i == sheet.Head.Count ? 44 : 18, CustomWidth = true });
        writer.WriteEndElement();
        writer.WriteStartElement(new SheetData());
        foreach (var row in sheet.Rows.Prepend(sheet.Head).Prepend([note]))
        {
            writer.WriteStartElement(new Row());
            // Text is written as text: what begins with = is no formula.
            foreach (var cell in row)
                writer.WriteElement(int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out _) && cell is not ['0', _, ..]
                    ? new Cell { DataType = CellValues.Number, CellValue = new CellValue(cell) }
                    : new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(cell)) });
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
        return part;
    }
}

/// <summary>One sheet: its name, the head and the rows.</summary>
internal sealed record ListSheet(string Name, IReadOnlyList<string> Head, IEnumerable<IReadOnlyList<string>> Rows);
