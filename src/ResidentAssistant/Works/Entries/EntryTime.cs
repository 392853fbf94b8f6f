using ResidentAssistant.Scheduling;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works.Entries;

/// <summary>One visit of the team in a flat, as it stands now.</summary>
internal sealed record EntryTime
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Plan it follows from.</summary>
    public required Guid PlanId { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Riser.</summary>
    public required Guid RiserId { get; init; }

    /// <summary>Household.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Name of the step.</summary>
    public required string Step { get; init; }

    /// <summary>Beginning.</summary>
    public required DateTimeOffset BeginsAt { get; init; }

    /// <summary>End.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>On the site's clock.</summary>
    public WorkSlot Slot => new(Day, TimeOnly.FromDateTime(SiteClock.At(BeginsAt).DateTime), TimeOnly.FromDateTime(SiteClock.At(EndsAt).DateTime));

    /// <summary>Day at the site.</summary>
    public DateOnly Day => SiteClock.Day(BeginsAt);

    /// <summary>“2026年12月1日（星期二）8:00–12:00，换新管”.</summary>
    public string Words => $"{Slot.Words}，{Step}";
}
