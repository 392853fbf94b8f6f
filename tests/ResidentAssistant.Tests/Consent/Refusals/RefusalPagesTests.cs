using System.Net;
using System.Text.RegularExpressions;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent.Refusals;

public sealed partial class RefusalPagesTests
{
    private static readonly (string Name, string Value)[] Typed = [("went", "小李、小王"), ("when", "2026-11-23T09:30"), ("met", "房主的女儿"), ("said", "刚装修过，不想再动"), ("result", "still-no")];

    // A photo with an EXIF segment that names a place.
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE1, 0, 14, .. "Exif\0\0GPS39N"u8, 0xFF, 0xDB, 0, 3, 1, 0xFF, 0xDA, 0, 2, 7, 7, 0xFF, 0xD9];

    [BothDatabases]
    public async Task What_is_typed_and_photographed_stays_when_the_form_is_refused_and_the_record_is_printed(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var home = await world.HomeAsync("3-2-501");
        await world.SayAsync("3-2-501", "refuse", "decorated");
        var path = $"/staff/visits/{home.Id}/new";
        var form = await client.PageAsync(path);
        form.ShouldNotContain("十四五");

        using var refused = await client.PostFilesAsync(path, [("a.jpg", Jpeg)], [.. Hidden(form), .. Typed.Where(f => f.Name is not "result" and not "met"), ("onPaper", "true")]);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await refused.Content.ReadAsStringAsync();
        foreach (var words in new[] { "请选结果是哪一种", "小李、小王", "刚装修过，不想再动", "2026-11-23T09:30", "已经收好 1 张", "name=\"onPaper\" value=\"true\" checked" }) page.ShouldContain(words);
        (await world.CountAsync("select count(*) from visit_acts")).ShouldBe(0);

        using var recorded = await client.PostFilesAsync(path, [], [.. Hidden(page), .. Typed, ("onPaper", "true")]);
        recorded.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var twice = await client.PostFilesAsync(path, [], [.. Hidden(page), .. Typed, ("onPaper", "true")]);
        twice.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.CountAsync("select count(*) from visit_acts")).ShouldBe(1);
        var record = await client.PageAsync(recorded.Headers.Location!.ToString());
        foreach (var words in new[] { "F-0001", "3号楼2单元501", "2026年11月23日 09:30", "小李、小王", "房主的女儿", "刚装修过，不想再动", "还是不同意", "1 张", "签了，纸由居委会收着", "住户签字（可以不签）" }) record.ShouldContain(words);
        record.ShouldNotContain("告诉了他这句话");

        var photo = await world.Database.FirstAsync<Guid>("select id from visit_photos", null, default);
        var bytes = await (await client.GetAsync($"/staff/visits/{home.Id}/photos/{photo}")).Content.ReadAsByteArrayAsync();
        System.Text.Encoding.Latin1.GetString(bytes).ShouldNotContain("GPS39N");
        (await world.CountAsync("select count(*) from audit_reads where kind = 'Photo'")).ShouldBe(1);
        (await client.PageAsync("/staff/visits")).ShouldContain("去过 1 次");
    }

    [BothDatabases]
    public async Task Who_comes_second_reads_what_happened_and_keeps_every_word(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var home = await world.HomeAsync("3-2-501");
        var path = $"/staff/visits/{home.Id}/new";
        var form = await client.PageAsync(path);
        await world.VisitAsync("3-2-501", VisitResult.NoMore);

        using var late = await client.PostFilesAsync(path, [("a.png", ConsentWorld.Picture)], [.. Hidden(form), .. Typed]);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await late.Content.ReadAsStringAsync();
        foreach (var words in new[] { "居委会小李记了“上门：请我们不要再来”", "这一户说过别再来了", "房主的女儿", "刚装修过，不想再动", "已经收好 1 张", "value=\"still-no\" checked" }) page.ShouldContain(words);

        using var again = await client.PostFilesAsync(path, [], [.. Hidden(page), .. Typed]);
        again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.CountAsync("select count(*) from visit_acts")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task The_sentence_on_funding_is_there_only_while_it_holds_and_telling_it_is_proven(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var home = await world.HomeAsync("3-2-501");
        var path = $"/staff/visits/{home.Id}/new";
        using var invented = await client.PostFilesAsync(path, [], [.. Hidden(await client.PageAsync(path)), .. Typed, ("told", VisitLog.HashOf("“十四五”时期政府将不再提供改造资金支持。"))]);
        invented.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        await world.SetAsync(FundingSentence.Key, "“十五五”期间的资金，另行通知。", to: new DateOnly(2026, 11, 24));
        var form = await client.PageAsync(path);
        form.ShouldContain("“十五五”期间的资金，另行通知。");
        var told = VisitLog.HashOf("“十五五”期间的资金，另行通知。");
        // On the day before it did not hold yet.
        using var early = await client.PostFilesAsync(path, [], [.. Hidden(form), .. Typed.Where(f => f.Name != "when"), ("when", "2026-11-22T09:30"), ("told", told)]);
        (await early.Content.ReadAsStringAsync()).ShouldContain("资金的那句话，上门那天的说法");
        using var recorded = await client.PostFilesAsync(path, [], [.. Hidden(form), .. Typed, ("told", told)]);
        recorded.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var proof = (await world.Database.FirstAsync<string>("select body from evidence_unlinked where kind = 'policy.told'", null, default)).ShouldNotBeNull();
        proof.ShouldContain(told);
        proof.ShouldNotContain("女儿");
        world.App.Clock.WakeAfter(TimeSpan.FromDays(3));
        using var later = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        (await later.PageAsync(path)).ShouldNotContain("十五五");
        (await later.PageAsync(recorded.Headers.Location!.ToString())).ShouldContain("“十五五”期间的资金，另行通知。\n（出处：街道会议纪要 2026-11；文字版本");
    }

    [BothDatabases]
    public async Task Only_the_street_closes_says_why_and_approves_what_the_others_read(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var committee = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        using var street = await StaffClient.SignedInAsync(world.App, StaffRole.Street, Pilot.CommunityId);
        await world.CadenceAsync(count: 2);
        await world.SayAsync("3-2-501", "refuse", "decorated");
        await world.VisitAsync("3-2-501");
        var path = $"/staff/visits/{(await world.HomeAsync("3-2-501")).Id}";
        (await committee.PageAsync(path)).ShouldNotContain("记为不再实施</button>");
        var page = await street.PageAsync(path);
        var seen = Regex.Match(page[page.IndexOf("<summary>记为不再实施", StringComparison.Ordinal)..], "name=\"seen\" value=\"([^\"]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

        (await committee.PostAsync(path, ("act", "close"), ("seen", seen), ("reason", "谈过"), ("early", "谈过"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var silent = await street.PostAsync(path, ("act", "close"), ("seen", seen), ("reason", "家里商量定了"));
        (await silent.Content.ReadAsStringAsync()).ShouldContain("公布的是上门沟通 2 次，现在见到人 1 次。请写明为什么现在就记。");
        await world.SayAsync("3-2-501", "refuse", "mess");
        using var late = await street.PostAsync(path, ("act", "close"), ("seen", seen), ("reason", "家里商量定了"), ("early", "他请我们别再去"));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var offered = await late.Content.ReadAsStringAsync();
        foreach (var words in new[] { "这一户自己说了“聊天里说：不愿意”", ">家里商量定了</textarea>", ">他请我们别再去</textarea>" }) offered.ShouldContain(words);
        (await street.PostAsync(path, ("act", "close"), ("seen", $"{(await world.LedgerAsync("3-2-501")).Seen}"), ("reason", "家里商量定了"), ("early", "他请我们别再去"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Closed);
        (await committee.PageAsync($"/staff/consent/flats/{(await world.HomeAsync("3-2-501")).Id}")).ShouldContain("上门次数没到，为什么现在记");
        var notice = await world.Database.FirstAsync<Guid>("select id from riser_notices order by id", null, default);
        var address = $"/staff/visits/notices/{notice}";
        (await committee.PostAsync(address, ("act", "approved"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var draft = await street.PageAsync(address);
        draft.ShouldContain("只供试印");
        (await street.PostAsync(address, ("act", "approved"), ("hash", "another"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await street.PostAsync(address, ("act", "approved"), ("hash", Regex.Match(draft, "name=\"hash\" value=\"([^\"]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await committee.PageAsync(address)).ShouldNotContain("只供试印");
        (await committee.PageAsync("/staff/visits/notices")).ShouldContain("核准了");

        (await street.PostAsync(path, ("act", "reopen"), ("seen", $"{(await world.LedgerAsync("3-2-501")).Seen}"), ("reason", "他自己来说的"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.StandingsAsync("3-2-501")).ShouldAllBe(s => s == PairStanding.Refuses);
    }

    [Fact]
    public async Task A_wish_told_to_a_colleague_is_kept_both_ways()
    {
        await using var world = await ConsentWorld.StartAsync();
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        await world.SayAsync("3-2-501", "refuse");
        await world.CadenceAsync();
        var home = await world.HomeAsync("3-2-501");
        var path = $"/staff/visits/{home.Id}";

        (await client.PostAsync(path, ("act", "ended"), ("seen", $"{Guid.Empty}"), ("reason", ""))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsync(path, ("act", "ended"), ("seen", $"{Guid.Empty}"), ("reason", "他打电话来说的"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.TaskAsync("3-2-501")).ShouldBeOfType<VisitTask.Asked>();
        (await client.PageAsync("/staff/visits")).ShouldContain("请我们不要再来的（1 户）");
        (await client.PageAsync($"/staff/consent/flats/{home.Id}")).ShouldContain("他说过别再来了");
        var page = await client.PageAsync(path);
        (await client.PostAsync(path, ("act", "again"), ("seen", ConsentWorld.SeenIn(page)), ("reason", "他来居委会说的"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.TaskAsync("3-2-501")).ShouldBeOfType<VisitTask.Due>();
    }

    [Fact]
    public async Task Only_who_works_for_the_community_sees_it_and_the_contractor_does_not()
    {
        await using var world = await ConsentWorld.StartAsync();
        using var stranger = await StaffClient.SignedInAsync(world.App, StaffRole.Street, await Seeds.In(world.App).CommunityAsync("别的小区"));
        using var contractor = await StaffClient.SignedInAsync(world.App, StaffRole.Contractor, Pilot.CommunityId);
        await world.SayAsync("3-2-501", "refuse");
        await world.VisitAsync("3-2-501");
        await world.CloseAsync("3-2-501");
        var home = await world.HomeAsync("3-2-501");
        var visit = await world.Database.FirstAsync<Guid>("select id from visit_acts", null, default);
        var notice = await world.Database.FirstAsync<Guid>("select id from riser_notices", null, default);
        foreach (var path in new[] { $"/staff/visits?community={Pilot.CommunityId}", $"/staff/visits/{home.Id}", $"/staff/visits/{home.Id}/new", $"/staff/visits/records/{visit}", $"/staff/visits/{home.Id}/photos/{Guid.NewGuid()}", $"/staff/visits/notices/{notice}" })
        {
            (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await contractor.GetAsync(path)).StatusCode.ShouldNotBe(HttpStatusCode.OK, path);
        }

        (await stranger.PageAsync("/staff/visits/notices")).ShouldNotContain("3号楼");
    }

    [BothDatabases]
    public async Task Photos_of_a_form_that_nobody_finished_are_forgotten_after_a_week(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var photos = world.App.Get<VisitPhotos>();
        var home = await world.HomeAsync("3-2-501");
        await photos.AddAsync(Guid.CreateVersion7(), home.Id, ConsentWorld.Picture, world.Colleague, default);
        await world.VisitAsync("3-2-501");
        await photos.AddAsync(await world.Database.FirstAsync<Guid>("select id from visit_acts", null, default), home.Id, ConsentWorld.Picture, world.Colleague, default);
        await Should.ThrowAsync<RefusedException>(() => photos.AddAsync(Guid.CreateVersion7(), home.Id, "%PDF-1.7"u8.ToArray(), world.Colleague, default));

        await photos.RunAsync(world.App.Clock.GetUtcNow().AddDays(6), default);
        (await world.CountAsync("select count(*) from visit_photos")).ShouldBe(2);
        await photos.RunAsync(world.App.Clock.GetUtcNow().AddDays(8), default);
        (await world.CountAsync("select count(*) from visit_photos")).ShouldBe(1);
    }

    private static (string, string)[] Hidden(string page) => [("id", Id().Match(page).Groups[1].Value), ("seen", ConsentWorld.SeenIn(page))];

    [GeneratedRegex("""name="id" value="([^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
