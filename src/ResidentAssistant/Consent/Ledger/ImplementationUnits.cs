using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Ledger;

/// <summary>The implementation units (实施单元) of a building or community with their risers and the flats on them, as the register stands now.</summary>
internal static class ImplementationUnits
{
    /// <summary>Every riser with the flats on it, in the order of the register; one building, or all of the community when null.</summary>
    /// <remarks>
    /// Three small queries in place of one wide one: a flat's and a riser's words come once, not once for each pair. The pairs are read first, so that nothing which stood in the
    /// register then is missing because it was added between two of them.
    /// </remarks>
    public static async Task<IReadOnlyList<UnitPlace>> OfAsync(IReads reads, Guid communityId, Guid? buildingId, CancellationToken ct)
    {
        var (one, asked) = (buildingId is null ? "" : "and r.building_id = @buildingId", new { communityId, buildingId });
        var pairs = await reads.QueryAsync<On>($"select p.riser_id, p.household_id from risers r join riser_households p on p.riser_id = r.id where r.community_id = @communityId {one}", asked, ct);
        var flats = (await reads.QueryAsync<Flat>($"""
            select h.id, h.number, h.label, h.floor, h.not_reachable_since, e.number as entrance, e.position as entrance_position
              from households h join entrances e on e.id = h.entrance_id where h.community_id = @communityId
               {(buildingId is null ? "" : "and h.id in (select p.household_id from riser_households p join risers r on r.id = p.riser_id where r.building_id = @buildingId)")}
            """, asked, ct)).ToDictionary(f => f.Id);
        var risers = (await reads.QueryAsync<Riser>($"""
            select r.id, r.label, r.kind, r.position, r.building_id, b.number as building, b.position as building_position, u.id as unit_id, u.label as unit_label
              from risers r join unit_risers m on m.riser_id = r.id and m.to_at is null join units u on u.id = m.unit_id join buildings b on b.id = r.building_id
             where r.community_id = @communityId {one}
            """, asked, ct)).ToDictionary(r => r.Id);
        var places = new List<UnitPlace>(pairs.Count);
        foreach (var pair in pairs)
            if (risers.TryGetValue(pair.RiserId, out var riser) && flats.TryGetValue(pair.HouseholdId, out var flat)) places.Add(Place(riser, flat));
        places.Sort(Compare);
        return places;
    }

    private static UnitPlace Place(Riser riser, Flat flat) => new()
    {
        UnitId = riser.UnitId, UnitLabel = riser.UnitLabel, RiserId = riser.Id, RiserLabel = riser.Label, Kind = riser.Kind, Position = riser.Position,
        BuildingId = riser.BuildingId, Building = riser.Building, BuildingPosition = riser.BuildingPosition,
        Entrance = flat.Entrance, EntrancePosition = flat.EntrancePosition, HouseholdId = flat.Id, Number = flat.Number, HouseholdLabel = flat.Label, Floor = flat.Floor, NotReachableSince = flat.NotReachableSince,
    };

    // The ids come last, so that equal positions stand in the same order each time.
    private static int Compare(UnitPlace one, UnitPlace other) =>
        one.BuildingPosition.CompareTo(other.BuildingPosition) is var building and not 0 ? building
        : one.EntrancePosition.CompareTo(other.EntrancePosition) is var entrance and not 0 ? entrance
        : one.Position.CompareTo(other.Position) is var riser and not 0 ? riser
        : one.Floor.CompareTo(other.Floor) is var floor and not 0 ? floor
        : string.CompareOrdinal(one.Number, other.Number) is var number and not 0 ? number
        : one.RiserId.CompareTo(other.RiserId) is var id and not 0 ? id : one.HouseholdId.CompareTo(other.HouseholdId);

    private sealed record On
    {
        public required Guid RiserId { get; init; }

        public required Guid HouseholdId { get; init; }
    }

    private sealed record Flat
    {
        public required Guid Id { get; init; }

        public required string Number { get; init; }

        public required string Label { get; init; }

        public required int Floor { get; init; }

        public DateTimeOffset? NotReachableSince { get; init; }

        public required string Entrance { get; init; }

        public required int EntrancePosition { get; init; }
    }

    private sealed record Riser
    {
        public required Guid Id { get; init; }

        public required string Label { get; init; }

        public required RiserKind Kind { get; init; }

        public required int Position { get; init; }

        public required Guid BuildingId { get; init; }

        public required string Building { get; init; }

        public required int BuildingPosition { get; init; }

        public required Guid UnitId { get; init; }

        public required string UnitLabel { get; init; }
    }
}

/// <summary>One flat on one riser of one unit.</summary>
internal sealed record UnitPlace
{
    /// <summary>Unit.</summary>
    public required Guid UnitId { get; init; }

    /// <summary>What people call it.</summary>
    public required string UnitLabel { get; init; }

    /// <summary>Riser.</summary>
    public required Guid RiserId { get; init; }

    /// <summary>What people call it.</summary>
    public required string RiserLabel { get; init; }

    /// <summary>Which rooms it passes.</summary>
    public required RiserKind Kind { get; init; }

    /// <summary>Place among the risers of the building.</summary>
    public required int Position { get; init; }

    /// <summary>Building.</summary>
    public required Guid BuildingId { get; init; }

    /// <summary>Its number.</summary>
    public required string Building { get; init; }

    /// <summary>Place among the buildings.</summary>
    public required int BuildingPosition { get; init; }

    /// <summary>Entrance of the flat.</summary>
    public required string Entrance { get; init; }

    /// <summary>Place among the entrances.</summary>
    public required int EntrancePosition { get; init; }

    /// <summary>Flat.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Number on its door.</summary>
    public required string Number { get; init; }

    /// <summary>As people read it.</summary>
    public required string HouseholdLabel { get; init; }

    /// <summary>Floor.</summary>
    public required int Floor { get; init; }

    /// <summary>A person found that nobody can be reached, since then; it stands beside the answer and is none.</summary>
    public DateTimeOffset? NotReachableSince { get; init; }

    /// <summary>The pair.</summary>
    public Pair Pair => new(RiserId, HouseholdId);
}
