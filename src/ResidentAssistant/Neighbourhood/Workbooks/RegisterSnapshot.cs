using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>The whole register of a community as it stands in the tables, by the numbers and names (see <see cref="Cells.Canon"/>) a workbook uses. It holds persons in the clear.</summary>
internal sealed record RegisterSnapshot
{
    /// <summary>Community; null when it is to be made.</summary>
    public Community? Community { get; init; }

    /// <summary>Owners and property companies by name.</summary>
    public Dictionary<(bool Owns, string Name), FirmRow> Firms { get; init; } = [];

    /// <summary>Buildings by number.</summary>
    public Dictionary<string, BuildingRow> Buildings { get; init; } = [];

    /// <summary>Entrances by building and number.</summary>
    public Dictionary<(string Building, string Number), EntranceRow> Entrances { get; init; } = [];

    /// <summary>Risers by label.</summary>
    public Dictionary<string, RiserRow> Risers { get; init; } = [];

    /// <summary>Flats.</summary>
    public Dictionary<FlatKey, HouseholdRow> Households { get; init; } = [];

    /// <summary>Which risers pass which flat.</summary>
    public HashSet<(Guid Riser, Guid Household)> Pairs { get; init; } = [];

    /// <summary>Persons by flat and name.</summary>
    public Dictionary<(Guid Household, string Name), OpenPerson> Persons { get; init; } = [];

    /// <summary>Papers by person.</summary>
    public IReadOnlyDictionary<Guid, Mandate> Mandates { get; init; } = new Dictionary<Guid, Mandate>();

    /// <summary>Reads it; <paramref name="communityId"/> null: nothing is there yet.</summary>
    public static async Task<RegisterSnapshot> LoadAsync(Database database, Register register, People people, Mandates mandates, Guid? communityId, CancellationToken ct)
    {
        if (communityId is not { } id || await register.CommunityAsync(id, ct) is not { } community) return new RegisterSnapshot();
        var of = new { id };
        var owners = await database.QueryAsync<FirmRow>("select id, name, duty_phone as phone, duty_phone_confirmed_on as confirmed_on from owners where community_id = @id order by id", of, ct);
        var companies = await database.QueryAsync<FirmRow>("select id, name, duty_phone as phone, duty_phone_confirmed_on as confirmed_on from property_companies where community_id = @id order by id", of, ct);
        var buildings = await database.QueryAsync<BuildingRow>("select id, number, position, floors, owner_id, property_company_id from buildings where community_id = @id order by position, number", of, ct);
        var entrances = await database.QueryAsync<EntranceRow>("""
            select e.id, b.number as building, e.number, e.owner_id, e.property_company_id from entrances e join buildings b on b.id = e.building_id
             where b.community_id = @id order by b.position, b.number, e.position
            """, of, ct);
        var risers = await database.QueryAsync<RiserRow>("""
            select r.id, b.number as building, r.kind, r.label, r.position from risers r join buildings b on b.id = r.building_id
             where r.community_id = @id order by b.position, b.number, r.position
            """, of, ct);
        var households = await database.QueryAsync<HouseholdRow>("""
            select h.id, b.number as building, e.number as entrance, h.number, h.floor, h.occupancy, h.decorated_on
              from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id
             where h.community_id = @id order by b.position, b.number, e.position, h.floor, h.number
            """, of, ct);
        var pairs = await database.QueryAsync<PairRow>("select p.riser_id, p.household_id from riser_households p join risers r on r.id = p.riser_id where r.community_id = @id", of, ct);
        var snapshot = new RegisterSnapshot
        {
            Community = community, Pairs = [.. pairs.Select(p => (p.RiserId, p.HouseholdId))], Mandates = await mandates.OfCommunityAsync(id, ct),
        };
        foreach (var firm in owners) snapshot.Firms.TryAdd((true, Cells.Canon(firm.Name)), firm);
        foreach (var firm in companies) snapshot.Firms.TryAdd((false, Cells.Canon(firm.Name)), firm);
        foreach (var building in buildings) snapshot.Buildings.Add(building.Number, building);
        foreach (var entrance in entrances) snapshot.Entrances.Add((entrance.Building, entrance.Number), entrance);
        foreach (var riser in risers) snapshot.Risers.TryAdd(Cells.Canon(riser.Label), riser);
        foreach (var household in households) snapshot.Households.Add(household.Key, household);
        foreach (var person in await people.OpenedAsync(id, null, ct)) snapshot.Persons.TryAdd((person.HouseholdId, Cells.Canon(person.Facts.Name)), person);
        return snapshot;
    }

    /// <summary>The same as a workbook would hold it.</summary>
    public RegisterBook ToBook()
    {
        var firms = Firms.Values.ToDictionary(f => f.Id, f => f.Name);
        var keys = Households.Values.ToDictionary(h => h.Id, h => h.Key);
        var order = Households.Values.Select((h, i) => (h.Id, i)).ToDictionary(h => h.Id, h => h.i);
        var labels = Risers.Values.ToDictionary(r => r.Id);
        var risersOf = Pairs.Where(p => labels.ContainsKey(p.Riser)).ToLookup(p => p.Household, p => labels[p.Riser]);
        return new RegisterBook
        {
            Community = Community is { } c ? new BookCommunity(0, c.Name, c.Street, c.Committee) : null,
            Firms = [.. Firms.Select(f => new BookFirm(0, f.Value.Name, f.Key.Owns, f.Value.Phone, f.Value.ConfirmedOn))],
            Buildings = [.. Buildings.Values.Select(b => new BookBuilding(0, b.Number, b.Floors, Name(b.OwnerId), Name(b.PropertyCompanyId)))],
            Entrances = [.. Entrances.Values.Select(e => new BookEntrance(0, e.Building, e.Number, Name(e.OwnerId), Name(e.PropertyCompanyId)))],
            Risers = [.. Risers.Values.Select(r => new BookRiser(0, r.Building, r.Label, r.Kind))],
            Households = [.. Households.Values.Select(h => new BookHousehold(0, h.Key, h.Floor, h.Occupancy, h.DecoratedOn, [.. risersOf[h.Id].OrderBy(r => r.Position).Select(r => r.Label)]))],
            Persons = [.. Persons.Values.Where(p => keys.ContainsKey(p.HouseholdId)).OrderBy(p => order[p.HouseholdId]).ThenBy(p => p.Id).Select(p => new BookPerson(0, keys[p.HouseholdId], p.Facts.Name, p.Facts.Capacity)
            {
                Phone = p.Facts.Phone, LivesHere = p.Facts.LivesHere, Elder = p.Facts.Elder, Smartphone = p.Facts.Smartphone, Mandate = Mandates.GetValueOrDefault(p.Id)?.Paper,
            })],
        };

        string? Name(Guid? id) => id is { } known ? firms.GetValueOrDefault(known) : null;
    }

    private sealed record PairRow
    {
        public required Guid RiserId { get; init; }

        public required Guid HouseholdId { get; init; }
    }
}

/// <summary>An owner or property company.</summary>
internal sealed record FirmRow
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Duty phone.</summary>
    public string? Phone { get; init; }

    /// <summary>Day somebody confirmed it.</summary>
    public DateOnly? ConfirmedOn { get; init; }
}

/// <summary>A building.</summary>
internal sealed record BuildingRow
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number.</summary>
    public required string Number { get; init; }

    /// <summary>Place in the list.</summary>
    public required int Position { get; init; }

    /// <summary>Floors.</summary>
    public required int Floors { get; init; }

    /// <summary>Owner.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Property company.</summary>
    public Guid? PropertyCompanyId { get; init; }
}

/// <summary>An entrance.</summary>
internal sealed record EntranceRow
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number of the building.</summary>
    public required string Building { get; init; }

    /// <summary>Number.</summary>
    public required string Number { get; init; }

    /// <summary>Owner, where it differs.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Property company, where it differs.</summary>
    public Guid? PropertyCompanyId { get; init; }
}

/// <summary>A riser.</summary>
internal sealed record RiserRow
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number of the building.</summary>
    public required string Building { get; init; }

    /// <summary>Kind.</summary>
    public required RiserKind Kind { get; init; }

    /// <summary>Label.</summary>
    public required string Label { get; init; }

    /// <summary>Place in the building.</summary>
    public required int Position { get; init; }
}

/// <summary>A flat.</summary>
internal sealed record HouseholdRow
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number of the building.</summary>
    public required string Building { get; init; }

    /// <summary>Number of the entrance.</summary>
    public required string Entrance { get; init; }

    /// <summary>Number on the door.</summary>
    public required string Number { get; init; }

    /// <summary>Floor.</summary>
    public required int Floor { get; init; }

    /// <summary>Who lives there.</summary>
    public required Occupancy Occupancy { get; init; }

    /// <summary>When it was decorated.</summary>
    public DateOnly? DecoratedOn { get; init; }

    /// <summary>The flat by its numbers.</summary>
    public FlatKey Key => new(Building, Entrance, Number);
}
