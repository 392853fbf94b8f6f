using System.Net;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Plans;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Consent;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Notices;
using ResidentAssistant.Tests.Works;

namespace ResidentAssistant.Tests.Staff;

/// <summary>Two colleagues at one household at once, over every form: the second reads a clear sentence, nothing is written twice, and what was typed stands in the answer's page.</summary>
public sealed class TwoAtOnceTests
{
    private const string Typed = "我这边写了很久的一段话";
    private const string First = "先到的同事写的";

    [BothDatabases]
    public async Task Forms_of_the_ledger(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var one = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        using var other = await StaffClient.SignedInAsync(world.App, StaffRole.Street, Pilot.CommunityId);

        await world.SayAsync("3-2-501", "agree");
        await world.SayAsync("3-2-501", "disputed");
        var flat = $"/staff/consent/flats/{(await world.HomeAsync("3-2-501")).Id}";
        await SecondAsync(one, other, flat, "已经记了", [("seen", ConsentWorld.SeenIn(await one.PageAsync(flat))), ("answer", "refuse")], "reason");
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Refuses);

        foreach (var end in new[] { LedgerKinds.Withdrawn, LedgerKinds.Superseded, LedgerKinds.Expired, LedgerKinds.Again })
        {
            var application = await world.SignAsync("3-2-502");
            var path = $"/staff/consent/applications/{application.Id}";
            await SecondAsync(one, other, path, "已经记了", [("seen", ConsentWorld.SeenIn(await one.PageAsync(path))), ("act", "end"), ("end", end)], "reason");
        }

        var printed = await world.PrintAsync("3-2-503");
        var sign = $"/staff/consent/applications/{printed.Id}";
        (await one.PostFilesAsync(sign, [("a.png", ConsentWorld.Picture)], [("act", "scan")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (string, string)[] fields = [("seen", ConsentWorld.SeenIn(await one.PageAsync(sign))), ("act", "sign"), ("signer", "王示例1"), ("capacity", "Owner"), ("paper", "deed"), ("signedOn", "2026-11-23"), ("told", "true")];
        await SecondAsync(one, other, sign, "已经记了", fields, "decision");
        (await world.CountAsync("select count(*) from consent_acts where kind = 'application.signed' and reference = (select max(reference) from applications)")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task Forms_of_the_register(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var one = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        using var other = await StaffClient.SignedInAsync(world.App, StaffRole.Street, Pilot.CommunityId);
        var home = await world.HomeAsync("8-1-101");
        var flat = $"/staff/register/flats/{home.Id}";
        var person = (await world.App.Get<People>().OfHouseholdAsync(home.Id, default))[0];

        (string, string)[] change = [("person", $"{person.Id}"), ("seen", $"{person.Version}"), ("capacity", "Proxy"), ("from", "2026-01-01"), ("to", "2027-01-01")];
        await SecondAsync(one, other, $"{flat}?handler=Person", "刚才有同事改过这里", change, "document");

        var now = (await world.App.Get<People>().OfHouseholdAsync(home.Id, default)).Single(p => p.Id == person.Id);
        await SecondAsync(one, other, $"{flat}?handler=Left", "刚才有同事改过这里", [("person", $"{person.Id}"), ("seen", $"{now.Version}")], "reason");
        await PostedAsync(other, $"{flat}?handler=Person", "刚才有同事改过这里", [.. change, ("document", Typed)]);

        (await one.PostAsync($"{flat}?handler=Attempt", ("way", "Door"), ("result", "NoAnswer"), ("at", "2026-11-23T09:00"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await SecondAsync(one, other, $"{flat}?handler=Reach", "刚才有同事改过这里", [("reachable", "false")], "reason");
        (await world.CountAsync("select count(*) from register_changes where kind = 'Reach'")).ShouldBe(1);

        (await one.PostAsync($"/staff/register/letters?handler=Issue&flat={home.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await SecondAsync(one, other, $"/staff/register/letters?handler=Revoke&flat={home.Id}", "同事刚才已经作废了", [], "reason", HttpStatusCode.OK);
    }

    [BothDatabases]
    public async Task Replies_to_residents(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var one = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        using var other = await StaffClient.SignedInAsync(world.App, StaffRole.Street, Pilot.CommunityId);
        await world.App.Get<PlanStore>().PublishAsync(new NewPlan(Pilot.CommunityId, 0, "方案", "先换卫生间，后换厨房。", ""), world.Colleague, default);
        var chat = new Chat(world.App, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我对施工方案有意见，一天只干半天太磨蹭了");
        var comment = await world.Database.FirstAsync<Guid>("select id from plan_comments", null, default);
        await SecondAsync(one, other, $"/staff/plans/comments/{comment}", "同事刚才已经办了", [("act", "answer"), ("shown", "")], "answer");
        await PostedAsync(other, $"/staff/plans/comments/{comment}", "同事刚才已经办了", [("act", "close"), ("answer", Typed)]);

        await chat.SayAsync("厕所怎么上");
        var question = await world.Database.FirstAsync<Guid>("select id from questions", null, default);
        await SecondAsync(one, other, $"/staff/questions/{question}", "同事刚才已经办了", [("act", "answer")], "answer");
        await PostedAsync(other, $"/staff/questions/{question}", "同事刚才已经办了", [("act", "close"), ("answer", Typed)]);

        (await world.CountAsync("select count(*) from outbox")).ShouldBeGreaterThan(0);
        (await world.App.Get<ResidentAssistant.Messaging.Transcript>().OfAsync(chat.Receipt!.ConversationId, default)).SelectMany(t => t.Entries).ShouldNotContain(e => e.Text != null && e.Text.Contains(Typed, StringComparison.Ordinal));
    }

    [BothDatabases]
    public async Task Forms_of_visits_and_conditions(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var one = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        using var other = await StaffClient.SignedInAsync(world.App, StaffRole.Street, Pilot.CommunityId);
        var visits = $"/staff/visits/{(await world.HomeAsync("3-2-502")).Id}";
        await SecondAsync(one, other, visits, "您写的都还在下面", [("seen", $"{Guid.Empty}"), ("act", VisitAct.Ended)], "reason");
        var seen = await world.Database.FirstAsync<Guid>("select id from visit_acts", null, default);
        await SecondAsync(one, other, visits, "您写的都还在下面", [("seen", $"{seen}"), ("act", VisitAct.Again)], "reason");
        (await world.CountAsync("select count(*) from visit_acts")).ShouldBe(2);

        await ConsentDialogTests.ConditionAsync(world, "先把卫生间墙面给我补好");
        var flat = $"/staff/consent/flats/{(await world.HomeAsync("3-2-501")).Id}?handler=Condition";
        var condition = $"{await world.Database.FirstAsync<Guid>("select id from consent_conditions", null, default)}";
        await SecondAsync(one, other, flat, "同事刚才已经办了", [("condition", condition), ("act", "answer")], "words");
        await PostedAsync(other, flat, "同事刚才已经办了", [("condition", condition), ("act", "close"), ("words", Typed)]);
        (await one.PostAsync(flat, ("condition", condition), ("act", "answer"), ("words", First))).StatusCode.ShouldBe(HttpStatusCode.Redirect, "the same form sent twice");
    }

    [BothDatabases]
    public async Task Forms_of_notices_the_plan_and_what_is_said_for_somebody(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var one = await StaffClient.SignedInAsync(world.App, StaffRole.Contractor, Pilot.CommunityId);
        using var other = await StaffClient.SignedInAsync(world.App, StaffRole.Contractor, Pilot.CommunityId);
        await WorksPlanTests.RulesAsync(world);
        var riser = await WorksPlanTests.SignRiserAsync(world, "3-2-501");
        var works = $"/staff/works?community={Pilot.CommunityId}";
        (await one.PostAsync(works, $"{works}&handler=Save", ("riser", $"{riser}"), ("first", "2026-12-07"), ("seen", "0"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var (path, team) = ($"/staff/works/risers/{riser}", await world.Database.FirstAsync<Guid>("select id from work_teams", null, default));
        await SecondAsync(one, other, $"{path}?handler=Move", "刚才有同事改过施工计划", [("team", $"{team}"), ("day", "2026-12-14"), ("time", "08:00"), ("seen", "1")], "reason");
        await SecondAsync(one, other, $"{path}?handler=Cancel", "刚才有同事改过施工计划", [("seen", "2")], "reason");

        using var committee = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        using var street = await StaffClient.SignedInAsync(world.App, StaffRole.Street, Pilot.CommunityId);
        var draft = await NoticeStoreTests.DraftAsync(world.App, riser);
        (string, string)[] written = [("seen", $"{draft.Version}"), ("riser", $"{riser}"), ("f-from", "2026-12-01T08:00"), ("f-to", "2026-12-01T18:00"), ("f-phone", "010-12345678")];
        await SecondAsync(street, committee, $"/staff/notices/drafts/{draft.Id}", "您写的还在下面", written, "f-reason");

        var spoken = await SpokenTests.BegunAsync(committee, flat: "3-2-503");
        await SecondAsync(committee, street, spoken, "您写的没有说出去", [("act", "say"), ("messageId", Guid.NewGuid().ToString("N"))], "text");
    }

    private static async Task SecondAsync(StaffClient one, StaffClient other, string path, string sentence, (string, string)[] fields, string typedIn, HttpStatusCode done = HttpStatusCode.Redirect)
    {
        using (var first = await one.PostAsync(path, [.. fields, (typedIn, First)])) first.StatusCode.ShouldBe(done, path);
        await PostedAsync(other, path, sentence, [.. fields, (typedIn, Typed)]);
    }

    private static async Task PostedAsync(StaffClient other, string path, string sentence, (string, string)[] fields)
    {
        using var late = await other.PostAsync(path, fields);
        var page = await late.Content.ReadAsStringAsync();
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict, $"{path} {string.Join(' ', fields)}");
        page.ShouldContain(sentence);
        page.ShouldContain(Typed, Case.Sensitive, $"{path} {string.Join(' ', fields)}");
    }
}
