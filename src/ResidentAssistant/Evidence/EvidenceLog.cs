using System.Text;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Evidence;

/// <summary>The front door of evidence: a record commits in the same batch as what it proves, and is numbered within seconds.</summary>
internal sealed class EvidenceLog(KeyRing keys)
{
    private readonly Sealer personal = keys.For("evidence.personal");

    /// <summary>Adds the record to the caller's writes: one statement, and one more for each personal field.</summary>
    public void Add(Batch writes, EvidenceRecord record)
    {
        var at = CanonicalJson.Whole(record.At);
        var commitments = new Dictionary<string, object?>(record.Personal.Count);
        foreach (var (name, words) in record.Personal)
        {
            var salt = Commitment.NewSalt();
            commitments[name] = Commitment.Of(salt, words);
            writes.Add("insert into evidence_personal (record_id, name, sealed) values ($1, $2, $3)", record.Id, name, personal.Seal([.. salt, .. Encoding.UTF8.GetBytes(words)]));
        }

        writes.Add("""
            insert into evidence_unlinked (community_id, id, kind, household_id, riser_id, at, body) values ($1, $2, $3, $4, $5, $6, $7)
            """, record.CommunityId, record.Id, record.Kind, Null.Or(record.HouseholdId), Null.Or(record.RiserId), at, Body(record, at, commitments));
    }

    /// <summary>The personal words of a record that have not been erased, each with its salt.</summary>
    public async Task<IReadOnlyList<PersonalField>> PersonalAsync(IReads reads, Guid recordId, CancellationToken ct) =>
        [.. (await reads.QueryAsync<Row>("select record_id, name, sealed from evidence_personal where record_id = @recordId order by name", new { recordId }, ct)).Select(Opened)];

    /// <summary>The same of many records in one query; <paramref name="ids"/> is a select of their ids.</summary>
    public async Task<ILookup<Guid, PersonalField>> PersonalOfAsync(IReads reads, string ids, object args, CancellationToken ct) =>
        (await reads.QueryAsync<Row>($"select record_id, name, sealed from evidence_personal where record_id in ({ids}) order by name", args, ct)).ToLookup(r => r.RecordId, Opened);

    private PersonalField Opened(Row row)
    {
        var open = personal.Open(row.Sealed);
        return new PersonalField(row.Name, open[..Commitment.SaltLength], Encoding.UTF8.GetString(open.AsSpan(Commitment.SaltLength)));
    }

    /// <summary>The words of one stored personal field.</summary>
    public string Words(byte[] stored) => Encoding.UTF8.GetString(personal.Open(stored).AsSpan(Commitment.SaltLength));

    // docs/evidence-format.md describes it; what is not known is left out.
    private static string Body(EvidenceRecord record, DateTimeOffset at, Dictionary<string, object?> commitments)
    {
        var members = new List<KeyValuePair<string, object?>>(9)
        {
            new("at", at), new("community", record.CommunityId), new("fields", record.Fields), new("id", record.Id), new("kind", record.Kind), new("v", 1),
        };
        if (record.HouseholdId is { } household) members.Add(new("household", household));
        if (record.RiserId is { } riser) members.Add(new("riser", riser));
        if (commitments.Count > 0) members.Add(new("personal", commitments));
        return CanonicalJson.Write(members);
    }

    private sealed record Row
    {
        public required Guid RecordId { get; init; }

        public required string Name { get; init; }

        public required byte[] Sealed { get; init; }
    }
}

/// <summary>Personal words of a record and the salt that its hash was made with.</summary>
internal sealed record PersonalField(string Name, byte[] Salt, string Words);
