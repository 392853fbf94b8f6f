using System.Net;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

public sealed class ConsentPagesTests
{
    private static readonly (string, string)[] Signature =
        [("act", "sign"), ("signer", "王示例1"), ("capacity", "Owner"), ("paper", "deed"), ("decision", "房产证上是他的名字"), ("signedOn", "2026-11-23"), ("told", "true")];

    [BothDatabases]
    public async Task A_colleague_prints_uploads_and_records_and_the_riser_fills_up(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var home = await world.HomeAsync("3-2-501");
        await world.SayAsync("3-2-501", "agree");

        using (var printed = await client.PostAsync($"/staff/consent/flats/{home.Id}", "/staff/consent/print", ("household", $"{home.Id}"), ("format", "page")))
        {
            var page = await printed.Content.ReadAsStringAsync();
            printed.StatusCode.ShouldBe(HttpStatusCode.OK);
            foreach (var words in new[] { "A-0001", "3号楼2单元501", "data:image/png;base64,", "征求意见稿" }) page.ShouldContain(words);
        }

        var id = await world.Database.FirstAsync<Guid>("select id from applications", null, default);
        var path = $"/staff/consent/applications/{id}";
        var seen = ConsentWorld.SeenIn(await client.PageAsync(path));
        using (var without = await client.PostFilesAsync(path, [], [("seen", seen), .. Signature]))
        {
            without.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await without.Content.ReadAsStringAsync()).ShouldContain("请把签好的申请书拍照");
        }

        using (var wrong = await client.PostFilesAsync(path, [("a.exe", "MZ..."u8.ToArray())], [("seen", seen), .. Signature]))
            (await wrong.Content.ReadAsStringAsync()).ShouldContain("这种文件收不了");
        using (var signed = await client.PostFilesAsync(path, [("签字.png", ConsentWorld.Picture)], [("seen", seen), .. Signature])) signed.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await world.StandingsAsync("3-2-501")).ShouldBe([PairStanding.Signed, PairStanding.Signed]);
        var flat = await client.PageAsync($"/staff/consent/flats/{home.Id}");
        foreach (var words in new[] { "已签字", "王示例1", "产权人", "房产证（不动产权证）", "房产证上是他的名字" }) flat.ShouldContain(words);
        var scan = await world.Database.FirstAsync<Guid>("select id from application_scans", null, default);
        (await (await client.GetAsync($"{path}/scans/{scan}")).Content.ReadAsByteArrayAsync()).ShouldBe(ConsentWorld.Picture);
        (await world.CountAsync("select count(*) from audit_reads where kind = 'Consent'")).ShouldBeGreaterThan(0);
        (await world.CountAsync("select count(*) from audit_reads where kind = 'Photo'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task The_second_of_two_colleagues_reads_what_happened_and_keeps_every_word(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var one = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        using var other = await StaffClient.SignedInAsync(world.App, StaffRole.Street, Pilot.CommunityId);
        var application = await world.PrintAsync("3-2-501");
        var path = $"/staff/consent/applications/{application.Id}";
        var seen = ConsentWorld.SeenIn(await one.PageAsync(path));

        (await one.PostFilesAsync(path, [("a.png", ConsentWorld.Picture)], [("seen", seen), .. Signature])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await world.EndAsync(application, LedgerKinds.Withdrawn);
        using var late = await other.PostFilesAsync(path, [("b.png", [.. ConsentWorld.Picture, 0])], [("seen", seen), .. Signature.Where(f => f.Item1 != "signer"), ("signer", "李示例2"), ("witness", "赵示例")]);

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await late.Content.ReadAsStringAsync();
        page.ShouldContain("居委会小李已经记了“撤回申请书”。您写的都还在下面");
        foreach (var typed in new[] { "李示例2", "赵示例", "房产证上是他的名字", "value=\"2026-11-23\"" }) page.ShouldContain(typed);
        (await world.CountAsync("select count(*) from application_scans")).ShouldBe(2);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Withdrawn);

        using var again = await other.PostFilesAsync(path, [], [("seen", ConsentWorld.SeenIn(page)), .. Signature]);
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Signed);
    }

    [BothDatabases]
    public async Task The_board_shows_one_short_risers_first_and_merged_units_as_one(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        foreach (var floor in Enumerable.Range(1, 5)) await world.SignAsync($"3-2-{floor}01");
        await world.SayAsync("3-2-601", "refuse", "decorated");
        var building = (await world.HomeAsync("3-2-501")).BuildingId;

        var page = await client.PageAsync($"/staff/consent?community={Pilot.CommunityId}&building={building}");
        page.ShouldContain("24 个实施单元，齐了 0 个，差一户的 2 个");
        page.ShouldContain("只差一户的立管");
        page.IndexOf("差 1 户", StringComparison.Ordinal).ShouldBeGreaterThan(0);
        page.ShouldNotContain("刚装修");
        (await client.PageAsync($"/staff/consent?building={building}&show=Refuses")).ShouldContain("住户和下一步（1 户）");
        (await client.PageAsync($"/staff/consent?building={building}&show=open")).ShouldContain("住户和下一步（67 户）");

        await world.SignAsync("3-2-601");
        (await client.PageAsync($"/staff/consent?building={building}")).ShouldContain("齐了 2 个，差一户的 0 个");
    }

    [Fact]
    public async Task Only_who_works_for_the_community_sees_it_and_the_contractor_does_not()
    {
        await using var world = await ConsentWorld.StartAsync();
        var elsewhere = await Seeds.In(world.App).CommunityAsync("别的小区");
        using var stranger = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, elsewhere);
        using var contractor = await StaffClient.SignedInAsync(world.App, StaffRole.Contractor, Pilot.CommunityId);
        var application = await world.PrintAsync("3-2-501");
        string[] paths =
        [
            $"/staff/consent?community={Pilot.CommunityId}", $"/staff/consent/flats/{application.HouseholdId}", $"/staff/consent/applications/{application.Id}", $"/staff/consent/print?id={application.Id}",
            $"/staff/consent/applications/{application.Id}/document.docx", $"/staff/consent/applications/{application.Id}/scans/{Guid.NewGuid()}", $"/staff/consent/export.xlsx?community={Pilot.CommunityId}",
        ];
        foreach (var path in paths)
        {
            (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await contractor.GetAsync(path)).StatusCode.ShouldNotBe(HttpStatusCode.OK, path);
        }
    }

    [BothDatabases]
    public async Task A_disputed_answer_is_settled_by_a_person_with_a_reason(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        await world.SayAsync("3-2-501", "agree");
        await world.SayAsync("3-2-501", "disputed");
        var path = $"/staff/consent/flats/{(await world.HomeAsync("3-2-501")).Id}";
        var seen = ConsentWorld.SeenIn(await client.PageAsync(path));

        (await client.PostAsync(path, ("seen", seen), ("answer", "refuse"), ("reason", ""))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync(path, ("seen", seen), ("answer", "refuse"), ("reason", "跟房主当面核对过"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Refuses);
        (await client.PageAsync(path)).ShouldContain("跟房主当面核对过");
    }
}
