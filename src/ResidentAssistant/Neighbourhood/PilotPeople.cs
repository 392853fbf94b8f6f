using System.Globalization;
using System.Text;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>The pilot's invented people: about 2.3 a flat, a third of them old, names and numbers that nobody can take for real ones.</summary>
internal sealed class PilotPeople(IReadOnlyList<Household> households, Random random)
{
    private const int Persons = 1242;
    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
    private static readonly string[] Needs = ["长期卧床", "坐轮椅", "在家透析"];

    private int number;

    /// <summary>Adds them to the writes.</summary>
    public void Add(Batch writes, People people, Sealer needs, DateTimeOffset now)
    {
        var flats = households.Where(h => h.Occupancy is not Occupancy.Vacant).ToList();
        var sizes = Sizes(flats.Count);
        var persons = flats.SelectMany((flat, i) => Enumerable.Range(0, sizes[i]).Select(place => New(flat, place))).ToArray();
        foreach (var i in Some(persons.Length, 0.35)) persons[i] = persons[i] with { Elder = true };
        // Whoever has no smartphone is old: the notice must reach them another way.
        var elders = Enumerable.Range(0, persons.Length).Where(i => persons[i].Elder).ToArray();
        foreach (var i in Some(elders.Length, 0.15 / 0.35)) persons[elders[i]] = persons[elders[i]] with { Smartphone = false };
        foreach (var i in Some(persons.Length, 0.1)) persons[i] = persons[i] with { Phone = null };
        var ids = persons.Select(person => people.Add(writes, person)).ToArray();
        foreach (var i in Some(elders.Length, 0.025 / 0.35))
        {
            writes.Add("insert into special_needs (id, community_id, household_id, person_id, need, consented_at, created_at) values ($1, $2, $3, $4, $5, $6, $6)",
                Guid.CreateVersion7(now), persons[elders[i]].Household.CommunityId, persons[elders[i]].Household.Id, ids[elders[i]],
                needs.SealText(Needs[random.Next(Needs.Length)]), now);
        }
    }

    private int[] Sizes(int flats)
    {
        var sizes = new int[flats];
        Array.Fill(sizes, 2);
        foreach (var i in Some(flats, 0.2)) sizes[i] = 1;
        for (var missing = Persons - sizes.Sum(); missing > 0;)
        {
            var i = random.Next(flats);
            if (sizes[i] >= 5) continue;
            sizes[i]++;
            missing--;
        }

        return sizes;
    }

    private NewPerson New(Household flat, int place)
    {
        number++;
        var let = flat.Occupancy is Occupancy.Let;
        var name = new StringBuilder().Append(Surnames[random.Next(Surnames.Length)]).Append("示例").Append(number).ToString();
        return new NewPerson
        {
            Household = flat,
            Name = name,
            Phone = PhoneNumber.TryParse(string.Create(CultureInfo.InvariantCulture, $"1380000{number:D4}")),
            Capacity = place == 0 ? flat.Building == "6" ? Capacity.Lessee : Capacity.Owner : let ? Capacity.Tenant : Capacity.Family,
            LivesHere = !(let && place == 0),
        };
    }

    /// <summary>That share of the numbers below <paramref name="count"/>, drawn without repetition.</summary>
    private IEnumerable<int> Some(int count, double share)
    {
        var all = Enumerable.Range(0, count).ToArray();
        random.Shuffle(all);
        return all.Take((int)Math.Round(count * share));
    }
}
