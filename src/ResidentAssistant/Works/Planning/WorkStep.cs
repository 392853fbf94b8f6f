namespace ResidentAssistant.Works.Planning;

/// <summary>One step of the work on a riser.</summary>
/// <param name="Name">What residents read: 拆旧管、换新管.</param>
/// <param name="Slots">Working stretches it takes, at least one.</param>
/// <param name="Water">What it does to the riser's water and drain.</param>
/// <param name="EveryFlat">The team must get into every flat in every stretch; otherwise each flat has one stretch of its own.</param>
internal sealed record WorkStep(string Name, int Slots, WaterUse Water, bool EveryFlat);

/// <summary>What a step does to the water and drain of all flats on the riser.</summary>
internal enum WaterUse
{
    /// <summary>Nothing.</summary>
    Runs,

    /// <summary>Off from the day's first stretch of the step to its last; back for the night.</summary>
    OffByDay,

    /// <summary>Off without a break until the step has ended, over the night too.</summary>
    OffThrough,
}
