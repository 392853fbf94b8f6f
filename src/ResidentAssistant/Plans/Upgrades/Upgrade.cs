namespace ResidentAssistant.Plans.Upgrades;

/// <summary>A wish above the standard with all that happened to it; its state is what the steps make of it.</summary>
internal sealed record Upgrade
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people say: U-0012.</summary>
    public required string Reference { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Flat.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Flat as people read it.</summary>
    public required string Household { get; init; }

    /// <summary>The flat was proven when it was asked.</summary>
    public required bool Proven { get; init; }

    /// <summary>Conversation it was asked in.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>How a colleague heard it, where one wrote it down.</summary>
    public string? Spoken { get; init; }

    /// <summary>The household's words.</summary>
    public required string Words { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<UpgradeStep> Steps { get; init; } = [];

    /// <summary>Number of the newest step: what a form was made from.</summary>
    public int Seen => Steps.Count;

    /// <summary>The price that counts.</summary>
    public UpgradeStep? Quote => Steps.LastOrDefault(s => s.Kind == UpgradeKinds.Quoted);

    /// <summary>The payment, once it is recorded.</summary>
    public UpgradeStep? Payment => Steps.LastOrDefault(s => s.Kind == UpgradeKinds.Paid);

    /// <summary>When it came to stand as it does.</summary>
    public DateTimeOffset Since => Steps.Count == 0 ? MadeAt : Steps[^1].At;

    /// <summary>Where it stands.</summary>
    public UpgradeState State => Steps.Aggregate(Proven ? UpgradeState.Asked : UpgradeState.Claimed, (state, step) => step.Kind switch
    {
        UpgradeKinds.Confirmed => UpgradeState.Asked,
        UpgradeKinds.Designed => UpgradeState.Designed,
        UpgradeKinds.Quoted => UpgradeState.Quoted,
        UpgradeKinds.Accepted => UpgradeState.Accepted,
        UpgradeKinds.Declined => UpgradeState.Declined,
        // Money that came after an early release changes nothing about the release.
        UpgradeKinds.Paid => state == UpgradeState.Released ? state : UpgradeState.Paid,
        UpgradeKinds.Released => UpgradeState.Released,
        UpgradeKinds.Closed => UpgradeState.Closed,
        _ => state,
    });

    /// <summary>The step can come now; <paramref name="early"/>: a release before the money.</summary>
    public bool Allows(string kind, bool early = false) => kind switch
    {
        UpgradeKinds.Confirmed => State is UpgradeState.Claimed,
        UpgradeKinds.Designed => State is UpgradeState.Asked or UpgradeState.Designed or UpgradeState.Quoted or UpgradeState.Declined,
        UpgradeKinds.Quoted => State is UpgradeState.Designed or UpgradeState.Quoted or UpgradeState.Declined,
        UpgradeKinds.Accepted or UpgradeKinds.Declined => State is UpgradeState.Quoted,
        UpgradeKinds.Paid => State is UpgradeState.Accepted || (State is UpgradeState.Released && Payment is null),
        UpgradeKinds.Released => early ? State is UpgradeState.Accepted : State is UpgradeState.Paid,
        UpgradeKinds.Closed => State is not (UpgradeState.Paid or UpgradeState.Released or UpgradeState.Closed) && Payment is null,
        _ => false,
    };
}

/// <summary>One thing that happened to a wish.</summary>
internal sealed record UpgradeStep
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Place in the order, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What: see <see cref="UpgradeKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Money, in fen.</summary>
    public long? AmountFen { get; init; }

    /// <summary>Of a quote the last day it holds; of a paper the day on it.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Number of the receipt.</summary>
    public string? Receipt { get; init; }

    /// <summary>Released before the money was recorded.</summary>
    public bool Early { get; init; }

    /// <summary>What is quoted, or why.</summary>
    public string Words { get; init; } = "";

    /// <summary>Colleague; null: the household itself, in the chat.</summary>
    public Guid? StaffId { get; init; }

    /// <summary>Name of the colleague.</summary>
    public string? StaffName { get; init; }

    /// <summary>Conversation, when the household itself decided.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A quote that no longer holds on that day.</summary>
    public bool HasExpired(DateOnly today) => Day is { } last && today > last;

    /// <summary>The money as people read it.</summary>
    public string Amount => AmountFen is { } fen ? Yuan.Text(fen) : "";
}
