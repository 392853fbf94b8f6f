using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ResidentAssistant.Works.Planning;

/// <summary>The hours of an ordinary week in which work is allowed: “周一到周五 8:00–12:00、14:00–18:00；周六 9:00–11:30”.</summary>
internal sealed partial class WeekHours
{
    private const string Names = "日一二三四五六";
    private readonly ILookup<DayOfWeek, Stretch> _byDay;

    private WeekHours(IEnumerable<(DayOfWeek Day, Stretch Stretch)> hours) => _byDay = hours.OrderBy(h => h.Stretch.From).ToLookup(h => h.Day, h => h.Stretch);

    /// <summary>The working stretches of a day, in order.</summary>
    public IEnumerable<WorkSlot> On(DateOnly day) => _byDay[day.DayOfWeek].Select(s => new WorkSlot(day, s.From, s.To));

    /// <summary>Reads the hours as the sourced setting <c>work.hours</c> has them; the fault is a sentence for the person who typed them.</summary>
    public static WeekHours? Read(string text, out string? fault)
    {
        var hours = new List<(DayOfWeek, Stretch)>();
        foreach (var part in text.Split(['；', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Part().Match(part) is not { Success: true } match)
                return Faulty($"“{part}”没看懂。请这样写：周一到周五 8:00-12:00、14:00-18:00", out fault);
            var stretches = new List<Stretch>();
            foreach (Match stretch in Hours().Matches(match.Groups["hours"].Value))
            {
                if (!TimeOnly.TryParseExact(stretch.Groups["from"].Value, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
                    || !TimeOnly.TryParseExact(stretch.Groups["to"].Value, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to) || from >= to)
                    return Faulty($"“{stretch.Value}”不是一段时间：要先早后晚，不能过半夜。", out fault);
                if (stretches.Exists(s => from < s.To && s.From < to)) return Faulty($"“{stretch.Value}”和前面的时间重了。", out fault);
                stretches.Add(new Stretch(from, to));
            }

            foreach (var day in Days(match)) hours.AddRange(stretches.Select(s => (day, s)));
        }

        fault = hours.Count == 0 ? "请写上哪几天、几点到几点。" : hours.GroupBy(h => h.Item1).Any(Overlap) ? "同一天的时间写重了。" : null;
        return fault is null ? new WeekHours(hours) : null;
    }

    private static IEnumerable<DayOfWeek> Days(Match match)
    {
        var first = Named(match.Groups["first"].Value);
        var last = match.Groups["last"].Success ? Named(match.Groups["last"].Value) : first;
        // Weeks run from Monday here: 周一到周日 is all seven.
        for (var day = first; ; day = (DayOfWeek)(((int)day + 1) % 7))
        {
            yield return day;
            if (day == last) yield break;
        }
    }

    private static DayOfWeek Named(string name) => (DayOfWeek)Names.IndexOf(name is "天" ? "日" : name, StringComparison.Ordinal);

    private static bool Overlap(IGrouping<DayOfWeek, (DayOfWeek, Stretch Stretch)> day)
    {
        var inOrder = day.Select(d => d.Stretch).OrderBy(s => s.From).ToList();
        return inOrder.Zip(inOrder.Skip(1)).Any(two => two.First.To > two.Second.From);
    }

    private static WeekHours? Faulty(string sentence, out string? fault)
    {
        fault = sentence;
        return null;
    }

    [GeneratedRegex("^(周|星期|礼拜)(?<first>[一二三四五六日天])([到至~–—-](周|星期|礼拜)?(?<last>[一二三四五六日天]))?[:：, ，]*(?<hours>\\d{1,2}[:：]\\d{2}[–—~到至-]\\d{1,2}[:：]\\d{2}([、, ，和]+\\d{1,2}[:：]\\d{2}[–—~到至-]\\d{1,2}[:：]\\d{2})*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();

    [GeneratedRegex("(?<from>\\d{1,2}[:：]\\d{2})[–—~到至-](?<to>\\d{1,2}[:：]\\d{2})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hours();

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Stretch(TimeOnly From, TimeOnly To);
}
