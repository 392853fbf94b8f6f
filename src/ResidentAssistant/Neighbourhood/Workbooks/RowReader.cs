using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>One row of a sheet, cell by cell; what is wrong with a cell goes to the faults under its place.</summary>
internal sealed partial class RowReader(RawSheet sheet, BookFaults faults)
{
    private RawRow row = null!; // set by Take before anything is read

    /// <summary>The row's number.</summary>
    public int Number => row.Number;

    /// <summary>False once a cell of this row was wrong.</summary>
    public bool Good { get; private set; }

    /// <summary>Goes to a row.</summary>
    public void Take(RawRow next) => (row, Good) = (next, true);

    /// <summary>Something is wrong with a cell of this row.</summary>
    public void Wrong(string header, string sentence)
    {
        Good = false;
        faults.Add(sheet.Layout.Name, row.Number, header.Length > 0 && sheet.Columns.TryGetValue(header, out var column) ? WorkbookReader.Where(header, column) : header, sentence);
    }

    /// <summary>The text, or null when the cell is empty or not there.</summary>
    public string? Text(string header, int longest = 60)
    {
        var text = sheet.Columns.TryGetValue(header, out var column) && column < row.Cells.Length ? row.Cells[column] : "";
        if (text.Length <= longest) return text.Length == 0 ? null : text;
        Wrong(header, $"字太多了，最多 {longest} 个字。");
        return null;
    }

    /// <summary>The text of a cell that must be filled in.</summary>
    public string Needed(string header, int longest = 60)
    {
        var before = Good;
        if (Text(header, longest) is { } text) return text;
        if (before && Good) Wrong(header, $"“{header}”没有填。");
        else Good = false;
        return "";
    }

    /// <summary>The number of a building, an entrance or a door, without the words people add.</summary>
    public string Building(string header = "楼号") => Formed(header, BuildingForm(), "楼号只写号，例如 3 或者 甲3。");

    /// <summary>See <see cref="Building"/>.</summary>
    public string Entrance(string header = "单元") => Formed(header, EntranceForm(), "单元只写号，例如 2。");

    /// <summary>See <see cref="Building"/>.</summary>
    public string Door(string header = "门牌") => Formed(header, DoorForm(), "门牌只写号，例如 501。");

    /// <summary>The three numbers of a flat.</summary>
    public FlatKey Flat() => new(Building(), Entrance(), Door());

    /// <summary>A whole number within limits, or null when empty.</summary>
    public int? Whole(string header, int least, int most)
    {
        if (Text(header) is not { } text) return null;
        if (int.TryParse(text.TrimEnd('层', '楼'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Wrong(header, $"这里要写 {least} 到 {most} 之间的整数，现在写的是“{Shortened(text)}”。");
        return null;
    }

    /// <summary>A day, or null when empty.</summary>
    public DateOnly? Day(string header)
    {
        if (Text(header) is not { } text) return null;
        if (Cells.Day(text) is { } day) return day;
        Wrong(header, $"日期请写成 2026-03-05 这样，现在写的是“{Shortened(text)}”。");
        return null;
    }

    /// <summary>是 or 否, or null when empty.</summary>
    public bool? Yes(string header)
    {
        if (Text(header) is not { } text) return null;
        if (Cells.Yes(text) is { } yes) return yes;
        Wrong(header, $"请填“是”或者“否”，现在写的是“{Shortened(text)}”。");
        return null;
    }

    /// <summary>A phone, or null when empty.</summary>
    public PhoneNumber? Phone(string header)
    {
        if (Text(header) is not { } text) return null;
        if (PhoneNumber.TryParse(text) is { } phone) return phone;
        Wrong(header, text.Contains("E+", StringComparison.OrdinalIgnoreCase) ? "电话变成了科学计数，后几位已经丢了。请把这一栏设成“文本”，再重新填。"
            : "电话不对。手机是 11 位数字，座机要带区号。");
        return null;
    }

    /// <summary>One of several words; null when it is none of them or empty.</summary>
    public T? Choice<T>(string header, Func<string, T?> read, string choices, bool needed)
        where T : struct
    {
        if ((needed ? Needed(header) : Text(header)) is not { Length: > 0 } text) return null;
        if (read(text) is { } known) return known;
        Wrong(header, $"不认识“{Shortened(text)}”。可以填：{choices}。");
        return null;
    }

    private string Formed(string header, Regex form, string sentence)
    {
        var text = Needed(header).Normalize(NormalizationForm.FormKC);
        if (text.Length == 0) return "";
        if (form.Match(text) is { Success: true } match) return match.Groups[1].Value;
        Wrong(header, text.Length == 10 && text[4] == '-' ? $"Excel 把它变成了日期。请把这一栏设成“文本”，再重新填。{sentence}" : $"{sentence}现在写的是“{Shortened(text)}”。");
        return "";
    }

    private static string Shortened(string text) => text.Length <= 20 ? text : text[..20] + "…";

    [GeneratedRegex("^([甲乙丙丁]?[0-9]{1,4}[A-Za-z]?)(?:号?楼|栋|幢|号)?$", RegexOptions.None, 1000)]
    private static partial Regex BuildingForm();

    [GeneratedRegex("^([0-9]{1,2})(?:单元|门)?$", RegexOptions.None, 1000)]
    private static partial Regex EntranceForm();

    [GeneratedRegex("^([0-9]{2,5}[A-Za-z]?)(?:室|号|号房)?$", RegexOptions.None, 1000)]
    private static partial Regex DoorForm();
}
