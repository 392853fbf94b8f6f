using System.IO.Compression;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Messaging;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Knowledge;

public sealed class KnowledgePagesTests
{
    private const string Page = "/staff/knowledge/sample.who-must-agree";

    [BothDatabases]
    public async Task A_text_is_approved_as_it_was_read_and_shown_to_residents_with_the_name(Provider provider)
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await ProductionAsync(samples, provider);
        using var resident = new StaffClient(app);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using (var hidden = await resident.GetAsync("/a/sample.who-must-agree")) hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await street.PageAsync(Page)).ShouldContain("还没有人核准这段原话");

        using var wrong = await street.PostAsync(Page, ("act", "approve"), ("hash", "0000"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("原话刚才被改过");
        using var approved = await street.PostAsync(Page, ("act", "approve"), ("hash", app.Get<KnowledgeBank>().Find("sample.who-must-agree")!.Entry.Hash));
        approved.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = await resident.PageAsync("/a/sample.who-must-agree");
        page.ShouldContain("街道小李，2026年11月23日核准");
        page.ShouldContain("征求意见稿是 2021 年发的，还不是正式文件");
        page.ShouldContain("<strong>每一户</strong>");
        page.ShouldNotContain("<script");
        (await resident.PageAsync("/a/sample.who-must-agree?size=large")).ShouldContain("answer large");

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        using var taken = await street.PostAsync(Page, ("act", "withdraw"), ("hash", app.Get<KnowledgeBank>().Find("sample.who-must-agree")!.Entry.Hash));
        using var gone = await resident.GetAsync("/a/sample.who-must-agree");
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await street.PageAsync(Page)).ShouldContain("撤销核准（指纹");
    }

    [Fact]
    public async Task Who_may_not_approve_can_write_drafts_and_not_touch_what_is_approved()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await ProductionAsync(samples);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        using var contractor = await StaffClient.SignedInAsync(app, StaffRole.Contractor);
        var hash = app.Get<KnowledgeBank>().Find("sample.who-must-agree")!.Entry.Hash;

        using var edited = await committee.PostAsync(Page, Form("同一根管子上的每一家都同意，才可以换。"));
        edited.StatusCode.ShouldBe(HttpStatusCode.Redirect, await edited.Content.ReadAsStringAsync());
        var answer = app.Get<KnowledgeBank>().Find("sample.who-must-agree")!;
        answer.Entry.Short.Text.ShouldEndWith("才可以换。");
        answer.Entry.Questions.Count.ShouldBe(2);
        using var refused = await committee.PostAsync(Page, ("act", "approve"), ("hash", answer.Entry.Hash));
        (await refused.Content.ReadAsStringAsync()).ShouldContain("核准要有权限的同事来做");
        (await contractor.PageAsync("/staff/knowledge")).ShouldContain("要几家同意才能换");
        using var closed = await contractor.PostBareAsync(Page);
        closed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await app.Get<KnowledgeStore>().ApproveAsync(answer.Entry.Id, answer.Entry.Hash, "x", true, new CurrentStaff(Guid.NewGuid(), "s", "街道", StaffRole.Street, StaffScope.All(true), false), default);
        await app.Get<KnowledgeBank>().RefreshAsync(default);
        using var late = await committee.PostAsync(Page, [.. Form("又改了"), ("seen", "1")]);
        (await late.Content.ReadAsStringAsync()).ShouldContain("这条已经核准了");
        hash.ShouldNotBe(answer.Entry.Hash);
    }

    [Fact]
    public async Task A_faulty_answer_is_not_saved_and_what_was_typed_stays()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await ProductionAsync(samples);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);

        foreach (var (name, value, problem) in new[]
        {
            ("short", "", "请写在对话里怎么答"), ("title", "", "请写问的是什么"), ("settings", "consent.validty", "没有“consent.validty”这个政策参数"), ("settings", "consent.validity", "还没公布的时候怎么说"),
            ("short", "有效{consent.validity}", "原话里有 {consent.validity}"), ("validTo", "2020-01-01", "截止日期"), ("long", "[看](http://example.org)", "有一处读不出来"), ("article", "12", "有一处读不出来"), ("validFrom", "明年", "日期或者数字写得不对"),
        })
        {
            using var reply = await street.PostAsync(Page, [.. Form("我写到一半").Where(f => f.Name != name), (name, value), ("validFrom", "2026-01-01")]);
            reply.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{name} {value}");
            (await reply.Content.ReadAsStringAsync()).ShouldContain(problem);
        }

        (await app.Get<KnowledgeStore>().NewestTextsAsync(default)).ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task A_question_is_answered_in_the_conversation_once_and_kept_as_a_draft(Provider provider)
    {
        using var samples = new SampleAnswers();
        await using var app = await ProductionAsync(samples, provider);
        var chat = new Chat(app, "a");
        await chat.SayAsync("保修几年，我是3-2-501的");
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        (await committee.PageAsync("/staff/questions")).ShouldSatisfyAllConditions(p => p.ShouldContain("W-0001"), p => p.ShouldNotContain("保修几年"));
        var id = await app.Get<Database>().FirstAsync<Guid>("select id from questions", null, default);

        (await committee.PageAsync($"/staff/questions/{id}")).ShouldContain("保修几年，我是3-2-501的");
        (await chat.CountAsync("select count(*) from audit_reads where kind = 'Question' and reason = 'Queue' and item_id = @id", new { id })).ShouldBe(1);
        using var empty = await committee.PostAsync($"/staff/questions/{id}", ("act", "answer"), ("answer", " "));
        empty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        for (var i = 0; i < 2; i++)
        {
            using var sent = await committee.PostAsync($"/staff/questions/{id}", ("act", "answer"), ("answer", "管道保修两年。"));
            sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        var said = (await app.Get<Transcript>().OfAsync(chat.Receipt!.ConversationId, default)).SelectMany(t => t.Entries).Where(e => e.From == Speaker.Staff).ToList();
        said.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Text.ShouldBe("您问的“保修几年，我是3-2-501的”，答复您：\n管道保修两年。"), e => e.Name.ShouldBe("居委会小李"));
        (await chat.CountAsync("select count(*) from outbox o where o.turn = @turn", new { turn = chat.Receipt.Turn + 1 })).ShouldBe(1);
        (await app.Get<Database>().QueryAsync<string>("select title from desk_items where kind = 'question' and done_at is null", null, default)).ShouldBeEmpty();
        (await committee.PageAsync("/staff/questions?done=1")).ShouldContain("居委会小李");

        (await committee.PageAsync($"/staff/questions/{id}")).ShouldContain("value=\"保修几年，我是某的\"");
        using var kept = await committee.PostAsync($"/staff/questions/{id}", ("act", "keep"), ("title", "保修几年"), ("phrasing", "保修几年"));
        kept.Headers.Location!.OriginalString.ShouldBe("/staff/knowledge/asked.w-0001");
        app.Get<KnowledgeBank>().Find("asked.w-0001")!.ShouldSatisfyAllConditions(a => a.Entry.Short.Text.ShouldBe("管道保修两年。"), a => a.Entry.Questions.ShouldBe(["保修几年"]),
            a => a.StateOn(Today(app)).ShouldBe(AnswerState.Draft));
    }

    [Fact]
    public async Task Questions_of_another_community_are_not_seen_and_not_answered()
    {
        using var samples = new SampleAnswers();
        await using var app = await ProductionAsync(samples);
        var (mine, other) = (await Seeds.In(app).CommunityAsync("柳荫里"), await Seeds.In(app).CommunityAsync("槐树街"));
        var chat = new Chat(app, "a");
        await chat.SayAsync("保修几年");
        await app.Get<Database>().ExecuteAsync("update questions set community_id = @other", new { other }, default);
        var id = await app.Get<Database>().FirstAsync<Guid>("select id from questions", null, default);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee, mine);

        (await committee.PageAsync("/staff/questions")).ShouldNotContain("W-0001");
        using var page = await committee.GetAsync($"/staff/questions/{id}");
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var post = await committee.PostBareAsync($"/staff/questions/{id}", ("act", "close"), ("__RequestVerificationToken", StaffClient.TokenIn(await committee.PageAsync("/staff/questions"))));
        ((int)post.StatusCode).ShouldBeGreaterThanOrEqualTo(400);
        (await chat.CountAsync("select count(*) from questions where state = 'open'")).ShouldBe(1);
    }

    [Fact]
    public async Task The_list_shows_thirty_at_a_time_and_only_what_was_asked_for()
    {
        using var samples = new SampleAnswers([SampleAnswers.Funding, .. Enumerable.Range(1, 31).Select(i => SampleAnswers.WhoMustAgree.Replace("sample.who-must-agree", $"sample.who-{i:00}").Replace("要几家同意才能换", $"第{i}问"))]);
        await using var app = await ProductionAsync(samples);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);

        var first = WebUtility.HtmlDecode(await street.PageAsync("/staff/knowledge"));
        first.ShouldSatisfyAllConditions(p => p.ShouldContain("共 32 条，这是第 1 到 30 条。"), p => p.ShouldContain("第29问"), p => p.ShouldNotContain("第30问"), p => p.ShouldContain("/staff/knowledge?from=30"));
        (await street.PageAsync("/staff/knowledge?from=30")).ShouldSatisfyAllConditions(p => p.ShouldContain("第31问"), p => p.ShouldNotContain("第29问"), p => p.ShouldContain("href=\"/staff/knowledge\">前面的"));
        (await street.PageAsync("/staff/knowledge?intent=ask_refusal_consequence&from=900")).ShouldSatisfyAllConditions(p => p.ShouldContain("以后还给不给钱"), p => p.ShouldContain("共 1 条。"), p => p.ShouldNotContain("第1问"));
    }

    [Fact]
    public async Task A_page_names_the_values_an_answer_shows_and_how_they_stand()
    {
        using var samples = new SampleAnswers(SampleAnswers.Validity);
        await using var app = await ProductionAsync(samples);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);

        (await street.PageAsync("/staff/knowledge/sample.consent-validity")).ShouldSatisfyAllConditions(p => p.ShouldContain("您的意愿〔意愿的有效期〕内有效。"), p => p.ShouldContain("意愿的有效期</a>：还没公布，由街道办事处来定"));

        await app.Get<SourcedSettings>().SetAsync(new SettingDraft { Key = "consent.validity", Value = "90", Source = "示例街道纪要", ValidFrom = Today(app), SetBy = Guid.NewGuid(), SetByName = "小李", Seen = 0 }, Today(app), default);
        (await street.PageAsync("/staff/knowledge/sample.consent-validity")).ShouldContain("意愿的有效期</a>：90天");
    }

    [Fact]
    public async Task Files_are_read_again_by_the_button_and_a_fault_is_told_there()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await ProductionAsync(samples);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        samples.Write("new.md", SampleAnswers.Validity);
        File.WriteAllText(Path.Combine(samples.Folder, "..", "more.yaml"), "id: more\ntext: [新的]\nsteps:\n  - say: 新的一段\n");

        using (var read = await street.PostAsync("/staff/knowledge")) read.Headers.Location!.OriginalString.ShouldBe("/staff/knowledge?read=again");
        (await street.PageAsync("/staff/knowledge?read=again")).ShouldContain("同意以后管多久");
        app.Get<Dialogue>().Library.Find("more").ShouldNotBeNull();

        samples.Write("new.md", SampleAnswers.Validity.Replace("intent:", "intnt:"));
        using var faulty = await street.PostAsync("/staff/knowledge");
        faulty.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await faulty.Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(p => p.ShouldContain("new.md:3:1"), p => p.ShouldContain("原来的内容照旧在用"));
        app.Get<KnowledgeBank>().Find("sample.consent-validity").ShouldNotBeNull();
    }

    [Fact]
    public async Task Other_nodes_read_their_files_again_when_one_is_asked_to()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await ProductionAsync(samples);
        await using var other = app.OtherNode(samples.Settings);
        await Application.PrepareAsync(other, default);
        samples.Write("new.md", SampleAnswers.Validity);
        await app.Get<KnowledgeStore>().AskToReloadAsync(default);

        await other.Services.GetRequiredService<Tick>().RunOnceAsync(default);

        other.Services.GetRequiredService<KnowledgeBank>().Find("sample.consent-validity").ShouldNotBeNull();
    }

    [Fact]
    public async Task When_the_file_moved_on_after_an_edit_somebody_is_told_and_may_go_back_to_the_file()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await ProductionAsync(samples);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using (var edited = await street.PostAsync(Page, Form("控制台里改的。"))) edited.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await street.PageAsync(Page)).ShouldNotContain("改用文件里的");
        samples.Write("0.md", SampleAnswers.WhoMustAgree.Replace("才能换。", "文件里新写的。"));
        app.Get<KnowledgeBank>().ReadFiles().ShouldBeEmpty();
        (await street.PageAsync("/staff/knowledge")).ShouldContain("文件也改过");

        using var back = await street.PostAsync(Page, ("act", "file"), ("seen", "1"));

        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        app.Get<KnowledgeBank>().Find("sample.who-must-agree")!.ShouldSatisfyAllConditions(a => a.Entry.Short.Text.ShouldEndWith("文件里新写的。"), a => a.FileMovedOn.ShouldBeFalse());
    }

    [Fact]
    public async Task What_was_edited_comes_back_as_files_that_read_the_same()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        await using var app = await ProductionAsync(samples);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using (var edited = await street.PostAsync(Page, [.. Form("才可以换：\"都\"同意。"), ("validFrom", "2026-01-01"), ("long", "### 细节\n- 一\n- 二")])) edited.StatusCode.ShouldBe(HttpStatusCode.Redirect, await edited.Content.ReadAsStringAsync());
        var entry = app.Get<KnowledgeBank>().Find("sample.who-must-agree")!.Entry;

        using var reply = await street.GetAsync("/staff/knowledge-files.zip");
        using var zip = new ZipArchive(await reply.Content.ReadAsStreamAsync());
        using var text = new StreamReader(zip.Entries.ShouldHaveSingleItem().Open());
        var faults = new List<DialogFault>();
        new EntryReader(SampleAnswers.Intents, faults).Read("a.md", await text.ReadToEndAsync())!.Hash.ShouldBe(entry.Hash);

        using var folder = new TemporaryFolder();
        (await app.Get<EntryExport>().WriteAsync(folder.Path, default)).ShouldBe([Path.Combine(folder.Path, "sample.who-must-agree.md")]);
    }

    private static (string Name, string Value)[] Form(string words) =>
    [
        ("act", "save"), ("seen", "0"), ("title", "要几家同意才能换"), ("intent", "ask_policy_consent"), ("questions", "换上下水得全楼都签字吗\n有一家不同意：还能换吗"), ("short", words), ("source", "征求意见稿第一条"),
        ("article", "1"),
    ];

    private static DateOnly Today(TestApp app) => SiteClock.Day(app.Clock.GetUtcNow());

    private static Task<TestApp> ProductionAsync(SampleAnswers samples, Provider provider = Provider.Sqlite) => TestApp.StartAsync(provider, listen: true,
        settings: new Dictionary<string, string?>(samples.Settings) { ["Dialogs:Path"] = samples.ProductWithoutAnswers }, adjust: b => b.Services.AddSingleton(new Serving(drafts: false)));
}
