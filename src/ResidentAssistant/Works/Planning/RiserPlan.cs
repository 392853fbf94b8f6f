namespace ResidentAssistant.Works.Planning;

/// <summary>A riser that waits to be planned.</summary>
/// <param name="RiserId">Riser.</param>
/// <param name="BuildingId">Building, which has the calendar.</param>
/// <param name="Households">Flats on it, from the top.</param>
/// <param name="Steps">Steps in their order.</param>
/// <param name="NotBefore">First day that may be used.</param>
/// <param name="Away">Days on which one of the flats cannot let anybody in.</param>
internal sealed record RiserJob(Guid RiserId, Guid BuildingId, IReadOnlyList<Guid> Households, IReadOnlyList<WorkStep> Steps, DateOnly NotBefore, IReadOnlySet<DateOnly> Away);

/// <summary>A team and the days on which it does not work.</summary>
internal sealed record Team(Guid Id, string Name, IReadOnlySet<DateOnly> Away);

/// <summary>A riser in the plan: who works on it and when each step is.</summary>
internal sealed record PlannedRiser(Guid RiserId, Guid BuildingId, Guid TeamId, IReadOnlyList<Guid> Households, IReadOnlyList<PlannedStep> Steps)
{
    /// <summary>All stretches in order.</summary>
    public IEnumerable<WorkSlot> Slots => Steps.SelectMany(s => s.Slots);

    /// <summary>Beginning of the work on the site's clock.</summary>
    public DateTime Begins => Steps[0].Slots[0].Begins;

    /// <summary>End of the work on the site's clock.</summary>
    public DateTime Ends => Steps[^1].Slots[^1].Ends;

    /// <summary>When the team comes into each flat: every flat of the vertical on the same days.</summary>
    public IEnumerable<Entry> Entries => Steps.SelectMany(EntriesOf);

    private IEnumerable<Entry> EntriesOf(PlannedStep step)
    {
        if (step.Step.EveryFlat) return from slot in step.Slots from household in Households select new Entry(household, step.Step.Name, slot);
        // The flats are spread over the stretches from the top, as the team walks down.
        return Households.Select((household, place) => new Entry(household, step.Step.Name, step.Slots[place * step.Slots.Count / Households.Count]));
    }
}

/// <summary>A step with its stretches.</summary>
internal sealed record PlannedStep(WorkStep Step, IReadOnlyList<WorkSlot> Slots);

/// <summary>The team comes into a flat.</summary>
internal sealed record Entry(Guid HouseholdId, string Step, WorkSlot Slot);
