using System.Data.Common;
using System.Text.Json;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Ledger;

/// <summary>Reads the log and adds what colleagues record; nothing in it is ever changed.</summary>
internal sealed class ConsentLog(Database database, KeyRing keys)
{
    private const string Columns = "select id, riser_id, household_id, kind, application_id, reference, answer, reason, disclosure_hash, staff_name, recorded_at from consent_log";

    private readonly Sealer details = keys.For("consent.act");

    /// <summary>Everything about a household, and the works' entries on its risers.</summary>
    public Task<IReadOnlyList<LedgerEntry>> OfHouseholdAsync(IReads reads, Guid householdId, CancellationToken ct) => reads.QueryAsync<LedgerEntry>($"""
        {Columns} where household_id = @householdId
        union all
        {Columns} where household_id is null and riser_id in (select riser_id from riser_households where household_id = @householdId)
        order by recorded_at, id
        """, new { householdId }, ct);

    /// <summary>Everything in a community.</summary>
    public Task<IReadOnlyList<LedgerEntry>> OfCommunityAsync(IReads reads, Guid communityId, CancellationToken ct) =>
        reads.QueryAsync<LedgerEntry>($"{Columns} where community_id = @communityId", new { communityId }, ct);

    /// <summary>The sealed words beside the acts of a household, by the act's id; whoever shows them writes the audit row first.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string>>> DetailsAsync(Guid householdId, CancellationToken ct) =>
        (await database.QueryAsync<Detail>("select d.act_id, d.detail as sealed from consent_act_details d join consent_acts a on a.id = d.act_id where a.household_id = @householdId", new { householdId }, ct))
            .ToDictionary(d => d.ActId, d => (IReadOnlyDictionary<string, string>)JsonSerializer.Deserialize<Dictionary<string, string>>(details.OpenText(d.Sealed))!);

    /// <summary>Adds an act with the caller's other writes.</summary>
    public void Add(Batch writes, ConsentAct act)
    {
        writes.Add("""
            insert into consent_acts (id, community_id, riser_id, household_id, kind, application_id, reference, answer, after_id, staff_id, staff_name, facts, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """, act.Id, act.CommunityId, act.RiserId, Null.Or(act.HouseholdId), act.Kind, Null.Or(act.ApplicationId), Null.Or(act.Reference), Null.Or(act.Answer),
            act.After, act.StaffId, act.StaffName, Null.Or(act.Facts.Count == 0 ? null : JsonSerializer.Serialize(act.Facts)), act.At);
        if (act.Personal.Count > 0)
            writes.Add("insert into consent_act_details (act_id, detail) values ($1, $2)", act.Id, details.SealText(JsonSerializer.Serialize(act.Personal)));
    }

    /// <summary>True when a colleague had acted on the same pair in the same moment.</summary>
    public bool IsTaken(DbException fault) => database.Dialect.TableOfDuplicate(fault) == "consent_acts";

    private sealed record Detail
    {
        public required Guid ActId { get; init; }

        public required byte[] Sealed { get; init; }
    }
}
