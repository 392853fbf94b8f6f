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
        using var late = await other.PostFilesAsync(path, [("b.pdf", "%PDF-1.4"u8.ToArray())], [("seen", seen), .. Signature.Where(f => f.Item1 != "signer"), ("signer", "李示例2"), ("witness", "赵示例")]);

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await late.Content.ReadAsStringAsync();
        page.ShouldContain("居委会小李已经记了“撤回申请书”。您写的都还在下面");
        foreach (var typed in new[] { "李示例2", "赵示例", "房产证上是他的名字", "2026年11月23日" }) page.ShouldContain(typed);
        (await world.CountAsync("select count(*) from application_scans")).ShouldBe(2);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Withdrawn);

        // What was taken back is not signed again: a new paper is printed, read and signed.
        page.ShouldContain("这份申请书已经不算数了，不能再签");
        page.ShouldNotContain("<button name=\"act\" value=\"sign\">");
        using (var again = await other.PostFilesAsync(path, [("c.png", [.. ConsentWorld.Picture, 1])], [("seen", $"{(await world.LedgerAsync("3-2-501")).Seen}"), .. Signature])) again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Withdrawn);
        await world.SignAsync("3-2-501");
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Signed);
    }

    [BothDatabases]
    public async Task Many_are_printed_without_those_who_said_no_and_their_own_page_prints_what_was_asked_for(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        await world.SayAsync("3-2-501", "refuse");
        await world.SayAsync("3-2-502", "agree");
        var (no, yes) = ((await world.HomeAsync("3-2-501")).Id, (await world.HomeAsync("3-2-502")).Id);
        var path = $"/staff/consent/flats/{no}";

        using (var many = await client.PostAsync(path, "/staff/consent/print", ("household", $"{no}"), ("household", $"{yes}"), ("format", "page")))
        {
            var page = await many.Content.ReadAsStringAsync();
            page.ShouldContain("3号楼2单元502");
            page.ShouldNotContain("3号楼2单元501");
        }

        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Refuses);
        (await client.PageAsync(path)).ShouldContain("name=\"own\" value=\"true\"");
        (await client.PostAsync(path, "/staff/consent/print", ("household", $"{no}"), ("own", "true"), ("format", "page"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Refuses, "a printer says nothing for the household");
        (await world.CountAsync($"select count(*) from applications where household_id = '{(provider is Provider.Sqlite ? $"{no}".ToUpperInvariant() : $"{no}")}'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_flat_without_a_riser_keeps_its_entrance_from_being_complete_and_stands_on_the_board(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        foreach (var floor in Enumerable.Range(1, 6)) await world.SignAsync($"3-2-{floor}01");
        var home = await world.HomeAsync("3-2-501");
        var path = $"/staff/consent?building={home.BuildingId}";
        (await client.PageAsync(path)).ShouldContain("齐了 2 个");
        await world.Database.ExecuteAsync("insert into households (id, community_id, building_id, entrance_id, number, label, floor, occupancy) values (@id, @CommunityId, @BuildingId, @EntranceId, '701', '3号楼2单元701', 7, 'OwnerLives')",
            new { id = Guid.NewGuid(), home.CommunityId, home.BuildingId, home.EntranceId }, default);

        var page = await client.PageAsync(path);
        page.ShouldContain("齐了 0 个");
        page.ShouldContain("3号楼2单元701");
        page.ShouldContain("没有登记立管");
        (await Board.ReadAsync(world.App.Get<ConsentLog>(), world.Database, Pilot.CommunityId, home.BuildingId, default)).Flats.ShouldBe(73);
    }

    [BothDatabases]
    public async Task A_withdrawal_after_the_works_entered_is_talked_over_and_the_page_says_so(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var application = await world.SignAsync("3-2-501");
        await world.EnterAsync("3-2-501");
        await world.EndAsync(application, LedgerKinds.Withdrawn);
        var path = $"/staff/consent/flats/{application.HouseholdId}";
        var page = await client.PageAsync(path);
        page.ShouldContain("请马上当面商量");

        (await client.PostAsync(path, $"{path}?handler=Late", ("seen", ConsentWorld.SeenIn(page)), ("reason", ""))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync(path, $"{path}?handler=Late", ("seen", ConsentWorld.SeenIn(page)), ("reason", "跟房主说好了，接着做"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        page = await client.PageAsync(path);
        page.ShouldContain("进场以后要撤回的事，当面商量过了");
        page.ShouldContain("跟房主说好了，接着做");
        page.ShouldNotContain("请马上当面商量");
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
