using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;
using ResidentAssistant.Plans;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Channels.WeCom;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Knowledge;

namespace ResidentAssistant.Tests.Staff;

/// <summary>The console in a real browser: no accessibility fault on any page, nothing wider than a phone, no message in the browser's console.</summary>
[Collection(BrowserTests.Name)]
public sealed class StaffBrowserTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task Every_page_is_accessible_and_fits_the_screen(int width, int height)
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree, SampleAnswers.Validity, SampleAnswers.Funding);
        await using var app = await TestApp.StartAsync(listen: true, settings: samples.Settings);
        await using var browser = await chromium.PhoneAsync(app.Address.ToString(), width, height);
        var page = browser.Page;
        var said = new List<string>();
        page.Console += (_, message) => said.Add($"{message.Text} {page.Url}");

        await Looks.CheckAsync(page, "answer", "/a/sample.who-must-agree", width);
        await Looks.CheckAsync(page, "answer-large", "/a/sample.who-must-agree?size=large", width);
        (await page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")).ShouldBeGreaterThanOrEqualTo(24);
        await Looks.CheckAsync(page, "answer-long", "/a/outage.toilet", width);
        await Looks.CheckAsync(page, "answer-long-large", "/a/money.who-pays?size=large", width);
        await Looks.CheckAsync(page, "sign-in", "/staff/sign-in", width);
        await SignInAsync(app, page, StaffRole.Administrator);
        foreach (var (name, path) in await FillAsync(app, page)) await Looks.CheckAsync(page, name, path, width);

        said.ShouldBeEmpty();
        await Looks.CheckAsync(page, "not-found", "/staff/conversations/00000000-0000-0000-0000-000000000000", width);
    }

    [BrowserFact]
    public async Task A_new_emergency_appears_on_an_open_desk_by_itself_and_typed_words_stay()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var conversation = await Seeds.ConversationAsync(app);
        await using var browser = await chromium.PhoneAsync(app.Address.ToString());
        var page = browser.Page;
        await SignInAsync(app, page, StaffRole.Committee);

        await Seeds.In(app).DeskItemAsync(null, "emergency", true, "3号楼跑水", "E-0042");
        await page.GetByText("3号楼跑水").WaitForAsync();
        (await page.TitleAsync()).ShouldStartWith("（1 件紧急）");

        await page.GotoAsync($"/staff/conversations/{conversation}");
        await page.ClickAsync("button:has-text('我来接手')");
        await page.FillAsync("#text", "我写到一半");
        await Seeds.TurnAsync(app, conversation, new Entry { Position = 0, From = Speaker.Resident, At = default, Text = "水越来越大了" });
        await page.GetByText("水越来越大了").WaitForAsync();
        (await page.InputValueAsync("#text")).ShouldBe("我写到一半");
    }

    [BrowserTheory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task Inside_WeCom_a_colleague_signs_in_without_a_password_although_the_way_leads_over_another_site(int width, int height)
    {
        await using var world = await StaffWorld.StartAsync(robots: false);
        await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        await world.Seeds.DeskItemAsync(null, "emergency", true, "3号楼跑水", "E-0042");
        await using var browser = await chromium.PhoneAsync(world.App.Address.ToString(), width, height);
        var page = browser.Page;
        await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["User-Agent"] = "Mozilla/5.0 wxwork/4.1.30 MicroMessenger/7.0.1" });

        await page.GotoAsync("/staff");
        await Looks.CheckAsync(page, "sign-in-wecom", page.Url, width);
        await page.ClickAsync("a:has-text('用企业微信登录')");
        await page.ClickAsync("a:has-text('赵敏')");
        await page.WaitForURLAsync("**/staff");
        await page.ClickAsync("button:has-text('我来处理')");
        await page.GetByText("居委会zhaomin 在处理").WaitForAsync();
    }

    [BrowserFact]
    public async Task Without_script_everything_can_be_read_and_done()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var conversation = await Seeds.ConversationAsync(app);
        await using var browser = await chromium.PhoneAsync(app.Address.ToString(), script: false);
        var page = browser.Page;
        await SignInAsync(app, page, StaffRole.Committee);

        await page.GotoAsync($"/staff/conversations/{conversation}");
        await page.ClickAsync("button:has-text('我来接手')");
        await page.FillAsync("#text", "您好，我在。");
        if (Looks.Pictures is not null) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Looks.Pictures, "holding-390.png"), FullPage = true });
        await page.ClickAsync("button:has-text('发送')");
        await page.Locator(".from-staff").GetByText("您好，我在。").WaitForAsync();
        await page.ClickAsync("button:has-text('还给助手')");
        await page.GetByText("把对话还给了助手").WaitForAsync();
    }

    [BrowserFact]
    public async Task The_sheet_of_the_evidence_prints_on_one_page_that_holds_nothing_else()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var community = await Seeds.In(app).CommunityAsync("柳荫里小区");
        await EvidenceAsync(app, community, await Seeds.In(app).HouseholdAsync(community, "3", "2", "501"));
        await using var browser = await chromium.PhoneAsync(app.Address.ToString(), 1280, 800);
        await SignInAsync(app, browser.Page, StaffRole.Street);
        await browser.Page.GotoAsync("/staff/evidence");

        var pdf = await browser.Page.PdfAsync(new PagePdfOptions { Format = "A4", Margin = new Margin { Top = "1.5cm", Bottom = "1.5cm", Left = "1.5cm", Right = "1.5cm" } });
        if (Looks.Pictures is not null) await File.WriteAllBytesAsync(Path.Combine(Looks.Pictures, "evidence.pdf"), pdf);

        Regex.Count(Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBe(1);
        await browser.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        foreach (var part in await browser.Page.Locator("nav, h1, table, .no-print").AllAsync()) (await part.IsVisibleAsync()).ShouldBeFalse();
        (await browser.Page.Locator(".sheet svg").IsVisibleAsync()).ShouldBeTrue();
    }

    private static async Task SignInAsync(TestApp app, IPage page, StaffRole role)
    {
        var (login, password) = await StaffClient.AccountAsync(app, role);
        await page.GotoAsync("/staff/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form button");
        await page.WaitForURLAsync("**/staff");
    }

    private static async Task EvidenceAsync(TestApp app, Guid community, Guid household)
    {
        for (var day = 1; day <= 3; day++)
        {
            var writes = new Batch();
            var at = app.Clock.GetUtcNow().AddDays(day);
            for (var i = 0; i < 40; i++)
                app.Get<EvidenceLog>().Add(writes, new EvidenceRecord { Id = Guid.CreateVersion7(at), CommunityId = community, HouseholdId = household, Kind = "consent.intent", At = at });
            await app.Get<Database>().RunAsync(writes, CancellationToken.None);
            await new Linker(app.Get<EvidenceTrees>()).RunAsync(at, CancellationToken.None);
            await app.Get<Heads>().SignDayAsync(at.AddHours(14), CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<(string Name, string Path)>> FillAsync(TestApp app, IPage page)
    {
        var seeds = Seeds.In(app);
        var community = await seeds.CommunityAsync("柳荫里小区");
        var household = await seeds.HouseholdAsync(community, "3", "2", "501");
        var held = await Seeds.ConversationAsync(app, "你好", community, household);
        var conversation = await Seeds.ConversationAsync(app, "我家厨房管子漏水了", community, household, proven: true);
        var photo = await Seeds.PhotoAsync(app, conversation, await TestPhoto.JpegAsync(page, 320, 240), "image/jpeg");
        await Seeds.TurnAsync(app, conversation,
            new Entry { Position = 0, From = Speaker.Resident, At = default, Text = "滴水，接了一盆了", Attachments = [photo] },
            new Entry { Position = 0, From = Speaker.Assistant, At = default, Text = "记下了。请先关上水槽下面的小阀门，用盆接着，把插座边的东西挪开。\n请问漏水的是哪里？", Buttons = [new("kitchen", "厨房"), new("bath", "卫生间"), new("hall", "楼道")] });
        await Seeds.TurnAsync(app, conversation,
            new Entry { Position = 0, From = Speaker.Resident, Kind = EntryKind.Tap, At = default, Text = "厨房", Value = "kitchen" },
            new Entry { Position = 0, From = Speaker.Assistant, At = default, Text = "好的，编号 E-0042。物业会给您打电话。" });
        await Seeds.TurnAsync(app, conversation, new Entry { Position = 0, From = Speaker.Resident, Kind = EntryKind.Voice, At = default });
        await Seeds.TurnAsync(app, held, new Entry { Position = 0, From = Speaker.System, Kind = EntryKind.Event, At = default, Text = "taken-over", Name = "王主任" },
            new Entry { Position = 0, From = Speaker.Staff, At = default, Text = "您好，我是居委会小王，您慢慢说。", Name = "王主任" });
        await seeds.DeskItemAsync(community, "emergency", true, "3号楼2单元501 厨房水管跑水，已给出关阀建议", "E-0042", conversation, TimeSpan.FromMinutes(7));
        await seeds.DeskItemAsync(null, "emergency", true, "有人报告跑水，还没有说是哪一户", "E-0043", null, TimeSpan.FromMinutes(1));
        await seeds.DeskItemAsync(community, "handover", false, "住户要找人：想问补偿的事", null, held, TimeSpan.FromHours(3));
        await seeds.DeskItemAsync(community, "voice", false, "一段语音没有文字，请听一听", null, conversation, TimeSpan.FromDays(2));
        var page3 = await seeds.DeskItemAsync(community, "emergency", true, "爆管跑水", "E-0044", conversation, TimeSpan.FromMinutes(9));
        await app.Get<Database>().ExecuteAsync("update desk_items set taken_at = @now, seen_at = @now where id = @page3", new { now = app.Clock.GetUtcNow(), page3 }, CancellationToken.None);
        await seeds.UnsentAsync("app", "zhaomin", "Pending", "wecom-60020", page3, TimeSpan.FromMinutes(8));
        await seeds.UnsentAsync("app", "no-such", "Failed", "member-unknown", page3, TimeSpan.FromMinutes(9));
        await seeds.UnsentAsync("robot", "值班", "Pending", "robot-minute", page3, TimeSpan.FromMinutes(2));
        await seeds.UnsentAsync("aibot", "wr1", "Stopped", "aibot-late", null, TimeSpan.FromHours(2));
        await seeds.StoppedAsync(conversation, "Stopped", "kf-5", 1, TimeSpan.FromHours(1));
        await seeds.StoppedAsync(held, "Stopped", "kf-48h", 1, TimeSpan.FromDays(1));
        await seeds.StoppedAsync(held, "Unconfirmed", "repeated", 2, TimeSpan.FromDays(2));
        await app.Get<StaffAccounts>().NoteMemberAsync((await app.Get<StaffAccounts>().ListAsync(CancellationToken.None))[0].Id, "zhaomin", CancellationToken.None);
        (string Result, string Path, string Last, int Times)[] ways =
        [
            ("recorded", """["tell","disclose","read","answer","read-back","sure","record"]""", "record", 23), ("expired", """["tell","disclose","read"]""", "read", 6),
            ("cancelled", """["tell","disclose","read","answer"]""", "answer", 2), ("handed-over", """["tell","disclose","read","answer","reason"]""", "reason", 4),
        ];
        foreach (var way in ways)
            for (var i = 0; i < way.Times; i++)
                await seeds.OutcomeAsync(community, "consent.intend", way.Result, way.Path, way.Last, app.Clock.GetUtcNow().AddHours(-i * 5 - way.Times), i == 1 ? conversation : null, i % 3 == 0 ? household : null);
        await seeds.OutcomeAsync(community, "emergency", "reported", """["advise","report"]""", "report", conversation: conversation, household: household);
        await new Chat(app, "questions").SayAsync("厕所怎么上");
        var question = await app.Get<Database>().FirstAsync<Guid>("select id from questions", null, CancellationToken.None);
        await new Chat(app, "answered").SayAsync("隔壁小区的管子是谁家做的");
        var answered = await app.Get<Database>().FirstAsync<Guid>("select id from questions where id <> @question", new { question }, CancellationToken.None);
        await page.GotoAsync($"/staff/questions/{answered}");
        await page.FillAsync("#answer", "隔壁小区的事，我们这里没有记。可以问一问那边的居委会。");
        await page.ClickAsync("button:has-text('发给住户')");
        await page.GetByText("下次助手自己答").WaitForAsync();
        await PlanAsync(app, page, community);
        await EvidenceAsync(app, community, household);
        return
        [
            ("evidence", "/staff/evidence"), ("disclosure", "/staff/disclosure"), ("plans", "/staff/plans"), ("plan-comments", "/staff/plans/comments"), ("plan-page", $"/plans/{community:N}"), ("plan-page-large", $"/plans/{community:N}?size=large"),
            ("desk", "/staff"), ("conversations", "/staff/conversations"), ("conversations-none", "/staff/conversations?from=2001-01-01&to=2001-01-01"), ("conversation", $"/staff/conversations/{conversation}?from=desk"),
            ("conversation-short", $"/staff/conversations/{held}"), ("messages", "/staff/messages"), ("funnel", "/staff/funnel"), ("accounts", "/staff/accounts"), ("audit", "/staff/audit"), ("policy", "/staff/policy"), ("knowledge", "/staff/knowledge"), ("knowledge-last", "/staff/knowledge?from=270"), ("knowledge-few", "/staff/knowledge?intent=ask_sample&q=样板"), ("knowledge-long", "/staff/knowledge/outage.toilet"), ("knowledge-answer", "/staff/knowledge/sample.consent-validity"), ("knowledge-new", "/staff/knowledge/new"), ("questions", "/staff/questions"), ("question", $"/staff/questions/{question}"), ("questions-done", "/staff/questions?done=1"), ("question-done", $"/staff/questions/{answered}"), ("password", "/staff/password"),
        ];
    }

    private static async Task PlanAsync(TestApp app, IPage page, Guid community)
    {
        var staff = new CurrentStaff(Guid.NewGuid(), "li", "小李", StaffRole.Street, StaffScope.All(true), MustChangePassword: false);
        var plans = app.Get<PlanStore>();
        await plans.PublishAsync(new NewPlan(community, 0, "楼内上下水管线改造施工方案", "### 先后次序\n\n1. 先换卫生间的立管，后换厨房的。\n2. 一根立管上的人家，同一天换完。\n\n### 每天几点\n\n上午 8 点到 12 点，下午 2 点到 6 点。周末不施工。", ""), staff, CancellationToken.None);
        await page.GotoAsync($"/plans/{community:N}");
        await page.FillAsync("#words", "卫生间换的那天，能不能先通知一声，老人要提前去女儿家。");
        await page.ClickAsync("button:has-text('交意见')");
        await page.GetByText("收到了，编号").WaitForAsync();
        var comment = (await app.Get<CommentStore>().ListAsync(staff.Scope, open: true, CancellationToken.None))[0];
        await app.Get<CommentStore>().FinishAsync(comment, new CommentAnswer("会的。进您家以前，会先约好时间。", "有人问，换卫生间的那天能不能先说一声", "会的。进您家以前，会先约好时间。"), staff, CancellationToken.None);
        await plans.PublishAsync(new NewPlan(community, 1, "楼内上下水管线改造施工方案", "### 先后次序\n\n1. 先换厨房的立管，后换卫生间的。\n2. 一根立管上的人家，同一天换完。\n\n### 每天几点\n\n上午 8 点到 12 点，下午 2 点到 6 点。周末不施工。", "大家说卫生间更离不开，改成先换厨房。"), staff, CancellationToken.None);
    }
}
