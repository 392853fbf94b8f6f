using System.Globalization;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>What reading a workbook in would change: compared with the register row by row; nothing is ever deleted, and an empty cell changes nothing.</summary>
internal sealed class ImportPlan(RegisterBook book, RegisterSnapshot now, People people, Mandates mandates, Editor editor, DateTimeOffset at, BookFaults faults)
{
    private const int BatchSize = 1000;

    private readonly List<Batch> batches = [new()];
    private readonly Dictionary<string, (int Added, int Changed)> counts = [];
    private readonly Dictionary<(bool, string), Guid> firms = now.Firms.ToDictionary(f => f.Key, f => f.Value.Id);
    private readonly Dictionary<string, (Guid Id, int Floors)> buildings = now.Buildings.ToDictionary(b => b.Key, b => (b.Value.Id, b.Value.Floors));
    private readonly Dictionary<(string, string), Guid> entrances = now.Entrances.ToDictionary(e => e.Key, e => e.Value.Id);
    private readonly Dictionary<string, (Guid Id, string Building)> risers = now.Risers.ToDictionary(r => r.Key, r => (r.Value.Id, r.Value.Building));
    private readonly Dictionary<FlatKey, Guid> households = now.Households.ToDictionary(h => h.Key, h => h.Value.Id);

    /// <summary>Community it goes to.</summary>
    public Guid CommunityId { get; } = now.Community?.Id ?? Guid.CreateVersion7(at);

    /// <summary>The statements, in the order in which they must run.</summary>
    public IReadOnlyList<Batch> Batches => batches;

    /// <summary>Something would change.</summary>
    public bool Changes => batches[0].Statements.Count > 0;

    /// <summary>What would change, one line a sheet.</summary>
    public IReadOnlyList<string> Lines => [.. SheetLayout.All.Where(l => counts.ContainsKey(l.Name)).Select(l => (l.Name, Of: counts[l.Name]))
        .Select(l => $"{l.Name}：{string.Join("，", new[] { l.Of.Added > 0 ? $"新增 {l.Of.Added}" : "", l.Of.Changed > 0 ? $"改动 {l.Of.Changed}" : "" }.Where(w => w.Length > 0))}")];

    /// <summary>What is registered and does not stand in the file, one sentence a sheet that was there.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>Works it out; look at the faults before using the batches.</summary>
    public ImportPlan Make()
    {
        Community();
        foreach (var firm in book.Firms) Firm(firm);
        foreach (var building in book.Buildings) Building(building);
        foreach (var entrance in book.Entrances) Entrance(entrance);
        var position = now.Risers.Values.GroupBy(r => r.Building).ToDictionary(g => g.Key, g => g.Max(r => r.Position));
        foreach (var riser in book.Risers) Riser(riser, position);
        foreach (var household in book.Households) Household(household);
        foreach (var person in book.Persons) Person(person);
        Missing = FindMissing();
        return this;
    }

    private void Community()
    {
        if (now.Community is not { } known)
        {
            if (book.Community is not { } wanted) faults.Add(SheetLayout.Community.Name, 0, "", "没有写小区。请在“小区”表里写一行，或者先选好小区再传。");
            else
            {
                Add(SheetLayout.Community, true, "insert into communities (id, name, street, committee, created_at) values ($1, $2, $3, $4, $5)", CommunityId, wanted.Name, wanted.Street, wanted.Committee, at);
            }

            return;
        }

        if (book.Community is not { } given) return;
        if (!Same(given.Name, known.Name)) faults.Add(SheetLayout.Community.Name, given.Row, "", $"表里写的小区是“{given.Name}”，选的是“{known.Name}”，对不上。");
        else if (!Same(given.Street, known.Street) || !Same(given.Committee, known.Committee))
            Add(SheetLayout.Community, false, "update communities set street = $2, committee = $3 where id = $1", CommunityId, given.Street, given.Committee);
    }

    private void Firm(BookFirm firm)
    {
        var table = firm.Owns ? "owners" : "property_companies";
        if (!now.Firms.TryGetValue((firm.Owns, Cells.Canon(firm.Name)), out var known))
        {
            Add(SheetLayout.Firms, true, $"insert into {table} (id, community_id, name, duty_phone, duty_phone_confirmed_on) values ($1, $2, $3, $4, $5)",
                firms[(firm.Owns, Cells.Canon(firm.Name))] = NewId(), CommunityId, firm.Name, Null.Or(firm.Phone), firm.ConfirmedOn);
            return;
        }

        // Another number is not confirmed by the day on which the former one was.
        var phone = firm.Phone ?? known.Phone;
        var on = firm.ConfirmedOn ?? (phone == known.Phone ? known.ConfirmedOn : null);
        if (phone != known.Phone || on != known.ConfirmedOn)
            Add(SheetLayout.Firms, false, $"update {table} set duty_phone = $2, duty_phone_confirmed_on = $3 where id = $1", known.Id, Null.Or(phone), on);
    }

    private void Building(BookBuilding building)
    {
        var owner = FirmOf(SheetLayout.Buildings, building.Row, true, building.Owner);
        var company = FirmOf(SheetLayout.Buildings, building.Row, false, building.PropertyCompany);
        if (!now.Buildings.TryGetValue(building.Number, out var known))
        {
            var id = NewId();
            buildings[building.Number] = (id, building.Floors);
            Add(SheetLayout.Buildings, true, "insert into buildings (id, community_id, number, position, floors, owner_id, property_company_id) values ($1, $2, $3, $4, $5, $6, $7)",
                id, CommunityId, building.Number, PositionOf(building.Number), building.Floors, Null.Or(owner), Null.Or(company));
            return;
        }

        buildings[building.Number] = (known.Id, building.Floors);
        if (building.Floors != known.Floors || (owner ?? known.OwnerId) != known.OwnerId || (company ?? known.PropertyCompanyId) != known.PropertyCompanyId)
            Add(SheetLayout.Buildings, false, "update buildings set floors = $2, owner_id = $3, property_company_id = $4 where id = $1",
                known.Id, building.Floors, Null.Or(owner ?? known.OwnerId), Null.Or(company ?? known.PropertyCompanyId));
    }

    private void Entrance(BookEntrance entrance)
    {
        if (BuildingOf(SheetLayout.Entrances, entrance.Row, entrance.Building) is not { } building) return;
        var owner = FirmOf(SheetLayout.Entrances, entrance.Row, true, entrance.Owner);
        var company = FirmOf(SheetLayout.Entrances, entrance.Row, false, entrance.PropertyCompany);
        if (!now.Entrances.TryGetValue((entrance.Building, entrance.Number), out var known))
        {
            Add(SheetLayout.Entrances, true, "insert into entrances (id, building_id, number, position, owner_id, property_company_id) values ($1, $2, $3, $4, $5, $6)",
                entrances[(entrance.Building, entrance.Number)] = NewId(), building, entrance.Number, PositionOf(entrance.Number), Null.Or(owner), Null.Or(company));
        }
        else if ((owner ?? known.OwnerId) != known.OwnerId || (company ?? known.PropertyCompanyId) != known.PropertyCompanyId)
        {
            Add(SheetLayout.Entrances, false, "update entrances set owner_id = $2, property_company_id = $3 where id = $1",
                known.Id, Null.Or(owner ?? known.OwnerId), Null.Or(company ?? known.PropertyCompanyId));
        }
    }

    private void Riser(BookRiser riser, Dictionary<string, int> position)
    {
        if (BuildingOf(SheetLayout.Risers, riser.Row, riser.Building) is not { } building) return;
        if (now.Risers.TryGetValue(Cells.Canon(riser.Label), out var known))
        {
            if (known.Building != riser.Building) faults.Add(SheetLayout.Risers.Name, riser.Row, "", $"“{riser.Label}”已经登记在 {known.Building} 号楼。");
            else if (known.Kind != riser.Kind) Add(SheetLayout.Risers, false, "update risers set kind = $2 where id = $1", known.Id, riser.Kind);
            return;
        }

        var id = NewId();
        risers[Cells.Canon(riser.Label)] = (id, riser.Building);
        position[riser.Building] = position.GetValueOrDefault(riser.Building) + 1;
        Add(SheetLayout.Risers, true, "insert into risers (id, community_id, building_id, kind, label, position) values ($1, $2, $3, $4, $5, $6)",
            id, CommunityId, building, riser.Kind, riser.Label, position[riser.Building]);
        Units.AddDefault(Room(), id, CommunityId, building, riser.Label, at);
    }

    private void Household(BookHousehold household)
    {
        var flat = household.Flat;
        if (BuildingOf(SheetLayout.Households, household.Row, flat.Building) is not { } building) return;
        if (!entrances.TryGetValue((flat.Building, flat.Entrance), out var entrance))
        {
            faults.Add(SheetLayout.Households.Name, household.Row, "单元", $"没有 {flat.Building} 号楼 {flat.Entrance} 单元。请先在“单元”表里加一行。");
            return;
        }

        var isKnown = now.Households.TryGetValue(flat, out var known);
        if ((household.Floor ?? (isKnown ? known!.Floor : BookReading.FloorOf(flat.Number))) is not { } floor)
        {
            faults.Add(SheetLayout.Households.Name, household.Row, "楼层", "从门牌看不出是几层，请填楼层。");
            return;
        }

        if (floor > buildings[flat.Building].Floors) faults.Add(SheetLayout.Households.Name, household.Row, "楼层", $"{flat.Building} 号楼只有 {buildings[flat.Building].Floors} 层，这里写的是 {floor} 层。");
        var changed = false;
        if (known is null)
        {
            Add(SheetLayout.Households, true, """
                insert into households (id, community_id, building_id, entrance_id, number, label, floor, occupancy, decorated_on)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """, households[flat] = NewId(), CommunityId, building, entrance, flat.Number, flat.Label, floor, household.Occupancy ?? Occupancy.Unknown, household.DecoratedOn);
        }
        else if (floor != known.Floor || (household.Occupancy ?? known.Occupancy) != known.Occupancy || (household.DecoratedOn ?? known.DecoratedOn) != known.DecoratedOn)
        {
            changed = true;
            Add(SheetLayout.Households, false, "update households set floor = $2, occupancy = $3, decorated_on = $4, version = version + 1 where id = $1",
                known.Id, floor, household.Occupancy ?? known.Occupancy, household.DecoratedOn ?? known.DecoratedOn);
        }

        foreach (var label in household.Risers)
        {
            if (!risers.TryGetValue(Cells.Canon(label), out var riser)) faults.Add(SheetLayout.Households.Name, household.Row, "立管", $"不认识立管“{label}”。请先在“立管”表里加一行，名称要写得一样。");
            else if (riser.Building != flat.Building) faults.Add(SheetLayout.Households.Name, household.Row, "立管", $"“{label}”是 {riser.Building} 号楼的立管。");
            else if (!now.Pairs.Contains((riser.Id, households[flat])))
            {
                Room().Add("insert into riser_households (riser_id, household_id) values ($1, $2)", riser.Id, households[flat]);
                if (known is not null && !changed) Count(SheetLayout.Households, false);
                changed = true;
            }
        }
    }

    private void Person(BookPerson person)
    {
        if (!households.TryGetValue(person.Flat, out var household))
        {
            faults.Add(SheetLayout.Persons.Name, person.Row, "", $"没有 {person.Flat.Label} 这一户。请先在“住户”表里加一行。");
            return;
        }

        if (!now.Persons.TryGetValue((household, Cells.Canon(person.Name)), out var known))
        {
            var id = NewId();
            people.Add(Room(), id, CommunityId, household, new PersonFacts(person.Name, person.Phone, person.Capacity, person.LivesHere ?? person.Capacity is not Capacity.OwningUnit,
                person.Elder ?? false, person.Smartphone ?? true));
            if (person.Mandate is { } paper) mandates.Add(Room(), CommunityId, household, id, paper, editor.Id);
            Count(SheetLayout.Persons, true);
            return;
        }

        var facts = known.Facts with
        {
            Phone = person.Phone ?? known.Facts.Phone, Capacity = person.Capacity, LivesHere = person.LivesHere ?? known.Facts.LivesHere,
            Elder = person.Elder ?? known.Facts.Elder, Smartphone = person.Smartphone ?? known.Facts.Smartphone,
        };
        var former = now.Mandates.GetValueOrDefault(known.Id)?.Paper;
        var mandate = person.Mandate is { } given ? new MandatePaper(former is not null && Same(given.Document, former.Document) ? former.Document : given.Document, given.From ?? former?.From, given.To ?? former?.To) : former;
        if (facts != known.Facts) people.Set(Room(), known.Id, known.Version, facts);
        if (mandate is not null && mandate != former)
        {
            Room().Add("update mandates set ended_at = $2 where person_id = $1 and ended_at is null", known.Id, at);
            mandates.Add(Room(), CommunityId, household, known.Id, mandate, editor.Id);
        }

        if (facts != known.Facts || (mandate is not null && mandate != former)) Count(SheetLayout.Persons, false);
    }

    private List<string> FindMissing()
    {
        var missing = new List<string>();
        Tell(SheetLayout.Buildings, "栋楼", now.Buildings.Keys.Except(book.Buildings.Select(b => b.Number)).Select(n => $"{n}号楼"));
        Tell(SheetLayout.Entrances, "个单元", now.Entrances.Keys.Except(book.Entrances.Select(e => (e.Building, e.Number))).Select(e => $"{e.Item1}号楼{e.Item2}单元"));
        Tell(SheetLayout.Risers, "根立管", now.Risers.Keys.Except(book.Risers.Select(r => Cells.Canon(r.Label))).Select(k => now.Risers[k].Label));
        Tell(SheetLayout.Households, "户", now.Households.Keys.Except(book.Households.Select(h => h.Flat)).Select(f => f.Label));
        var flats = now.Households.Values.ToDictionary(h => h.Id, h => h.Key.Label);
        // A pair that was entered by mistake would have to be signed for: it is told here and ended on the flat's page.
        var pairs = book.Households.Where(h => h.Risers.Count > 0 && households.ContainsKey(h.Flat)).ToDictionary(h => households[h.Flat], h => h.Risers.Select(Cells.Canon).ToHashSet());
        var labels = now.Risers.Values.ToDictionary(r => r.Id, r => r.Label);
        Tell(SheetLayout.Households, "处立管", now.Pairs.Where(p => pairs.TryGetValue(p.Item2, out var written) && !written.Contains(Cells.Canon(labels[p.Item1]))).Select(p => $"{flats.GetValueOrDefault(p.Item2, "")} 的{labels[p.Item1]}"));
        var named = book.Persons.Where(p => households.ContainsKey(p.Flat)).Select(p => (households[p.Flat], Cells.Canon(p.Name))).ToHashSet();
        Tell(SheetLayout.Persons, "个人", now.Persons.Keys.Where(k => !named.Contains(k)).Select(k => $"{flats.GetValueOrDefault(k.Household, "")} {People.MaskName(k.Name)}"));
        return missing;

        void Tell(SheetLayout layout, string unit, IEnumerable<string> labels)
        {
            if (!book.Sheets.Contains(layout.Name)) return;
            var all = labels.ToList();
            if (all.Count > 0) missing.Add($"“{layout.Name}”表里没有、但是已经登记的有 {all.Count} {unit}，都还保留着：{string.Join("、", all.Take(30))}{(all.Count > 30 ? " 等" : "")}。");
        }
    }

    private Guid? BuildingOf(SheetLayout layout, int row, string number)
    {
        if (buildings.TryGetValue(number, out var building)) return building.Id;
        faults.Add(layout.Name, row, "楼号", $"没有 {number} 号楼。请先在“楼栋”表里加一行。");
        return null;
    }

    private Guid? FirmOf(SheetLayout layout, int row, bool owns, string? name)
    {
        if (name is null) return null;
        if (firms.TryGetValue((owns, Cells.Canon(name)), out var id)) return id;
        faults.Add(layout.Name, row, owns ? "产权单位" : "物业", $"“单位”表里没有{(owns ? "产权单位" : "物业")}“{name}”。请先加一行。");
        return null;
    }

    private static int PositionOf(string number) => int.TryParse(string.Concat(number.Where(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : 0;

    private static bool Same(string one, string other) => Cells.Canon(one) == Cells.Canon(other);

    private Guid NewId() => Guid.CreateVersion7(at);

    private void Add(SheetLayout layout, bool isNew, string sql, params object?[] values)
    {
        Room().Add(sql, values);
        Count(layout, isNew);
    }

    private void Count(SheetLayout layout, bool isNew)
    {
        var (added, changed) = counts.GetValueOrDefault(layout.Name);
        counts[layout.Name] = isNew ? (added + 1, changed) : (added, changed + 1);
    }

    private Batch Room()
    {
        if (batches[^1].Statements.Count >= BatchSize) batches.Add(new Batch());
        return batches[^1];
    }
}
