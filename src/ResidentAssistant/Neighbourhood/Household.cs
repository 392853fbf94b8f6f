namespace ResidentAssistant.Neighbourhood;

/// <summary>One flat and its place.</summary>
internal sealed record Household
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Building.</summary>
    public required Guid BuildingId { get; init; }

    /// <summary>Entrance.</summary>
    public required Guid EntranceId { get; init; }

    /// <summary>Number of the building, such as <c>3</c>.</summary>
    public required string Building { get; init; }

    /// <summary>Number of the entrance, such as <c>2</c>.</summary>
    public required string Entrance { get; init; }

    /// <summary>Number on the door, such as <c>501</c>.</summary>
    public required string Number { get; init; }

    /// <summary>As a person reads it: 3号楼2单元501.</summary>
    public required string Label { get; init; }

    /// <summary>Floor, from 1.</summary>
    public required int Floor { get; init; }

    /// <summary>Who lives in it.</summary>
    public required Occupancy Occupancy { get; init; }

    /// <summary>When it was last decorated, if known.</summary>
    public DateOnly? DecoratedOn { get; init; }

    /// <summary>Since when a person has found that nobody can be reached; that is no answer.</summary>
    public DateTimeOffset? NotReachableSince { get; init; }

    /// <summary>Grows with every change of the flat's particulars.</summary>
    public int Version { get; init; }

    /// <summary>Short form, as typed: <c>3-2-501</c>.</summary>
    public string ShortForm => $"{Building}-{Entrance}-{Number}";
}

/// <summary>Who lives in a flat.</summary>
internal enum Occupancy
{
    /// <summary>Nobody has asked yet.</summary>
    Unknown,

    /// <summary>The owner or the lessee of a public flat.</summary>
    OwnerLives,

    /// <summary>It is let; the owner lives elsewhere.</summary>
    Let,

    /// <summary>Nobody.</summary>
    Vacant,
}

/// <summary>Occupancies as people read and write them.</summary>
internal static class Occupancies
{
    /// <summary>The Chinese word.</summary>
    public static string Label(this Occupancy occupancy) => occupancy switch
    {
        Occupancy.OwnerLives => "自住",
        Occupancy.Let => "出租",
        Occupancy.Vacant => "空着",
        _ => "不清楚",
    };
}

/// <summary>A community: the notice's 老旧小区, with its residents' committee.</summary>
internal sealed record Community
{
    /// <summary>Grows with every change of its register.</summary>
    public int RegisterVersion { get; init; }

    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Street office and district.</summary>
    public required string Street { get; init; }

    /// <summary>Residents' committee.</summary>
    public required string Committee { get; init; }
}

/// <summary>A building.</summary>
internal sealed record Building
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number, such as <c>3</c> or <c>甲3</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Floors.</summary>
    public required int Floors { get; init; }

    /// <summary>Flats in it.</summary>
    public required int Households { get; init; }

    /// <summary>As a person reads it: 3号楼.</summary>
    public string Label => $"{Number}号楼";
}

/// <summary>An entrance of a building.</summary>
internal sealed record Entrance
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number, such as <c>2</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Flats in it.</summary>
    public required int Households { get; init; }

    /// <summary>As a person reads it: 2单元.</summary>
    public string Label => $"{Number}单元";
}

/// <summary>A riser: one vertical shared pipe, and by default one implementation unit of the notice.</summary>
internal sealed record Riser
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Building it stands in.</summary>
    public required Guid BuildingId { get; init; }

    /// <summary>Which rooms it passes.</summary>
    public required RiserKind Kind { get; init; }

    /// <summary>As a person reads it: 3号楼2单元厨房立管01.</summary>
    public required string Label { get; init; }

    /// <summary>Flats on it.</summary>
    public required int Households { get; init; }
}

/// <summary>Which rooms a riser passes.</summary>
internal enum RiserKind
{
    /// <summary>Kitchens.</summary>
    Kitchen,

    /// <summary>Bathrooms.</summary>
    Bathroom,
}
