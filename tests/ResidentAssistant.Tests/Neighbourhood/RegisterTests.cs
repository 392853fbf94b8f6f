using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Neighbourhood;

public sealed class RegisterTests
{
    [BothDatabases]
    public async Task A_flat_is_found_by_every_way_of_writing_it(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        foreach (var spoken in new[] { "3-2-501", "3号楼2单元501", "3号楼2单元501室", "３－２－５０１", " 3号楼 2单元 501 ", "3楼2门501号" })
            (await pilot.HouseholdAsync(spoken)).Label.ShouldBe("3号楼2单元501", spoken);
    }

    [BothDatabases]
    public async Task Without_the_entrance_a_door_that_exists_once_is_found(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        (await pilot.HouseholdAsync("7-1602")).Label.ShouldBe("7号楼1单元1602");
        (await pilot.HouseholdAsync("7--1602")).Label.ShouldBe("7号楼1单元1602");
    }

    [BothDatabases]
    public async Task Without_the_entrance_the_doors_of_all_entrances_are_offered(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        var search = await pilot.Register.FindAsync(Pilot.CommunityId, "3-501", default);

        search.ShouldBeOfType<HouseholdSearch.Choose>().Candidates.Select(h => h.ShortForm).ShouldBe(["3-1-501", "3-2-501", "3-3-501", "3-4-501"]);
    }

    [BothDatabases]
    public async Task What_does_not_exist_is_named_with_what_does(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        async Task<HouseholdSearch.Unknown> Unknown(string spoken) =>
            (await pilot.Register.FindAsync(Pilot.CommunityId, spoken, default)).ShouldBeOfType<HouseholdSearch.Unknown>();

        (await Unknown("9-1-101")).ShouldSatisfyAllConditions(u => u.Part.ShouldBe(AddressPart.Building), u => u.Existing.Count.ShouldBe(8));
        (await Unknown("3-5-101")).ShouldSatisfyAllConditions(u => u.Part.ShouldBe(AddressPart.Entrance), u => u.Existing.ShouldBe(["1单元", "2单元", "3单元", "4单元"]));
        (await Unknown("3-2-504")).ShouldSatisfyAllConditions(u => u.Part.ShouldBe(AddressPart.Flat), u => u.Existing.ShouldBe(["3号楼2单元501", "3号楼2单元502", "3号楼2单元503"]));
        (await Unknown("3-2-909")).ShouldSatisfyAllConditions(u => u.Part.ShouldBe(AddressPart.Flat), u => u.Existing.ShouldBeEmpty());
        (await Unknown("我家漏水了")).Part.ShouldBe(AddressPart.Form);
    }

    [BothDatabases]
    public async Task Another_communitys_flats_are_not_found(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        (await pilot.Register.FindAsync(Guid.NewGuid(), "3-2-501", default)).ShouldBeOfType<HouseholdSearch.Unknown>();
    }

    [BothDatabases]
    public async Task The_only_community_needs_no_naming(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        (await pilot.Register.SoleCommunityAsync(default)).ShouldNotBeNull().Id.ShouldBe(Pilot.CommunityId);

        await pilot.Database.ExecuteAsync("insert into communities (id, name, street, committee, created_at) values (@id, 'b', 's', 'c', @now)",
            new { id = Guid.NewGuid(), now = pilot.Clock.GetUtcNow() }, default);

        (await pilot.Register.SoleCommunityAsync(default)).ShouldBeNull();
        (await pilot.Register.CommunitiesAsync(default)).Count.ShouldBe(2);
    }

    [BothDatabases]
    public async Task Buildings_entrances_and_flats_are_listed_in_order(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);

        var buildings = await pilot.Register.BuildingsAsync(Pilot.CommunityId, default);
        var entrances = await pilot.Register.EntrancesAsync(buildings[2].Id, default);
        var flats = await pilot.Register.HouseholdsAsync(entrances[1].Id, default);

        buildings.Select(b => (b.Label, b.Households)).ShouldBe(
            [("1号楼", 72), ("2号楼", 72), ("3号楼", 72), ("4号楼", 72), ("5号楼", 72), ("6号楼", 60), ("7号楼", 96), ("8号楼", 24)]);
        entrances.Select(e => (e.Label, e.Households)).ShouldBe([("1单元", 18), ("2单元", 18), ("3单元", 18), ("4单元", 18)]);
        flats.Select(f => f.Number).ShouldBe(flats.Select(f => f.Number).Order(StringComparer.Ordinal));
        flats.Count.ShouldBe(18);
    }

    [BothDatabases]
    public async Task Who_answers_is_known_per_entrance_and_unconfirmed_phones_are_withheld(Provider provider)
    {
        await using var pilot = await PilotCommunity.OnAsync(provider);
        async Task<Responsible> Of(string flat) => (await pilot.Register.ResponsibleForAsync((await pilot.HouseholdAsync(flat)).Id, default)).ShouldNotBeNull();

        (await Of("5-2-101")).Owner.ShouldBe("示例纺织公司");
        (await Of("5-3-101")).ShouldSatisfyAllConditions(r => r.Owner.ShouldBe("示例设计院"), r => r.PropertyCompany.ShouldBe("示例第二物业公司"), r => r.PropertyCompanyPhone.ShouldBe("13800009006"));
        (await Of("6-1-101")).ShouldSatisfyAllConditions(r => r.PropertyCompany.ShouldBeNull(), r => r.OwnerPhone.ShouldBe("13800009003"));

        await pilot.Database.ExecuteAsync("update owners set duty_phone_confirmed_on = null", null, default);

        (await Of("6-1-101")).OwnerPhone.ShouldBeNull();
    }
}
