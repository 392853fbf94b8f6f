using System.Net;
using System.Text.RegularExpressions;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Conversations;

public sealed partial class StaffPagesTests
{
    [Fact]
    public async Task Opening_a_transcript_shows_the_words_and_writes_down_who_did()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var conversation = await Seeds.ConversationAsync(app, "我家厨房管子有点滴水");
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee);

        (await client.PageAsync($"/staff/conversations/{conversation}?from=desk")).ShouldContain("我家厨房管子有点滴水");

        (await ReasonsAsync(app, conversation)).ShouldBe(["Transcript Desk"]);
    }

    [Fact]
    public async Task Words_of_another_community_are_neither_shown_nor_answered()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var seeds = Seeds.In(app);
        var (a, b) = (await seeds.CommunityAsync("甲小区"), await seeds.CommunityAsync("乙小区"));
        var conversation = await Seeds.ConversationAsync(app, community: b);
        var photo = await Seeds.PhotoAsync(app, conversation, [1, 2, 3]);
        await seeds.OutcomeAsync(b, "leak", "reported", "[]", "a", conversation: conversation);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee, a);

        foreach (var path in new[] { $"/staff/conversations/{conversation}", $"/staff/conversations/{conversation}/live.json", $"/staff/conversations/{conversation}/files/{photo.Id}" })
            (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        (await PostAsync(client, conversation, "/staff", ("act", "take"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.PageAsync("/staff/conversations")).ShouldNotContain("乙小区");
        (await client.PageAsync("/staff/funnel")).ShouldNotContain("leak");
        (await ReasonsAsync(app, conversation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_colleague_takes_over_speaks_once_and_gives_back()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var conversation = await Seeds.ConversationAsync(app);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var path = $"/staff/conversations/{conversation}";

        (await client.PostAsync(path, ("act", "take"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var id = MessageId().Match(await client.PageAsync(path)).Groups[1].Value;
        for (var i = 0; i < 3; i++) (await client.PostAsync(path, ("act", "say"), ("text", "您好，我马上过去。"), ("messageId", id))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.PostAsync(path, ("act", "give"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.PostAsync(path, ("act", "give"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var entries = (await app.Get<Transcript>().OfAsync(conversation, CancellationToken.None)).SelectMany(t => t.Entries).ToList();
        entries.Count(e => e.From == Speaker.Staff && e.Text == "您好，我马上过去。" && e.Name == "居委会小李").ShouldBe(1);
        entries.Where(e => e.Kind == EntryKind.Event).Select(e => e.Text).ShouldBe(["taken-over", "given-back"]);
    }

    [Fact]
    public async Task The_second_colleague_sees_who_holds_it_and_cannot_speak()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var conversation = await Seeds.ConversationAsync(app);
        using var first = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        using var second = await StaffClient.SignedInAsync(app, StaffRole.Street);
        var path = $"/staff/conversations/{conversation}";
        await first.PostAsync(path, ("act", "take"));

        using var taking = await second.PostAsync(path, ("act", "take"));
        using var speaking = await second.PostAsync(path, ("act", "say"), ("text", "别急"), ("messageId", Guid.NewGuid().ToString("N")));

        taking.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await taking.Content.ReadAsStringAsync()).ShouldContain("居委会小李");
        speaking.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await app.Get<Transcript>().OfAsync(conversation, CancellationToken.None)).SelectMany(t => t.Entries).ShouldAllBe(e => e.Text != "别急");
    }

    [Fact]
    public async Task A_photo_is_shown_to_staff_and_the_look_is_written_down()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var conversation = await Seeds.ConversationAsync(app);
        var photo = await Seeds.PhotoAsync(app, conversation, [1, 2, 3]);
        var page = await Seeds.PhotoAsync(app, conversation, [4, 5, 6], "text/html");
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        using var stranger = new StaffClient(app);

        using var shown = await client.GetAsync($"/staff/conversations/{conversation}/files/{photo.Id}");
        using var saved = await client.GetAsync($"/staff/conversations/{conversation}/files/{page.Id}");
        using var refused = await stranger.GetAsync($"/staff/conversations/{conversation}/files/{photo.Id}");

        (await shown.Content.ReadAsByteArrayAsync()).ShouldBe([1, 2, 3]);
        shown.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        shown.Headers.CacheControl!.NoStore.ShouldBeTrue();
        saved.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        saved.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        refused.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await ReasonsAsync(app, conversation)).ShouldBe(["Photo Direct", "Photo Direct"]);
    }

    [Theory]
    [InlineData("audio/mp4", "<audio controls", "audio/mp4")]
    [InlineData("audio/amr", "<audio controls", "audio/amr")]
    [InlineData("image/heic", "点这里存下来看", "application/octet-stream")]
    public async Task A_recording_is_played_at_the_desk_and_what_no_browser_shows_is_a_link(string type, string on, string served)
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var conversation = await Seeds.ConversationAsync(app);
        var file = await Seeds.PhotoAsync(app, conversation, [1, 2, 3, 4], type);
        await Seeds.TurnAsync(app, conversation, new Entry { Position = 0, From = Speaker.Resident, At = default, Kind = type.StartsWith("audio/", StringComparison.Ordinal) ? EntryKind.Voice : EntryKind.Message, Attachments = [file] });
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee);

        using var page = await client.GetAsync($"/staff/conversations/{conversation}");
        using var bytes = await client.GetAsync($"/staff/conversations/{conversation}/files/{file.Id}");

        var html = await page.Content.ReadAsStringAsync();
        html.ShouldContain(on);
        html.ShouldNotContain("<img");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("media-src 'self'");
        bytes.Content.Headers.ContentType!.MediaType.ShouldBe(served);
        (await bytes.Content.ReadAsByteArrayAsync()).ShouldBe([1, 2, 3, 4]);
        bytes.Headers.GetValues("Content-Security-Policy").Single().ShouldEndWith("sandbox");
        bytes.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [BothDatabases]
    public async Task Tickets_and_intents_of_the_conversation_are_shown_as_they_stand(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, listen: true);
        var seeds = Seeds.In(app);
        var (mine, other) = (await seeds.CommunityAsync("甲小区"), await seeds.CommunityAsync("乙小区"));
        var household = await seeds.HouseholdAsync(mine, "3", "2", "501");
        var conversation = await Seeds.ConversationAsync(app, community: mine, household: household, proven: true);
        await seeds.TicketAsync(conversation, mine, "E-9001", "leak");
        await seeds.TicketAsync(conversation, other, "E-9002", "burst");
        await seeds.DeskItemAsync(mine, "emergency", urgent: false, "漏水渗水", "E-9001", conversation);
        var riser = Guid.NewGuid();
        await seeds.IntentAsync(conversation, mine, household, riser, "Y-9001", "agree", turn: 1);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await seeds.IntentAsync(conversation, mine, household, riser, "Y-9002", "refuse", turn: 2);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee, mine);

        var page = await client.PageAsync($"/staff/conversations/{conversation}");

        page.ShouldContain("""<strong>E-9001</strong> 报修：漏水渗水 <span class="tag">还没有人接手</span>""");
        page.ShouldContain("""<strong>Y-9001</strong> 意愿：同意（1 根管子） <span class="tag">后来又改过</span>""");
        page.ShouldContain("""<strong>Y-9002</strong> 意愿：不同意（1 根管子） <span class="tag">只是意愿，不是书面申请</span>""");
        page.ShouldNotContain("E-9002");
    }

    [BothDatabases]
    public async Task A_ticket_tells_colleagues_the_room_the_pipe_and_since_when(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, listen: true);
        var seeds = Seeds.In(app);
        var community = await seeds.CommunityAsync("甲小区");
        var conversation = await Seeds.ConversationAsync(app, "厨房下水立管漏水了，都三天了", community);
        await app.Get<Database>().ExecuteAsync("update tickets set community_id = @community", new { community }, default);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee, community);

        var page = await client.PageAsync($"/staff/conversations/{conversation}");

        var day = SiteClock.Day(app.Clock.GetUtcNow().AddDays(-3));
        page.ShouldContain($"报修：漏水渗水，厨房，下水立管，{day.Month}月{day.Day}日起 ");
        (await app.Get<Database>().FirstAsync<long>("select count(*) from ticket_events where kind in ('room', 'pipe', 'since') and sealed is null", null, default)).ShouldBe(3);
    }

    [Fact]
    public async Task Words_of_residents_are_escaped()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var conversation = await Seeds.ConversationAsync(app, "<script>alert(1)</script>");
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee);

        (await client.PageAsync($"/staff/conversations/{conversation}")).ShouldNotContain("<script>alert");
    }

    private static async Task<HttpResponseMessage> PostAsync(StaffClient client, Guid conversation, string tokenFrom, (string, string) field)
    {
        var token = StaffClient.TokenIn(await client.PageAsync(tokenFrom));
        return await client.PostBareAsync($"/staff/conversations/{conversation}", field, ("__RequestVerificationToken", token));
    }

    private static Task<IReadOnlyList<string>> ReasonsAsync(TestApp app, Guid conversation) => app.Get<Database>().QueryAsync<string>(
        "select kind || ' ' || reason from audit_reads where conversation_id = @conversation order by id", new { conversation }, CancellationToken.None);

    [GeneratedRegex("name=\"messageId\" value=\"([0-9a-f]{32})\"", RegexOptions.None, 1000)]
    private static partial Regex MessageId();
}
