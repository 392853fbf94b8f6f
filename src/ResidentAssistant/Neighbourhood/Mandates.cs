using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>The papers that let a proxy or guardian speak for a flat. A changed paper ends the former one; nothing is removed.</summary>
internal sealed class Mandates(Database database, KeyRing keys, TimeProvider clock)
{
    private readonly Sealer documents = keys.For("mandate.document");

    /// <summary>Papers in force of a flat's persons.</summary>
    public async Task<IReadOnlyList<Mandate>> OfHouseholdAsync(Guid householdId, CancellationToken ct) => [.. (await database.QueryAsync<Row>(
        "select person_id, document, valid_from, valid_to from mandates where household_id = @householdId and ended_at is null", new { householdId }, ct)).Select(Opened)];

    /// <summary>Papers in force in a community, by person.</summary>
    public async Task<IReadOnlyDictionary<Guid, Mandate>> OfCommunityAsync(Guid communityId, CancellationToken ct) => (await database.QueryAsync<Row>(
        "select person_id, document, valid_from, valid_to from mandates where community_id = @communityId and ended_at is null", new { communityId }, ct))
        .ToDictionary(row => row.PersonId, Opened);

    /// <summary>Adds a person's paper with the other writes, in place of the one before; null only ends that.</summary>
    public void Set(Batch writes, Household household, Guid personId, MandatePaper? paper, Guid? staffId)
    {
        var now = clock.GetUtcNow();
        writes.Add("update mandates set ended_at = $2 where person_id = $1 and ended_at is null", personId, now);
        if (paper is not null) Add(writes, household.CommunityId, household.Id, personId, paper, staffId);
    }

    /// <summary>Adds the first paper of a person with the other writes.</summary>
    public void Add(Batch writes, Guid communityId, Guid householdId, Guid personId, MandatePaper paper, Guid? staffId)
    {
        var now = clock.GetUtcNow();
        writes.Add("""
            insert into mandates (id, community_id, household_id, person_id, document, valid_from, valid_to, recorded_by, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """, Guid.CreateVersion7(now), communityId, householdId, personId, documents.SealText(paper.Document), paper.From, paper.To, Null.Or(staffId), now);
    }

    private Mandate Opened(Row row) => new(row.PersonId, new MandatePaper(documents.OpenText(row.Document), row.ValidFrom, row.ValidTo));

    private sealed record Row
    {
        public required Guid PersonId { get; init; }

        public required byte[] Document { get; init; }

        public DateOnly? ValidFrom { get; init; }

        public DateOnly? ValidTo { get; init; }
    }
}

/// <summary>A paper as it was shown: what it is, and from when to when it holds.</summary>
internal sealed record MandatePaper(string Document, DateOnly? From, DateOnly? To)
{
    /// <summary>True on a day within its dates.</summary>
    public bool HoldsOn(DateOnly day) => !(day < From) && !(day > To);
}

/// <summary>A paper in force and whose it is.</summary>
internal sealed record Mandate(Guid PersonId, MandatePaper Paper);
