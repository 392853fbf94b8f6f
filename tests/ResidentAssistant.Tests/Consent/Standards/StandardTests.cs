using System.Net;
using ResidentAssistant.Consent.Standards;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent.Standards;

public sealed class StandardTests
{
    private const string Question = "基本恢复标准是什么意思";
    private static readonly string Page = StandardStore.PathOf(Pilot.CommunityId);

    [BothDatabases]
    public async Task Before_publication_the_assistant_says_so_and_afterwards_it_says_the_version_that_holds_with_its_link(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using var anybody = new StaffClient(app);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync(Question);
        chat.Reply.ShouldContain("还没公布，由区政府来定");
        using (var none = await anybody.GetAsync(Page))
        {
            none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await none.Content.ReadAsStringAsync()).ShouldContain("恢复标准还没有公布");
        }

        var today = SiteClock.Day(app.Clock.GetUtcNow());
        await PublishedAsync(street, 0, "拆开的墙面补平刷白，地面补防水。", "### 墙面\n\n<b>补平</b>刷白", today);
        await PublishedAsync(street, 1, "瓷砖补素色的。", "### 瓷砖\n\n补素色的", today.AddDays(10));

        await chat.SayAsync(Question);
        chat.Reply.ShouldContain($"现在公布的是：拆开的墙面补平刷白，地面补防水。（第1版，全文：{Page}）");
        chat.Reply.ShouldContain("区政府〔2026〕5号");
        var now = await anybody.PageAsync(Page);
        foreach (var words in new[] { "第 1 版，现在用的", "<h3>墙面</h3>", "&lt;b&gt;补平", "贴没贴这一版，还没有记录", "区政府</dd>", "第 2 版", "起用" }) now.ShouldContain(words);

        await PublishedAsync(street, 2, "包管留检修口。", "### 包管\n\n留检修口", today);
        await chat.SayAsync(Question);
        chat.Reply.ShouldContain($"包管留检修口。（第3版，全文：{Page}）");
        (await anybody.PageAsync(Page)).ShouldContain("第 3 版，现在用的");
        (await anybody.PageAsync($"{Page}?v=1")).ShouldContain("第 1 版，以前的");
        (await chat.CountAsync("select count(*) from evidence where kind = 'standard.published'")).ShouldBe(3);
    }

    [Fact]
    public void The_newest_version_that_has_begun_holds()
    {
        var first = new DateOnly(2026, 11, 1);
        RestorationStandard[] versions = [Version(3, first.AddDays(2)), Version(2, first.AddDays(9)), Version(1, first)];

        RestorationStandard.Holding(versions, first.AddDays(-1)).ShouldBeNull();
        RestorationStandard.Holding(versions, first.AddDays(1))!.Number.ShouldBe(1);
        RestorationStandard.Holding(versions, first.AddDays(20))!.Number.ShouldBe(3);
        versions.Select(v => v.StandingOn(first.AddDays(3), versions)).ShouldBe(["现在用的", "从2026年11月10日起用", "以前的"]);
    }

    [BothDatabases]
    public async Task A_posting_shows_day_place_and_a_photo_that_does_not_tell_where_the_phone_was(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee, Pilot.CommunityId);
        using var contractor = await StaffClient.SignedInAsync(app, StaffRole.Contractor, Pilot.CommunityId);
        using var anybody = new StaffClient(app);
        var today = SiteClock.Day(app.Clock.GetUtcNow());
        await PublishedAsync(street, 0, "拆开的墙面补平刷白。", "补平刷白", today);
        var path = $"/staff/standard/{(await app.Get<StandardStore>().AllAsync(Pilot.CommunityId, default))[0].Id}";

        (await PostAsync(committee, path, today.AddDays(1), "3号楼一层公告栏", Photo)).ShouldContain("不能在今天以后");
        (await PostAsync(committee, path, today, "", Photo)).ShouldContain("请写贴在哪里");
        (await PostAsync(committee, path, today, "3号楼一层公告栏", Photo, "")).ShouldContain("请写谁看见贴着的");
        (await PostAsync(committee, path, today, "3号楼一层公告栏", [])).ShouldContain("请上传贴出来以后拍的照片");
        (await PostAsync(committee, path, today, "3号楼一层公告栏", "%PDF-1.7"u8.ToArray())).ShouldContain("这种文件收不了");
        (await PostAsync(committee, path, today, "3号楼一层公告栏", Photo)).ShouldBeEmpty();
        (await PostAsync(committee, path, today, "3号楼一层公告栏", Photo)).ShouldBeEmpty();

        var page = await anybody.PageAsync(Page);
        page.ShouldContain($"{RestorationStandard.Written(today)}，贴在3号楼一层公告栏");
        var posting = (await app.Get<StandardPostings>().OfAsync(Pilot.CommunityId, default)).ShouldHaveSingleItem();
        using var photo = await anybody.GetAsync($"{Page}?handler=Photo&posting={posting.Id}");
        photo.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        System.Text.Encoding.Latin1.GetString(await photo.Content.ReadAsByteArrayAsync()).ShouldNotContain("GPS");
        using (var elsewhere = await anybody.GetAsync($"{StandardStore.PathOf(Guid.NewGuid())}?handler=Photo&posting={posting.Id}")) elsewhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get<Database>().FirstAsync<long>("select count(*) from evidence where kind = 'standard.posted'", null, default)).ShouldBe(1);

        page.ShouldNotContain("楼门长老赵");
        (await committee.PageAsync(path)).ShouldContain("看见的人：楼门长老赵");
        (await contractor.PageAsync(path)).ShouldNotContain("楼门长老赵");
        var database = app.Get<Database>();
        (await database.FirstAsync<long>("select count(*) from evidence where kind = 'standard.posted' and body like '%老赵%'", null, default)).ShouldBe(0);
        (await database.FirstAsync<long>("select count(*) from evidence_personal p join evidence e on e.id = p.record_id where e.kind = 'standard.posted' and p.name = 'seenBy'", null, default)).ShouldBe(1);
        (await database.FirstAsync<byte[]>("select content from standard_postings", null, default)).ShouldNotBe(await photo.Content.ReadAsByteArrayAsync());
        (await contractor.PageAsync("/staff/standard")).ShouldNotContain("记下贴在哪里");
        using var refused = await contractor.PostAsync(path, ("place", "别处"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = await StaffClient.SignedInAsync(app, StaffRole.Committee, await Seeds.In(app).CommunityAsync("别的小区"));
        using (var hidden = await stranger.GetAsync(path)) hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [BothDatabases]
    public async Task Of_two_who_publish_at_once_the_second_keeps_what_was_typed_and_nothing_is_half_written(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        var today = SiteClock.Day(app.Clock.GetUtcNow());
        await PublishedAsync(street, 0, "第一版的话。", "第一版", today);

        using var second = await street.PostAsync("/staff/standard", ("seen", "0"), ("source", "区政府〔2026〕6号"), ("validFrom", $"{today:O}"), ("summary", "我写的话。"), ("body", "我写了很久的标准"));

        second.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await second.Content.ReadAsStringAsync();
        foreach (var words in new[] { "刚才有同事发过新的一版", "我写了很久的标准", "区政府〔2026〕6号" }) page.ShouldContain(words);
        (await app.Get<StandardStore>().AllAsync(Pilot.CommunityId, default)).Count.ShouldBe(1);
        (await app.Get<SourcedSettings>().NewestAsync(StandardStore.Setting, Pilot.CommunityId, default)).ShouldBe(1);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        using var refused = await committee.PostAsync("/staff/standard", ("seen", "1"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [BothDatabases]
    public async Task A_sentence_set_by_hand_beside_a_version_is_named_on_the_page_of_the_colleagues(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        var today = SiteClock.Day(app.Clock.GetUtcNow());
        await PublishedAsync(street, 0, "拆开的墙面补平刷白。", "补平刷白", today);
        (await street.PageAsync("/staff/standard")).ShouldNotContain("后来另外改过");

        await app.Get<SourcedSettings>().SetAsync(new SettingDraft
        {
            Key = StandardStore.Setting, CommunityId = Pilot.CommunityId, Seen = 1, Value = "另一句话。", Source = "电话里说的", ValidFrom = today, SetBy = Guid.NewGuid(), SetByName = "街道小陈",
        }, today, default);

        var page = await street.PageAsync("/staff/standard");
        foreach (var words in new[] { "后来另外改过", "另一句话。", "电话里说的" }) page.ShouldContain(words);
        await PublishedAsync(street, 1, "瓷砖补素色的。", "补素色的", today);
        (await street.PageAsync("/staff/standard")).ShouldNotContain("后来另外改过");
    }

    private static RestorationStandard Version(int number, DateOnly from) => new()
    {
        Id = Guid.NewGuid(), CommunityId = Pilot.CommunityId, Number = number, Summary = "", Body = "", Source = "", ValidFrom = from, PublishedByName = "", PublishedAt = default,
    };

    // The beginning and the end of a JPEG, between them what phones write about place and device.
    private static byte[] Photo { get; } = [0xFF, 0xD8, 0xFF, 0xE1, 0, 12, .. "Exif\0\0GPS "u8, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9];

    private static async Task<string> PostAsync(StaffClient client, string path, DateOnly on, string place, byte[] photo, string seenBy = "楼门长老赵")
    {
        using var reply = await client.PostFilesAsync(path, [("公告栏.jpg", photo)], ("postedOn", $"{on:O}"), ("place", place), ("seenBy", seenBy));
        return reply.StatusCode == HttpStatusCode.Redirect ? "" : await reply.Content.ReadAsStringAsync();
    }

    private static async Task PublishedAsync(StaffClient street, int seen, string summary, string body, DateOnly from)
    {
        using var published = await street.PostAsync("/staff/standard", ("seen", $"{seen}"), ("source", "区政府〔2026〕5号"), ("validFrom", $"{from:O}"), ("summary", summary), ("body", body));
        published.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
