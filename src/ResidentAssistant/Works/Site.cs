using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works;

/// <summary>The rules of a site as they stand now.</summary>
internal sealed record Site
{
    /// <summary>Hours, the newest of each building and of the whole community.</summary>
    public required IReadOnlyList<HoursRow> Hours { get; init; }

    /// <summary>Days kept free.</summary>
    public required IReadOnlyList<DayOff> DaysOff { get; init; }

    /// <summary>Teams as the planner takes them.</summary>
    public required IReadOnlyList<Team> Teams { get; init; }

    /// <summary>Teams with their phones.</summary>
    public required IReadOnlyList<TeamRow> TeamRows { get; init; }

    /// <summary>Days on which teams do not work, by team.</summary>
    public required ILookup<Guid, TeamDay> TeamDays { get; init; }

    /// <summary>Steps in their order; empty while nobody has set them.</summary>
    public required IReadOnlyList<WorkStep> Steps { get; init; }

    /// <summary>Where the steps come from.</summary>
    public string? StepsSource { get; init; }

    /// <summary>What is still missing before anything can be planned, in words for the person who plans.</summary>
    public IEnumerable<string> Missing
    {
        get
        {
            if (Hours.Count == 0) yield return "可以施工的时段";
            if (Teams.Count == 0) yield return "施工班组";
            if (Steps.Count == 0) yield return "施工的步骤";
        }
    }

    /// <summary>The calendar of a building, or null while its hours are not set.</summary>
    public WorkCalendar? CalendarOf(Guid buildingId)
    {
        var hours = Hours.FirstOrDefault(h => h.BuildingId == buildingId) ?? Hours.FirstOrDefault(h => h.BuildingId is null);
        return hours is not null && WeekHours.Read(hours.Hours, out _) is { } week
            ? new WorkCalendar(week, DaysOff.Where(d => d.BuildingId is null || d.BuildingId == buildingId).DistinctBy(d => d.Day).ToDictionary(d => d.Day, d => d.Reason))
            : null;
    }
}

/// <summary>Hours of a building or of the whole community.</summary>
internal sealed record HoursRow
{
    /// <summary>Building; null for all that have none of their own.</summary>
    public Guid? BuildingId { get; init; }

    /// <summary>As typed.</summary>
    public required string Hours { get; init; }

    /// <summary>Where they come from.</summary>
    public required string Source { get; init; }

    /// <summary>Who set them.</summary>
    public required string SetByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset SetAt { get; init; }
}

/// <summary>A day without work.</summary>
internal sealed record DayOff
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Building; null for all.</summary>
    public Guid? BuildingId { get; init; }

    /// <summary>Day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>A team as people know it.</summary>
internal sealed record TeamRow
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Its duty number.</summary>
    public required string Phone { get; init; }
}

/// <summary>A day on which a team does not work.</summary>
internal sealed record TeamDay
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Team.</summary>
    public required Guid TeamId { get; init; }

    /// <summary>Day.</summary>
    public required DateOnly Day { get; init; }
}
