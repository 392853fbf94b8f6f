using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>Implementation units (实施单元): one a riser, merged and split by persons with a reason; what was is kept.</summary>
internal sealed class Units(Database database, RegisterChanges changes, TimeProvider clock)
{
    private const string Columns = """
        select u.id, u.community_id, u.building_id, u.label, r.id as riser_id, r.label as riser_label
          from units u join unit_risers m on m.unit_id = u.id and m.to_at is null join risers r on r.id = m.riser_id
        """;

    /// <summary>Units of a building in the order of their risers.</summary>
    public async Task<IReadOnlyList<Unit>> OfBuildingAsync(Guid buildingId, CancellationToken ct) => Grouped(await database.QueryAsync<Row>(
        $"{Columns} where u.building_id = @buildingId order by r.position, r.id", new { buildingId }, ct));

    /// <summary>The unit a riser belongs to now, or null when the riser is unknown.</summary>
    public async Task<Unit?> OfRiserAsync(Guid riserId, CancellationToken ct) => Grouped(await database.QueryAsync<Row>(
        $"{Columns} where u.id = (select o.unit_id from unit_risers o where o.riser_id = @riserId and o.to_at is null) order by r.position, r.id", new { riserId }, ct)) is [var unit] ? unit : null;

    /// <summary>Adds the unit of a new riser with the writes that make the riser.</summary>
    public static void AddDefault(Batch writes, Guid riserId, Guid communityId, Guid buildingId, string label, DateTimeOffset now) => writes
        .Add("insert into units (id, community_id, building_id, label, created_at) values ($1, $2, $3, $4, $5)", riserId, communityId, buildingId, label, now)
        .Add("insert into unit_risers (id, unit_id, riser_id, from_at) values ($1, $1, $1, $2)", riserId, now);

    /// <summary>Makes one unit out of several of one building; refused when one of them was changed meanwhile.</summary>
    public async Task<Guid> MergeAsync(Guid buildingId, IReadOnlyList<Guid> unitIds, string label, string reason, Editor editor, CancellationToken ct)
    {
        if (unitIds.Distinct().Count() < 2) throw new RefusedException("BadArgument", "请选两个或者更多的实施单元。");
        if (label.Length is 0 or > 60) throw new RefusedException("BadArgument", "请给合并后的实施单元起个名字，最多60个字。");
        Reasoned(reason);
        var all = await OfBuildingAsync(buildingId, ct);
        var chosen = all.Where(u => unitIds.Contains(u.Id)).ToList();
        if (chosen.Count != unitIds.Distinct().Count()) throw ChangedSince();
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var writes = new Batch();
        writes.Add("insert into units (id, community_id, building_id, label, created_at) values ($1, $2, $3, $4, $5)", id, chosen[0].CommunityId, buildingId, label, now);
        foreach (var riser in chosen.SelectMany(u => u.Risers)) Join(writes, id, riser.Id, now);
        changes.Add(writes, editor, new RegisterChange(chosen[0].CommunityId, ChangeKind.UnitsMerged, $"{string.Join("、", chosen.Select(u => u.Label))} → {label}")
        {
            BuildingId = buildingId, UnitId = id, Reason = reason,
        });
        await ReplaceAsync(chosen, writes, now, ct);
        return id;
    }

    /// <summary>Makes one unit out of every riser of a merged one again.</summary>
    public async Task SplitAsync(Guid buildingId, Guid unitId, string reason, Editor editor, CancellationToken ct)
    {
        Reasoned(reason);
        if ((await OfBuildingAsync(buildingId, ct)).FirstOrDefault(u => u.Id == unitId) is not { } unit) throw ChangedSince();
        if (unit.Risers.Count < 2) throw new RefusedException("BadArgument", "这个实施单元只有一根立管，不用拆。");
        var now = clock.GetUtcNow();
        var writes = new Batch();
        foreach (var riser in unit.Risers)
        {
            var id = Guid.CreateVersion7(now);
            writes.Add("insert into units (id, community_id, building_id, label, created_at) values ($1, $2, $3, $4, $5)", id, unit.CommunityId, buildingId, riser.Label, now);
            Join(writes, id, riser.Id, now);
        }

        changes.Add(writes, editor, new RegisterChange(unit.CommunityId, ChangeKind.UnitSplit, $"{unit.Label} → {string.Join("、", unit.Risers.Select(r => r.Label))}")
        {
            BuildingId = buildingId, UnitId = unitId, Reason = reason,
        });
        await ReplaceAsync([unit], writes, now, ct);
    }

    private async Task ReplaceAsync(List<Unit> former, Batch writes, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        await RegisterChanges.LockAsync(transaction, former[0].CommunityId, ct);
        // In one order for all, so that two who merge the same units at once do not wait for each other.
        foreach (var unit in former.OrderBy(u => u.Id))
        {
            if (await transaction.ExecuteAsync("update units set dissolved_at = @now where id = @Id and dissolved_at is null", new { now, unit.Id }, ct) == 0) throw ChangedSince();
            await transaction.ExecuteAsync("update unit_risers set to_at = @now where unit_id = @Id and to_at is null", new { now, unit.Id }, ct);
        }

        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
    }

    private static void Join(Batch writes, Guid unitId, Guid riserId, DateTimeOffset now) =>
        writes.Add("insert into unit_risers (id, unit_id, riser_id, from_at) values ($1, $2, $3, $4)", Guid.CreateVersion7(now), unitId, riserId, now);

    private static void Reasoned(string reason)
    {
        if (reason.Length is < 2 or > 300) throw new RefusedException("BadArgument", "请写明原因，2到300个字。");
    }

    private static RefusedException ChangedSince() => new("ChangedSince", "刚才有同事改过这些实施单元，请看过新的再改。您写的原因还在下面。", StatusCodes.Status409Conflict);

    private static IReadOnlyList<Unit> Grouped(IReadOnlyList<Row> rows) => [.. rows.GroupBy(r => r.Id)
        .Select(g => new Unit(g.Key, g.First().CommunityId, g.First().BuildingId, g.First().Label, [.. g.Select(r => new UnitRiser(r.RiserId, r.RiserLabel))]))];

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required Guid CommunityId { get; init; }

        public required Guid BuildingId { get; init; }

        public required string Label { get; init; }

        public required Guid RiserId { get; init; }

        public required string RiserLabel { get; init; }
    }
}

/// <summary>An implementation unit with its risers.</summary>
internal sealed record Unit(Guid Id, Guid CommunityId, Guid BuildingId, string Label, IReadOnlyList<UnitRiser> Risers);

/// <summary>A riser within a unit.</summary>
internal sealed record UnitRiser(Guid Id, string Label);
