namespace ResidentAssistant.Works.Planning;

/// <summary>What speaks against a riser's place in the plan, in sentences for the person who moves it; an empty list means that it can be saved.</summary>
internal static class Conflicts
{
    /// <summary>Checks a moved riser against the hours, its team, the other risers and who is away.</summary>
    public static IReadOnlyList<string> Of(PlannedRiser moved, RiserJob job, Team team, WorkCalendar calendar, IEnumerable<PlannedRiser> others)
    {
        var found = new List<string>();
        foreach (var slot in moved.Slots)
        {
            if (calendar.DaysOff.TryGetValue(slot.Day, out var reason)) found.Add($"{SiteDay.Words(slot.Day)}不施工：{reason}。");
            else if (!calendar.Allows(slot)) found.Add($"{slot.Words}不在可以施工的时段里。");
            if (team.Away.Contains(slot.Day)) found.Add($"{SiteDay.Words(slot.Day)}{team.Name}不上班。");
            if (job.Away.Contains(slot.Day)) found.Add($"{SiteDay.Words(slot.Day)}这根管子上有住户不在家。");
        }

        if (moved.Steps.Any(s => s.Slots.Count != s.Step.Slots)) found.Add("有一步的时间不够。");
        if (!InOrder(moved)) found.Add("几步的先后乱了，或者时间重了。");
        if (!IsWhole(moved, calendar)) found.Add("中间空了半天没有活儿。一根管子要连着做完。");
        if (!moved.Steps.All(Planner.WaterComesBack)) found.Add("停着水隔了不施工的日子。请挪到连着的几天。");
        found.AddRange(others.Where(o => o.RiserId != moved.RiserId && o.TeamId == moved.TeamId && o.Begins < moved.Ends && moved.Begins < o.Ends)
            .Select(o => $"{team.Name}在{SiteDay.Words(DateOnly.FromDateTime(o.Begins))}到{SiteDay.Words(DateOnly.FromDateTime(o.Ends))}有别的管子。"));
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static bool InOrder(PlannedRiser riser)
    {
        var slots = riser.Slots.ToList();
        return slots.Zip(slots.Skip(1)).All(two => two.First.Ends <= two.Second.Begins);
    }

    /// <summary>No allowed stretch lies unused between the first and the last.</summary>
    public static bool IsWhole(PlannedRiser riser, WorkCalendar calendar)
    {
        var used = riser.Slots.ToList();
        var first = used.Min(s => s.Day);
        return calendar.From(first, used.Max(s => s.Day).DayNumber - first.DayNumber + 1)
            .Where(s => s.Begins >= riser.Begins && s.Ends <= riser.Ends).All(s => used.Exists(u => u.Overlaps(s)));
    }
}
