using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Ledger;

/// <summary>The implementation units (实施单元) of a building or community with their risers and the flats on them, as the register stands now.</summary>
internal static class ImplementationUnits
{
    /// <summary>Every riser with the flats on it, in the order of the register; one building, or all of the community when null.</summary>
    public static async Task<IReadOnlyList<UnitPlace>> OfAsync(IReads reads, Guid communityId, Guid? buildingId, CancellationToken ct) => await reads.QueryAsync<UnitPlace>($"""
        select u.id as unit_id, u.label as unit_label, r.id as riser_id, r.label as riser_label, r.kind, r.position, r.building_id, b.number as building, b.position as building_position,
               e.number as entrance, e.position as entrance_position, h.id as household_id, h.number, h.label as household_label, h.floor, h.not_reachable_since
          from risers r join unit_risers m on m.riser_id = r.id and m.to_at is null join units u on u.id = m.unit_id join buildings b on b.id = r.building_id join riser_households p on p.riser_id = r.id
          join households h on h.id = p.household_id join entrances e on e.id = h.entrance_id
         where r.community_id = @communityId {(buildingId is null ? "" : "and r.building_id = @buildingId")}
         order by b.position, e.position, r.position, h.floor, h.number
        """, new { communityId, buildingId }, ct);
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
