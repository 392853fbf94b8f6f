namespace ResidentAssistant.Evidence;

/// <summary>Something that must stand as evidence years later, about to be recorded with the row it proves.</summary>
internal sealed record EvidenceRecord
{
    private static readonly Dictionary<string, object?> NoFields = [];
    private static readonly Dictionary<string, string> NoWords = [];

    /// <summary>Id of the row it proves.</summary>
    public required Guid Id { get; init; }

    /// <summary>Community in whose tree it stands; <see cref="Guid.Empty"/> where none is known.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>What happened, dotted: <c>consent.intent</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Household it is about.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>Riser it is about.</summary>
    public Guid? RiserId { get; init; }

    /// <summary>When it happened; recorded in whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Plain facts that name nobody: ids, codes, hashes, versions, references. Text, whole number, yes or no, instant, day, id, list of texts, or null.</summary>
    public IReadOnlyDictionary<string, object?> Fields { get; init; } = NoFields;

    /// <summary>Words that name or describe a person: only a salted hash of each enters the record, the words can be erased.</summary>
    public IReadOnlyDictionary<string, string> Personal { get; init; } = NoWords;
}
