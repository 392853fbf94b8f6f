using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

/// <summary>The overview, one building, what can be picked, and what is done for many at once.</summary>
public sealed partial class BoardTests
{
    [BothDatabases]
    public async Task The_overview_puts_buildings_with_one_short_risers_first_and_lists_nobody_unasked(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        foreach (var floor in Enumerable.Range(1, 5)) await world.SignAsync($"8-1-{floor}01");
        await world.SayAsync("3-2-501", "refuse", "decorated");

        var page = await client.PageAsync("/staff/consent");
        page.ShouldContain("差一户的 2 个");
        page.IndexOf("<strong>8号楼</strong>", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("<strong>1号楼</strong>", StringComparison.Ordinal));
        page.ShouldContain("差一户 2");
        page.ShouldNotContain("住户和下一步");

        var picked = await client.PageAsync("/staff/consent?show=Refuses");
        picked.ShouldContain("住户和下一步（1 户）");
        picked.ShouldContain("3号楼2单元501");
        (await client.PageAsync("/staff/consent?show=nonsense&next=x&from=-4&entrance=x")).ShouldContain("同意台账");
    }

    [Fact]
    public async Task What_is_picked_stands_in_the_address_and_the_workbook_follows()
    {
        await using var world = await ConsentWorld.StartAsync();
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var building = (await world.HomeAsync("3-2-501")).BuildingId;
        foreach (var flat in new[] { "3-2-501", "3-2-502", "3-1-101" }) await world.SayAsync(flat, "agree");

        (await client.PageAsync($"/staff/consent?building={building}&show=Agrees")).ShouldContain("住户和下一步（3 户）");
        var entrance = await client.PageAsync($"/staff/consent?building={building}&entrance=2&show=Agrees");
        entrance.ShouldContain("住户和下一步（2 户）");
        entrance.ShouldNotContain("id=\"e-1\"");
        var riser = (await world.LedgerAsync("3-2-501")).Risers[0].Id;
        (await client.PageAsync($"/staff/consent?building={building}&riser={riser}&show=Agrees")).ShouldContain("住户和下一步（1 户）");
        (await client.PageAsync($"/staff/consent?building={building}&next={Uri.EscapeDataString("打印申请书，约个他方便的时间")}")).ShouldContain("住户和下一步（3 户）");
        (await client.PageAsync($"/staff/consent?building={building}&show=open")).ShouldContain("住户和下一步（72 户）");

        (await RowsAsync(client, $"building={building}&entrance=2&show=Agrees")).ShouldBe(2 + 2 * 2);
        (await RowsAsync(client, $"building={building}")).ShouldBe(2 + 72 * 2);
        (await client.GetAsync($"/staff/consent?building={Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [BothDatabases]
    public async Task An_act_for_many_first_says_what_it_would_do_and_does_only_that(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var building = (await world.HomeAsync("8-1-101")).BuildingId;
        var board = $"/staff/consent?building={building}";
        await world.SayAsync("8-1-101", "agree");
        await world.SayAsync("8-1-102", "refuse", "decorated");
        await world.SignAsync("8-1-201");
        (string, string)[] all = [("building", $"{building}"), ("all", "true")];

        var print = await AskAsync(client, board, [.. all, ("act", "Print")]);
        foreach (var words in new[] { "会给 1 户打印申请书", "1 户：已经签好了", "22 户：还没说愿意" }) print.ShouldContain(words);
        (await world.CountAsync("select count(*) from applications")).ShouldBe(1);
        (await client.PostAsync(board, "/staff/consent/print", [.. Households(print), ("format", "docx")])).Content.Headers.ContentType?.MediaType.ShouldBe("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        (await world.CountAsync("select count(*) from applications")).ShouldBe(2);

        var letters = await AskAsync(client, board, [.. all, ("act", "Letters")]);
        letters.ShouldContain("会给 23 户打印信");
        var before = await world.CountAsync("select count(*) from letters");
        using (var printed = await client.PostAsync(board, "/staff/register/print", [("community", $"{Pilot.CommunityId}"), .. Households(letters)]))
            Regex.Count(await printed.Content.ReadAsStringAsync(), "class=\"letter\"", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBe(23);
        (await world.CountAsync("select count(*) from letters where revoked_at is null")).ShouldBeGreaterThanOrEqualTo(before);

        var calls = await AskAsync(client, board, [.. all, ("act", "Calls")]);
        calls.ShouldContain("会把 22 户放进");
        calls.ShouldContain("1 户：说了不愿意");
        for (var i = 0; i < 2; i++) (await client.PostAsync(board, "/staff/consent/bulk?handler=Calls", [("building", $"{building}"), .. Households(calls)])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.CountAsync("select count(*) from desk_items where kind = 'call'")).ShouldBe(22);

        var one = await world.HomeAsync("8-1-102");
        var visits = await AskAsync(client, board, ("building", $"{building}"), ("household", $"{one.Id}"), ("act", "Visits"));
        visits.ShouldContain("会列出 1 户");
        using var list = await client.PostAsync(board, "/staff/consent/bulk?handler=Visits", [("building", $"{building}"), .. Households(visits)]);
        var doors = await list.Content.ReadAsStringAsync();
        doors.ShouldContain("8号楼1单元102");
        doors.ShouldNotContain("刚装修");
        doors.ShouldNotContain("8号楼1单元101<");
    }

    [Fact]
    public async Task An_act_for_another_community_finds_nothing()
    {
        await using var world = await ConsentWorld.StartAsync();
        var elsewhere = await Seeds.In(world.App).CommunityAsync("别的小区");
        using var stranger = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, elsewhere);
        var home = await world.HomeAsync("8-1-101");
        foreach (var path in new[] { "/staff/consent/bulk", "/staff/consent/bulk?handler=Calls", "/staff/consent/bulk?handler=Visits" })
            (await stranger.PostAsync("/staff/consent", path, ("community", $"{Pilot.CommunityId}"), ("household", $"{home.Id}"), ("act", "Calls"))).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        (await stranger.PostAsync("/staff/consent", "/staff/register/print", ("community", $"{Pilot.CommunityId}"), ("household", $"{home.Id}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var own = await stranger.PostAsync("/staff/consent", "/staff/register/print", ("community", $"{elsewhere}"), ("household", $"{home.Id}"));
        (await own.Content.ReadAsStringAsync()).ShouldNotContain("8号楼");
    }

    private static async Task<string> AskAsync(StaffClient client, string board, params (string, string)[] fields)
    {
        using var reply = await client.PostAsync(board, "/staff/consent/bulk", fields);
        reply.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await reply.Content.ReadAsStringAsync();
    }

    private static (string, string)[] Households(string page) => [.. Household().Matches(page).Select(m => ("household", m.Groups[1].Value))];

    private static async Task<int> RowsAsync(StaffClient client, string query)
    {
        using var export = await client.GetAsync($"/staff/consent/export.xlsx?{query}");
        using var zip = new ZipArchive(await export.Content.ReadAsStreamAsync());
        using var sheet = new StreamReader(zip.Entries.First(e => e.FullName.Contains("sheet2", StringComparison.Ordinal)).Open());
        return Regex.Count(await sheet.ReadToEndAsync(), "<x:row>|<row>", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex("""name="household" value="([^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Household();
}
