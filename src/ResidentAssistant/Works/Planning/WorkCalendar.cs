namespace ResidentAssistant.Works.Planning;

/// <summary>When a building may be worked in: the hours of the week without the days that are kept free.</summary>
/// <param name="Hours">Hours of an ordinary week.</param>
/// <param name="DaysOff">Holidays, exam days and other days without entry, each with its reason.</param>
internal sealed record WorkCalendar(WeekHours Hours, IReadOnlyDictionary<DateOnly, string> DaysOff)
{
    /// <summary>The working stretches of a day, none when it is kept free.</summary>
    public IEnumerable<WorkSlot> On(DateOnly day) => DaysOff.ContainsKey(day) ? [] : Hours.On(day);

    /// <summary>All stretches from a day on, over so many days.</summary>
    public IEnumerable<WorkSlot> From(DateOnly first, int days) => Enumerable.Range(0, days).SelectMany(n => On(first.AddDays(n)));

    /// <summary>Work is allowed in the whole of it.</summary>
    public bool Allows(WorkSlot slot) => On(slot.Day).Any(s => s.From <= slot.From && slot.To <= s.To);
}
