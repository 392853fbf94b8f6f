using System.Data.Common;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Evidence;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Works.Care;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works;

/// <summary>The plan of every riser, version after version; a riser enters it only while every household on its unit has signed.</summary>
internal sealed class PlanBook(Database database, ConsentLog consent, SiteRules rules, EvidenceLog evidence, TimeProvider clock)
{
    private const string Newest = """
        select p.id, p.building_id, p.riser_id, p.number, p.state, p.team_id, p.steps, p.reason, p.planned_by_name, p.planned_at from riser_plans p
         where p.number = (select max(n.number) from riser_plans n where n.riser_id = p.riser_id)
        """;

    /// <summary>The plan of a community with the number that it has now.</summary>
    public Task<CommunityPlan> OfAsync(Guid communityId, CancellationToken ct) => OfAsync(database, communityId, ct);

    /// <summary>All versions of a riser's plan, newest first.</summary>
    public async Task<IReadOnlyList<RiserPlan>> OfRiserAsync(Guid riserId, CancellationToken ct) =>
        [.. (await database.QueryAsync<Row>("select id, building_id, riser_id, number, state, team_id, steps, reason, planned_by_name, planned_at from riser_plans where riser_id = @riserId order by number desc", new { riserId }, ct)).Select(r => r.Read([]))];

    /// <summary>
    /// Writes risers into the plan; refused when the plan was changed since it was seen, when a riser is not released by the ledger, or when something speaks
    /// against a place. Nothing is written then.
    /// </summary>
    public async Task<int> SaveAsync(Guid communityId, IReadOnlyList<PlannedRiser> risers, int seen, string reason, CurrentStaff staff, CancellationToken ct)
    {
        await using var transaction = await BeginAsync(communityId, seen, ct);
        var plan = await OfAsync(transaction, communityId, ct);
        var site = await rules.On(transaction).OfAsync(communityId, ct);
        var board = await Board.ReadAsync(consent, transaction, communityId, null, ct);
        var blocked = await CareBook.BlockedAsync(transaction, communityId, ct);
        var now = clock.GetUtcNow();
        var writes = new Batch();
        foreach (var riser in risers)
        {
            Refuse(Against(riser, plan, site, board, blocked, [.. risers]));
            var before = plan.Risers.FirstOrDefault(r => r.Planned.RiserId == riser.RiserId);
            if (before is not null && reason.Length is 0 or > 200) throw new RefusedException("BadArgument", "请写为什么改，最多200个字。");
            Add(writes, communityId, riser, (before?.Number ?? 0) + 1, "planned", reason, staff, now);
        }

        return await CommitAsync(transaction, writes, communityId, seen, ct);
    }

    /// <summary>Takes a riser out of the plan again; its entries and outages end.</summary>
    public async Task<int> CancelAsync(Guid communityId, Guid riserId, int seen, string reason, CurrentStaff staff, CancellationToken ct)
    {
        if (reason.Length is 0 or > 200) throw new RefusedException("BadArgument", "请写为什么取消，最多200个字。");
        await using var transaction = await BeginAsync(communityId, seen, ct);
        var plan = await OfAsync(transaction, communityId, ct);
        if (plan.Risers.FirstOrDefault(r => r.Planned.RiserId == riserId && r.Stands) is not { } riser) throw new RefusedException("NotFound", "这根立管现在没有排期。", StatusCodes.Status404NotFound);
        var writes = new Batch();
        Add(writes, communityId, riser.Planned, riser.Number + 1, "cancelled", reason, staff, clock.GetUtcNow());
        return await CommitAsync(transaction, writes, communityId, seen, ct);
    }

    /// <summary>What speaks against a riser's place, in sentences; empty when nothing does.</summary>
    public static IReadOnlyList<string> Against(PlannedRiser riser, CommunityPlan plan, Site site, Board board, IReadOnlySet<Guid> blocked, IReadOnlyList<PlannedRiser> together)
    {
        if (board.Units.FirstOrDefault(u => u.Cells.Any(c => c.Place.RiserId == riser.RiserId)) is not { } unit) return ["名册里没有这根立管。"];
        if (unit.Closed) return [$"{unit.Label}记为先不实施，不能排。"];
        if (!unit.Tally.Ready) return [$"{unit.Label}还有人家没有签书面申请，不能排。"];
        if (riser.Households.Any(blocked.Contains)) return [$"{unit.Label}上有人家要先商量好怎么照顾，街道签了字才能排。请看“要照顾的人家”。"];
        if (site.CalendarOf(riser.BuildingId) is not { } calendar) return ["还没有设可以施工的时段。"];
        if (site.Teams.FirstOrDefault(t => t.Id == riser.TeamId) is not { } team) return ["没有这个班组。"];
        var others = plan.Standing.Where(p => together.All(t => t.RiserId != p.RiserId)).Concat(together);
        return Conflicts.Of(riser, new RiserJob(riser.RiserId, riser.BuildingId, riser.Households, [.. riser.Steps.Select(s => s.Step)], default, new HashSet<DateOnly>()), team, calendar, others);
    }

    private static async Task<CommunityPlan> OfAsync(IReads reads, Guid communityId, CancellationToken ct)
    {
        var number = await reads.FirstAsync<int?>("select number from works_numbers where community_id = @communityId", new { communityId }, ct) ?? 0;
        var rows = await reads.QueryAsync<Row>($"{Newest} and p.community_id = @communityId order by p.begins_at, p.id", new { communityId }, ct);
        var flats = (await reads.QueryAsync<Flat>("""
            select o.riser_id, o.household_id from riser_households o join risers r on r.id = o.riser_id join households h on h.id = o.household_id
             where r.community_id = @communityId order by h.floor desc, h.number
            """, new { communityId }, ct)).ToLookup(f => f.RiserId, f => f.HouseholdId);
        return new CommunityPlan(number, [.. rows.Select(r => r.Read([.. flats[r.RiserId]]))]);
    }

    private async Task<Transaction> BeginAsync(Guid communityId, int seen, CancellationToken ct)
    {
        var transaction = await database.BeginAsync(ct);
        // The row is made once, so that the change of its number below can be refused to whoever comes second.
        await transaction.ExecuteAsync("insert into works_numbers (community_id, number) values (@communityId, 0) on conflict (community_id) do nothing", new { communityId }, ct);
        if (await transaction.ExecuteAsync("update works_numbers set number = number + 1 where community_id = @communityId and number = @seen", new { communityId, seen }, ct) == 1) return transaction;
        await transaction.DisposeAsync();
        throw new RefusedException("ChangedSince", "刚才有同事改过施工计划，请看过新的再改。", StatusCodes.Status409Conflict);
    }

    private async Task<int> CommitAsync(Transaction transaction, Batch writes, Guid communityId, int seen, CancellationToken ct)
    {
        try
        {
            await transaction.RunAsync(writes, ct);
            await transaction.CommitAsync(ct);
            return seen + 1;
        }
        catch (DbException fault) when (database.Dialect.TableOfDuplicate(fault) == "riser_plans")
        {
            throw new RefusedException("ChangedSince", $"刚才有同事改过施工计划，请看过新的再改。", StatusCodes.Status409Conflict);
        }
    }

    private void Add(Batch writes, Guid communityId, PlannedRiser riser, int number, string state, string reason, CurrentStaff staff, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var (begins, ends) = (SiteClock.Instant(riser.Begins), SiteClock.Instant(riser.Ends));
        writes.Add("update entries set replaced_at = $2 where riser_id = $1 and replaced_at is null", riser.RiserId, now);
        writes.Add("update outages set replaced_at = $2 where riser_id = $1 and replaced_at is null", riser.RiserId, now);
        writes.Add("""
            insert into riser_plans (id, community_id, building_id, riser_id, number, state, team_id, steps, begins_at, ends_at, reason, planned_by, planned_by_name, planned_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """, id, communityId, riser.BuildingId, riser.RiserId, number, state, riser.TeamId, SiteRules.Stored(riser.Steps), begins, ends, reason, staff.Id, staff.Name, now);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = communityId, Kind = $"works.{state}", RiserId = riser.RiserId, At = now,
            Fields = new Dictionary<string, object?> { ["number"] = (long)number, ["team"] = riser.TeamId.ToString(), ["begins"] = begins, ["ends"] = ends, ["staff"] = staff.Id.ToString() },
        });
        if (state != "planned") return;
        foreach (var entry in riser.Entries)
            writes.Add("insert into entries (id, plan_id, community_id, riser_id, household_id, step, begins_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                Guid.CreateVersion7(now), id, communityId, riser.RiserId, entry.HouseholdId, entry.Step, SiteClock.Instant(entry.Slot.Begins), SiteClock.Instant(entry.Slot.Ends));
        foreach (var outage in Outages.Of(riser))
            writes.Add("insert into outages (id, plan_id, community_id, riser_id, begins_at, ends_at) values ($1, $2, $3, $4, $5, $6)",
                Guid.CreateVersion7(now), id, communityId, riser.RiserId, SiteClock.Instant(outage.From), SiteClock.Instant(outage.To));
    }

    private static void Refuse(IReadOnlyList<string> against)
    {
        if (against.Count > 0) throw new RefusedException("BadArgument", string.Join("\n", against), StatusCodes.Status409Conflict);
    }

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required Guid BuildingId { get; init; }

        public required Guid RiserId { get; init; }

        public required int Number { get; init; }

        public required string State { get; init; }

        public required Guid TeamId { get; init; }

        public required string Steps { get; init; }

        public required string Reason { get; init; }

        public required string PlannedByName { get; init; }

        public required DateTimeOffset PlannedAt { get; init; }

        public RiserPlan Read(IReadOnlyList<Guid> households) => new(Id, Number, State == "planned", new PlannedRiser(RiserId, BuildingId, TeamId, households, SiteRules.PlannedIn(Steps)), Reason, PlannedByName, PlannedAt);
    }

    private sealed record Flat
    {
        public required Guid RiserId { get; init; }

        public required Guid HouseholdId { get; init; }
    }
}

/// <summary>The plan of a community: its number, and the newest version of every riser that has one.</summary>
internal sealed record CommunityPlan(int Number, IReadOnlyList<RiserPlan> Risers)
{
    /// <summary>What is planned and not cancelled.</summary>
    public IEnumerable<PlannedRiser> Standing => Risers.Where(r => r.Stands).Select(r => r.Planned);
}

/// <summary>One version of a riser's plan.</summary>
internal sealed record RiserPlan(Guid Id, int Number, bool Stands, PlannedRiser Planned, string Reason, string PlannedByName, DateTimeOffset PlannedAt);
