namespace ResidentAssistant.Consent.Refusals;

/// <summary>One row about the visits to a household.</summary>
internal sealed record VisitAct
{
    /// <summary>A visit was made.</summary>
    public const string Visited = "visited";

    /// <summary>Nobody is to come any more.</summary>
    public const string Ended = "ended";

    /// <summary>The household itself says that somebody may come again.</summary>
    public const string Again = "again";

    /// <summary>Its id, also of its evidence.</summary>
    public required Guid Id { get; init; }

    /// <summary>F-0007; visits only.</summary>
    public string? Reference { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Household.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary><see cref="Visited"/>, <see cref="Ended"/> or <see cref="Again"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>When they stood at the door.</summary>
    public DateTimeOffset? VisitedAt { get; init; }

    /// <summary>What came of it, one of <see cref="VisitResult"/>.</summary>
    public string? Result { get; init; }

    /// <summary>The household signed the record on paper.</summary>
    public bool? OnPaper { get; init; }

    /// <summary>Evidence that the sentence on funding was told.</summary>
    public Guid? ToldId { get; init; }

    /// <summary>The sentence that was told.</summary>
    public string? ToldText { get; init; }

    /// <summary>Hash of the sentence.</summary>
    public string? ToldHash { get; init; }

    /// <summary>Where the sentence is written.</summary>
    public string? ToldSource { get; init; }

    /// <summary>Said in this conversation.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>Colleague who recorded it; null: said in chat.</summary>
    public string? StaffName { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Somebody of the household was met.</summary>
    public bool Met => Kind == Visited && Result != VisitResult.Nobody;

    /// <summary>What the row says, for colleagues.</summary>
    public string Words => Kind switch
    {
        Visited => $"上门：{VisitResult.NameOf(Result)}",
        Ended => StaffName is null ? "住户在聊天里说：别再上门" : "记下：住户请我们不要再来",
        _ => StaffName is null ? "住户在聊天里说：可以再来" : "记下：住户说可以再来",
    };
}
