using System.Net;
using ResidentAssistant.Consent;
using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Consent;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;
using ResidentAssistant.Works;
using ResidentAssistant.Works.Care;

namespace ResidentAssistant.Tests.Works.Care;

/// <summary>Persons who need care: nobody enters before the plan is signed off, and what is said of their health is kept apart.</summary>
public sealed class CareTests
{
    private const string Illness = "每周三次透析";

    [BothDatabases]
    public async Task A_flat_is_entered_only_after_its_plan_is_signed_off(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var street = new CurrentStaff(Guid.NewGuid(), "jie", "街道小王", StaffRole.Street, StaffScope.All(true), false);
        await WorksPlanTests.RulesAsync(world);
        var riser = await WorksPlanTests.SignRiserAsync(world, "3-2-501");
        var (book, proposals, acts, care) = (world.App.Get<PlanBook>(), world.App.Get<Proposals>(), world.App.Get<CareActs>(), world.App.Get<CareBook>());
        var free = await proposals.ViewAsync(Pilot.CommunityId, default);
        var planned = Proposals.Make(free, [riser], new DateOnly(2026, 12, 7)).Planned;

        var home = await world.HomeAsync("3-2-301");
        var id = await acts.OpenAsync(home.CommunityId, home.Id, world.Colleague, default);
        var view = await proposals.ViewAsync(Pilot.CommunityId, default);
        (view.Waiting.Any(), view.Risers.Single(r => r.RiserId == riser).Standing).ShouldBe((false, "签齐了，有人家要先照顾好"));
        (await Should.ThrowAsync<RefusedException>(() => book.SaveAsync(Pilot.CommunityId, planned, 0, "", world.Colleague, default))).Message.ShouldContain("先商量好怎么照顾");

        (await Should.ThrowAsync<RefusedException>(() => acts.StepAsync(id, 0, Signed, street, default))).Code.ShouldBe("NotNow", "nothing is signed off before it is written");
        await acts.StepAsync(id, 0, Plan, world.Colleague, default);
        (await Should.ThrowAsync<RefusedException>(() => acts.StepAsync(id, 1, Signed, world.Colleague, default))).Code.ShouldBe("Forbidden");
        (await Should.ThrowAsync<RefusedException>(() => acts.StepAsync(id, 0, Plan, world.Colleague, default))).Code.ShouldBe("ChangedSince");
        (await CareBook.BlockedAsync(world.Database, Pilot.CommunityId, default)).ShouldBe([home.Id]);
        await acts.StepAsync(id, 1, Signed, street, default);
        await book.SaveAsync(Pilot.CommunityId, planned, 0, "", world.Colleague, default);
        (await care.OnRiserAsync(Pilot.CommunityId, riser, default)).ShouldHaveSingleItem().Words.ShouldBe("敲门要等一等");

        await acts.StepAsync(id, 2, new CareForm { Kind = CareKinds.Reopened, Why = "女儿出差了" }, world.Colleague, default);
        (await care.OnRiserAsync(Pilot.CommunityId, riser, default)).ShouldHaveSingleItem().Blocked.ShouldBeTrue();
        var found = (await care.FindAsync(id, StaffScope.All(true), default))!;
        (found.NextEntry is not null, found.State).ShouldBe((true, CareState.Open));
        (await care.FindAsync(id, StaffScope.Of(false, Guid.NewGuid()), default)).ShouldBeNull();
        (await world.CountAsync("select count(*) from evidence_unlinked where kind like 'care.%'")).ShouldBe(4);
        (await new DatabaseArchive(world.Database).OwnFindingsAsync(default)).ShouldBeEmpty();
        (await Should.ThrowAsync<Exception>(() => world.Database.ExecuteAsync("update care_steps set kind = 'signed'", null, default))).ShouldNotBeNull();
    }

    [BothDatabases]
    public async Task A_need_told_in_the_chat_keeps_people_out_until_somebody_looks_at_it(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var home = await world.HomeAsync("3-2-301");
        foreach (var (proven, flat) in new[] { (true, home), (false, await world.HomeAsync("3-2-302")) })
        {
            await world.Database.ExecuteAsync("""
                insert into household_wishes (id, community_id, household_id, kind, proven, conversation_id, turn, channel, recorded_at) values (@wish, @CommunityId, @Id, 'care', @proven, @wish, 1, 'test', @now)
                """, new { wish = Guid.NewGuid(), flat.CommunityId, flat.Id, proven, now = world.App.Clock.GetUtcNow() }, default);
        }

        (await CareBook.BlockedAsync(world.Database, Pilot.CommunityId, default)).ShouldBe([home.Id]);
        (await world.App.Get<CareBook>().UnheardAsync(StaffScope.All(true), default)).ShouldHaveSingleItem().Household.ShouldBe(home.Label);
        world.App.Clock.Advance(TimeSpan.FromMinutes(1));
        var id = await world.App.Get<CareActs>().OpenAsync(home.CommunityId, home.Id, world.Colleague, default);
        (await world.App.Get<CareBook>().UnheardAsync(StaffScope.All(true), default)).ShouldBeEmpty();
        var street = world.Colleague with { Role = StaffRole.Street };
        await world.App.Get<CareActs>().StepAsync(id, 0, new CareForm { Kind = CareKinds.Closed, Why = "上门问过，自己能行" }, street, default);
        (await CareBook.BlockedAsync(world.Database, Pilot.CommunityId, default)).ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task Of_health_nothing_is_kept_without_consent_and_nothing_once_it_is_withdrawn(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        var home = await world.HomeAsync("3-2-301");
        var path = $"/staff/care/{await world.App.Get<CareActs>().OpenAsync(home.CommunityId, home.Id, world.Colleague, default)}";
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Street, Pilot.CommunityId);
        using (var refused = await client.PostAsync(path, $"{path}?handler=Note", ("words", Illness), ("by", "self"), ("way", "face")))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await refused.Content.ReadAsStringAsync()).ShouldContain(Illness, Case.Sensitive, "what was typed is not lost");
        }

        await WriteAsync();
        (await client.PageAsync(path)).ShouldNotContain(Illness);
        (await world.CountAsync("select count(*) from audit_reads where kind = 'Health'")).ShouldBe(0);
        using (var read = await client.PostAsync(path, $"{path}?handler=Read")) (await read.Content.ReadAsStringAsync()).ShouldContain(Illness);
        (await world.CountAsync("select count(*) from audit_reads where kind = 'Health'")).ShouldBe(1);

        using (var administrator = await StaffClient.SignedInAsync(world.App, StaffRole.Administrator))
        {
            (await administrator.PageAsync(path)).ShouldNotContain("健康情况</h2>");
            using var denied = await administrator.PostAsync(path, $"{path}?handler=Read");
            denied.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        using (var withdrawn = await client.PostAsync(path, $"{path}?handler=Withdraw")) withdrawn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.CountAsync("select count(*) from health_notes where words is not null")).ShouldBe(0);
        await WriteAsync();
        (await world.App.Get<Erasures>().OfHouseholdAsync(home.Id, "asked", "", world.Colleague, default)).Words.ShouldBe(1);
        (await world.CountAsync("select count(*) from health_notes where words is not null")).ShouldBe(0);
        await WriteAsync();
        await world.App.Get<CareActs>().StepAsync(Guid.Parse(path[^36..]), 0, new CareForm { Kind = CareKinds.Closed, Why = "搬到女儿家了" }, world.Colleague with { Role = StaffRole.Street }, default);
        (await world.CountAsync("select count(*) from health_notes where words is not null")).ShouldBe(0, "what is no longer needed is not kept");
        (await world.CountAsync("select count(*) from evidence_unlinked where kind like 'health.%'")).ShouldBe(5);
        (await new DatabaseArchive(world.Database).OwnFindingsAsync(default)).ShouldBeEmpty();
        (await world.CountAsync($"select count(*) from evidence_unlinked where body like '%{Illness}%'")).ShouldBe(0);

        async Task WriteAsync()
        {
            using var written = await client.PostAsync(path, $"{path}?handler=Note", ("words", Illness), ("by", "self"), ("way", "face"), ("agreed", "true"));
            written.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
    }

    [Fact]
    public async Task A_colleague_registers_a_flat_and_loses_nothing_typed_when_another_was_faster()
    {
        await using var world = await ConsentWorld.StartAsync();
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        using (var missing = await client.PostAsync("/staff/care", ("flat", "9号楼901"))) missing.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var opened = await client.PostAsync("/staff/care", ("flat", "3-2-301"));
        var path = opened.Headers.Location!.ToString();
        using (var planned = await client.PostAsync(path, Fields(0))) planned.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using (var late = await client.PostAsync(path, Fields(0)))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var page = await late.Content.ReadAsStringAsync();
            page.ShouldContain("刚才有同事办过这件事");
            page.ShouldContain("送老人到女儿家");
        }

        (await client.PageAsync("/staff/care")).ShouldContain("等签字");
        using var elsewhere = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Guid.NewGuid());
        (await elsewhere.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.PageAsync("/staff/care")).ShouldNotContain("3号楼2单元301");
    }

    private static CareForm Plan { get; } = new() { Kind = CareKinds.Planned, Who = "王奶奶", Stay = "family", Measures = "换管那两天送老人到女儿家", Crew = "敲门要等一等", Charge = "小李，010-12345678" };

    private static CareForm Signed { get; } = new() { Kind = CareKinds.Signed, Agreed = "self", Way = "face" };

    private static (string, string)[] Fields(int seen) =>
        [("seen", $"{seen}"), ("kind", "planned"), ("who", "王奶奶"), ("stay", "family"), ("measures", "换管那两天送老人到女儿家"), ("charge", "小李，010-12345678")];
}
