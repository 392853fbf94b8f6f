using System.IO.Compression;
using System.Text;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Neighbourhood.Workbooks;

namespace ResidentAssistant.Tests.Neighbourhood.Workbooks;

/// <summary>What people and programs put into cells, and files that are none.</summary>
public sealed class WorkbookReaderTests
{
    [Fact]
    public void Numbers_days_full_width_digits_apostrophes_formulas_and_merged_cells_are_read_as_people_meant_them()
    {
        var (book, faults) = Read(new Book()
            .Sheet("住户", ["登记表（示例）"], ["楼 号", "单元*", "门牌", "楼层", "住的情况", "上次装修", "立管"],
                [3d, "2单元", 501d, "５", "自住", new DateOnly(2024, 5, 1), "厨房立管01，卫生间立管01"], [null, "'2", "５０２室", null, "", 45413d, null], ["甲３号楼", new Book.Formula("1+1", "2"), "301", null, null, "2024年5月1日", ""])
            .Sheet("人员", Book.Persons, ["3", "2", "501", " 王　示例 ", "继承人(没过户)", 13800000001d, "√", true, "没有", null, null, null])
            .Merge("住户", "A3:A4"));

        faults.ShouldBeEmpty();
        book.Households.Select(h => (h.Flat.Label, h.Floor, h.DecoratedOn)).ShouldBe(
            [("3号楼2单元501", 5, new DateOnly(2024, 5, 1)), ("3号楼2单元502", null, new DateOnly(2024, 5, 1)), ("甲3号楼2单元301", null, new DateOnly(2024, 5, 1))]);
        book.Households[0].Risers.ShouldBe(["3号楼厨房立管01", "3号楼卫生间立管01"]);
        var person = book.Persons.Single();
        (person.Name, person.Capacity, person.Phone!.Digits, person.LivesHere, person.Smartphone).ShouldBe(("王 示例", Capacity.Heir, "13800000001", true, false));
    }

    [Fact]
    public void Every_fault_is_named_with_its_sheet_row_and_column()
    {
        var (_, faults) = Read(new Book()
            .Sheet("楼栋", ["楼号*", "产权单位"], ["3", "机械厂"])
            .Sheet("住户", Book.Households, ["3", "2", "501"], ["3", "2", "５０１"], ["3号", null, new DateOnly(2026, 10, 1)], ["3", "2", new Book.Formula("A1/0", "#DIV/0!"), "六"], ["3", "2", "503", "5", "自住吗", "去年"])
            .Sheet("人员", Book.Persons, ["3", "2", "501", "王示例", "邻居", "1.38E+10", "大概", null, null, null, "2026-01-01"], ["3", "2", "502", "李示例", "产权人", "8888"])
            .Merge("住户", "D6:E6"));

        faults.ShouldBe(
        [
            "“楼栋”表第 1 行：少了“层数”这一栏。",
            "“住户”表第 5 行 C 列（门牌）：这一格是公式，没有算出结果。请直接写上内容。",
            "“住户”表第 6 行 D 列：这里把几栏合并成了一格，看不出哪个是哪个。请取消合并再填。",
            "“楼栋”表第 2 行 层数：“层数”没有填。",
            "“住户”表第 3 行：和第 2 行重复了。请只留一行。",
            "“住户”表第 4 行 B 列（单元）：“单元”没有填。",
            "“住户”表第 4 行 C 列（门牌）：Excel 把它变成了日期。请把这一栏设成“文本”，再重新填。门牌只写号，例如 501。",
            "“住户”表第 5 行 C 列（门牌）：“门牌”没有填。",
            "“住户”表第 5 行 D 列（楼层）：这里要写 1 到 99 之间的整数，现在写的是“六”。",
            "“住户”表第 6 行 E 列（住的情况）：不认识“自住吗”。可以填：不清楚、自住、出租、空着。",
            "“住户”表第 6 行 F 列（上次装修）：日期请写成 2026-03-05 这样，现在写的是“去年”。",
            "“人员”表第 2 行 E 列（身份）：不认识“邻居”。可以填：产权人、共有人、公房承租人、产权单位、继承人（没过户）、监护人、代理人、租户、家属、住在这里的人。",
            "“人员”表第 2 行 J 列（凭证）：写了凭证的日期，没有写是什么凭证。",
            "“人员”表第 2 行 F 列（电话）：电话变成了科学计数，后几位已经丢了。请把这一栏设成“文本”，再重新填。",
            "“人员”表第 2 行 G 列（住在这里）：请填“是”或者“否”，现在写的是“大概”。",
            "“人员”表第 3 行 F 列（电话）：电话不对。手机是 11 位数字，座机要带区号。",
        ]);
    }

    [Theory]
    [InlineData("D0CF11E0A1B11AE1", "这是旧的 .xls 文件")]
    [InlineData("48656C6C6F", "这不是 Excel 文件")]
    [InlineData("504B0304", "没有传完整")]
    public void A_file_that_is_no_workbook_is_refused_with_what_to_do(string hex, string sentence) =>
        Should.Throw<RefusedException>(() => Read(Convert.FromHexString(hex))).Message.ShouldContain(sentence);

    [Fact]
    public void A_zip_of_something_else_is_refused() => Should.Throw<RefusedException>(() => Read(Zip(("a.txt", 10)))).Message.ShouldContain("打不开");

    [Fact]
    public void A_file_that_unfolds_without_end_is_refused_before_it_is_read() =>
        Should.Throw<RefusedException>(() => Read(Zip([.. Enumerable.Range(0, 8).Select(i => ($"xl/{i}.xml", 25 * 1024 * 1024))]))).Message.ShouldContain("展开以后太大");

    [Fact]
    public void The_template_is_a_workbook_without_rows()
    {
        var faults = new BookFaults();
        var raw = WorkbookReader.Read(WorkbookWriter.Write(new RegisterBook()), faults, _ => { }, default);

        faults.All.ShouldBeEmpty();
        raw.Sheets.Keys.ShouldBe(SheetLayout.All.Select(l => l.Name));
        raw.Rows.ShouldBe(0);
    }

    private static (RegisterBook Book, IReadOnlyList<string> Faults) Read(Book book)
    {
        var faults = new BookFaults();
        var read = BookReading.Read(WorkbookReader.Read(book.File(), faults, _ => { }, default), faults, _ => { }, default);
        return (read, [.. faults.All.Select(f => f.ToString())]);
    }

    private static RawBook Read(byte[] file) => WorkbookReader.Read(file, new BookFaults(), _ => { }, default);

    private static byte[] Zip(params (string Name, int Size)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, size) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                var zeros = Encoding.ASCII.GetBytes(new string('0', 1024));
                for (var written = 0; written < size; written += zeros.Length) entry.Write(zeros);
            }
        }

        return stream.ToArray();
    }
}
