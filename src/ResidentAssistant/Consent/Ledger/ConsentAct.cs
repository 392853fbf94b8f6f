namespace ResidentAssistant.Consent.Ledger;

/// <summary>What a colleague records about a household and one riser.</summary>
internal sealed record ConsentAct
{
    /// <summary>Its id, also of its evidence.</summary>
    public required Guid Id { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Riser.</summary>
    public required Guid RiserId { get; init; }

    /// <summary>Household; null only where the works enter.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>What, one of <see cref="LedgerKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The application it is about.</summary>
    public Guid? ApplicationId { get; init; }

    /// <summary>Its reference.</summary>
    public string? Reference { get; init; }

    /// <summary>What a dispute was settled to.</summary>
    public string? Answer { get; init; }

    /// <summary>Newest entry of the pair that the colleague had seen; nobody else may have acted after it.</summary>
    public required Guid After { get; init; }

    /// <summary>Who recorded it.</summary>
    public required Guid StaffId { get; init; }

    /// <summary>Name of who recorded it.</summary>
    public required string StaffName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Plain facts beside it: capacity, document type, hashes.</summary>
    public IReadOnlyDictionary<string, string?> Facts { get; init; } = new Dictionary<string, string?>();

    /// <summary>Words that name or describe a person: signer, reason, witness. They stand in the evidence alone.</summary>
    public IReadOnlyDictionary<string, string> Personal { get; init; } = new Dictionary<string, string>();
}
