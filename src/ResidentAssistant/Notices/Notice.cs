namespace ResidentAssistant.Notices;

/// <summary>One version of a notice as it was published.</summary>
internal sealed record NoticeVersion
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The notice.</summary>
    public required Guid NoticeId { get; init; }

    /// <summary>1, 2, … of the notice.</summary>
    public required int Number { get; init; }

    /// <summary>What it does to the version before.</summary>
    public required NoticeChange Change { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>N-0007.</summary>
    public required string Reference { get; init; }

    /// <summary>Id of its form.</summary>
    public required string Template { get; init; }

    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>Words, line by line.</summary>
    public required string Body { get; init; }

    /// <summary>Whom it is about, in words.</summary>
    public required string Place { get; init; }

    /// <summary>SHA-256 of title and words.</summary>
    public required string Hash { get; init; }

    /// <summary>Who published it.</summary>
    public required string PublishedByName { get; init; }

    /// <summary>The second person, where one was asked.</summary>
    public string? ApprovedByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>What a version does to the one before.</summary>
internal enum NoticeChange
{
    /// <summary>There was none.</summary>
    First,

    /// <summary>It takes its place.</summary>
    Amended,

    /// <summary>It takes it back.</summary>
    Cancelled,
}

/// <summary>Whom a notice is for: the flats on risers, behind entrances, in buildings, or all of the community.</summary>
internal sealed record Audience
{
    /// <summary>Risers.</summary>
    public IReadOnlyList<Guid> Risers { get; init; } = [];

    /// <summary>Entrances.</summary>
    public IReadOnlyList<Guid> Entrances { get; init; } = [];

    /// <summary>Buildings.</summary>
    public IReadOnlyList<Guid> Buildings { get; init; } = [];

    /// <summary>Every household of the community.</summary>
    public bool Everybody { get; init; }

    /// <summary>Nobody is chosen.</summary>
    public bool IsEmpty => !Everybody && Risers.Count + Entrances.Count + Buildings.Count == 0;

    /// <summary>True when somebody of a building may be among them.</summary>
    public bool Concerns(BuildingChoice building) => Everybody || Buildings.Contains(building.Id) || building.Entrances.Any(e => Entrances.Contains(e.Id)) || building.Risers.Any(r => Risers.Contains(r.Id));
}
