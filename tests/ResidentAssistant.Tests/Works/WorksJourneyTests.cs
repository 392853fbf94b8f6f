using Microsoft.Playwright;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Consent;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;
using ResidentAssistant.Tests.WeCom.CustomerService;
using ResidentAssistant.Tests.Works.Entries;

namespace ResidentAssistant.Tests.Works;

/// <summary>Whole journeys: colleagues in a real browser, a resident in a simulated WeChat, one clock.</summary>
[Collection(BrowserTests.Name)]
public sealed class WorksJourneyTests(Chromium chromium)
{
    private const string Riser = "3号楼2单元厨房立管01";

    [BothDatabases(Browser = true)]
    public async Task From_the_plan_over_another_time_and_the_outage_to_a_content_household(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        var site = new EntryWorld(new ConsentWorld(world.App), await EntryWorld.SignedAsync(new ConsentWorld(world.App)));
        await site.SpreadAsync();
        await using var street = await chromium.SignedInAsync(world.App, StaffRole.Street);
        var page = street.Page;
        world.Resident.Say("82417730");
        await HearsAsync(world, "3号楼2单元501");

        await page.GotoAsync("/staff/works");
        await page.CheckAsync("input[name=riser]");
        await page.FillAsync("#first", "2026-12-07");
        await page.ClickAsync("button:has-text('先排出来看看')");
        await page.ClickAsync("button:has-text('就这样排')");
        await page.GetByText("排好了 1 根立管").WaitForAsync();

        await PublishAsync(page, "entry", ("days", "2026年12月7日（星期一）到9日（星期三）"), ("team", "一组，胸前挂施工证"), ("stages", "看现场，换管，恢复"), ("clear", "水池下面的柜子"), ("at-home", "7日和8日"),
            ("protect", "地上铺垫子"), ("water", "楼下有接水点和厕所"), ("phone", "010-12345678"), ("complaint", "010-12345679"));
        await HearsAsync(world, "入户施工通知");
        world.Resident.Say("我知道了");
        await HearsAsync(world, "这些时间行吗");
        await AnswerAsync(world, "换时间", "想换哪一次");
        await AnswerAsync(world, "2026年12月7日（星期一）8:00–12:00，看现场拍照", "您看哪个行");
        await AnswerAsync(world, "2026年12月7日（星期一）14:00–18:00", "对吗");
        await AnswerAsync(world, "对", "换好了");
        await AnswerAsync(world, "我在家", "腾");

        // The vendor lets us write only after the resident has.
        world.Clock.WakeAt(At(6, 20));
        await AnswerAsync(world, "我想看看入户时间", "14:00–18:00，看现场拍照");
        await using var later = await chromium.SignedInAsync(world.App, StaffRole.Street);
        page = later.Page;
        await PublishAsync(page, "outage", ("reason", "换厨房的立管"), ("from", "2026-12-08T08:00"), ("to", "2026-12-08T18:00"), ("water-point", "3号楼东侧"), ("toilet", "3号楼东侧"), ("phone", "010-12345678"));
        var notice = page.Url.Split('#')[0];
        var link = await LinkAsync(world, "停水通知");
        await page.ClickAsync("button:has-text('改这份通知')");
        await FillAsync(page, ("why", "下午早一点来水"), ("to", "2026-12-08T17:00"));
        await HearsAsync(world, "更正：停水通知");
        await using (var phone = await chromium.PhoneAsync(world.App.Address.ToString(), script: false))
        {
            await phone.Page.GotoAsync(link);
            await phone.Page.GetByText("这份通知改过").WaitForAsync();
            await phone.Page.GetByText("2026年12月8日（星期二）17:00").First.WaitForAsync();
            await phone.Page.ClickAsync("button:has-text('我知道了')");
            await phone.Page.GetByText("记下了").WaitForAsync();
        }

        await page.GotoAsync(notice);
        await page.GetByText("亲口说知道的 1 户").WaitForAsync();

        world.Clock.WakeAt(At(8, 9));
        await AnswerAsync(world, "没水了", "正在按通知停水");
        (await world.CountAsync("select count(*) from tickets")).ShouldBe(0, "an announced outage is no emergency");
        await AnswerAsync(world, "厨房水管爆了，喷水", "阀");
        (await world.CountAsync("select count(*) from tickets")).ShouldBe(1, "a burst is one, outage or not");

        await site.VisitAsync("3-2-501", "看现场拍照");
        await site.VisitAsync("3-2-501", "换新管");
        var flat = $"/staff/entries/{site.Riser}/{(await site.Consent.HomeAsync("3-2-501")).Id}";
        world.Clock.WakeAt(At(8, 16));
        await HearsAsync(world, "我先不问了");
        await RestoreAsync(world, flat);
        await HearsAsync(world, "施工的人说恢复好了");
        await AnswerAsync(world, "验收", "您看行吗");
        await AnswerAsync(world, "恢复得行", "满不满意");
        await AnswerAsync(world, "很满意", "还有什么想跟我们说的");
        await AnswerAsync(world, "师傅挺客气", "谢谢您告诉我们");
        await using var last = await chromium.SignedInAsync(world.App, StaffRole.Street);
        page = last.Page;
        await PublishAsync(page, "restored", ("at", "2026-12-08T16:00"), ("phone", "010-12345678"));
        await HearsAsync(world, "来水通知");

        await page.GotoAsync(flat);
        await page.GetByText("住户认可").First.WaitForAsync();
    }

    [BothDatabases(Browser = true)]
    public async Task The_reserve_list_is_told_materials_are_read_and_an_outage_is_taken_back(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        await using var street = await chromium.SignedInAsync(world.App, StaffRole.Street);
        var page = street.Page;
        world.Resident.Say("82417730");
        await HearsAsync(world, "3号楼2单元501");

        await PublishAsync(page, "reserve-list", ("listed-on", "2026-11-20"), ("scope", "楼里共用的上下水管线"), ("phone", "010-12345678"));
        await HearsAsync(world, "列入了老旧小区改造项目储备库");
        await AnswerAsync(world, "我知道了", "记下您知道");
        await AnswerAsync(world, "我要装修", "点一下是哪里");
        await AnswerAsync(world, "厨房", "记下了，排施工的人看得到");
        await page.GotoAsync("/staff/works");
        await page.GetByText("要装修的、刚装修的人家（1 户）").WaitForAsync();

        await AnswerAsync(world, "材料公示", "还没有公示");
        await page.GotoAsync("/staff/materials");
        foreach (var (field, text) in new[] { ("name", "不锈钢给水管"), ("used", "厨房立管"), ("maker", "示例管业公司"), ("standard", "GB/T 12771"), ("batch", "2026-08"), ("report", "示-0001") }) await page.FillAsync($"#{field}", text);
        await page.ClickAsync("button:has-text('公示')");
        await page.GetByText("没有报告文件").WaitForAsync();
        await AnswerAsync(world, "材料公示", "示例管业公司");

        await PublishAsync(page, "outage", ("reason", "换厨房的立管"), ("from", "2026-11-25T08:00"), ("to", "2026-11-25T18:00"), ("water-point", "3号楼东侧"), ("toilet", "3号楼东侧"), ("phone", "010-12345678"));
        var link = await LinkAsync(world, "停水通知");
        await page.ClickAsync("button:has-text('取消这份通知')");
        await FillAsync(page, ("why", "管子还没运到"));
        await HearsAsync(world, "“停水通知”取消了，不用再照着做");
        await using (var phone = await chromium.PhoneAsync(world.App.Address.ToString(), script: false))
        {
            await phone.Page.GotoAsync(link);
            await phone.Page.GetByText("这份通知取消了").WaitForAsync();
        }

        world.Clock.WakeAt(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.FromHours(8)));
        await AnswerAsync(world, "没水了", "E-0001");
    }

    [BothDatabases(Browser = true)]
    public async Task Who_needs_care_is_cared_for_before_anybody_enters_and_a_complaint_ends_when_the_resident_says_so(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        await EntryWorld.SignedAsync(new ConsentWorld(world.App));
        await using var street = await chromium.SignedInAsync(world.App, StaffRole.Street);
        var page = street.Page;
        world.Resident.Say("82417730");
        await HearsAsync(world, "3号楼2单元501");
        await AnswerAsync(world, "我爸瘫在床上，停水那天翻身擦洗怎么办", "会先跟您商量好怎么照顾");
        await AnswerAsync(world, "不留", "不说也行");

        await page.GotoAsync("/staff/works");
        await page.GetByText("签齐了，有人家要先照顾好").First.WaitForAsync();
        (await page.Locator("input[name=riser]").CountAsync()).ShouldBe(0, "nothing is planned before it is known how");
        await page.GotoAsync("/staff/care");
        await page.ClickAsync("button:has-text('登记，去商量')");
        await page.FillAsync("#who", "王爷爷");
        await page.SelectOptionAsync("#stay", "family");
        await page.FillAsync("#measures", "停水那天早上送两桶水上楼。");
        await page.FillAsync("#charge", "居委会小李，010-12345678");
        await page.ClickAsync("button:has-text('存下安排')");
        await page.SelectOptionAsync("#agreed", new SelectOptionValue { Index = 1 });
        await page.SelectOptionAsync("#way", new SelectOptionValue { Index = 1 });
        await page.ClickAsync("button:has-text('签字，可以进门')");
        await page.GotoAsync("/staff/works");
        await page.CheckAsync("input[name=riser]");
        await page.ClickAsync("button:has-text('先排出来看看')");
        await page.ClickAsync("button:has-text('就这样排')");
        await page.GetByText("排好了 1 根立管").WaitForAsync();

        await AnswerAsync(world, "工人把我家门口弄得全是泥，扫都不扫", "C-0001");
        await page.GotoAsync("/staff/complaints");
        await page.ClickAsync("a:has-text('C-0001')");
        await page.FillAsync("#answer", "门口扫干净了，跟施工队说过了");
        await page.ClickAsync("button:has-text('答复')");
        await HearsAsync(world, "门口扫干净了");
        await AnswerAsync(world, "解决了", "您说解决了");
        await page.ReloadAsync();
        await page.GetByText("解决了").First.WaitForAsync();
    }

    private async Task RestoreAsync(KfWorld world, string flat)
    {
        await using var foreman = await chromium.SignedInAsync(world.App, StaffRole.Contractor);
        await using var supervisor = await chromium.SignedInAsync(world.App, StaffRole.Supervisor);
        await foreman.Page.GotoAsync(flat);
        await foreman.Page.FillAsync("#megapascal", "0.6");
        await foreman.Page.FillAsync("#minutes", "30");
        await foreman.Page.CheckAsync("input[name=held][value=yes]");
        await foreman.Page.ClickAsync("button:has-text('记下打压')");
        await foreman.Page.GetByText("没有掉压").First.WaitForAsync();
        await supervisor.Page.GotoAsync($"{flat}/check");
        foreach (var box in await supervisor.Page.Locator("input[name=fine]").AllAsync()) await box.CheckAsync();
        await supervisor.Page.ClickAsync("button:has-text('记下检查')");
        await supervisor.Page.GetByText("可以封").First.WaitForAsync();
        await foreman.Page.ReloadAsync();
        await foreman.Page.ClickAsync("button:has-text('恢复好了')");
        await foreman.Page.GetByText("等住户看过说行不行").WaitForAsync();
    }

    private static async Task PublishAsync(IPage page, string form, params (string Field, string Text)[] fields)
    {
        await page.GotoAsync("/staff/notices");
        await page.SelectOptionAsync("#form", form);
        await page.ClickAsync("button:has-text('开始写')");
        if (await page.Locator("label:has-text('全小区')").CountAsync() > 0) await page.CheckAsync("label:has-text('全小区') input");
        else
        {
            await page.ClickAsync("summary:has-text('3号楼')");
            await page.CheckAsync($"label:has-text('{Riser}') input");
        }

        await FillAsync(page, fields);
    }

    private static async Task FillAsync(IPage page, params (string Field, string Text)[] fields)
    {
        foreach (var (field, text) in fields) await page.FillAsync($"#f-{field}", text);
        await page.ClickAsync("button:has-text('存下来看看')");
        await page.ClickAsync("button:has-text('现在发给')");
        await page.GetByText("亲口说知道的").WaitForAsync();
    }

    private static async Task AnswerAsync(KfWorld world, string words, string reply)
    {
        var before = world.Resident.Received.Count;
        world.Resident.Say(words);
        await HearsAsync(world, reply, before);
    }

    private static async Task HearsAsync(KfWorld world, string words, int before = 0)
    {
        try
        {
            await world.PassUntilAsync(() => world.Resident.Received.Skip(before).Any(l => l.Text.Contains(words, StringComparison.Ordinal)), TimeSpan.FromSeconds(1), 120);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"“{words}” was not heard, but: {string.Join(" | ", world.Resident.Received.Select(l => l.Text))}; {string.Join(", ", await world.LedgerAsync())}", late);
        }
    }

    private static async Task<string> LinkAsync(KfWorld world, string words)
    {
        await HearsAsync(world, words);
        var text = world.Resident.Received.Last(l => l.Text.Contains(words, StringComparison.Ordinal)).Text;
        return text[text.LastIndexOf("/n/", StringComparison.Ordinal)..].Split('\n')[0];
    }

    private static DateTimeOffset At(int day, int hour) => new(2026, 12, day, hour, 0, 0, TimeSpan.FromHours(8));
}
