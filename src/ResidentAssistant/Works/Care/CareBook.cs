using ResidentAssistant.Evidence;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Care;

/// <summary>The register of persons who need care during the works, and the flats that may not be entered yet.</summary>
internal sealed class CareBook(Database database, EvidenceLog evidence, TimeProvider clock)
{
    /// <summary>Most cases on the page.</summary>
    public const int PageSize = 500;

    private const string Columns = """
        select c.id, c.community_id, c.household_id, h.label as household, c.opened_by_name, c.opened_at,
               (select min(e.begins_at) from entries e where e.household_id = c.household_id and e.replaced_at is null and e.ends_at >= @now) as next_entry
          from care_cases c join households h on h.id = c.household_id
        """;

    // What a proven person of the flat said, and nobody has looked at since.
    private const string Unheard = """
        w.kind = 'care' and w.proven
           and not exists (select 1 from care_cases c where c.household_id = w.household_id and (c.opened_at >= w.recorded_at
                 or exists (select 1 from care_steps s where s.case_id = c.id and s.at >= w.recorded_at)))
        """;

    /// <summary>Households of a community that nobody may enter: a case without a plan that is signed off, or a need told and not looked at.</summary>
    public static async Task<IReadOnlySet<Guid>> BlockedAsync(IReads reads, Guid communityId, CancellationToken ct) => (await reads.QueryAsync<Guid>($"""
        select c.household_id from care_cases c where c.community_id = @communityId
           and coalesce((select s.kind from care_steps s where s.case_id = c.id order by s.number desc limit 1), 'planned') not in ('signed', 'closed')
        union
        select w.household_id from household_wishes w where w.community_id = @communityId and {Unheard}
        """, new { communityId }, ct)).ToHashSet();

    /// <summary>Cases in scope: those that keep people out first, the nearest entry before the others; words are not read.</summary>
    public async Task<IReadOnlyList<CareCase>> ListAsync(StaffScope scope, CancellationToken ct)
    {
        var condition = scope.Condition(database.Dialect, "c.community_id");
        var cases = await database.QueryAsync<CareCase>($"{Columns} where {condition} order by c.opened_at desc, c.id desc limit {PageSize}", new { communities = scope.Communities, now = clock.GetUtcNow() }, ct);
        var steps = (await database.QueryAsync<CareStep>($"""
            select s.id, s.case_id, s.number, s.kind, s.stay, s.agreed, s.way, s.staff_name, s.at from care_steps s join care_cases c on c.id = s.case_id where {condition} order by s.number
            """, new { communities = scope.Communities }, ct)).ToLookup(s => s.CaseId);
        return [.. cases.Select(c => c with { Steps = [.. steps[c.Id]] }).OrderBy(c => c.Blocks ? 0 : 1).ThenBy(c => c.NextEntry ?? DateTimeOffset.MaxValue)];
    }

    /// <summary>Flats in scope that told of a need which nobody has looked at, the oldest first.</summary>
    public Task<IReadOnlyList<UnheardNeed>> UnheardAsync(StaffScope scope, CancellationToken ct) => database.QueryAsync<UnheardNeed>($"""
        select w.household_id, h.label as household, min(w.recorded_at) as told_at from household_wishes w join households h on h.id = w.household_id
         where {scope.Condition(database.Dialect, "w.community_id")} and {Unheard} group by w.household_id, h.label order by min(w.recorded_at) limit {PageSize}
        """, new { communities = scope.Communities }, ct);

    /// <summary>A case in scope with its words, or null; whoever shows it writes the audit row first.</summary>
    public Task<CareCase?> FindAsync(Guid id, StaffScope scope, CancellationToken ct) => FindAsync(database, id, scope, ct);

    /// <summary>The same, read on a transaction.</summary>
    public async Task<CareCase?> FindAsync(IReads reads, Guid id, StaffScope scope, CancellationToken ct) =>
        await reads.FirstAsync<CareCase>($"{Columns} where c.id = @id and {scope.Condition(database.Dialect, "c.community_id")}", new { id, communities = scope.Communities, now = clock.GetUtcNow() }, ct) is { } found
            ? found with { Steps = await StepsAsync(reads, id, ct) } : null;

    /// <summary>What the crew must know on a riser: flats with a case, and the words for the crew where the plan is signed off.</summary>
    public async Task<IReadOnlyList<CrewNote>> OnRiserAsync(Guid communityId, Guid riserId, CancellationToken ct)
    {
        var blocked = await BlockedAsync(database, communityId, ct);
        var flats = await database.QueryAsync<CareCase>($"{Columns} join riser_households o on o.household_id = c.household_id and o.riser_id = @riserId order by h.floor desc, h.number, c.opened_at",
            new { riserId, now = clock.GetUtcNow() }, ct);
        var notes = new List<CrewNote>();
        foreach (var found in flats)
        {
            var known = found with { Steps = await StepsAsync(database, found.Id, ct) };
            if (known.State == CareState.Signed) notes.Add(new CrewNote(known.HouseholdId, known.Household, false, known.Plan?.Said(CareWords.Crew), known.Plan?.Said(CareWords.Charge)));
        }

        foreach (var flat in await database.QueryAsync<UnheardNeed>("""
            select o.household_id, h.label as household, @now as told_at from riser_households o join households h on h.id = o.household_id where o.riser_id = @riserId order by h.floor desc, h.number
            """, new { riserId, now = clock.GetUtcNow() }, ct))
        {
            if (blocked.Contains(flat.HouseholdId)) notes.Insert(0, new CrewNote(flat.HouseholdId, flat.Household, true, null, null));
        }

        return notes;
    }

    private async Task<IReadOnlyList<CareStep>> StepsAsync(IReads reads, Guid id, CancellationToken ct)
    {
        var steps = new List<CareStep>();
        foreach (var step in await reads.QueryAsync<CareStep>("select id, case_id, number, kind, stay, agreed, way, staff_name, at from care_steps where case_id = @id order by number", new { id }, ct))
            steps.Add(step with { Words = (await evidence.PersonalAsync(reads, step.Id, ct)).ToDictionary(f => f.Name, f => f.Words) });
        return steps;
    }
}

/// <summary>A flat that told of a need which nobody has looked at.</summary>
internal sealed record UnheardNeed
{
    /// <summary>Household.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Label of the flat.</summary>
    public required string Household { get; init; }

    /// <summary>When it was first told.</summary>
    public required DateTimeOffset ToldAt { get; init; }
}

/// <summary>What the crew must know of a flat.</summary>
internal sealed record CrewNote(Guid HouseholdId, string Household, bool Blocked, string? Words, string? Charge);
