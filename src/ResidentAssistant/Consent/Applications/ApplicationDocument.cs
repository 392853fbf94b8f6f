using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using D = DocumentFormat.OpenXml.Drawing;
using P = DocumentFormat.OpenXml.Drawing.Pictures;
using W = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace ResidentAssistant.Consent.Applications;

/// <summary>Written applications as a Word document, one after the other, each on a page of its own.</summary>
internal static class ApplicationDocument
{
    private const string Type = "仿宋";
    private const long QrSize = 792_000; // 2.2 cm

    /// <summary>Media type of the document.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>The document's bytes.</summary>
    public static byte[] Of(IReadOnlyList<ApplicationSheet> sheets)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            var body = new Body();
            main.Document = new Document(body);
            for (var i = 0; i < sheets.Count; i++) Add(main, body, sheets[i], (uint)i + 1);
            body.Append(new SectionProperties(new PageSize { Width = 11906, Height = 16838 },
                new PageMargin { Top = 700, Bottom = 600, Left = 1100, Right = 1100, Header = 500, Footer = 500, Gutter = 0 }));
        }

        return stream.ToArray();
    }

    private static void Add(MainDocumentPart main, Body body, ApplicationSheet sheet, uint number)
    {
        // A table cannot begin a page by itself: a line of no height does.
        var begin = Words("", 2);
        if (number > 1) begin.ParagraphProperties!.PageBreakBefore = new PageBreakBefore();
        body.Append(begin);
        var head = new TableCell(new TableCellProperties(new TableCellWidth { Width = "7300", Type = TableWidthUnitValues.Dxa }), Words(sheet.Title, 40, bold: true), Words(sheet.Subtitle, 26));
        if (sheet.IsDraft) head.Append(Words("待核：这份申请书的文字还没有人核准，只供试印。", 22, bold: true));
        body.Append(new Table(new TableProperties(new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct }, new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(new GridColumn { Width = "7300" }, new GridColumn { Width = "2400" }),
            new TableRow(head, new TableCell(new TableCellProperties(new TableCellWidth { Width = "2400", Type = TableWidthUnitValues.Dxa }), Qr(main, sheet, number), Words(sheet.QrWords, 16)))));
        body.Append(Words("", 2));
        var table = new Table(new TableProperties(
            new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct },
            new TableBorders(new TopBorder(), new LeftBorder(), new BottomBorder(), new RightBorder(), new InsideHorizontalBorder(), new InsideVerticalBorder()),
            new TableLayout { Type = TableLayoutValues.Fixed }), new TableGrid(new GridColumn { Width = "2100" }, new GridColumn { Width = "7600" }));
        foreach (var border in table.Descendants<BorderType>()) (border.Val, border.Size) = (BorderValues.Single, 6);
        foreach (var row in sheet.Rows)
        {
            var line = new TableRow(new TableRowProperties(new CantSplit()));
            if (row.Blank) line.TableRowProperties!.Append(new TableRowHeight { Val = 560, HeightType = HeightRuleValues.AtLeast });
            line.Append(Cell("2100", row.Label, bold: true), Cell("7600", row.Text, bold: false));
            table.Append(line);
        }

        body.Append(table);
        foreach (var foot in sheet.Foot) body.Append(Words(foot, 18));
    }

    private static TableCell Cell(string width, string text, bool bold) => new([
        new TableCellProperties(new TableCellWidth { Width = width, Type = TableWidthUnitValues.Dxa }, new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }),
        .. text.Split('\n').Select(line => Words(line, 22, bold))]);

    private static Paragraph Words(string text, int halfPoints, bool bold = false)
    {
        var properties = new RunProperties(new RunFonts { Ascii = Type, HighAnsi = Type, EastAsia = Type });
        if (bold) properties.Append(new Bold());
        properties.Append(new FontSize { Val = halfPoints.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        return new Paragraph(
            new ParagraphProperties(new SpacingBetweenLines { Before = "0", After = "10" }),
            new Run(properties, new Text(text) { Space = SpaceProcessingModeValues.Preserve }));
    }

    private static Paragraph Qr(MainDocumentPart main, ApplicationSheet sheet, uint number)
    {
        var image = main.AddImagePart(ImagePartType.Png);
        using (var png = new MemoryStream(sheet.Qr)) image.FeedData(png);
        var picture = new P.Picture(
            new P.NonVisualPictureProperties(new P.NonVisualDrawingProperties { Id = number, Name = "qr.png", Description = sheet.QrWords }, new P.NonVisualPictureDrawingProperties()),
            new P.BlipFill(new D.Blip { Embed = main.GetIdOfPart(image) }, new D.Stretch(new D.FillRectangle())),
            new P.ShapeProperties(new D.Transform2D(new D.Offset { X = 0, Y = 0 }, new D.Extents { Cx = QrSize, Cy = QrSize }), new D.PresetGeometry(new D.AdjustValueList()) { Preset = D.ShapeTypeValues.Rectangle }));
        return new Paragraph(new ParagraphProperties(new KeepNext()), new Run(new Drawing(new W.Inline(
            new W.Extent { Cx = QrSize, Cy = QrSize }, new W.EffectExtent { LeftEdge = 0, TopEdge = 0, RightEdge = 0, BottomEdge = 0 },
            new W.DocProperties { Id = number, Name = $"qr-{number}", Description = sheet.QrWords }, new W.NonVisualGraphicFrameDrawingProperties(new D.GraphicFrameLocks { NoChangeAspect = true }),
            new D.Graphic(new D.GraphicData(picture) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
        { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 })));
    }
}
