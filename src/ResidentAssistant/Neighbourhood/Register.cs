using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>The register of communities, buildings, flats and risers. It holds no person.</summary>
internal sealed class Register(IReads database)
{
    private const string Households = """
        select h.id, h.community_id, h.building_id, h.entrance_id, b.number as building, e.number as entrance,
               h.number, h.label, h.floor, h.occupancy, h.decorated_on, h.not_reachable_since, h.version
          from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id
        """;

    /// <summary>The same register, read on a transaction where one is open, so that no second connection is held beside it.</summary>
    public Register On(Transaction? open) => open is null ? this : new Register(open);

    /// <summary>All communities by name.</summary>
    public Task<IReadOnlyList<Community>> CommunitiesAsync(CancellationToken ct) =>
        database.QueryAsync<Community>("select id, name, street, committee, register_version from communities order by name, id", null, ct);

    /// <summary>The only community of the installation, or null when there is none or more than one: for channels that are not tied to one.</summary>
    public async Task<Community?> SoleCommunityAsync(CancellationToken ct) =>
        await database.QueryAsync<Community>("select id, name, street, committee, register_version from communities limit 2", null, ct) is [var sole] ? sole : null;

    /// <summary>A community, or null.</summary>
    public Task<Community?> CommunityAsync(Guid communityId, CancellationToken ct) =>
        database.FirstAsync<Community>("select id, name, street, committee, register_version from communities where id = @communityId", new { communityId }, ct);

    /// <summary>Buildings of a community in order.</summary>
    public Task<IReadOnlyList<Building>> BuildingsAsync(Guid communityId, CancellationToken ct) => database.QueryAsync<Building>("""
        select b.id, b.number, b.floors, (select cast(count(*) as integer) from households h where h.building_id = b.id) as households
          from buildings b where b.community_id = @communityId order by b.position
        """, new { communityId }, ct);

    /// <summary>Entrances of a building in order.</summary>
    public Task<IReadOnlyList<Entrance>> EntrancesAsync(Guid buildingId, CancellationToken ct) => database.QueryAsync<Entrance>("""
        select e.id, e.number, (select cast(count(*) as integer) from households h where h.entrance_id = e.id) as households
          from entrances e where e.building_id = @buildingId order by e.position
        """, new { buildingId }, ct);

    /// <summary>Flats behind an entrance, from the ground up.</summary>
    public Task<IReadOnlyList<Household>> HouseholdsAsync(Guid entranceId, CancellationToken ct) =>
        database.QueryAsync<Household>($"{Households} where h.entrance_id = @entranceId order by h.floor, h.number", new { entranceId }, ct);

    /// <summary>A flat, or null.</summary>
    public Task<Household?> HouseholdAsync(Guid householdId, CancellationToken ct) =>
        database.FirstAsync<Household>($"{Households} where h.id = @householdId", new { householdId }, ct);

    /// <summary>Looks up a flat from <c>3-2-501</c> or its longer forms; the entrance may be left out where only one has such a door.</summary>
    public Task<HouseholdSearch> FindAsync(Guid communityId, string spoken, CancellationToken ct) =>
        Address.TryParse(spoken) is { } address
            ? FindAsync(communityId, address, ct)
            : Task.FromResult<HouseholdSearch>(new HouseholdSearch.Unknown(AddressPart.Form, []));

    /// <summary>Looks up a flat within a community.</summary>
    public async Task<HouseholdSearch> FindAsync(Guid communityId, Address address, CancellationToken ct)
    {
        var doors = await database.QueryAsync<Household>(
            $"{Households} where b.community_id = @communityId and b.number = @Building and h.number = @Number order by e.position",
            new { communityId, address.Building, address.Number }, ct);
        if (doors.FirstOrDefault(h => h.Entrance == address.Entrance) is { } exact) return new HouseholdSearch.Found(exact);
        if (address.Entrance is null && doors.Count > 0)
            return doors is [var only] ? new HouseholdSearch.Found(only) : new HouseholdSearch.Choose(doors);
        return await NearestAsync(communityId, address, ct);
    }

    /// <summary>Looks up a flat where the community may not be known: then only a door that one community alone has is found.</summary>
    public async Task<HouseholdSearch> FindAnywhereAsync(Guid? communityId, string spoken, CancellationToken ct)
    {
        if (communityId is { } known) return await FindAsync(known, spoken, ct);
        if (await SoleCommunityAsync(ct) is { } sole) return await FindAsync(sole.Id, spoken, ct);
        if (Address.TryParse(spoken) is not { } address) return new HouseholdSearch.Unknown(AddressPart.Form, []);
        // A door that several communities have says nothing about which one is meant, nor one of which somewhere there are two.
        var doors = await database.QueryAsync<Household>($"{Households} where b.number = @Building and h.number = @Number {(address.Entrance is null ? "" : "and e.number = @Entrance")} limit 2",
            new { address.Building, address.Number, address.Entrance }, ct);
        return doors is [var only] ? new HouseholdSearch.Found(only) : new HouseholdSearch.Unknown(AddressPart.Form, []);
    }

    /// <summary>Risers that pass a flat, kitchen first.</summary>
    public Task<IReadOnlyList<Riser>> RisersOfAsync(Guid householdId, CancellationToken ct) => database.QueryAsync<Riser>("""
        select r.id, r.building_id, r.kind, r.label, (select cast(count(*) as integer) from riser_households o where o.riser_id = r.id) as households
          from risers r join riser_households p on p.riser_id = r.id
         where p.household_id = @householdId order by r.position
        """, new { householdId }, ct);

    /// <summary>Flats on a riser, from the ground up.</summary>
    public Task<IReadOnlyList<Household>> HouseholdsOnAsync(Guid riserId, CancellationToken ct) =>
        database.QueryAsync<Household>($"{Households} join riser_households p on p.household_id = h.id where p.riser_id = @riserId order by h.floor, h.number", new { riserId }, ct);

    /// <summary>Who answers for the pipes of a flat, or null when the flat is unknown.</summary>
    public Task<Responsible?> ResponsibleForAsync(Guid householdId, CancellationToken ct) => database.FirstAsync<Responsible>("""
        select o.name as owner, case when o.duty_phone_confirmed_on is null then null else o.duty_phone end as owner_phone,
               p.name as property_company, case when p.duty_phone_confirmed_on is null then null else p.duty_phone end as property_company_phone
          from households h join buildings b on b.id = h.building_id join entrances e on e.id = h.entrance_id
          left join owners o on o.id = coalesce(e.owner_id, b.owner_id)
          left join property_companies p on p.id = coalesce(e.property_company_id, b.property_company_id)
         where h.id = @householdId
        """, new { householdId }, ct);

    private async Task<HouseholdSearch> NearestAsync(Guid communityId, Address address, CancellationToken ct)
    {
        var buildings = await BuildingsAsync(communityId, ct);
        if (buildings.FirstOrDefault(b => b.Number == address.Building) is not { } building)
            return new HouseholdSearch.Unknown(AddressPart.Building, [.. buildings.Select(b => b.Label)]);
        var entrances = await EntrancesAsync(building.Id, ct);
        var entrance = entrances.FirstOrDefault(e => e.Number == address.Entrance);
        if (address.Entrance is not null && entrance is null)
            return new HouseholdSearch.Unknown(AddressPart.Entrance, [.. entrances.Select(e => e.Label)]);
        if (entrance is null) return new HouseholdSearch.Unknown(AddressPart.Flat, []);
        var floor = address.Number.Length > 2 ? address.Number[..^2] : address.Number;
        var neighbours = (await HouseholdsAsync(entrance.Id, ct)).Where(h => h.Number.Length > 2 && h.Number[..^2] == floor);
        return new HouseholdSearch.Unknown(AddressPart.Flat, [.. neighbours.Select(h => h.Label)]);
    }
}

/// <summary>Who answers for a flat's pipes; phones only when somebody has confirmed them.</summary>
internal sealed record Responsible
{
    /// <summary>产权单位, when known.</summary>
    public string? Owner { get; init; }

    /// <summary>Its confirmed duty phone.</summary>
    public string? OwnerPhone { get; init; }

    /// <summary>物业, when the building has one.</summary>
    public string? PropertyCompany { get; init; }

    /// <summary>Its confirmed duty phone.</summary>
    public string? PropertyCompanyPhone { get; init; }
}
