using System.Data.Common;
using System.Text.Json;
using ResidentAssistant.Evidence;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Entries;

/// <summary>Reads the visits of flats with their acts and adds acts, each with its evidence; nothing of it is ever changed.</summary>
internal sealed class EntryLog(Database database, EvidenceLog evidence)
{
    private const string Times = """
        select e.id, e.plan_id, e.community_id, e.riser_id, e.household_id, e.step, e.begins_at, e.ends_at from entries e
         where e.replaced_at is null
        """;

    private const string Acts = "select a.id, a.community_id, a.riser_id, a.household_id, a.number, a.entry_id, a.kind, a.facts, a.reference, a.conversation_id, a.staff_id, a.staff_name, a.at from entry_acts a";

    private const string Flats = """
        select r.community_id, r.id as riser_id, r.label as riser, h.id as household_id, h.label as household
          from riser_households o join risers r on r.id = o.riser_id join households h on h.id = o.household_id
        """;

    /// <summary>The works on all risers of a household, in the order of the register.</summary>
    public async Task<IReadOnlyList<FlatWork>> OfHouseholdAsync(IReads reads, Guid householdId, CancellationToken ct) => Of(
        await reads.QueryAsync<Flat>($"{Flats} where h.id = @householdId order by r.position, r.id", new { householdId }, ct),
        await reads.QueryAsync<EntryTime>($"{Times} and e.household_id = @householdId order by e.begins_at, e.id", new { householdId }, ct),
        await reads.QueryAsync<ActRow>($"{Acts} where a.household_id = @householdId order by a.number", new { householdId }, ct));

    /// <summary>The work in one flat on one riser; null when the register knows no such pair.</summary>
    public async Task<FlatWork?> FindAsync(IReads reads, Guid riserId, Guid householdId, CancellationToken ct) => Of(
        await reads.QueryAsync<Flat>($"{Flats} where h.id = @householdId and r.id = @riserId", new { riserId, householdId }, ct),
        await reads.QueryAsync<EntryTime>($"{Times} and e.household_id = @householdId and e.riser_id = @riserId order by e.begins_at, e.id", new { riserId, householdId }, ct),
        await reads.QueryAsync<ActRow>($"{Acts} where a.household_id = @householdId and a.riser_id = @riserId order by a.number", new { riserId, householdId }, ct)) is [var work] ? work : null;

    /// <summary>All flats on a riser, from the top.</summary>
    public async Task<IReadOnlyList<FlatWork>> OfRiserAsync(IReads reads, Guid riserId, CancellationToken ct) => Of(
        await reads.QueryAsync<Flat>($"{Flats} where r.id = @riserId order by h.floor desc, h.number", new { riserId }, ct),
        await reads.QueryAsync<EntryTime>($"{Times} and e.riser_id = @riserId order by e.begins_at, e.id", new { riserId }, ct),
        await reads.QueryAsync<ActRow>($"{Acts} where a.riser_id = @riserId order by a.number", new { riserId }, ct));

    /// <summary>Flats of a community with a visit between two instants, from the top of each riser.</summary>
    public async Task<IReadOnlyList<FlatWork>> BetweenAsync(Guid communityId, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        const string Due = "select 1 from entries d where d.replaced_at is null and d.community_id = @communityId and d.begins_at >= @from and d.begins_at < @to";
        var asked = new { communityId, from, to };
        return Of(
            await database.QueryAsync<Flat>($"{Flats} where r.community_id = @communityId and exists ({Due} and d.riser_id = r.id and d.household_id = h.id) order by r.position, r.id, h.floor desc, h.number", asked, ct),
            await database.QueryAsync<EntryTime>($"{Times} and e.community_id = @communityId and exists ({Due} and d.riser_id = e.riser_id and d.household_id = e.household_id) order by e.begins_at, e.id", asked, ct),
            await database.QueryAsync<ActRow>($"{Acts} where a.community_id = @communityId and exists ({Due} and d.riser_id = a.riser_id and d.household_id = a.household_id) order by a.number", asked, ct));
    }

    /// <summary>The flat in which a matter with a reference arose; null when there is none.</summary>
    public async Task<EntryAct?> FindAsync(string reference, CancellationToken ct) =>
        (await database.FirstAsync<ActRow>($"{Acts} where a.reference = @reference", new { reference }, ct))?.Read();

    /// <summary>Words about people beside the acts of a flat, by the act's id; whoever shows them writes the audit row first.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<PersonalField>>> WordsAsync(FlatWork work, CancellationToken ct)
    {
        var found = new Dictionary<Guid, IReadOnlyList<PersonalField>>();
        foreach (var act in work.Acts)
            if (await evidence.PersonalAsync(database, act.Id, ct) is { Count: > 0 } words) found[act.Id] = words;
        return found;
    }

    /// <summary>Adds an act and its evidence to the caller's writes; <paramref name="words"/> name or describe a person and stand in the evidence alone.</summary>
    public void Add(Batch writes, EntryAct act, params IReadOnlyList<(string Name, string Text)> words)
    {
        writes.Add("""
            insert into entry_acts (id, community_id, riser_id, household_id, number, entry_id, kind, facts, reference, conversation_id, staff_id, staff_name, at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """, act.Id, act.CommunityId, act.RiserId, act.HouseholdId, act.Number, Null.Or(act.EntryId), act.Kind, JsonSerializer.Serialize(act.Facts), Null.Or(act.Reference), Null.Or(act.ConversationId),
            Null.Or(act.StaffId), Null.Or(act.StaffName), act.At);
        var fields = act.Facts.ToDictionary(f => f.Key, f => (object?)f.Value);
        (fields["number"], fields["entry"], fields["reference"], fields["conversation"], fields["staff"]) = ((long)act.Number, act.EntryId, act.Reference, act.ConversationId, act.StaffId);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = act.Id, CommunityId = act.CommunityId, Kind = $"entry.{act.Kind}", HouseholdId = act.HouseholdId, RiserId = act.RiserId, At = act.At, Fields = fields,
            Personal = words.Where(w => w.Text.Length > 0).ToDictionary(w => w.Name, w => w.Text),
        });
    }

    /// <summary>True when another had acted on the same flat in the same moment.</summary>
    public bool IsTaken(DbException fault) => database.Dialect.TableOfDuplicate(fault) == "entry_acts";

    private static List<FlatWork> Of(IReadOnlyList<Flat> flats, IReadOnlyList<EntryTime> times, IReadOnlyList<ActRow> acts)
    {
        var timesOf = times.ToLookup(t => (t.RiserId, t.HouseholdId));
        var actsOf = acts.ToLookup(a => (a.RiserId, a.HouseholdId));
        return [.. flats.Select(f => new FlatWork(f.CommunityId, f.RiserId, f.Riser, f.HouseholdId, f.Household, [.. timesOf[(f.RiserId, f.HouseholdId)]], [.. actsOf[(f.RiserId, f.HouseholdId)].Select(a => a.Read())]))];
    }

    private sealed record Flat
    {
        public required Guid CommunityId { get; init; }

        public required Guid RiserId { get; init; }

        public required string Riser { get; init; }

        public required Guid HouseholdId { get; init; }

        public required string Household { get; init; }
    }

    private sealed record ActRow
    {
        public required Guid Id { get; init; }

        public required Guid CommunityId { get; init; }

        public required Guid RiserId { get; init; }

        public required Guid HouseholdId { get; init; }

        public required int Number { get; init; }

        public Guid? EntryId { get; init; }

        public required string Kind { get; init; }

        public required string Facts { get; init; }

        public string? Reference { get; init; }

        public Guid? ConversationId { get; init; }

        public Guid? StaffId { get; init; }

        public string? StaffName { get; init; }

        public required DateTimeOffset At { get; init; }

        public EntryAct Read() => new()
        {
            Id = Id, CommunityId = CommunityId, RiserId = RiserId, HouseholdId = HouseholdId, Number = Number, EntryId = EntryId, Kind = Kind, Reference = Reference,
            Facts = JsonSerializer.Deserialize<Dictionary<string, string>>(Facts)!, // written by Add
            ConversationId = ConversationId, StaffId = StaffId, StaffName = StaffName, At = At,
        };
    }
}
