using System.Net;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

/// <summary>A name drawn on a screen is off until the street office takes it, and is never more than a file that a person judges.</summary>
public sealed class DrawnSignatureTests
{
    private static readonly (string, string)[] Signature =
        [("act", "sign"), ("signer", "王示例1"), ("capacity", "Owner"), ("paper", "deed"), ("decision", "房产证上是他的名字"), ("signedOn", "2026-11-23"), ("told", "true")];

    private static readonly string Drawn = $"data:image/png;base64,{Convert.ToBase64String(ConsentWorld.Picture)}";

    [BothDatabases]
    public async Task Off_the_page_is_closed_with_a_kind_sentence_and_takes_nothing(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var path = $"/staff/consent/applications/{(await world.PrintAsync("3-2-501")).Id}";

        foreach (var value in new string?[] { null, "不收" })
        {
            if (value is not null) await DecideAsync(world, value);
            using var closed = await client.GetAsync($"{path}/draw");
            closed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await closed.Content.ReadAsStringAsync()).ShouldContain("屏幕上手写的签名，现在还不收。请打印出来，在纸上签");
            using var sent = await client.PostAsync(path, $"{path}/draw", ("read", "true"), ("drawn", Drawn));
            sent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await client.PageAsync(path)).ShouldNotContain("手写签名");
        }

        (await world.CountAsync("select count(*) from application_scans")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task Drawn_after_reading_it_is_a_file_and_only_a_colleague_makes_it_a_signature(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var path = $"/staff/consent/applications/{(await world.PrintAsync("3-2-501")).Id}";
        await DecideAsync(world, SettingCatalogue.DrawnTaken);
        (await client.PageAsync(path)).ShouldContain("请住户在这台手机上手写签名");
        (await client.PageAsync($"{path}/draw")).ShouldContain("告诉我家的六件事");

        (await SentAsync(client, path, ("drawn", Drawn))).ShouldContain("请先把上面的字看完");
        (await SentAsync(client, path, ("read", "true"))).ShouldContain("还没有签名");
        (await SentAsync(client, path, ("read", "true"), ("drawn", "data:image/png;base64,***"))).ShouldContain("还没有签名");
        (await SentAsync(client, path, ("read", "true"), ("drawn", $"data:image/png;base64,{Convert.ToBase64String("<svg>"u8)}"))).ShouldContain("没有存上");
        (await SentAsync(client, path, ("read", "true"), ("drawn", Drawn))).ShouldBeEmpty();

        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Printed);
        var page = await client.PageAsync(path);
        page.ShouldContain("屏幕上手写的签名");
        using var signed = await client.PostFilesAsync(path, [], [("seen", ConsentWorld.SeenIn(page)), .. Signature]);
        signed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Signed);
        (await world.CountAsync("select count(*) from evidence where kind = 'application.signed' and body like '%\"drawn\":\"街道办事处，街道会议纪要\"%'")).ShouldBe(2);
    }

    [Fact]
    public async Task Once_the_decision_is_taken_back_a_drawing_alone_is_not_enough()
    {
        await using var world = await ConsentWorld.StartAsync();
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var path = $"/staff/consent/applications/{(await world.PrintAsync("3-2-501")).Id}";
        await DecideAsync(world, SettingCatalogue.DrawnTaken);
        (await SentAsync(client, path, ("read", "true"), ("drawn", Drawn))).ShouldBeEmpty();
        await DecideAsync(world, "不收");

        using var refused = await client.PostFilesAsync(path, [], [("seen", ConsentWorld.SeenIn(await client.PageAsync(path))), .. Signature]);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("请把签好的申请书拍照");
    }

    [BothDatabases]
    public async Task After_the_last_day_of_the_decision_the_page_is_closed_and_what_was_drawn_is_not_enough(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        var path = $"/staff/consent/applications/{(await world.PrintAsync("3-2-501")).Id}";
        var lastDay = SiteClock.Day(world.App.Clock.GetUtcNow());
        await DecideAsync(world, SettingCatalogue.DrawnTaken, lastDay);
        using (var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId))
            (await SentAsync(client, path, ("read", "true"), ("drawn", Drawn))).ShouldBeEmpty();

        world.App.Clock.WakeAfter(TimeSpan.FromDays(1));
        using var later = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        using var closed = await later.GetAsync($"{path}/draw");
        closed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var sent = await later.PostAsync(path, $"{path}/draw", ("read", "true"), ("drawn", Drawn));
        sent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await later.PageAsync(path);
        page.ShouldNotContain("请住户在这台手机上手写签名");
        using var refused = await later.PostFilesAsync(path, [], [("seen", ConsentWorld.SeenIn(page)), .. Signature]);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Printed);
    }

    private static async Task<string> SentAsync(StaffClient client, string path, params (string, string)[] fields)
    {
        using var reply = await client.PostAsync($"{path}/draw", fields);
        return reply.StatusCode == HttpStatusCode.Redirect ? "" : await reply.Content.ReadAsStringAsync();
    }

    private static async Task DecideAsync(ConsentWorld world, string value, DateOnly? lastDay = null)
    {
        var settings = world.App.Get<SourcedSettings>();
        var today = SiteClock.Day(world.App.Clock.GetUtcNow());
        await settings.SetAsync(new SettingDraft
        {
            Key = "consent.drawn-signature", Value = value, Seen = await settings.NewestAsync("consent.drawn-signature", null, default), Source = "街道会议纪要", ValidFrom = today, ValidTo = lastDay,
            SetBy = world.Colleague.Id, SetByName = world.Colleague.Name,
        }, today, default);
    }
}
