using System.Data.Common;
using System.Globalization;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>The synthetic pilot community: 8 buildings, 540 flats, 152 risers, made by code from a fixed seed.</summary>
internal sealed class Pilot(Database database, People people, Letters letters, KeyRing keys, TimeProvider clock)
{
    /// <summary>The pilot's community; the fixed id lets only one of two nodes fill it.</summary>
    public static readonly Guid CommunityId = new("0197a000-0000-7000-8000-000000000001");

    /// <summary>The flat every demonstration uses.</summary>
    public const string KnownHousehold = "3-2-501";

    /// <summary>Code in that flat's letter.</summary>
    public const string KnownCode = "8241-7730";

    private const int Seed = 20261102;

    /// <summary>Fills an installation that has no community yet; false when it has one.</summary>
    public async Task<bool> FillIfEmptyAsync(CancellationToken ct)
    {
        if (await database.FirstAsync<int>("select count(*) from communities", null, ct) > 0) return false;
        try
        {
            await database.RunAsync(Written(), ct);
            return true;
        }
        catch (DbException fault) when (database.Dialect.TableOfDuplicate(fault) == "communities")
        {
            return false;
        }
    }

    private Batch Written()
    {
        var now = clock.GetUtcNow();
        var random = new Random(Seed);
        var writes = new Batch().Add("insert into communities (id, name, street, committee, created_at) values ($1, $2, $3, $4, $5)",
            CommunityId, "示例小区（演示）", "示例区示例街道办事处", "示例小区居委会", now);
        var owners = PilotLayout.Owners.Select((name, i) => Firm(writes, "owners", name, i + 1, now)).ToArray();
        var companies = PilotLayout.PropertyCompanies.Select((name, i) => Firm(writes, "property_companies", name, i + 5, now)).ToArray();

        var households = new List<Household>(540);
        foreach (var building in PilotLayout.Buildings)
        {
            var id = Id(now);
            writes.Add("insert into buildings (id, community_id, number, position, floors, owner_id, property_company_id) values ($1, $2, $3, $4, $5, $6, $7)",
                id, CommunityId, building.Number, int.Parse(building.Number, CultureInfo.InvariantCulture), building.Floors, owners[building.Owner],
                building.Company is { } company ? companies[company] : null);
            for (var entrance = 1; entrance <= building.Entrances; entrance++)
            {
                var owner = entrance >= 3 && building.OwnerFromEntrance3 is { } other ? owners[other] : (Guid?)null;
                households.AddRange(AddEntrance(writes, building, id, entrance, owner, now));
            }
        }

        households = Occupied(households, random, DateOnly.FromDateTime(now.UtcDateTime));
        foreach (var flat in households)
        {
            writes.Add("""
                insert into households (id, community_id, building_id, entrance_id, number, label, floor, occupancy, decorated_on)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """, flat.Id, flat.CommunityId, flat.BuildingId, flat.EntranceId, flat.Number, flat.Label, flat.Floor, flat.Occupancy, flat.DecoratedOn);
        }

        AddRisers(writes, households, now);
        new PilotPeople(households, random).Add(writes, people, keys.For("special-need"), now);
        AddLetters(writes, households, random);
        return writes;
    }

    private static Guid Firm(Batch writes, string table, string name, int number, DateTimeOffset now)
    {
        var id = Id(now);
        writes.Add($"insert into {table} (id, community_id, name, duty_phone, duty_phone_confirmed_on) values ($1, $2, $3, $4, $5)",
            id, CommunityId, name, string.Create(CultureInfo.InvariantCulture, $"1380000900{number}"), DateOnly.FromDateTime(now.UtcDateTime));
        return id;
    }

    private static IEnumerable<Household> AddEntrance(Batch writes, PilotBuilding building, Guid buildingId, int entrance, Guid? owner, DateTimeOffset now)
    {
        var id = Id(now);
        var number = entrance.ToString(CultureInfo.InvariantCulture);
        writes.Add("insert into entrances (id, building_id, number, position, owner_id) values ($1, $2, $3, $4, $5)", id, buildingId, number, entrance, owner);
        return
            from floor in Enumerable.Range(1, building.Floors)
            from column in Enumerable.Range(1, building.Columns)
            let door = string.Create(CultureInfo.InvariantCulture, $"{floor}{column:D2}")
            select new Household
            {
                Id = Id(now), CommunityId = CommunityId, BuildingId = buildingId, EntranceId = id, Building = building.Number, Entrance = number,
                Number = door, Label = $"{building.Number}号楼{number}单元{door}", Floor = floor, Occupancy = Occupancy.OwnerLives,
            };
    }

    private static List<Household> Occupied(List<Household> households, Random random, DateOnly today)
    {
        var known = households.FindIndex(h => h.ShortForm == KnownHousehold);
        var order = Enumerable.Range(0, households.Count).Where(i => i != known).ToArray();
        random.Shuffle(order);
        foreach (var i in order[..108]) households[i] = households[i] with { Occupancy = Occupancy.Let };
        foreach (var i in order[108..135]) households[i] = households[i] with { Occupancy = Occupancy.Vacant };
        foreach (var i in order[^54..]) households[i] = households[i] with { DecoratedOn = today.AddDays(-random.Next(30, 1000)) };
        return households;
    }

    private static void AddRisers(Batch writes, List<Household> households, DateTimeOffset now)
    {
        foreach (var building in PilotLayout.Buildings)
        {
            var position = 0;
            foreach (var entrance in households.Where(h => h.Building == building.Number).GroupBy(h => h.Entrance))
            {
                foreach (var (kind, word, shares) in new[] { (RiserKind.Kitchen, "厨房", building.KitchenShares), (RiserKind.Bathroom, "卫生间", building.BathroomShares) })
                {
                    foreach (var column in entrance.GroupBy(h => (int.Parse(h.Number[^2..], CultureInfo.InvariantCulture) - 1) / shares))
                    {
                        var id = Id(now);
                        var label = string.Create(CultureInfo.InvariantCulture, $"{building.Number}号楼{entrance.Key}单元{word}立管{column.Key + 1:D2}");
                        writes.Add("insert into risers (id, community_id, building_id, kind, label, position) values ($1, $2, $3, $4, $5, $6)",
                            id, CommunityId, column.First().BuildingId, kind, label, ++position);
                        Units.AddDefault(writes, id, CommunityId, column.First().BuildingId, label, now);
                        foreach (var flat in column) writes.Add("insert into riser_households (riser_id, household_id) values ($1, $2)", id, flat.Id);
                    }
                }
            }
        }
    }

    private void AddLetters(Batch writes, List<Household> households, Random random)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal) { LetterCode.TryParse(KnownCode)!.Digits };
        foreach (var flat in households)
        {
            var digits = KnownCode;
            while (flat.ShortForm != KnownHousehold && !codes.Add(digits = random.Next(100_000_000).ToString("D8", CultureInfo.InvariantCulture)))
            {
                // Drawn twice: draw again.
            }

            letters.Add(writes, flat.Id, LetterCode.TryParse(digits)!, null);
        }
    }

    private static Guid Id(DateTimeOffset now) => Guid.CreateVersion7(now);
}
