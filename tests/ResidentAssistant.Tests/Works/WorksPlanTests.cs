using System.Net;
using System.Text.RegularExpressions;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Consent;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;
using ResidentAssistant.Works;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Tests.Works;

/// <summary>The plan of the works: only what the ledger releases is planned, by whoever has seen the newest plan.</summary>
public sealed partial class WorksPlanTests
{
    private static readonly WorkStep[] Steps = [new("看现场拍照", 1, WaterUse.Runs, false), new("换新管", 2, WaterUse.OffByDay, true), new("恢复", 1, WaterUse.Runs, false)];

    [BothDatabases]
    public async Task A_riser_that_is_not_signed_by_all_is_locked_and_one_that_is_gets_its_days(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await RulesAsync(world);
        var proposals = world.App.Get<Proposals>();
        var book = world.App.Get<PlanBook>();
        var before = await proposals.ViewAsync(Pilot.CommunityId, default);
        before.Waiting.ShouldBeEmpty();
        var locked = before.Risers[0];
        var forced = Planner.From(before.JobOf(locked, new DateOnly(2026, 12, 1)), before.Site.Teams[0], before.Site.CalendarOf(locked.BuildingId)!, new DateOnly(2026, 12, 1), TimeOnly.MinValue)!;
        (await Should.ThrowAsync<RefusedException>(() => book.SaveAsync(Pilot.CommunityId, [forced], 0, "", world.Colleague, default))).Message.ShouldContain("没有签书面申请");

        var riser = await SignRiserAsync(world, "3-2-501");
        var view = await proposals.ViewAsync(Pilot.CommunityId, default);
        view.Waiting.Select(r => r.RiserId).ShouldContain(riser);
        var outcome = Proposals.Make(view, [riser], new DateOnly(2026, 12, 5));
        // The fifth is a Saturday.
        outcome.Planned.ShouldHaveSingleItem().Begins.ShouldBe(new DateTime(2026, 12, 7, 8, 0, 0));
        await book.SaveAsync(Pilot.CommunityId, outcome.Planned, view.Plan.Number, "", world.Colleague, default);

        (await world.CountAsync("select count(*) from entries where replaced_at is null")).ShouldBe(6 + 2 * 6 + 6);
        (await world.CountAsync("select count(*) from outages where replaced_at is null")).ShouldBe(2);
        (await world.CountAsync("select count(*) from evidence_unlinked where riser_id is not null and household_id is null")).ShouldBe(1);
        (await Should.ThrowAsync<RefusedException>(() => book.SaveAsync(Pilot.CommunityId, outcome.Planned, view.Plan.Number, "再排", world.Colleague, default))).Code.ShouldBe("ChangedSince");
    }

    [BothDatabases]
    public async Task A_move_replaces_entries_and_outages_and_a_withdrawal_locks_the_riser_again(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await RulesAsync(world);
        var riser = await SignRiserAsync(world, "3-2-501");
        var (book, proposals) = (world.App.Get<PlanBook>(), world.App.Get<Proposals>());
        var view = await proposals.ViewAsync(Pilot.CommunityId, default);
        await book.SaveAsync(Pilot.CommunityId, Proposals.Make(view, [riser], new DateOnly(2026, 12, 7)).Planned, 0, "", world.Colleague, default);

        view = await proposals.ViewAsync(Pilot.CommunityId, default);
        var planned = view.Plan.Standing.Single();
        var (moved, against) = Proposals.Move(view, planned, planned.TeamId, new DateOnly(2026, 12, 9), new TimeOnly(14, 0));
        against.ShouldBeEmpty();
        (await Should.ThrowAsync<RefusedException>(() => book.SaveAsync(Pilot.CommunityId, [moved!], 1, "", world.Colleague, default))).Message.ShouldContain("为什么改");
        await book.SaveAsync(Pilot.CommunityId, [moved!], 1, "班组有事", world.Colleague, default);
        (await book.OfRiserAsync(riser, default)).Select(v => v.Number).ShouldBe([2, 1]);
        (await world.CountAsync("select count(*) from outages where replaced_at is not null")).ShouldBe(2);

        var application = await world.Database.FirstAsync<Guid>("select application_id from consent_acts where kind = 'application.signed' and riser_id = @riser limit 1", new { riser }, default);
        await world.EndAsync((await world.App.Get<WrittenApplications>().FindAsync(application, StaffScope.All(true), default))!, LedgerKinds.Withdrawn);
        var after = (await proposals.ViewAsync(Pilot.CommunityId, default)).Risers.Single(r => r.RiserId == riser);
        (after.Released, after.Standing).ShouldBe((false, "排过，现在又锁上了"));
    }

    [Fact]
    public async Task Planned_on_the_pages_with_every_word_kept_when_refused()
    {
        await using var world = await ConsentWorld.StartAsync();
        var riser = await SignRiserAsync(world, "3-2-501");
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Contractor, Pilot.CommunityId);
        var rules = $"/staff/works/rules?community={Pilot.CommunityId}";
        (await client.PageAsync($"/staff/works?community={Pilot.CommunityId}")).ShouldContain("还要设：可以施工的时段、施工班组、施工的步骤");

        using (var wrong = await client.PostAsync(rules, $"{rules}&handler=Hours", ("hours", "天天干"), ("source", "街道定的")))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            var page = await wrong.Content.ReadAsStringAsync();
            page.ShouldContain("没看懂");
            page.ShouldContain("value=\"天天干\"");
            page.ShouldContain("value=\"街道定的\"");
        }

        await DoneAsync(client.PostAsync(rules, $"{rules}&handler=Hours", ("hours", "周一到周五 8:00-12:00、14:00-18:00"), ("source", "街道定的")));
        await DoneAsync(client.PostAsync(rules, $"{rules}&handler=Team", ("name", "一组"), ("phone", "010-12345678")));
        await DoneAsync(client.PostAsync(rules, $"{rules}&handler=Free", ("from", "2026-12-07"), ("to", "2026-12-08"), ("reason", "考试")));
        await DoneAsync(client.PostAsync(rules, $"{rules}&handler=Steps", ("step", "换新管"), ("slots", "2"), ("water", "OffByDay"), ("every", "true"), ("source", "施工方案第1版")));

        var works = $"/staff/works?community={Pilot.CommunityId}";
        using var preview = await client.PostAsync(works, $"{works}&handler=Preview", ("riser", $"{riser}"), ("first", "2026-12-05"));
        var shown = await preview.Content.ReadAsStringAsync();
        shown.ShouldContain("2026年12月9日（星期三）8:00 到 18:00");
        await DoneAsync(client.PostAsync(works, $"{works}&handler=Save", ("riser", $"{riser}"), ("first", "2026-12-05"), ("seen", Seen().Match(shown).Groups[1].Value)));

        var path = $"/staff/works/risers/{riser}";
        (await client.PageAsync(path)).ShouldContain("2026年12月9日（星期三）8:00 到 18:00");
        using (var clash = await client.PostAsync(path, $"{path}?handler=Preview", ("team", await TeamAsync(world)), ("day", "2026-12-07"), ("time", "08:00"), ("reason", "想早点")))
            (await clash.Content.ReadAsStringAsync()).ShouldContain("2026年12月9日（星期三）", Case.Sensitive, "days kept free are stepped over");
        using (var cancelled = await client.PostAsync(path, $"{path}?handler=Cancel", ("seen", "0"), ("reason", "缺料了")))
        {
            cancelled.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await cancelled.Content.ReadAsStringAsync()).ShouldContain("刚才有同事改过施工计划");
        }

        await DoneAsync(client.PostAsync(path, $"{path}?handler=Cancel", ("seen", "1"), ("reason", "缺料了")));
        (await client.PageAsync(path)).ShouldContain("缺料了");
    }

    [Fact]
    public async Task Another_community_is_not_seen()
    {
        await using var world = await ConsentWorld.StartAsync();
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Contractor, Guid.NewGuid());
        foreach (var path in new[] { $"/staff/works?community={Pilot.CommunityId}", $"/staff/works/rules?community={Pilot.CommunityId}" })
            (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    internal static async Task RulesAsync(ConsentWorld world)
    {
        var rules = world.App.Get<SiteRules>();
        await rules.SetHoursAsync(Pilot.CommunityId, null, "周一到周五 8:00-12:00、14:00-18:00", "街道定的", world.Colleague, default);
        await rules.AddTeamAsync(Pilot.CommunityId, "一组", "010-12345678", world.Colleague, default);
        await rules.SetStepsAsync(Pilot.CommunityId, Steps, "施工方案第1版", world.Colleague, default);
    }

    /// <summary>Every household on the kitchen riser of a flat signs.</summary>
    internal static async Task<Guid> SignRiserAsync(ConsentWorld world, string flat)
    {
        var ledger = await world.LedgerAsync(flat);
        var riser = ledger.Risers.First(r => r.Kind is RiserKind.Kitchen).Id;
        foreach (var home in await world.App.Get<Register>().HouseholdsOnAsync(riser, default)) await world.SignAsync(home.Label);
        return riser;
    }

    private static async Task<string> TeamAsync(ConsentWorld world) => $"{await world.Database.FirstAsync<Guid>("select id from work_teams", null, default)}";

    private static async Task DoneAsync(Task<HttpResponseMessage> posting)
    {
        using var done = await posting;
        if (done.StatusCode is not HttpStatusCode.Redirect) (await done.Content.ReadAsStringAsync()).ShouldBe("a redirect");
    }

    [GeneratedRegex("""name="seen" value="([^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Seen();
}
