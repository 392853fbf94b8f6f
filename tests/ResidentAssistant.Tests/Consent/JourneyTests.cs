using System.Net;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

/// <summary>Whole journeys, from the chat to the paper, over the pages that people use.</summary>
public sealed class JourneyTests
{
    [BothDatabases]
    public async Task From_a_yes_in_chat_over_paper_and_scan_to_a_riser_that_is_ready(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        foreach (var floor in new[] { 1, 2, 3, 4, 6 }) await world.SignAsync($"3-2-{floor}01");
        var home = await world.HomeAsync("3-2-501");
        var chat = new Chat(world.App, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("换管子");
        foreach (var tap in new[] { "房主（房本上是我）", "看完了", "同意", "都一样", "对" }) await chat.TapAsync(tap);
        chat.Reply.ShouldContain("Y-0001");
        await chat.TapAsync("不留");
        await chat.TapAsync("没有");
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Agrees);

        // One short: staff see which, residents only that it is not complete.
        (await client.PageAsync($"/staff/consent?building={home.BuildingId}&next={Uri.EscapeDataString("打印申请书，约个他方便的时间")}")).ShouldContain("住户和下一步（1 户）");
        (await client.PageAsync("/staff/consent")).ShouldContain("差一户的 2 个");
        await chat.SayAsync("我家登记了没有");
        chat.Reply.ShouldContain("还没有齐");

        await SignedAsync(world, client, "3-2-501", ("capacity", "Owner"), ("paper", "deed"), ("decision", "房产证上是他的名字"));

        (await client.PageAsync("/staff/consent")).ShouldContain("齐了 2 个，差一户的 0 个");
        await chat.SayAsync("我家登记了没有");
        chat.Reply.ShouldContain("齐了");
    }

    [BothDatabases]
    public async Task What_a_tenant_says_moves_nothing_until_who_may_sign_has_signed(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var chat = new Chat(world.App, "tenant");
        await chat.JoinAsync();
        await chat.SayAsync("3-2-502，我同意换管子");
        foreach (var tap in new[] { "没有信", "租房住的", "看完了", "同意", "都一样", "对" })
            if (chat.Asked?.Buttons?.Any(b => b.Label == tap) is true) await chat.TapAsync(tap);
        (await world.StandingsAsync("3-2-502")).ShouldAllBe(s => s == PairStanding.NoAnswer);
        (await world.CountAsync("select count(*) from intents")).ShouldBe(0);

        await SignedAsync(world, client, "3-2-502", ("capacity", "Owner"), ("paper", "deed"), ("decision", "跟房主打电话约来签的"));
        (await world.StandingsAsync("3-2-502")).ShouldAllBe(s => s == PairStanding.Signed);
    }

    [BothDatabases]
    public async Task A_proxy_signs_only_with_the_mandate_written_down(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        (string, string)[] fields = [("capacity", "Proxy"), ("paper", "mandate"), ("decision", "委托书上写明了换管子的事")];

        (await SignAsync(world, client, "8-1-101", fields)).ShouldContain("代别人签字的，请写替谁签");
        (await world.StandingsAsync("8-1-101")).ShouldAllBe(s => s == PairStanding.Printed);
        await SignedAsync(world, client, "8-1-101", [.. fields, ("mandate", "替房主签，看过委托书原件")]);

        var home = await world.HomeAsync("8-1-101");
        (await client.PageAsync($"/staff/consent/flats/{home.Id}")).ShouldContain("看过委托书原件");
    }

    [BothDatabases]
    public async Task For_heirs_a_person_decides_and_the_reason_stands_in_the_record(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        (await SignAsync(world, client, "8-1-201", ("capacity", "Heir"), ("paper", "deed"))).ShouldContain("请写明为什么认他签的字");
        await SignedAsync(world, client, "8-1-201", ("capacity", "Heir"), ("paper", "deed"), ("decision", "三个继承人都来了，都签了"));
        var home = await world.HomeAsync("8-1-201");
        (await client.PageAsync($"/staff/consent/flats/{home.Id}")).ShouldContain("三个继承人都来了，都签了");
    }

    [BothDatabases]
    public async Task Who_cannot_be_reached_is_no_answer_and_signs_when_found(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var home = await world.HomeAsync("8-1-301");
        var flat = $"/staff/register/flats/{home.Id}";
        (await client.PostAsync($"{flat}?handler=Attempt", ("way", "Door"), ("result", "NoAnswer"), ("at", "2026-11-23T09:00"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.PostAsync($"{flat}?handler=Reach", ("reachable", "false"), ("reason", "去了三次，没有人应"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var board = $"/staff/consent?building={home.BuildingId}&show=unreached";
        (await client.PageAsync(board)).ShouldSatisfyAllConditions(p => p.ShouldContain("住户和下一步（1 户）"), p => p.ShouldContain("换信、电话、上门各试一次"));
        (await world.StandingsAsync("8-1-301")).ShouldAllBe(s => s == PairStanding.NoAnswer);
        (await client.PostAsync($"{flat}?handler=Attempt", ("way", "Call"), ("result", "Spoke"), ("at", "2026-11-23T10:01"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.PageAsync(board)).ShouldContain("住户和下一步（0 户）");
        await SignedAsync(world, client, "8-1-301", ("capacity", "Owner"), ("paper", "deed"), ("decision", "房产证上是他的名字"));
        (await world.StandingsAsync("8-1-301")).ShouldAllBe(s => s == PairStanding.Signed);
    }

    private static async Task SignedAsync(ConsentWorld world, StaffClient client, string flat, params (string, string)[] fields) => (await SignAsync(world, client, flat, fields)).ShouldBe("");

    // Prints, scans and records over the pages; what the page answers when it does not record, else nothing.
    private static async Task<string> SignAsync(ConsentWorld world, StaffClient client, string flat, params (string, string)[] fields)
    {
        var home = await world.HomeAsync(flat);
        using (var printed = await client.PostAsync($"/staff/consent/flats/{home.Id}", "/staff/consent/print", ("household", $"{home.Id}"), ("format", "page"))) printed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var application = (await world.App.Get<WrittenApplications>().OfHouseholdAsync(home.Id, world.Colleague.Scope, default))[0];
        var path = $"/staff/consent/applications/{application.Id}";
        var seen = ConsentWorld.SeenIn(await client.PageAsync(path));
        using var reply = await client.PostFilesAsync(path, [("签字.png", ConsentWorld.Picture)], [("seen", seen), ("act", "sign"), ("signer", "王示例1"), ("signedOn", "2026-11-23"), ("told", "true"), .. fields]);
        return reply.StatusCode == HttpStatusCode.Redirect ? "" : await reply.Content.ReadAsStringAsync();
    }
}
