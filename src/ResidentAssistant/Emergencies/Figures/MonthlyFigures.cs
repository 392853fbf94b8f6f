using System.Globalization;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Emergencies.Figures;

/// <summary>How long it took, by class and by building, over a month; exercises are no tickets.</summary>
internal sealed class MonthlyFigures(TicketLog log, TimeProvider clock)
{
    /// <summary>Steps that are measured, each from the report on.</summary>
    public static readonly IReadOnlyList<(string Kind, string Name)> Steps =
        [(ActKinds.Acknowledged, "有人接手"), (ActKinds.OnSite, "到现场"), (ActKinds.WaterOff, "水关上"), (ActKinds.Repaired, "修好")];

    // What is said to hold for the hotline 12345 comes from one weak page (domain.md, section e): it is shown beside, never judged by.
    private static readonly Dictionary<string, string> Hotline = new() { ["danger"] = "2 小时", ["urgent"] = "24 小时", ["normal"] = "7 天" };

    /// <summary>The first day of the month it is now.</summary>
    public DateOnly ThisMonth => SiteClock.Day(clock.GetUtcNow()) is var day ? new DateOnly(day.Year, day.Month, 1) : default;

    /// <summary>The month that “2026-11” names, or another.</summary>
    public static DateOnly Month(string? text, DateOnly other) =>
        DateOnly.TryParseExact($"{text}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= 2000 and <= 2100 ? month : other;

    /// <summary>The month in scope.</summary>
    public async Task<MonthOfTickets> OfAsync(StaffScope scope, DateOnly month, CancellationToken ct)
    {
        var tickets = await log.BetweenAsync(scope, SiteClock.StartOf(month), SiteClock.StartOf(month.AddMonths(1)), ct);
        return new MonthOfTickets(month, tickets, Grouped(tickets, t => t.Fault.Title), Grouped(tickets, t => t.Entrance is { } entrance ? $"{t.Community} {entrance.Split('号')[0]}号楼" : t.Community ?? "还不知道在哪儿"));
    }

    /// <summary>The same as a workbook: by class, by building, and every ticket, without flats, names and numbers.</summary>
    public async Task<byte[]> WorkbookAsync(StaffScope scope, DateOnly month, CancellationToken ct)
    {
        var of = await OfAsync(scope, month, ct);
        var note = string.Create(CultureInfo.InvariantCulture, $"{month:yyyy年M月}的报修，{SiteClock.DayAndTime(clock.GetUtcNow())}从记录里算出。12345 的时限没有核实，只供对照。演练不算在内。");
        IReadOnlyList<string> head = ["", "件数", .. Steps.Select(s => $"{s.Name}（中位数，分钟）"), "12345 的说法（没有核实）", "满意"];
        return ListWorkbook.Of(note, new ListSheet("按类别", head, of.ByClass.Select(Row)), new ListSheet("按楼", head, of.ByBuilding.Select(Row)),
            new ListSheet("每一件", ["编号", "类别", "哪个单元", "报修时间", .. Steps.Select(s => $"{s.Name}（分钟）"), "现在", "几家报", "住户评价"], of.Tickets.Select(t => (IReadOnlyList<string>)
                [t.Reference, t.Fault.Title, t.Where, SiteClock.At(t.OpenedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), .. Steps.Select(s => Minutes(t.Timeline.Took(s.Kind))), t.State.Name(), Number(t.Followers + 1), Rating(t)])));
    }

    private static IReadOnlyList<string> Row(TicketGroup group) => [group.Name, Number(group.Count), .. group.Medians.Select(Minutes), group.Hotline, group.Rated == 0 ? "没有人评" : $"{group.Good}/{group.Rated}"];

    private static List<TicketGroup> Grouped(IReadOnlyList<TicketFile> tickets, Func<TicketFile, string> by) => [.. tickets.GroupBy(by).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
    {
        var ratings = g.SelectMany(t => t.Acts).Where(a => a.Kind == ActKinds.Rated).ToList();
        return new TicketGroup(g.Key, g.Count(), [.. Steps.Select(s => Median([.. g.Select(t => t.Timeline.Took(s.Kind)).OfType<TimeSpan>()]))],
            string.Join("、", g.Select(t => t.Fault.Severity).Distinct().Select(s => Hotline.GetValueOrDefault(s, "")).Distinct()), ratings.Count(a => a.Value == "good"), ratings.Count);
    })];

    private static TimeSpan? Median(TimeSpan[] took)
    {
        if (took.Length == 0) return null;
        Array.Sort(took);
        return took.Length % 2 == 1 ? took[took.Length / 2] : (took[(took.Length / 2) - 1] + took[took.Length / 2]) / 2;
    }

    /// <summary>Whole minutes, or nothing.</summary>
    public static string Minutes(TimeSpan? took) => took is { } span ? Number((long)Math.Ceiling(span.TotalMinutes)) : "";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Rating(TicketFile ticket) => ticket.Acts.LastOrDefault(a => a.Kind == ActKinds.Rated)?.Value switch { "good" => "满意", "fair" => "一般", "bad" => "不满意", _ => "" };
}

/// <summary>A month's tickets with their medians.</summary>
internal sealed record MonthOfTickets(DateOnly Month, IReadOnlyList<TicketFile> Tickets, IReadOnlyList<TicketGroup> ByClass, IReadOnlyList<TicketGroup> ByBuilding);

/// <summary>Tickets of a class or a building.</summary>
/// <param name="Medians">In the order of <see cref="MonthlyFigures.Steps"/>; null where it was never reached.</param>
/// <param name="Hotline">What is said of 12345, unverified.</param>
internal sealed record TicketGroup(string Name, int Count, IReadOnlyList<TimeSpan?> Medians, string Hotline, int Good, int Rated);
