using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Neighbourhood;

public sealed class PilotTests
{
    [BothDatabases]
    public async Task The_pilot_has_the_agreed_size(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        async Task<int> Count(string what) => await pilot.Database.FirstAsync<int>($"select count(*) from {what}", null, default);

        (await Count("communities")).ShouldBe(1);
        (await Count("buildings")).ShouldBe(8);
        (await Count("entrances")).ShouldBe(26);
        (await Count("households")).ShouldBe(540);
        (await Count("risers")).ShouldBe(152);
        (await Count("riser_households")).ShouldBe(1080);
        (await Count("owners")).ShouldBe(4);
        (await Count("buildings where property_company_id is null")).ShouldBe(2);
        (await Count("entrances where owner_id is not null")).ShouldBe(2);
        (await Count("letters where revoked_at is null")).ShouldBe(540);
        (await Count("persons")).ShouldBe(1242);
        (await Count("persons where elder = true")).ShouldBe(435);
        (await Count("persons where smartphone = false")).ShouldBe(186);
        (await Count("persons where smartphone = false and elder = false")).ShouldBe(0);
        (await Count("households where occupancy = 'Let'")).ShouldBe(108);
        (await Count("households where occupancy = 'Vacant'")).ShouldBe(27);
        (await Count("households where decorated_on is not null")).ShouldBe(54);
        (await Count("special_needs")).ShouldBe(31);
        (await Count("households h where not exists (select 1 from persons p where p.household_id = h.id)")).ShouldBe(27);
        (await Count("households h where (select count(*) from riser_households r where r.household_id = h.id) <> 2")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task Risers_have_the_flats_that_stand_above_each_other(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        var slab = await pilot.Register.RisersOfAsync((await pilot.HouseholdAsync("3-2-501")).Id, default);
        var dormitory = await pilot.Register.RisersOfAsync((await pilot.HouseholdAsync("6-1-104")).Id, default);
        var tower = await pilot.Register.RisersOfAsync((await pilot.HouseholdAsync("7-1-1602")).Id, default);

        slab.Select(r => (r.Kind, r.Label, r.Households)).ShouldBe([(RiserKind.Kitchen, "3号楼2单元厨房立管01", 6), (RiserKind.Bathroom, "3号楼2单元卫生间立管01", 6)]);
        dormitory.Select(r => (r.Kind, r.Households)).ShouldBe([(RiserKind.Kitchen, 5), (RiserKind.Bathroom, 10)]);
        tower.Select(r => (r.Kind, r.Households)).ShouldBe([(RiserKind.Kitchen, 32), (RiserKind.Bathroom, 32)]);
        (await pilot.Register.HouseholdsOnAsync(slab[0].Id, default)).Select(h => h.ShortForm)
            .ShouldBe(["3-2-101", "3-2-201", "3-2-301", "3-2-401", "3-2-501", "3-2-601"]);
    }

    [BothDatabases]
    public async Task A_community_that_exists_is_left_alone(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        (await pilot.Pilot.FillIfEmptyAsync(default)).ShouldBeFalse();
    }

    [BothDatabases]
    public async Task Two_nodes_that_start_at_once_fill_it_once(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        using var folder = new TestKeys();
        var (keys, clock) = (folder.Open(), new FakeClock());
        Pilot Node() => new(test.Database, new People(test.Database, keys, clock), new Letters(test.Database, new Register(test.Database), keys, clock), keys, clock);

        var filled = await Task.WhenAll(Task.Run(() => Node().FillIfEmptyAsync(default)), Task.Run(() => Node().FillIfEmptyAsync(default)));

        filled.Count(f => f).ShouldBe(1);
        (await test.Database.FirstAsync<int>("select count(*) from households", null, default)).ShouldBe(540);
    }

    [BothDatabases]
    public async Task Every_name_and_number_is_plainly_invented(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        foreach (var id in await pilot.Database.QueryAsync<Guid>("select id from persons", null, default))
        {
            var person = (await pilot.People.OpenAsync(id, default)).ShouldNotBeNull();
            person.Name.ShouldContain("示例");
            (person.Phone ?? "1380000").ShouldStartWith("1380000");
        }
    }

    [BothDatabases]
    public async Task The_known_flat_is_proven_by_its_known_code(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        var home = await pilot.HouseholdAsync(Pilot.KnownHousehold);

        home.Label.ShouldBe("3号楼2单元501");
        home.Occupancy.ShouldBe(Occupancy.OwnerLives);
        (await pilot.Letters.CodeOfAsync(home.Id, default)).ShouldNotBeNull().Shown.ShouldBe("8241-7730");
    }
}
