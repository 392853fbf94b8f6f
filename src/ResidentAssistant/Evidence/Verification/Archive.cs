namespace ResidentAssistant.Evidence.Verification;

/// <summary>What is verified: a database, or an export of one community.</summary>
internal interface IArchive
{
    /// <summary>Communities that have a tree, or ought to have one.</summary>
    Task<IReadOnlyList<Guid>> CommunitiesAsync(CancellationToken ct);

    /// <summary>The leaves of a community's tree in the order of their numbers.</summary>
    IAsyncEnumerable<ArchivedLeaf> LeavesAsync(Guid communityId, CancellationToken ct);

    /// <summary>The community's heads, oldest first.</summary>
    Task<IReadOnlyList<SignedHead>> HeadsAsync(Guid communityId, CancellationToken ct);

    /// <summary>What the archive itself says of the tree, unsigned.</summary>
    Task<(long Size, byte[] Root)> TreeAsync(Guid communityId, CancellationToken ct);

    /// <summary>How long records may stand before a signed head counts them; null when one must count every record that is there.</summary>
    TimeSpan? Unsigned { get; }

    /// <summary>What does not fit within the archive itself, apart from its trees.</summary>
    Task<IReadOnlyList<Finding>> OwnFindingsAsync(CancellationToken ct);
}

/// <summary>A leaf with its number, and its record where the archive holds it.</summary>
internal readonly record struct ArchivedLeaf(long Number, byte[] Hash, ArchivedRecord? Record);

/// <summary>A record: its bytes, and what the archive says of it beside them (null where it says nothing beside).</summary>
internal sealed record ArchivedRecord(Guid Id, byte[] Body, ArchivedColumns? Columns);

/// <summary>What only repeats the body, so that records can be found.</summary>
internal sealed record ArchivedColumns(Guid CommunityId, string Kind, Guid? HouseholdId, Guid? RiserId, DateTimeOffset At);

/// <summary>Something that is not as it was recorded: which record, head or receipt, and what is wrong.</summary>
internal sealed record Finding(string Where, string What)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Where}: {What}";
}

/// <summary>What a verification came to.</summary>
internal sealed record Verdict(long Leaves, long Records, int Heads, int Receipts, IReadOnlyList<Finding> Findings);
