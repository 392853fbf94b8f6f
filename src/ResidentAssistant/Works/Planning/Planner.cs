namespace ResidentAssistant.Works.Planning;

/// <summary>Finds the days for each riser: inside the allowed hours, without a gap, no team in two places, nobody away, and no water off over days without work.</summary>
internal static class Planner
{
    /// <summary>How far ahead days are looked for.</summary>
    public const int HorizonDays = 366;

    /// <summary>Plans the jobs in their order beside what is planned already; what finds no place is named with the reason.</summary>
    public static PlanOutcome Plan(IEnumerable<RiserJob> jobs, IReadOnlyList<Team> teams, Func<Guid, WorkCalendar> calendarOf, IEnumerable<PlannedRiser> already)
    {
        var planned = already.ToList();
        var made = new List<PlannedRiser>();
        var left = new List<Unplanned>();
        foreach (var job in jobs)
        {
            if (Best(job, teams, calendarOf(job.BuildingId), planned) is { } best)
            {
                planned.Add(best);
                made.Add(best);
            }
            else
            {
                left.Add(new Unplanned(job.RiserId, teams.Count == 0 ? "还没有施工班组。" : "一年之内排不开：请看看施工时段、休息的日子和住户不在家的日子。"));
            }
        }

        return new PlanOutcome(made, left);
    }

    private static PlannedRiser? Best(RiserJob job, IReadOnlyList<Team> teams, WorkCalendar calendar, List<PlannedRiser> planned)
    {
        var slots = calendar.From(job.NotBefore, HorizonDays).ToList();
        PlannedRiser? best = null;
        foreach (var team in teams)
        {
            var busy = planned.Where(p => p.TeamId == team.Id).Select(p => (p.Begins, p.Ends)).ToList();
            for (var start = 0; start + Length(job) <= slots.Count; start++)
            {
                var candidate = At(job, team, slots, start);
                if (best is not null && candidate.Ends >= best.Ends) break;
                if (!Fits(candidate, job, team, busy)) continue;
                best = candidate;
                break;
            }
        }

        return best;
    }

    /// <summary>A riser from a certain stretch on, whatever speaks against it; null when the calendar has too few stretches in a year.</summary>
    public static PlannedRiser? From(RiserJob job, Team team, WorkCalendar calendar, DateOnly day, TimeOnly time)
    {
        var slots = calendar.From(day, HorizonDays).SkipWhile(s => s.Day == day && s.From < time).ToList();
        return slots.Count < Length(job) ? null : At(job, team, slots, 0);
    }

    private static int Length(RiserJob job) => job.Steps.Sum(s => s.Slots);

    private static PlannedRiser At(RiserJob job, Team team, List<WorkSlot> slots, int start)
    {
        var steps = new List<PlannedStep>(job.Steps.Count);
        foreach (var step in job.Steps)
        {
            steps.Add(new PlannedStep(step, slots.GetRange(start, step.Slots)));
            start += step.Slots;
        }

        return new PlannedRiser(job.RiserId, job.BuildingId, team.Id, job.Households, steps);
    }

    private static bool Fits(PlannedRiser candidate, RiserJob job, Team team, List<(DateTime Begins, DateTime Ends)> busy) =>
        !busy.Exists(b => b.Begins < candidate.Ends && candidate.Begins < b.Ends)
        && candidate.Slots.All(s => !team.Away.Contains(s.Day) && !job.Away.Contains(s.Day))
        && candidate.Steps.All(WaterComesBack);

    /// <summary>A step with the water off through the night has no day without work inside it.</summary>
    public static bool WaterComesBack(PlannedStep step) =>
        step.Step.Water is not WaterUse.OffThrough || step.Slots.Zip(step.Slots.Skip(1)).All(two => two.Second.Day.DayNumber - two.First.Day.DayNumber <= 1);
}

/// <summary>What the planner made.</summary>
internal sealed record PlanOutcome(IReadOnlyList<PlannedRiser> Planned, IReadOnlyList<Unplanned> Left);

/// <summary>A riser that found no place, with a sentence for the person who plans.</summary>
internal sealed record Unplanned(Guid RiserId, string Reason);
