using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Ledger;

/// <summary>What the register does not say yet: flats of which no riser is known, and risers on which no flat stands. Where they are, no unit is ready.</summary>
internal sealed record RegisterGaps(IReadOnlyList<FlatWithoutRiser> Flats, IReadOnlyList<RiserWithoutFlats> Risers)
{
    /// <summary>Nothing is missing.</summary>
    public static RegisterGaps None { get; } = new([], []);

    /// <summary>Reads what is missing in a building, or in all of the community when null.</summary>
    public static async Task<RegisterGaps> OfAsync(IReads reads, Guid communityId, Guid? buildingId, CancellationToken ct)
    {
        var args = new { communityId, buildingId };
        return new RegisterGaps(
            await reads.QueryAsync<FlatWithoutRiser>($"""
                select h.id as household_id, h.label, h.building_id, b.number as building, e.number as entrance
                  from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id
                 where h.community_id = @communityId {(buildingId is null ? "" : "and h.building_id = @buildingId")} and not exists (select 1 from riser_households p where p.household_id = h.id)
                 order by b.position, e.position, h.floor, h.number
                """, args, ct),
            await reads.QueryAsync<RiserWithoutFlats>($"""
                select r.id as riser_id, r.label, m.unit_id
                  from risers r join buildings b on b.id = r.building_id left join unit_risers m on m.riser_id = r.id and m.to_at is null
                 where r.community_id = @communityId {(buildingId is null ? "" : "and r.building_id = @buildingId")} and not exists (select 1 from riser_households p where p.riser_id = r.id)
                 order by b.position, r.position
                """, args, ct));
    }

    /// <summary>Nothing is missing for a unit: each of its risers has flats, and each flat of its entrances has a riser.</summary>
    public bool IsWhole(Guid unitId, IEnumerable<UnitPlace> places) =>
        !Risers.Any(r => r.UnitId == unitId) && (Flats.Count == 0 || !places.Any(p => Flats.Any(f => f.BuildingId == p.BuildingId && f.Entrance == p.Entrance)));
}

/// <summary>A flat of which the register knows no riser.</summary>
internal sealed record FlatWithoutRiser
{
    /// <summary>Flat.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>As people read it.</summary>
    public required string Label { get; init; }

    /// <summary>Building.</summary>
    public required Guid BuildingId { get; init; }

    /// <summary>Its number.</summary>
    public required string Building { get; init; }

    /// <summary>Entrance.</summary>
    public required string Entrance { get; init; }
}

/// <summary>A riser on which no flat stands.</summary>
internal sealed record RiserWithoutFlats
{
    /// <summary>Riser.</summary>
    public required Guid RiserId { get; init; }

    /// <summary>As people read it.</summary>
    public required string Label { get; init; }

    /// <summary>Unit it belongs to.</summary>
    public Guid? UnitId { get; init; }
}
