using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Emergencies;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Channels.WeCom;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Emergencies;

/// <summary>From the report to the street office, over FakeWeCom: who is called when, and that nothing falls silent.</summary>
public sealed class EscalationTests
{
    private static readonly CurrentStaff Zhao = new(Guid.CreateVersion7(), "zhao", "赵敏", StaffRole.Committee, StaffScope.All(seesUnplaced: true), MustChangePassword: false);

    [BothDatabases]
    public async Task A_burst_at_night_that_nobody_takes_reaches_the_street_office_with_a_telephone_call(Provider provider)
    {
        await using var world = await WorldAsync(provider, new DateTimeOffset(2026, 11, 23, 18, 0, 0, TimeSpan.Zero));
        var (wang, street) = (await world.ColleagueAsync("wangwuye", StaffRole.Property), await world.ColleagueAsync("qianjie", StaffRole.Street));
        await OnDutyAsync(world, "property", "王师傅", member: "wangwuye");
        await OnDutyAsync(world, "professional", "自来水抢修", phone: "96116");
        await OnDutyAsync(world, "street", "街道值班", member: "qianjie");

        await new Chat(world.App, "a").SayAsync("水管爆了，3-2-501");
        await world.TickAsync();
        (await KindsAsync(world)).ShouldBe(["reported", "paged"]);
        (await world.CountAsync("kind = 'Page' and target = 'wangwuye'")).ShouldBe(1, "one page a second, though the desk and the ladder both mean him");
        world.Duty.Messages.Count.ShouldBe(1);

        for (var minute = 1; minute <= 21; minute++) await LeapAsync(world, 60);
        (await StepsAsync(world)).ShouldBe([0, 1, 2, 3, 4]);
        (await world.CountAsync("kind = 'Page' and target = 'qianjie' and way = 'app' and act_id is not null")).ShouldBe(1);
        (await world.CountAsync("kind = 'Page' and target = 'qianjie' and way = 'phone' and state = 'Sent'")).ShouldBe(1);
        (await world.CountAsync("kind = 'Page' and target = 'wangwuye' and way = 'phone' and state = 'Sent'")).ShouldBe(1);
        street.Received.ShouldContain(m => m.Text.Contains("还没有人接手：爆管跑水", StringComparison.Ordinal));
        wang.Received.ShouldNotBeEmpty();
        // The district water bureau has nobody here: the step said so and the street office was called when the bureau's turn came.
        (await FirstAsync<long>(world, "select count(*) from desk_items where kind = 'call' and urgent and title like '%自来水%' and reference = 'E-0001'")).ShouldBe(1);
        (await FirstAsync<string>(world, "select state from tickets")).ShouldBe("Reported");
    }

    [BothDatabases]
    public async Task Who_taps_the_card_of_a_later_step_answers_for_it_and_the_reporter_is_told(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        var street = await world.ColleagueAsync("qianjie", StaffRole.Street);
        await OnDutyAsync(world, "street", "街道值班", member: "qianjie");
        var chat = new Chat(world.App, "a");
        await chat.SayAsync("水管爆了，3-2-501");
        for (var minute = 0; minute < 22; minute++) await LeapAsync(world, 60);

        street.Tap(street.Received.Last(m => m.Text.Contains("还没有人接手", StringComparison.Ordinal)), "我来处理");
        await world.SettledAsync();
        await world.TickAsync();
        await world.TickAsync();

        (await KindsAsync(world))[^1].ShouldBe("acknowledged");
        (await FirstAsync<string>(world, "select state from tickets")).ShouldBe("Acknowledged");
        await chat.SayAsync("修得怎么样了");
        chat.Reply.ShouldContain("有人接手了");
    }

    [BothDatabases]
    public async Task Who_is_called_for_a_slow_leak_takes_it_by_his_card_though_his_desk_shows_only_what_is_urgent(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        var wang = await world.ColleagueAsync("wangwuye", StaffRole.Property);
        await OnDutyAsync(world, "property", "王师傅", member: "wangwuye");
        await new Chat(world.App, "a").SayAsync("厨房水管滴水，3-2-501");
        // A drip waits four hours before its party is called.
        await LeapAsync(world, (4 * 3600) + 5);
        wang.Tap(await wang.SeesAsync("漏水渗水"), "我来处理").ShouldBeTrue();
        await world.SettledAsync();
        await world.TickAsync();
        (await FirstAsync<string>(world, "select state from tickets")).ShouldBe("Acknowledged");
    }

    [BothDatabases]
    public async Task A_tap_on_the_card_of_a_follower_takes_the_ticket_that_leads_and_one_on_an_errand_takes_the_errand(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        var street = await world.ColleagueAsync("qianjie", StaffRole.Street);
        await OnDutyAsync(world, "property", "物业值班室", phone: "010-12345678");
        await new Chat(world.App, "a").SayAsync("水管爆了，3-2-501");
        var b = new Chat(world.App, "b");
        await b.SayAsync("水管爆了");
        await world.TickAsync();
        await world.TickAsync();
        street.Tap(await street.SeesAsync("请打电话叫物业"), "我来处理").ShouldBeTrue();
        await world.SettledAsync();
        await world.TickAsync();
        (await FirstAsync<long>(world, "select count(*) from ticket_acts where kind = 'acknowledged'")).ShouldBe(0, "who rings has not taken it");
        var card = street.Received.Last(m => m.Text.Contains("E-0002", StringComparison.Ordinal) && m.Text.Contains("爆管跑水", StringComparison.Ordinal) && !m.Text.Contains("打电话", StringComparison.Ordinal));
        await b.SayAsync("3-2-401");
        await world.TickAsync();
        street.Tap(card, "我来处理").ShouldBeTrue();
        await world.SettledAsync();
        await world.TickAsync();
        (await FirstAsync<string>(world, "select state from tickets where reference = 'E-0001'")).ShouldBe("Acknowledged");
    }

    [BothDatabases]
    public async Task A_card_of_the_ladder_is_not_called_done_by_what_was_done_at_the_desk_before(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        var street = await world.ColleagueAsync("qianjie", StaffRole.Street);
        await OnDutyAsync(world, "street", "街道值班", member: "qianjie");
        await new Chat(world.App, "a").SayAsync("水管爆了，3-2-501");
        await world.TickAsync();
        await world.Database.ExecuteAsync("update desk_items set done_at = @now", new { now = world.App.Clock.GetUtcNow() }, default);
        for (var minute = 0; minute < 22; minute++) await LeapAsync(world, 60);
        (await FirstAsync<long>(world, "select count(*) from desk_items where reference = 'E-0001' and kind = 'emergency' and done_at is null")).ShouldBe(1);
        var card = street.Received.Last(m => m.Text.Contains("还没有人接手", StringComparison.Ordinal));
        street.Tap(card, "我来处理").ShouldBeTrue("its button is still there");
        await world.SettledAsync();
        await world.TickAsync();
        (await FirstAsync<string>(world, "select state from tickets")).ShouldBe("Acknowledged");
    }

    [BothDatabases]
    public async Task What_was_taken_and_forgotten_is_called_out_again_at_each_deadline(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        await new Chat(world.App, "a").SayAsync("水管爆了，3-2-501");
        await world.TickAsync();
        var ticket = await OnlyAsync(world);
        (await ActAsync(world, ticket, ActKinds.Acknowledged)).ShouldBe(TicketOutcome.Done);
        await LeapAsync(world, 29 * 60);
        (await PagesForAsync(world, "OnSite")).ShouldBe(0);
        await LeapAsync(world, 62);
        (await PagesForAsync(world, "OnSite")).ShouldBe(1);
        world.Duty.Messages.ShouldContain(m => m.Text.Contains("过了时间，还没有人到：爆管跑水", StringComparison.Ordinal));
        (await ActAsync(world, ticket, ActKinds.OnSite)).ShouldBe(TicketOutcome.Done);
        await LeapAsync(world, 31 * 60);
        (await PagesForAsync(world, "WaterOff")).ShouldBe(1);
        (await ActAsync(world, ticket, ActKinds.WaterOff)).ShouldBe(TicketOutcome.Done);
        (await ActAsync(world, ticket, ActKinds.Repaired)).ShouldBe(TicketOutcome.Done);
        await LeapAsync(world, 26 * 3600);
        (await PagesForAsync(world, "AllClear")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task Cannot_repair_is_an_act_with_a_reason_and_calls_the_street_office_at_once(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        var street = await world.ColleagueAsync("qianjie", StaffRole.Street);
        await new Chat(world.App, "a").SayAsync("水管爆了，3-2-501");
        await world.TickAsync();
        var ticket = await OnlyAsync(world);
        (await Should.ThrowAsync<RefusedException>(ActAsync(world, ticket, ActKinds.CannotRepair, words: ""))).Message.ShouldContain("为什么修不了");
        (await ActAsync(world, ticket, ActKinds.CannotRepair, words: "管子锈穿了，没有配件")).ShouldBe(TicketOutcome.Done);
        await world.TickAsync();
        (await world.CountAsync("kind = 'Page' and target = 'qianjie' and way = 'app' and act_id is not null")).ShouldBe(1);
        street.Received.ShouldContain(m => m.Text.Contains("修不了，要街道找人", StringComparison.Ordinal));
        (await FirstAsync<string>(world, "select state from tickets")).ShouldBe("CannotRepair");
    }

    [BothDatabases]
    public async Task On_the_day_of_cutting_the_contractor_is_called_first_and_before_it_property_and_owner(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        var database = world.Database;
        var home = await FirstAsync<Guid>(world, "select h.id from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id where b.number = '3' and e.number = '2' and h.number = '501'");
        var now = world.App.Clock.GetUtcNow();
        (await RepairRoute.OfAsync(database, home, now, CancellationToken.None)).First.ShouldBe(["property", "owner"]);
        (await RepairRoute.OfAsync(database, null, now, CancellationToken.None)).First.ShouldBe(["property", "owner", "contractor"]);
        var riser = await database.FirstAsync<Guid>("select riser_id from riser_households where household_id = @home", new { home }, CancellationToken.None);
        await ActOfEntryAsync(database, riser, home, 1, "arrived", now.AddHours(-1));
        var during = await RepairRoute.OfAsync(database, home, now, CancellationToken.None);
        during.First.ShouldBe(["contractor"]);
        during.Copies.ShouldBe(["property", "implementer"]);
        await ActOfEntryAsync(database, riser, home, 2, "accepted", now.AddMinutes(-1));
        (await RepairRoute.OfAsync(database, home, now, CancellationToken.None)).Stage.ShouldBe(RiserStage.InWarranty);
        (await RepairRoute.OfAsync(database, home, now.AddDays(800), CancellationToken.None)).Stage.ShouldBe(RiserStage.Untouched, "its other riser has not been begun");
    }

    [BothDatabases]
    public async Task A_burst_on_the_day_of_cutting_pages_the_contractor_on_duty_at_once_and_an_old_person_alone_is_rung_first(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        var contractor = await world.ColleagueAsync("libanzhang", StaffRole.Contractor);
        var named = await world.ColleagueAsync("sunzhuren", StaffRole.Supervisor);
        await OnDutyAsync(world, "contractor", "李班长", member: "libanzhang");
        await world.Database.ExecuteAsync("insert into escalation_policies (id, community_id, severity, version, steps, reason, set_by, set_by_name, set_at) values (@id, @community, 'danger', 1, @steps, '试', @id, '试', @now)",
            new { id = Guid.CreateVersion7(), community = Pilot.CommunityId, steps = "马上：该修的一方、@sunzhuren\n5分钟后：街道\n每10分钟再来一遍", now = world.App.Clock.GetUtcNow() }, default);
        var home = await FirstAsync<Guid>(world, "select h.id from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id where b.number = '3' and e.number = '2' and h.number = '501'");
        await ActOfEntryAsync(world.Database, await world.Database.FirstAsync<Guid>("select riser_id from riser_households where household_id = @home", new { home }, default), home, 1, "arrived", world.App.Clock.GetUtcNow().AddHours(-2));

        var chat = new Chat(world.App, "a");
        await chat.SayAsync("水管爆了，3-2-501");
        await world.TickAsync();
        contractor.Tap(await contractor.SeesAsync("爆管跑水"), "我来处理").ShouldBeTrue();
        await world.SettledAsync();
        await world.TickAsync();
        (await FirstAsync<string>(world, "select state from tickets")).ShouldBe("Acknowledged");
        (await FirstAsync<string>(world, "select staff_name from ticket_acts where kind = 'acknowledged'")).ShouldBe("施工单位libanzhang");
        named.Received.ShouldContain(m => m.Text.Contains("爆管跑水", StringComparison.Ordinal));

        foreach (var tap in new[] { "竖着的大管子", "还在流", "不拍了", "有" }) await chat.TapAsync(tap);
        chat.Reply.ShouldContain("请值班的人先打电话");
        await world.TickAsync();
        world.Duty.Messages.ShouldContain(m => m.Text.Contains("有老人或者病人自己在那儿，请先打电话", StringComparison.Ordinal));
    }

    [BothDatabases]
    public async Task A_report_of_two_megabytes_is_paged_like_any_other(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        await new Chat(world.App, "a").SayAsync("水管爆了，" + string.Concat(Enumerable.Repeat("水一直往下流，", 100_000)));
        await world.TickAsync();
        world.Duty.Messages.Single().Text.ShouldContain("爆管跑水");
        (await KindsAsync(world)).ShouldBe(["reported", "paged"]);
    }

    [BothDatabases]
    public async Task Fifty_reports_from_one_riser_are_one_page_with_a_count_and_each_reporter_is_told(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        var numbers = await world.Database.QueryAsync<string>("""
            select h.number from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id where b.number = '3' and e.number = '2' and h.number like '%01' order by h.number
            """, null, CancellationToken.None);
        var chats = Enumerable.Range(0, 50).Select(i => new Chat(world.App, $"r{i}")).ToList();
        for (var i = 0; i < chats.Count; i++) await chats[i].SayAsync($"水管爆了，3-2-{numbers[i % numbers.Count]}");
        // A round that was under way while they wrote may have ended just now.
        for (var i = 0; i < 3; i++) await world.TickAsync();

        (await FirstAsync<long>(world, "select count(*) from tickets where main_id is null")).ShouldBe(1);
        // The first page waits for nobody; what is called out after it carries the count.
        world.Duty.Messages.Count.ShouldBe(1);
        (await FirstAsync<string>(world, "select title from desk_items where kind = 'emergency' and reference = 'E-0001'")).ShouldBe("爆管跑水（50 家报）");
        await LeapAsync(world, 301);
        await world.TickAsync();
        world.Duty.Messages.Count.ShouldBe(2);
        world.Duty.Messages[^1].Text.ShouldContain("还没有人接手：爆管跑水（50 家报）");
        (await ActAsync(world, await OnlyAsync(world), ActKinds.Acknowledged)).ShouldBe(TicketOutcome.Done);
        await world.TickAsync();
        await world.TickAsync();
        (await FirstAsync<long>(world, "select count(*) from ticket_told")).ShouldBe(50);
        await chats[49].SayAsync("修得怎么样了");
        chats[49].Reply.ShouldContain("E-0050");
        chats[49].Reply.ShouldContain("有人接手了");
    }

    [BothDatabases]
    public async Task A_graver_report_of_the_same_riser_makes_the_ladder_begin_again(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        await new Chat(world.App, "a").SayAsync("厨房水管滴水，3-2-501");
        await world.TickAsync();
        world.Duty.Messages.ShouldBeEmpty();
        await new Chat(world.App, "b").SayAsync("水管爆了，3-2-401");
        await world.TickAsync();
        world.Duty.Messages.ShouldHaveSingleItem().Text.ShouldContain("爆管跑水");
        (await FirstAsync<string>(world, "select class from tickets where main_id is null")).ShouldBe("burst");
        (await FirstAsync<string>(world, "select reference from tickets where main_id is null")).ShouldBe("E-0001");
    }

    [BothDatabases]
    public async Task A_number_to_ring_is_done_only_with_the_name_of_who_answered(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        await OnDutyAsync(world, "property", "物业值班室", phone: "010-12345678");
        await new Chat(world.App, "a").SayAsync("水管爆了，3-2-501");
        await world.TickAsync();
        var ticket = await OnlyAsync(world);
        var acts = world.App.Get<TicketActs>();
        var call = (await acts.CallsAsync(ticket, CancellationToken.None)).Single(c => c.Phone == "010-12345678");
        (await acts.RangAsync(call.Id, ticket, null, Zhao, CancellationToken.None)).ShouldBe(TicketOutcome.Done);
        (await FirstAsync<string>(world, "select state from tickets")).ShouldBe("Reported");
        await LeapAsync(world, 301);
        call = (await acts.CallsAsync(ticket, CancellationToken.None)).Single(c => c.Phone == "010-12345678" && c.EndedAt is null);
        (await acts.RangAsync(call.Id, ticket, "老孙", Zhao, CancellationToken.None)).ShouldBe(TicketOutcome.Done);
        (await FirstAsync<string>(world, "select state from tickets")).ShouldBe("Acknowledged");
        (await acts.RangAsync(call.Id, ticket, "老孙", Zhao, CancellationToken.None)).ShouldBe(TicketOutcome.Changed);
    }

    [BothDatabases]
    public async Task An_empty_roster_and_no_way_to_anybody_is_an_alarm_and_is_not_written_down_again_each_second(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        await app.Get<Database>().ExecuteAsync("update owners set duty_phone = null", null, default);
        await app.Get<Database>().ExecuteAsync("update property_companies set duty_phone = null", null, default);
        await new Chat(app, "a").SayAsync("家里有煤气味");
        var tick = app.Get<Tick>();
        // 96116 is known to everybody: the professional company can be rung, so the ladder is not empty.
        await app.Get<Database>().ExecuteAsync("""
            insert into escalation_policies (id, community_id, severity, version, steps, reason, set_by, set_by_name, set_at)
            select @id, c.id, 'danger', 1, '马上：物业' || @line || '5分钟后：街道' || @line || '每10分钟再来一遍', '试', c.id, '试', @now from communities c
            """, new { id = Guid.CreateVersion7(), line = "\n", now = app.Clock.GetUtcNow() }, default);
        for (var i = 0; i < 3; i++) await tick.RunOnceAsync(default);
        (await app.Get<Database>().QueryAsync<string>("select kind from ticket_acts order by number", null, default)).ShouldBe(["reported", "nobody", "nobody", "alarm"]);
        for (var i = 0; i < 5; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(700));
            await tick.RunOnceAsync(default);
        }

        (await app.Get<Database>().FirstAsync<long>("select count(*) from ticket_acts", null, default)).ShouldBe(4);
        (await app.Get<Database>().FirstAsync<long>("select count(*) from desk_items where urgent and title like '谁也叫不到%'", null, default)).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Two_nodes_call_once_and_a_clock_that_goes_back_silences_nobody(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        await new Chat(world.App, "a").SayAsync("水管爆了，3-2-501");
        await world.TickAsync();
        await using var other = world.App.OtherNode();
        var (mine, theirs) = (Duty(world.App.Host.Services), Duty(other.Services));
        var later = world.App.Clock.GetUtcNow() + TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1);
        await Task.WhenAll(mine.RunAsync(later, default), theirs.RunAsync(later, default), mine.RunAsync(later, default));
        (await StepsAsync(world)).ShouldBe([0, 1]);
        // The clock was an hour ahead and is put right: five minutes later the next step is called all the same.
        await world.Database.ExecuteAsync("update tickets set due_at = @ahead, looked_at = @ahead", new { ahead = later.AddHours(1) }, default);
        await theirs.RunAsync(later, default);
        (await world.Database.FirstAsync<DateTimeOffset>("select due_at from tickets", null, default)).ShouldBe(later + TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(2));
    }

    [BothDatabases]
    public async Task An_exercise_pages_with_its_mark_and_counts_in_no_figure_and_no_open_data(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        var drill = world.App.Get<Drill>();
        var id = await drill.BeginAsync(Pilot.CommunityId, Zhao, default);
        await world.TickAsync();
        world.Duty.Messages.Single().Text.ShouldContain("【演练】爆管跑水");
        (await Should.ThrowAsync<RefusedException>(drill.BeginAsync(Pilot.CommunityId, Zhao, default))).Message.ShouldContain("还没结");
        await ActAsync(world, id, ActKinds.Acknowledged);
        (await world.App.Get<TicketLog>().BetweenAsync(StaffScope.All(true), world.App.Clock.GetUtcNow().AddDays(-1), world.App.Clock.GetUtcNow().AddDays(1), default)).ShouldBeEmpty();
        (await world.App.Get<ResidentAssistant.Emergencies.Open311.ServiceRequests>().FindAsync(new(null, null, null, null, null), default)).ShouldBeEmpty();
        await ActAsync(world, id, ActKinds.Closed, words: "演练完了");
        await world.TickAsync();
        (await FirstAsync<long>(world, "select count(*) from ticket_told")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task A_node_that_falls_silent_is_missed_once_and_one_that_stops_is_not(Provider provider)
    {
        await using var world = await WorldAsync(provider);
        await world.Database.ExecuteAsync("insert into node_ticks (node, place, alive_until) values ('dead', 'machine-b http://0.0.0.0:5080', @at)", new { at = DateTimeOffset.UtcNow.AddMinutes(-1) }, default);
        for (var i = 0; i < 3; i++) await world.TickAsync(6);
        world.Duty.Messages.Single().Text.ShouldContain("一台服务器没有声音了，请管理员马上看：machine-b");
        (await FirstAsync<long>(world, "select count(*) from node_ticks")).ShouldBe(1);
    }

    internal static async Task<StaffWorld> WorldAsync(Provider provider, DateTimeOffset? at = null)
    {
        var world = await StaffWorld.StartAsync(provider);
        await world.App.Get<Pilot>().FillIfEmptyAsync(CancellationToken.None);
        // The pilot's own numbers would be rung besides.
        await world.Database.ExecuteAsync("update owners set duty_phone = null", null, default);
        await world.Database.ExecuteAsync("update property_companies set duty_phone = null", null, default);
        if (at is { } start) world.App.Clock.WakeAt(start);
        return world;
    }

    // Nobody watches the seconds between.
    internal static async Task LeapAsync(StaffWorld world, int seconds)
    {
        await LeapAsync(world.App, world.App.Get<Tick>(), seconds);
        await world.App.Get<ResidentAssistant.Messaging.ToStaff.StaffSender>().SettledAsync();
    }

    internal static Task OnDutyAsync(StaffWorld world, string party, string name, string? member = null, string? phone = null) => world.App.Get<DutyRoster>().AddAsync(
        [new DutyPerson { CommunityId = Pilot.CommunityId, Party = party, Name = name, Member = member, Phone = phone, Days = DutyDays.All, FromMinute = 0, ToMinute = 0 }], Zhao, CancellationToken.None);

    private static async Task<TicketOutcome> ActAsync(StaffWorld world, Guid ticket, string kind, string words = "") => await world.App.Get<TicketActs>().ActAsync(
        ticket, (await world.App.Get<TicketLog>().FindAsync(ticket, Zhao.Scope, default))!.Number, kind, words, 0, null, Zhao, CancellationToken.None);

    private static Task<Guid> OnlyAsync(StaffWorld world) => FirstAsync<Guid>(world, "select id from tickets where main_id is null");

    private static Task<IReadOnlyList<string>> KindsAsync(StaffWorld world) => world.Database.QueryAsync<string>("select kind from ticket_acts order by number", null, default);

    private static async Task<IReadOnlyList<long>> StepsAsync(StaffWorld world) => [.. (await world.Database.QueryAsync<int>("select step from ticket_acts where kind in ('paged', 'nobody') order by number", null, default)).Select(s => (long)s)];

    private static Task<long> PagesForAsync(StaffWorld world, string milestone) => world.Database.FirstAsync<long>("select count(*) from ticket_acts where kind = 'paged' and value = @milestone", new { milestone }, default);

    private static async Task<T> FirstAsync<T>(StaffWorld world, string sql) => (await world.Database.FirstAsync<T>(sql, null, CancellationToken.None))!;

    private static EscalationDuty Duty(IServiceProvider services) => services.GetServices<IDuty>().OfType<EscalationDuty>().Single();

    private static async Task LeapAsync(TestApp app, Tick tick, int seconds)
    {
        while (tick.LastRound is null) await Task.Delay(1);
        app.Clock.WakeAfter(TimeSpan.FromSeconds(seconds));
        while (tick.LastRound < app.Clock.GetUtcNow()) await Task.Delay(1);
    }

    internal static Task<int> ActOfEntryAsync(Database database, Guid riser, Guid home, int number, string kind, DateTimeOffset at) => database.ExecuteAsync("""
        insert into entry_acts (id, community_id, riser_id, household_id, number, kind, facts, at) values (@id, @community, @riser, @home, @number, @kind, '{}', @at)
        """, new { id = Guid.CreateVersion7(), community = Pilot.CommunityId, riser, home, number, kind, at }, CancellationToken.None);
}
