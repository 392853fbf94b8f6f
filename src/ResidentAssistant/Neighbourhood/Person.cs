namespace ResidentAssistant.Neighbourhood;

/// <summary>A person of the register as lists show them: name and number are masked.</summary>
internal sealed record Person(Guid Id, Guid CommunityId, Guid HouseholdId, string MaskedName, string? MaskedPhone, Capacity Capacity,
    bool LivesHere, bool Elder, bool Smartphone);

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

/// <summary>In what capacity somebody speaks for a flat.</summary>
internal enum Capacity
{
    /// <summary>产权人.</summary>
    Owner,

    /// <summary>承租人 of a public flat.</summary>
    Lessee,

    /// <summary>租户, who rents from the owner.</summary>
    Tenant,

    /// <summary>家属.</summary>
    Family,

    /// <summary>代理人, with a written authority.</summary>
    Proxy,
}

/// <summary>Capacities as people read them.</summary>
internal static class Capacities
{
    /// <summary>The Chinese word.</summary>
    public static string Label(this Capacity capacity) => capacity switch
    {
        Capacity.Owner => "产权人",
        Capacity.Lessee => "承租人",
        Capacity.Tenant => "租户",
        Capacity.Family => "家属",
        Capacity.Proxy => "代理人",
        _ => throw new ArgumentOutOfRangeException(nameof(capacity)),
    };
}
