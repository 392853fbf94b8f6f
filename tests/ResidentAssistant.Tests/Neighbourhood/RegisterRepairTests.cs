using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Consent;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Neighbourhood;

/// <summary>What was entered by mistake can be put right, with a reason that stands as evidence; and what must not be changed that way is not.</summary>
public sealed class RegisterRepairTests
{
    private static readonly Editor Clerk = new(Guid.NewGuid(), "小李");

    [BothDatabases]
    public async Task A_flat_that_is_not_on_a_riser_is_taken_off_with_a_reason_and_never_when_it_has_spoken(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var edits = world.App.Get<RegisterEdits>();
        var (quiet, spoken) = (await world.HomeAsync("3-2-401"), await world.HomeAsync("3-2-501"));
        var risers = await world.App.Get<Register>().RisersOfAsync(quiet.Id, default);
        await world.SayAsync("3-2-501", "refuse");

        (await edits.PairEndedAsync(quiet, risers[0], "到现场看过，接的是2号立管，王秀英也说是", Clerk, default)).ShouldBeTrue();
        (await edits.PairEndedAsync(quiet, risers[0], "到现场看过", Clerk, default)).ShouldBeFalse("it is gone already");
        (await world.App.Get<Register>().RisersOfAsync(quiet.Id, default)).Select(r => r.Id).ShouldBe([risers[1].Id]);
        (await Should.ThrowAsync<RefusedException>(() => edits.PairEndedAsync(spoken, risers[0], "说是登记错了", Clerk, default))).Code.ShouldBe("HasSpoken");

        var line = (await world.App.Get<RegisterChanges>().OfHouseholdAsync(quiet.Id, default))[0];
        (line.Kind, line.Reason).ShouldBe((ChangeKind.PairEnded, "到现场看过，接的是2号立管，王秀英也说是"));
        (await world.CountAsync("select count(*) from register_changes where reason is not null")).ShouldBe(0, "a reason may name people");
        (await world.CountAsync("select count(*) from evidence where kind = 'register.pairEnded'")).ShouldBe(1);
        await new Erasure(world.Database, world.App.Get<EvidenceLog>(), world.App.Clock).OfHouseholdAsync(quiet.CommunityId, quiet.Id, "asked", "", null, world.App.Clock.GetUtcNow(), default);
        (await world.App.Get<RegisterChanges>().OfHouseholdAsync(quiet.Id, default))[0].Reason.ShouldBeNull();
    }

    [BothDatabases]
    public async Task A_talk_from_before_the_finding_does_not_end_it(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var reach = world.App.Get<Reachability>();
        await reach.TriedAsync(await world.HomeAsync("3-2-401"), new NewAttempt(ReachWay.Call, ReachResult.NoAnswer, world.App.Clock.GetUtcNow(), null), Clerk, default);
        await reach.NotReachableAsync(await world.HomeAsync("3-2-401"), "三次都没人", Clerk, default);
        await reach.TriedAsync(await world.HomeAsync("3-2-401"), new NewAttempt(ReachWay.Door, ReachResult.Spoke, world.App.Clock.GetUtcNow().AddDays(-3), null), Clerk, default);
        (await world.HomeAsync("3-2-401")).NotReachableSince.ShouldNotBeNull();
        world.App.Clock.WakeAfter(TimeSpan.FromHours(1));
        await reach.TriedAsync(await world.HomeAsync("3-2-401"), new NewAttempt(ReachWay.Door, ReachResult.Spoke, world.App.Clock.GetUtcNow(), null), Clerk, default);
        (await world.HomeAsync("3-2-401")).NotReachableSince.ShouldBeNull();
    }

    [BothDatabases]
    public async Task A_door_that_another_community_has_too_is_not_taken_for_the_only_one(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var register = world.App.Get<Register>();
        (await register.FindAnywhereAsync(null, "8-1-101", default)).ShouldBeOfType<HouseholdSearch.Found>();
        var (community, building, now) = (Guid.CreateVersion7(), Guid.CreateVersion7(), world.App.Clock.GetUtcNow());
        var writes = new Batch()
            .Add("insert into communities (id, name, street, committee, created_at) values ($1, '另一个小区', '街道', '居委会', $2)", community, now)
            .Add("insert into buildings (id, community_id, number, position, floors) values ($1, $2, '8', 1, 6)", building, community);
        foreach (var number in new[] { "1", "2" })
        {
            var entrance = Guid.CreateVersion7();
            writes.Add("insert into entrances (id, building_id, number, position) values ($1, $2, $3, 1)", entrance, building, number)
                .Add("insert into households (id, community_id, building_id, entrance_id, number, label, floor, occupancy) values ($1, $2, $3, $4, '303', '8号楼303', 3, 'OwnerLives')", Guid.CreateVersion7(), community, building, entrance);
        }

        await world.Database.RunAsync(writes, default);
        (await register.FindAnywhereAsync(null, "8-1-101", default)).ShouldBeOfType<HouseholdSearch.Found>();
        (await register.FindAnywhereAsync(null, "8-303", default)).ShouldBeOfType<HouseholdSearch.Unknown>();
    }
}
