using System.Data.Common;
using System.Text.Json;
using ResidentAssistant.Evidence;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Ledger;

/// <summary>Reads the log and adds what colleagues record, each with its evidence; nothing in it is ever changed.</summary>
internal sealed class ConsentLog(Database database, EvidenceLog evidence, SourcedSettings settings, TimeProvider clock)
{
    private const string Columns = "select id, riser_id, household_id, kind, application_id, reference, answer, reason, disclosure_hash, staff_name, recorded_at from consent_log";

    // What the fold asks for. A board reads thousands of rows for one page, and each column of each row costs.
    private const string Folded = "select id, riser_id, household_id, kind, application_id, reference, answer, reason, recorded_at from consent_log";

    /// <summary>Everything about a household, and the works' entries on its risers.</summary>
    public Task<IReadOnlyList<LedgerEntry>> OfHouseholdAsync(IReads reads, Guid householdId, CancellationToken ct) => reads.QueryAsync<LedgerEntry>($"""
        {Columns} where household_id = @householdId
        union all
        {Columns} where household_id is null and riser_id in (select riser_id from riser_households where household_id = @householdId)
        order by recorded_at, id
        """, new { householdId }, ct);

    /// <summary>Every entry of a community, without who recorded it and on which disclosure.</summary>
    public Task<IReadOnlyList<LedgerEntry>> OfCommunityAsync(IReads reads, Guid communityId, CancellationToken ct) =>
        reads.QueryAsync<LedgerEntry>($"{Folded} where community_id = @communityId", new { communityId }, ct);

    /// <summary>Every entry of a building, without who recorded it and on which disclosure.</summary>
    public Task<IReadOnlyList<LedgerEntry>> OfBuildingAsync(IReads reads, Guid communityId, Guid buildingId, CancellationToken ct) =>
        reads.QueryAsync<LedgerEntry>($"{Folded} where community_id = @communityId and riser_id in (select id from risers where building_id = @buildingId)", new { communityId, buildingId }, ct);

    /// <summary>Answers from before this instant no longer hold; null while no validity (<c>consent.validity</c>) is published.</summary>
    public async Task<DateTimeOffset?> HeldSinceAsync(IReads reads, Guid communityId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await settings.On(reads as Transaction).FindAsync("consent.validity", communityId, SiteClock.Day(now), ct) is SourcedSetting.Set set ? now - set.Duration : null;
    }

    /// <summary>The instant of what a household says next: now, but always after what stands in its log, whichever node's clock that came from.</summary>
    public static async Task<DateTimeOffset> NextAsync(IReads reads, Guid householdId, DateTimeOffset now, CancellationToken ct) =>
        await reads.FirstAsync<DateTimeOffset?>("select recorded_at from consent_log where household_id = @householdId order by recorded_at desc limit 1", new { householdId }, ct) is { } last && last >= now ? last.AddMilliseconds(1) : now;

    /// <summary>Plain facts and sealed words beside the acts of a household, by the act's id; whoever shows them writes the audit row first.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string>>> DetailsAsync(Guid householdId, CancellationToken ct)
    {
        var found = new Dictionary<Guid, IReadOnlyDictionary<string, string>>();
        var personal = await evidence.PersonalOfAsync(database, "select id from consent_acts where household_id = @householdId", new { householdId }, ct);
        foreach (var act in await database.QueryAsync<Act>("select id, facts from consent_acts where household_id = @householdId and kind <> 'application.printed'", new { householdId }, ct))
        {
            var words = act.Facts is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string?>>(act.Facts)!.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => f.Value!);
            foreach (var field in personal[act.Id]) words[field.Name] = field.Words;
            if (words.Count > 0) found[act.Id] = words;
        }

        return found;
    }

    /// <summary>Adds an act with the caller's other writes.</summary>
    public void Add(Batch writes, ConsentAct act)
    {
        writes.Add("""
            insert into consent_acts (id, community_id, riser_id, household_id, kind, application_id, reference, answer, after_id, staff_id, staff_name, facts, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """, act.Id, act.CommunityId, act.RiserId, Null.Or(act.HouseholdId), act.Kind, Null.Or(act.ApplicationId), Null.Or(act.Reference), Null.Or(act.Answer),
            act.After, act.StaffId, act.StaffName, Null.Or(act.Facts.Count == 0 ? null : JsonSerializer.Serialize(act.Facts)), act.At);
        var fields = new Dictionary<string, object?>(act.Facts.Count + 4);
        foreach (var (name, fact) in act.Facts) fields[name] = fact;
        (fields["application"], fields["reference"], fields["answer"], fields["staff"]) = (act.ApplicationId?.ToString(), act.Reference, act.Answer, act.StaffId.ToString());
        evidence.Add(writes, new EvidenceRecord
        {
            Id = act.Id, CommunityId = act.CommunityId, Kind = act.Kind, HouseholdId = act.HouseholdId, RiserId = act.RiserId, At = act.At, Fields = fields, Personal = act.Personal,
        });
    }

    /// <summary>True when a colleague had acted on the same pair in the same moment.</summary>
    public bool IsTaken(DbException fault) => database.Dialect.TableOfDuplicate(fault) == "consent_acts";

    private sealed record Act
    {
        public required Guid Id { get; init; }

        public string? Facts { get; init; }
    }
}
