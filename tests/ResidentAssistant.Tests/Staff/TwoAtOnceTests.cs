using System.Net;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Plans;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Consent;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;

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
