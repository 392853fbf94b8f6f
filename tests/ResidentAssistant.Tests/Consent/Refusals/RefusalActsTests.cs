using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Consent.Refusals;

public sealed class RefusalActsTests
{
    [BothDatabases]
    public async Task Visits_become_due_by_the_published_cadence_and_the_last_one_asks_a_person(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await world.SayAsync("3-2-501", "refuse", "decorated");
        (await world.TaskAsync("3-2-501")).ShouldBeOfType<VisitTask.NotSet>();
        await world.CadenceAsync(count: 2, gap: 7);
        (await world.TaskAsync("3-2-501")).ShouldBeOfType<VisitTask.Due>();
        (await world.TaskAsync("3-2-502")).ShouldBeNull();

        (await world.VisitAsync("3-2-501")).ShouldBeOfType<VisitOutcome.Done>();
        (await world.TaskAsync("3-2-501")).ShouldBe(new VisitTask.Later(new DateOnly(2026, 11, 30)));
        world.App.Clock.WakeAfter(TimeSpan.FromDays(7));
        (await world.TaskAsync("3-2-501")).ShouldBeOfType<VisitTask.Due>();
        (await world.VisitAsync("3-2-501")).ShouldBeOfType<VisitOutcome.Done>();
        (await world.TaskAsync("3-2-501")).ShouldBeOfType<VisitTask.Decide>();
        (await world.CountAsync("select count(*) from desk_items where title like '%够次数%' and reference = 'F-0002'")).ShouldBe(1);

        // A paper printed for everybody does not hide the no; the household's own yes ends it.
        await world.PrintAsync("3-2-501");
        (await world.TaskAsync("3-2-501")).ShouldBeOfType<VisitTask.Decide>();
        await world.SayAsync("3-2-501", "agree");
        (await world.TaskAsync("3-2-501")).ShouldBeNull();
    }

    [BothDatabases]
    public async Task A_visit_is_evidence_and_its_words_can_be_erased(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await world.SayAsync("3-2-501", "refuse");
        await world.VisitAsync("3-2-501");

        var body = await world.Database.FirstAsync<string>("select body from evidence_unlinked where kind = 'visit.made'", null, default);
        body.ShouldNotBeNull().ShouldContain("\"result\":\"still-no\"");
        foreach (var words in new[] { "小王", "女儿", "装修" }) body.ShouldNotContain(words);
        var visit = (await VisitLog.OfHouseholdAsync(world.Database, (await world.HomeAsync("3-2-501")).Id, default)).ShouldHaveSingleItem();
        (await world.App.Get<VisitLog>().WordsAsync(visit.Id, default)).ShouldBe(new Dictionary<string, string> { ["went"] = "小李、小王", ["met"] = "房主的女儿", ["said"] = "刚装修过，不想动" }, ignoreOrder: true);
        await Should.ThrowAsync<System.Data.Common.DbException>(() => world.Database.ExecuteAsync("update visit_acts set result = 'agrees'", null, default));
    }

    [BothDatabases]
    public async Task The_second_of_two_colleagues_is_told_and_the_same_form_twice_is_one_visit(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var home = await world.HomeAsync("3-2-501");
        var draft = VisitDraft.New(Guid.Empty, "小李", world.App.Clock.GetUtcNow()) with { Met = "房主", Said = "不换", Result = VisitResult.NoMore };
        var visits = world.App.Get<Visits>();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => visits.RecordAsync(home.Id, i < 2 ? draft : draft with { Id = Guid.CreateVersion7() }, null, [], world.Colleague, default)));

        (await world.CountAsync("select count(*) from visit_acts")).ShouldBe(1);
        outcomes.Count(o => o is VisitOutcome.Done).ShouldBeInRange(1, 2);
        outcomes.OfType<VisitOutcome.Changed>().ShouldAllBe(c => c.Sentence.Contains("居委会小李记了“上门：请我们不要再来”"));
        (await world.App.Get<VisitLog>().StandingAsync(world.Database, home.Id, default)).Quiet.ShouldBeTrue();
        (await world.App.Get<VisitLog>().QuietAsync(world.Database, Pilot.CommunityId, default)).ShouldBe([home.Id]);
    }

    [BothDatabases]
    public async Task Closing_needs_a_refusal_that_stands_and_drafts_one_notice_a_unit_that_names_nobody(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        (await world.CloseAsync("3-2-501")).ShouldBeOfType<ActOutcome.Nothing>();
        await world.SignAsync("3-2-502");
        (await world.CloseAsync("3-2-502")).ShouldBeOfType<ActOutcome.Nothing>();
        await world.SayAsync("3-2-501", "refuse", "decorated");
        await world.SayAsync("3-2-601", "refuse");

        (await world.CloseAsync("3-2-501")).ShouldBeOfType<ActOutcome.Done>();
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Closed);
        var notices = world.App.Get<RiserNotices>();
        var drafts = await notices.ListAsync(StaffScope.All(true), default);
        drafts.Count.ShouldBe(2);
        foreach (var draft in drafts)
        {
            draft.Households.ShouldBe(5);
            (await notices.ForAsync(draft.Id, default)).ShouldNotContain("3号楼2单元501");
            foreach (var hidden in new[] { "501", "拒绝", "不同意", "一户", "户不", "有人", "因为", "{" }) draft.Body.ShouldNotContain(hidden);
            draft.Body.ShouldContain("漏水");
            draft.Body.ShouldContain("先不换");
        }

        // A second closing on the same riser tells nobody a second time, and opening again drops what nobody had approved.
        (await world.CloseAsync("3-2-601")).ShouldBeOfType<ActOutcome.Done>();
        (await notices.ListAsync(StaffScope.All(true), default)).Count.ShouldBe(2);
        (await notices.DecideAsync(drafts[0], "approved", drafts[0].Hash, RefusalSeeds.Street, default)).ShouldBeTrue();
        (await notices.DecideAsync(drafts[0], "discarded", drafts[0].Hash, RefusalSeeds.Street, default)).ShouldBeFalse();
        (await world.ReopenAsync("3-2-501")).ShouldBeOfType<ActOutcome.Done>();
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Refuses);
        (await notices.ListAsync(StaffScope.All(true), default)).Select(n => n.State).Order().ShouldBe(["approved", "discarded"]);
        (await world.ReopenAsync("3-2-501")).ShouldBeOfType<ActOutcome.Nothing>();
    }

    [BothDatabases]
    public async Task Who_is_alone_on_a_riser_gets_no_notice_and_a_merged_unit_tells_all_of_it(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var home = await world.HomeAsync("3-2-501");
        await world.Database.ExecuteAsync("delete from riser_households where household_id <> @Id and riser_id in (select riser_id from riser_households where household_id = @Id)", new { home.Id }, default);
        await world.SayAsync("3-2-501", "refuse");
        (await world.CloseAsync("3-2-501")).ShouldBeOfType<ActOutcome.Done>();
        (await world.CountAsync("select count(*) from riser_notices")).ShouldBe(0);

        var units = world.App.Get<Units>();
        var two = (await units.OfBuildingAsync((await world.HomeAsync("8-1-101")).BuildingId, default)).Take(2).ToList();
        await units.MergeAsync((await world.HomeAsync("8-1-101")).BuildingId, [.. two.Select(u => u.Id)], "8号楼一起做的两根", "一起做", new Editor(RefusalSeeds.Street.Id, RefusalSeeds.Street.Name), default);
        await world.SayAsync("8-1-101", "refuse");
        await world.CloseAsync("8-1-101");
        (await world.App.Get<RiserNotices>().ListAsync(StaffScope.All(true), default)).ShouldContain(n => n.Body.Contains("8号楼一起做的两根", StringComparison.Ordinal));
    }

    [BothDatabases]
    public async Task Who_asked_for_quiet_stays_off_the_list_of_calls(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await Tests.Staff.StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        await world.VisitAsync("8-1-101", VisitResult.NoMore);
        var building = (await world.HomeAsync("8-1-101")).BuildingId;
        var homes = (await Board.ReadAsync(world.App.Get<ConsentLog>(), world.Database, Pilot.CommunityId, building, default)).Households;

        // The list of calls is made on the page of bulk acts, for those that were picked.
        (await client.PostAsync($"/staff/consent?building={building}", "/staff/consent/bulk?handler=Calls", [("building", $"{building}"), .. homes.Select(h => ("household", $"{h.Id}"))])).StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);

        (await world.CountAsync("select count(*) from desk_items where kind = 'call'")).ShouldBe(23);
        (await world.CountAsync("select count(*) from desk_items where title like '%8号楼1单元101%'")).ShouldBe(0);
        await world.VisitAsync("8-1-102", VisitResult.NoMore);
        (await world.CountAsync("select count(*) from desk_items where kind = 'call' and done_at is null")).ShouldBe(22);
    }
}
