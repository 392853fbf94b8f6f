using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>Reads an .xlsx file into texts. It trusts nothing: neither the size the file claims nor what stands in a cell.</summary>
internal static class WorkbookReader
{
    /// <summary>Largest file that is taken.</summary>
    public const int LargestFile = 10 * 1024 * 1024;

    /// <summary>Rows a sheet may have.</summary>
    public const int MostRows = 50_000;

    private const long LargestContent = 150L * 1024 * 1024;
    private const int LastRow = 200_000;
    private const int MostMerged = 2000;
    private const int HeaderWithin = 10;
    private const int MostColumns = 100;
    private const int LongestCell = 2000;

    // The reader asks for the code page of old files by name, even when it is given a new one.
    static WorkbookReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The known sheets; faults say what could not be read. Throws <see cref="RefusedException"/> when the file is no workbook at all.</summary>
    public static RawBook Read(byte[] file, BookFaults faults, Action<double> progress, CancellationToken ct)
    {
        Check(file);
        try
        {
            using var stream = new MemoryStream(file, writable: false);
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { FallbackEncoding = Encoding.UTF8 });
            var broken = BrokenFormulas.Of(file);
            var sheets = new Dictionary<string, RawSheet>();
            var done = 0;
            do
            {
                progress((double)done++ / Math.Max(1, reader.ResultsCount));
                if (SheetLayout.All.FirstOrDefault(l => l.Name == Cells.Text(reader.Name)) is not { } layout) continue;
                if (Sheet(reader, layout, broken[reader.Name].ToHashSet(), faults, ct) is { } sheet) sheets[layout.Name] = sheet;
            }
            while (reader.NextResult());
            if (sheets.Count == 0 && faults.Count == 0)
                throw new RefusedException("NoSheets", $"没有找到要登记的表。表的名字要和模板一样：{string.Join("、", SheetLayout.All.Select(l => l.Name))}。");
            return new RawBook(sheets);
        }
        catch (Exception fault) when (fault is not (RefusedException or OperationCanceledException or OutOfMemoryException))
        {
            // Whatever a damaged file makes the reader say, the clerk can do one thing about it.
            throw new RefusedException("BadFile", "这个文件打不开，可能坏了，也可能加了密码。请用 Excel 或者 WPS 打开它，另存为 .xlsx 再传。");
        }
    }

    private static void Check(byte[] file)
    {
        if (file.Length > LargestFile) throw new RefusedException("TooLarge", "文件太大了，最多 10 MB。请分成几个文件来传。", StatusCodes.Status413PayloadTooLarge);
        if (file is [0xD0, 0xCF, 0x11, 0xE0, ..]) throw new RefusedException("OldFile", "这是旧的 .xls 文件，或者加了密码。请打开它，另存为不加密码的 .xlsx 再传。");
        if (file is not [0x50, 0x4B, ..]) throw new RefusedException("BadFile", "这不是 Excel 文件。请传 .xlsx 文件。");
        try
        {
            // The sizes in the file's own table may lie, so what comes out is counted.
            using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > 2000) throw Unfolds();
            var (left, buffer) = (LargestContent, new byte[81920]);
            foreach (var entry in zip.Entries)
            {
                using var content = entry.Open();
                for (int read; (read = content.Read(buffer)) > 0;)
                    if ((left -= read) < 0) throw Unfolds();
            }
        }
        catch (InvalidDataException)
        {
            throw new RefusedException("BadFile", "这个文件打不开，可能没有传完整。请再传一次。");
        }
    }

    private static RefusedException Unfolds() => new("TooLarge", "这个文件展开以后太大了，不像一份登记表。请用模板重新做一份。", StatusCodes.Status413PayloadTooLarge);

    private static RawSheet? Sheet(IExcelDataReader reader, SheetLayout layout, HashSet<string> broken, BookFaults faults, CancellationToken ct)
    {
        var merged = reader.MergeCells ?? [];
        Dictionary<string, int>? columns = null;
        var rows = new List<RawRow>();
        var above = new Dictionary<int, string>();
        if (merged.Length > MostMerged)
        {
            faults.Add(layout.Name, 1, "", "合并的格子太多了。请取消合并再填。");
            return null;
        }

        for (var number = 1; number <= LastRow && reader.Read(); number++)
        {
            if (number % 500 == 0) ct.ThrowIfCancellationRequested();
            var cells = new string[Math.Min(reader.FieldCount, MostColumns)];
            for (var i = 0; i < cells.Length; i++) cells[i] = Cells.Text(reader.GetValue(i));
            if (columns is null)
            {
                columns = Header(layout, cells);
                if (columns is not null) MissingColumns(layout, columns, number, faults);
                else if (number == HeaderWithin) break;
                continue;
            }

            // A merged cell holds its value for every row it covers.
            foreach (var range in merged.Where(m => m.FromRow < number && number <= m.ToRow + 1 && m.FromColumn < cells.Length))
            {
                if (range.ToColumn != range.FromColumn) faults.Add(layout.Name, number, $"{Cells.Letter(range.FromColumn)} 列", "这里把几栏合并成了一格，看不出哪个是哪个。请取消合并再填。");
                else if (number > range.FromRow + 1) cells[range.FromColumn] = above.GetValueOrDefault(range.FromColumn, "");
                above[range.FromColumn] = cells[range.FromColumn];
            }

            if (columns.Values.All(c => c >= cells.Length || (cells[c].Length == 0 && !broken.Contains(Place(c, number))))) continue;
            foreach (var (header, column) in columns)
            {
                if (column >= cells.Length) continue;
                if (broken.Contains(Place(column, number))) faults.Add(layout.Name, number, Where(header, column), "这一格是公式，没有算出结果。请直接写上内容。");
                else if (cells[column].Length > LongestCell) faults.Add(layout.Name, number, Where(header, column), $"字太多了，最多 {LongestCell} 个字。");
            }

            rows.Add(new RawRow(number, cells));
            if (rows.Count <= MostRows) continue;
            faults.Add(layout.Name, number, "", $"一张表最多 {MostRows} 行。请分成几个文件来传。");
            break;
        }

        if (columns is not null) return new RawSheet(layout, columns, rows);
        if (reader.RowCount > 0) faults.Add(layout.Name, 1, "", $"没有找到表头。第一行应该是：{string.Join("、", layout.Columns.Select(c => c.Header))}。");
        return null;
    }

    private static string Place(int column, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Cells.Letter(column)}{number}");

    /// <summary>How a cell is named to people.</summary>
    public static string Where(string header, int column) => $"{Cells.Letter(column)} 列（{header}）";

    private static Dictionary<string, int>? Header(SheetLayout layout, string[] cells)
    {
        var found = new Dictionary<string, int>();
        for (var i = 0; i < cells.Length; i++)
        {
            var title = cells[i].TrimEnd('*').Replace(" ", "", StringComparison.Ordinal);
            if (layout.Columns.Any(c => c.Header == title)) found.TryAdd(title, i);
        }

        return found.Count >= Math.Min(2, layout.Columns.Count) ? found : null;
    }

    private static void MissingColumns(SheetLayout layout, Dictionary<string, int> columns, int number, BookFaults faults)
    {
        foreach (var column in layout.Columns.Where(c => c.Required && !columns.ContainsKey(c.Header)))
            faults.Add(layout.Name, number, "", $"少了“{column.Header}”这一栏。");
    }
}
