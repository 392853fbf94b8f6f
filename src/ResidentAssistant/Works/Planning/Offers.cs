namespace ResidentAssistant.Works.Planning;

/// <summary>Other times a household may have without moving the riser: only where each flat has a stretch of its own.</summary>
internal static class Offers
{
    /// <summary>Stretches of the same step with room left, soonest first; none when the step needs every flat at once, and then a person helps.</summary>
    /// <param name="riser">The riser as planned.</param>
    /// <param name="step">Name of the step.</param>
    /// <param name="taken">Where each household of the riser stands now.</param>
    /// <param name="householdId">Who asks.</param>
    /// <param name="after">Nothing earlier is offered.</param>
    /// <param name="mostPerSlot">Flats a team can visit in one stretch.</param>
    public static IReadOnlyList<WorkSlot> Of(PlannedRiser riser, string step, IReadOnlyCollection<Entry> taken, Guid householdId, DateTime after, int mostPerSlot)
    {
        if (riser.Steps.FirstOrDefault(s => s.Step.Name == step) is not { Step.EveryFlat: false } planned) return [];
        return [.. planned.Slots.Where(slot => slot.Begins > after
            && !taken.Any(e => e.HouseholdId == householdId && e.Step == step && e.Slot == slot)
            && taken.Count(e => e.Step == step && e.Slot == slot) < mostPerSlot)];
    }
}
