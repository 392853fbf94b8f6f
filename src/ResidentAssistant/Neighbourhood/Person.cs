namespace ResidentAssistant.Neighbourhood;

/// <summary>A person of the register as lists show them: name and number are masked.</summary>
internal sealed record Person(Guid Id, Guid CommunityId, Guid HouseholdId, string MaskedName, string? MaskedPhone, Capacity Capacity,
    bool LivesHere, bool Elder, bool Smartphone)
{
    /// <summary>Grows with every change, so that two colleagues do not write over each other.</summary>
    public int Version { get; init; }
}

/// <summary>Name and number in the clear; whoever asks for them writes the audit row.</summary>
internal sealed record PersonalData(string Name, string? Phone);

/// <summary>A person to be added to the register.</summary>
internal sealed record NewPerson
{
    /// <summary>The flat.</summary>
    public required Household Household { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Number, when the person gave one.</summary>
    public PhoneNumber? Phone { get; init; }

    /// <summary>In what capacity the person speaks for the flat.</summary>
    public required Capacity Capacity { get; init; }

    /// <summary>Lives in the flat; an owner who lets it does not.</summary>
    public bool LivesHere { get; init; } = true;

    /// <summary>Sixty or older.</summary>
    public bool Elder { get; init; }

    /// <summary>Has a smartphone.</summary>
    public bool Smartphone { get; init; } = true;
}

/// <summary>What is known of a person, in the clear.</summary>
internal sealed record PersonFacts(string Name, PhoneNumber? Phone, Capacity Capacity, bool LivesHere, bool Elder, bool Smartphone);

/// <summary>A person of the register in the clear.</summary>
internal sealed record OpenPerson(Guid Id, Guid HouseholdId, int Version, PersonFacts Facts);
