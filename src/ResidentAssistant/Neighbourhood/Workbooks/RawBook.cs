namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>The known sheets of a workbook as texts, before anything is made of them.</summary>
internal sealed record RawBook(IReadOnlyDictionary<string, RawSheet> Sheets)
{
    /// <summary>Rows in all sheets.</summary>
    public int Rows => Sheets.Values.Sum(s => s.Rows.Count);
}

/// <summary>A sheet: where each known column stands, and its rows.</summary>
internal sealed record RawSheet(SheetLayout Layout, IReadOnlyDictionary<string, int> Columns, IReadOnlyList<RawRow> Rows);

/// <summary>A row with its number as the spreadsheet shows it.</summary>
internal sealed record RawRow(int Number, string[] Cells);

/// <summary>One thing to put right, where it stands and what to do.</summary>
internal sealed record BookFault(string Sheet, int Row, string Column, string Sentence)
{
    /// <summary>For people: 住户 第 5 行 C 列（门牌）：….</summary>
    public override string ToString() => Row == 0 ? $"“{Sheet}”表：{Sentence}" : $"“{Sheet}”表第 {Row} 行{(Column.Length == 0 ? "" : $" {Column}")}：{Sentence}";
}

/// <summary>Faults found so far; after enough of them nobody reads on.</summary>
internal sealed class BookFaults
{
    /// <summary>At most so many are kept.</summary>
    public const int Most = 200;

    private readonly List<BookFault> all = [];

    /// <summary>Those kept, in the order they were found.</summary>
    public IReadOnlyList<BookFault> All => all;

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(string sheet, int row, string column, string sentence)
    {
        Count++;
        if (all.Count < Most) all.Add(new BookFault(sheet, row, column, sentence));
    }
}
