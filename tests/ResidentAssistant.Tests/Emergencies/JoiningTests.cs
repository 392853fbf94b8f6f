using ResidentAssistant.Emergencies;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Emergencies;

/// <summary>Which reports are one fault, and that none of them is lost by being one: not when the first is repaired, closed, moved or merged.</summary>
public sealed class JoiningTests
{
    private static readonly CurrentStaff Zhao = new(Guid.CreateVersion7(), "zhao", "赵敏", StaffRole.Committee, StaffScope.All(seesUnplaced: true), MustChangePassword: false);

    [BothDatabases]
    public async Task A_new_burst_in_a_flat_that_followed_a_closed_report_is_a_new_report(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var (a, b) = (new Chat(app, "a"), new Chat(app, "b"));
        await a.SayAsync("水管爆了，3-2-501");
        await b.SayAsync("水管爆了，3-2-401");
        (await MainsAsync(app)).ShouldBe(["E-0001", "E-0002<E-0001"]);
        await ActAsync(app, "E-0001", ActKinds.Closed, "误报");
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        await b.SayAsync("水管又爆了");
        (await MainsAsync(app)).ShouldBe(["E-0003"], "the closed ones are over, both of them");
        (await CountAsync(app, "desk_items where reference = 'E-0003' and urgent and done_at is null")).ShouldBe(1);
        // Opened again by a resident, both are open again.
        await a.SayAsync("没修好");
        (await MainsAsync(app)).ShouldBe(["E-0001", "E-0002<E-0001", "E-0003"]);
    }

    [BothDatabases]
    public async Task A_burst_said_anew_after_the_repair_calls_somebody_as_if_it_had_just_been_reported(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var (a, b) = (new Chat(app, "a"), new Chat(app, "b"));
        await a.SayAsync("水管爆了，3-2-501");
        await b.SayAsync("水管爆了，3-2-401");
        foreach (var chat in new[] { a, b })
        {
            await ActAsync(app, "E-0001", ActKinds.Repaired);
            await app.Get<Tick>().RunOnceAsync(default);
            // At the question where the water comes from: whoever says this answers more than that.
            await chat.SayAsync("水管又爆了");
            (await StateAsync(app, "E-0001")).ShouldBe("Reported");
            (await CountAsync(app, "tickets where reference = 'E-0001' and due_at <= looked_at")).ShouldBe(1);
        }

        (await CountAsync(app, "ticket_acts where kind = 'not-repaired'")).ShouldBe(2);
        (await CountAsync(app, "desk_items where reference = 'E-0001' and urgent and title like '住户说没修好%'")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task Who_reported_from_elsewhere_is_followed_no_longer_by_the_neighbours_of_his_home(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var a = await new Chat(app, "a").JoinAsync("8241-7730");
        await a.SayAsync("水管爆了");
        await new Chat(app, "b").SayAsync("水管爆了，3-2-401");
        await new Chat(app, "c").SayAsync("水管爆了，3-2-301");
        (await MainsAsync(app)).ShouldBe(["E-0001", "E-0002<E-0001", "E-0003<E-0001"]);
        await a.TapAsync("别的地方");
        await a.SayAsync("5-1-201");
        (await MainsAsync(app)).ShouldBe(["E-0001", "E-0002", "E-0003<E-0002"]);
        (await CountAsync(app, "desk_items where reference = 'E-0002' and urgent and done_at is null")).ShouldBe(1);
        (await CountAsync(app, "tickets where reference = 'E-0002' and due_at <= looked_at")).ShouldBe(1);
        // A later report of the old riser follows those who are there.
        await new Chat(app, "d").SayAsync("水管爆了，3-2-201");
        (await MainsAsync(app)).ShouldBe(["E-0001", "E-0002", "E-0003<E-0002", "E-0004<E-0002"]);
    }

    [BothDatabases]
    public async Task A_place_that_is_no_flat_is_not_the_home_of_who_reports_it(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var a = await new Chat(app, "a").JoinAsync("8241-7730");
        await a.SayAsync("水管爆了");
        await a.TapAsync("别的地方");
        await a.TapAsync("说不准哪一户");
        await a.SayAsync("马路对面的车棚");
        (await CountAsync(app, "tickets where building_id is null and entrance_id is null and household_id is null and flat = '说不准哪一户' and community_id is not null")).ShouldBe(1);
        await new Chat(app, "b").SayAsync("水管爆了，3-2-401");
        (await MainsAsync(app)).ShouldBe(["E-0001", "E-0002"]);
    }

    [BothDatabases]
    public async Task At_home_after_all_a_report_follows_the_one_of_its_riser(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var a = await new Chat(app, "a").JoinAsync("8241-7730");
        await a.SayAsync("水管爆了");
        // The neighbour's was told from elsewhere first and is moved to the riser afterwards.
        var b = new Chat(app, "b");
        await b.SayAsync("水管爆了");
        await b.SayAsync("3-2-401");
        (await MainsAsync(app)).ShouldBe(["E-0001", "E-0002<E-0001"]);
        await a.TapAsync("就是我家");
        (await MainsAsync(app)).ShouldBe(["E-0001", "E-0002<E-0001"], "home is where it was thought to be");
    }

    [BothDatabases]
    public async Task Those_who_follow_a_ticket_go_along_when_it_follows_another(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        await new Chat(app, "a").SayAsync("厨房水管滴水，3-2-501");
        var b = new Chat(app, "b");
        await b.SayAsync("水管爆了");
        await new Chat(app, "c").SayAsync("水管爆了，5-1-201");
        await MergeAsync(app, "E-0003", "E-0002");
        await b.SayAsync("3-2-401");
        // The merged one is on another riser: it goes its own way, the other follows and makes the first graver.
        (await MainsAsync(app)).ShouldBe(["E-0001", "E-0002<E-0001", "E-0003"]);
        (await CountAsync(app, "tickets where reference = 'E-0001' and class = 'burst'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Merged_by_hand_the_graver_report_makes_the_other_graver_and_nothing_follows_what_is_repaired(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        await new Chat(app, "a").SayAsync("厨房水管滴水，3-2-501");
        await new Chat(app, "b").SayAsync("水管爆了，5-1-201");
        await MergeAsync(app, "E-0002", "E-0001");
        (await CountAsync(app, "tickets where reference = 'E-0001' and class = 'burst' and severity = 'danger' and due_at <= looked_at")).ShouldBe(1);
        (await CountAsync(app, "desk_items where reference = 'E-0001' and urgent and done_at is null")).ShouldBe(1);
        await ActAsync(app, "E-0001", ActKinds.Repaired);
        await new Chat(app, "c").SayAsync("水管爆了，7-1-301");
        (await Should.ThrowAsync<RefusedException>(MergeAsync(app, "E-0003", "E-0001"))).Message.ShouldContain("还没修好的那一张");
    }

    [BothDatabases]
    public async Task A_circle_and_a_follower_of_what_is_closed_are_put_right_within_a_second(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        foreach (var (name, flat) in new[] { ("a", "3-2-501"), ("b", "5-1-201"), ("c", "7-1-301"), ("d", "3-1-301") }) await new Chat(app, name).SayAsync($"水管爆了，{flat}");
        // What two at one instant can leave: each follows the other, a third follows one of them, a fourth what was closed just now.
        foreach (var (one, main) in new[] { (1, 2), (2, 1), (3, 2) })
            await app.Get<Database>().ExecuteAsync("update tickets set state = 'Duplicate', due_at = null, main_id = (select m.id from tickets m where m.reference = @main) where reference = @one", new { one = $"E-000{one}", main = $"E-000{main}" }, default);
        for (var i = 0; i < 3; i++) await app.Get<Tick>().RunOnceAsync(default);
        (await MainsAsync(app)).ShouldBe(["E-0001", "E-0002<E-0001", "E-0003<E-0001", "E-0004"]);
        (await StateAsync(app, "E-0001")).ShouldBe("Reported");
        await app.Get<Database>().ExecuteAsync("update tickets set state = 'Duplicate', due_at = null, main_id = (select m.id from tickets m where m.reference = 'E-0001') where reference = 'E-0004'", null, default);
        await app.Get<Database>().ExecuteAsync("update tickets set state = 'Closed', closed_at = opened_at where reference = 'E-0001'", null, default);
        for (var i = 0; i < 2; i++) await app.Get<Tick>().RunOnceAsync(default);
        (await MainsAsync(app)).ShouldBe(["E-0002", "E-0003", "E-0004"]);
        (await CountAsync(app, "desk_items where reference = 'E-0004' and title = '爆管跑水' and urgent and done_at is null")).ShouldBe(2, "its own and, since it leads again, a new one");
    }

    [BothDatabases]
    public async Task What_is_written_down_late_happened_after_the_report_began_anew(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        await new Chat(app, "a").SayAsync("水管爆了，3-2-501");
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await ActAsync(app, "E-0001", ActKinds.Closed, "修好了");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await ActAsync(app, "E-0001", ActKinds.NotRepaired, "住户打电话说又漏了", ago: 20);
        await app.Get<Tick>().RunOnceAsync(default);
        (await StateAsync(app, "E-0001")).ShouldBe("Reported", "who closed it has not taken what came after");
        (await CountAsync(app, "ticket_acts where kind = 'acknowledged'")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task Nobody_is_told_what_was_done_before_it_began_anew_and_while_nobody_has_it_nobody_is_said_to(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var a = new Chat(app, "a");
        await a.SayAsync("水管爆了，3-2-501");
        foreach (var tap in new[] { "竖着的大管子", "还在流", "不拍了", "没有", "不留" }) await a.TapAsync(tap);
        await a.SayAsync("没修好");
        a.Reply.ShouldContain("还没有人接手，我接着叫人");
        await ActAsync(app, "E-0001", ActKinds.Acknowledged);
        await a.SayAsync("没修好");
        a.Reply.ShouldContain("有人在办");
        await ActAsync(app, "E-0001", ActKinds.CannotRepair, "没有配件");
        var b = new Chat(app, "b");
        await b.SayAsync("水管爆了，3-2-401");
        for (var i = 0; i < 3; i++) await app.Get<Tick>().RunOnceAsync(default);
        (await CountAsync(app, "ticket_told d join ticket_acts a on a.id = d.act_id where a.kind = 'acknowledged'")).ShouldBe(0);
        (await CountAsync(app, "ticket_told d join ticket_acts a on a.id = d.act_id where a.kind = 'cannot-repair'")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task A_page_of_the_ladder_meanwhile_takes_nobody_the_ticket_out_of_the_hand(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        await new Chat(app, "a").SayAsync("水管爆了，3-2-501");
        await app.Get<Tick>().RunOnceAsync(default);
        var ticket = await FindAsync(app, "E-0001");
        ticket.Acts.Count.ShouldBeGreaterThan(1);
        (await app.Get<TicketActs>().ActAsync(ticket.Id, 1, ActKinds.Acknowledged, "", 0, null, Zhao, default)).ShouldBe(TicketOutcome.Done);
        (await app.Get<TicketActs>().ActAsync(ticket.Id, 1, ActKinds.OnSite, "", 0, null, Zhao, default)).ShouldBe(TicketOutcome.Changed);
    }

    private static async Task<TicketFile> FindAsync(TestApp app, string reference) =>
        (await app.Get<TicketLog>().FindAsync((await app.Get<TicketLog>().IdOfAsync(reference, Zhao.Scope, default)).ShouldNotBeNull(), Zhao.Scope, default)).ShouldNotBeNull();

    private static async Task ActAsync(TestApp app, string reference, string kind, string words = "", int ago = 0)
    {
        var ticket = await FindAsync(app, reference);
        (await app.Get<TicketActs>().ActAsync(ticket.Id, ticket.Number, kind, words, ago, null, Zhao, default)).ShouldBe(TicketOutcome.Done);
    }

    private static async Task MergeAsync(TestApp app, string reference, string into)
    {
        var ticket = await FindAsync(app, reference);
        (await app.Get<TicketActs>().ActAsync(ticket.Id, ticket.Number, ActKinds.Duplicate, "", 0, into, Zhao, default)).ShouldBe(TicketOutcome.Done);
    }

    // Open tickets and whom they follow.
    private static Task<IReadOnlyList<string>> MainsAsync(TestApp app) => app.Get<Database>().QueryAsync<string>(
        "select t.reference || case when m.id is null then '' else '<' || m.reference end from tickets t left join tickets m on m.id = t.main_id where t.closed_at is null order by t.reference", null, default);

    private static Task<long> CountAsync(TestApp app, string what) => app.Get<Database>().FirstAsync<long>($"select count(*) from {what}", null, default);

    private static async Task<string> StateAsync(TestApp app, string reference) => (await app.Get<Database>().FirstAsync<string>("select state from tickets where reference = @reference", new { reference }, default))!;
}
