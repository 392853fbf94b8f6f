using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Registry;

/// <summary>What the register's pages list, within a colleague's communities. No query here counts an answer.</summary>
internal sealed class RegisterLists(Database database)
{
    /// <summary>Buildings of a community with what is still to do in each.</summary>
    public Task<IReadOnlyList<BuildingLine>> BuildingsAsync(StaffScope scope, Guid communityId, CancellationToken ct) => database.QueryAsync<BuildingLine>($"""
        select b.id, b.number, b.floors, o.name as owner,
               cast(count(h.id) as integer) as households,
               cast(sum(case when h.id is not null and l.id is null then 1 else 0 end) as integer) as without_letter,
               cast(sum(case when h.not_reachable_since is not null then 1 else 0 end) as integer) as not_reachable,
               (select cast(count(*) as integer) from risers r where r.building_id = b.id) as risers,
               (select cast(count(*) as integer) from units u where u.building_id = b.id and u.dissolved_at is null) as units
          from buildings b left join owners o on o.id = b.owner_id left join households h on h.building_id = b.id
          left join letters l on l.household_id = h.id and l.revoked_at is null
         where b.community_id = @communityId and {scope.Condition(database.Dialect, "b.community_id")}
         group by b.id, b.number, b.floors, b.position, o.name order by b.position, b.number
        """, new { communityId, communities = scope.Communities }, ct);

    /// <summary>Flats of a building, entrance by entrance.</summary>
    public Task<IReadOnlyList<FlatLine>> FlatsAsync(StaffScope scope, Guid buildingId, CancellationToken ct) => database.QueryAsync<FlatLine>($"""
        select h.id, h.entrance_id, h.number, h.floor, h.occupancy, h.not_reachable_since, l.issued_at as letter_at,
               (select cast(count(*) as integer) from persons p where p.household_id = h.id and p.left_at is null) as persons,
               (select cast(count(*) as integer) from riser_households p where p.household_id = h.id) as risers
          from households h left join letters l on l.household_id = h.id and l.revoked_at is null
         where h.building_id = @buildingId and {scope.Condition(database.Dialect, "h.community_id")} order by h.floor desc, h.number
        """, new { buildingId, communities = scope.Communities }, ct);

    /// <summary>A building, or null when it is not in scope.</summary>
    public Task<BuildingPlace?> BuildingAsync(StaffScope scope, Guid id, CancellationToken ct) => database.FirstAsync<BuildingPlace>(
        $"select b.id, b.community_id, b.number, '' as entrance from buildings b where b.id = @id and {scope.Condition(database.Dialect, "b.community_id")}", new { id, communities = scope.Communities }, ct);

    /// <summary>The building of an entrance with the entrance's number, or null when it is not in scope.</summary>
    public Task<BuildingPlace?> EntranceAsync(StaffScope scope, Guid id, CancellationToken ct) => database.FirstAsync<BuildingPlace>($"""
        select b.id, b.community_id, b.number, e.number as entrance from entrances e join buildings b on b.id = e.building_id
         where e.id = @id and {scope.Condition(database.Dialect, "b.community_id")}
        """, new { id, communities = scope.Communities }, ct);
}

/// <summary>A building in the list.</summary>
internal sealed record BuildingLine
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number.</summary>
    public required string Number { get; init; }

    /// <summary>Floors.</summary>
    public required int Floors { get; init; }

    /// <summary>Owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Flats.</summary>
    public required int Households { get; init; }

    /// <summary>Flats without a valid letter.</summary>
    public int? WithoutLetter { get; init; }

    /// <summary>Flats that a person found cannot be reached.</summary>
    public int? NotReachable { get; init; }

    /// <summary>Risers.</summary>
    public required int Risers { get; init; }

    /// <summary>Implementation units.</summary>
    public required int Units { get; init; }
}

/// <summary>A flat in the list.</summary>
internal sealed record FlatLine
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Entrance.</summary>
    public required Guid EntranceId { get; init; }

    /// <summary>Number on the door.</summary>
    public required string Number { get; init; }

    /// <summary>Floor.</summary>
    public required int Floor { get; init; }

    /// <summary>Who lives there.</summary>
    public required Occupancy Occupancy { get; init; }

    /// <summary>Since when it cannot be reached.</summary>
    public DateTimeOffset? NotReachableSince { get; init; }

    /// <summary>Since when it has a valid letter.</summary>
    public DateTimeOffset? LetterAt { get; init; }

    /// <summary>Persons.</summary>
    public required int Persons { get; init; }

    /// <summary>Risers that pass it.</summary>
    public required int Risers { get; init; }
}

/// <summary>A building, or an entrance of it.</summary>
internal sealed record BuildingPlace
{
    /// <summary>Building.</summary>
    public required Guid Id { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Number of the building.</summary>
    public required string Number { get; init; }

    /// <summary>Number of the entrance, when one was asked for.</summary>
    public required string Entrance { get; init; }
}
