using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Channels.WeCom;

public sealed class QuestionTests
{
    [BothDatabases]
    public async Task In_a_group_the_robot_answers_with_numbers_and_keeps_small_ones_to_itself(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false, aiBot: true);
        await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        var room = world.Fake.AiBotGroup();
        await room.ConnectedAsync(TimeSpan.FromMinutes(1));
        var flats = await FlatsAsync(world, "3");

        await AgreeAsync(world, flats[..^10]);
        (await AskAsync(room, "3号楼还差几户？")).ShouldContain($"3号楼：一共 {flats.Count} 户。书面申请：签好了 0 户，还差 {flats.Count} 户。聊天里：说了愿意 {flats.Count - 10} 户，还差 10 户。");
        await AgreeAsync(world, flats[^10..^3]);
        var few = await AskAsync(room, "三号楼还差几户");
        few.ShouldContain("还差的不到 4 户，群里不报具体数");
        few.ShouldNotContain($"{flats.Count - 3}");
        await AgreeAsync(world, flats[^3..]);
        (await AskAsync(room, "3号楼还差几户")).ShouldContain("都说了愿意");

        await world.SettledAsync();
        room.Lines.ShouldAllBe(l => l.From != null || l.Finished);
        (await world.CountAsync("way = 'aibot' and kind = 'Reply' and state = 'Sent'")).ShouldBe(3);
    }

    [BothDatabases]
    public async Task In_the_app_a_colleague_who_may_know_gets_the_exact_number_and_others_do_not(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        var sun = await world.ColleagueAsync("sungang", StaffRole.Contractor);
        var flats = await FlatsAsync(world, "3");
        await AgreeAsync(world, flats[..^3]);
        await AgreeAsync(world, flats[^1..], "refuse");

        zhao.Say("3号楼还差几户？");
        sun.Say("3号楼还差几户？");
        zhao.Say("99号楼同意的有几户");
        zhao.Say("你会什么");
        await world.SettledAsync();

        var told = zhao.Received.Select(m => m.Text).ToList();
        told.ShouldContain(t => t.Contains("还差 3 户，其中不愿意 1 户，还没答或答得不全 2 户", StringComparison.Ordinal) && t.Contains("是意愿，不是书面申请", StringComparison.Ordinal));
        told.ShouldContain(t => t.Contains("没有 99号楼", StringComparison.Ordinal));
        told.ShouldContain(t => t.Contains("“3号楼还差几户”", StringComparison.Ordinal) && t.Contains("“还有几件报修没办完”", StringComparison.Ordinal));
        sun.Received.Single().Text.ShouldContain("您的账号不能看这个");
    }

    [BothDatabases]
    public async Task Open_faults_are_counted_with_those_nobody_has_taken(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        var property = await world.ColleagueAsync("wuye", StaffRole.Property);
        foreach (var (reference, severity) in new[] { ("E-0001", "danger"), ("E-0002", "urgent"), ("E-0003", "normal") })
        {
            await world.Seeds.TicketAsync(Guid.NewGuid(), Pilot.CommunityId, reference, "burst");
            await world.Database.ExecuteAsync("update tickets set severity = @severity where reference = @reference", new { severity, reference }, CancellationToken.None);
            await world.Seeds.DeskItemAsync(Pilot.CommunityId, "emergency", severity != "normal", "爆管跑水", reference);
        }

        await world.Database.ExecuteAsync("update desk_items set taken_at = @now where reference = 'E-0001'", new { now = world.App.Clock.GetUtcNow() }, CancellationToken.None);
        zhao.Say("还有几件报修没办完");
        property.Say("还有几件报修没办完");
        await world.SettledAsync();

        var told = zhao.Received.Single().Text;
        told.ShouldContain("紧急的 2 件，其中 1 件还没有人接手；一般的 1 件。");
        told.ShouldContain("E-0002 爆管跑水");
        property.Received.Single().Text.ShouldContain("紧急的 2 件，其中 1 件还没有人接手。");
    }

    [BothDatabases]
    public async Task The_same_message_told_three_times_is_answered_once_and_two_of_one_second_twice(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        world.Fake.Faults.DoubleCallbacks = 1;

        zhao.Say("3号楼还差几户");
        zhao.Say("4号楼还差几户");
        await world.SettledAsync();

        zhao.Received.Count.ShouldBe(2);
        (await world.CountAsync("kind = 'Reply'")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task After_a_lost_answer_a_reply_is_not_read_twice(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false);
        var zhao = await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        world.Fake.Faults.LoseAnswer(1, "message/send");

        zhao.Say("3号楼还差几户");
        await world.SettledAsync();
        for (var i = 0; i < 3; i++) await world.TickAsync();

        zhao.Received.Count.ShouldBe(1);
        world.Fake.Log.Of("message/send").Count().ShouldBe(2);
        (await world.CountAsync("state = 'Sent'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_question_is_answered_over_the_next_connection_when_the_first_breaks_and_one_node_alone_holds_it(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, robots: false, aiBot: true);
        await world.ColleagueAsync("zhaomin", StaffRole.Committee);
        var room = world.Fake.AiBotGroup();
        await room.ConnectedAsync(TimeSpan.FromMinutes(1));

        room.BreakConnection();
        await world.Fake.UntilAsync(() => !room.Connected, "the connection has broken");
        for (var i = 0; i < 10 && !room.Connected; i++) await world.TickAsync(2);
        await room.ConnectedAsync(TimeSpan.FromMinutes(1));
        (await AskAsync(room, "还有几件报修没办完")).ShouldContain("没有等着办的报修");

        (await world.Database.FirstAsync<string>("select leased_by from leases where name = 'aibot'", null, CancellationToken.None)).ShouldBe(world.App.Get<ResidentAssistant.Messaging.NodeId>().Value);
    }

    [BothDatabases]
    public async Task A_lease_is_one_nodes_until_it_ends_or_is_given_back(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var (a, b) = (Leases(test, "a"), Leases(test, "b"));

        (await a.TakeAsync("x", default)).ShouldBeTrue();
        (await a.TakeAsync("x", default)).ShouldBeTrue();
        (await b.TakeAsync("x", default)).ShouldBeFalse();
        await test.Database.ExecuteAsync("update leases set leased_until = @past", new { past = DateTimeOffset.UnixEpoch }, default);
        (await b.TakeAsync("x", default)).ShouldBeTrue();
        await a.GiveBackAsync("x", default);
        (await a.TakeAsync("x", default)).ShouldBeFalse();
        await b.GiveBackAsync("x", default);
        (await a.TakeAsync("x", default)).ShouldBeTrue();
    }

    private static ResidentAssistant.Messaging.ToStaff.Leases Leases(TestDatabase test, string node) => new(test.Database, new ResidentAssistant.Messaging.NodeId(node));

    private static async Task<string> AskAsync(FakeWeCom.Phones.AiBotRoom room, string words) => (await room.AnswerAsync(room.Ask("zhaomin", words), TimeSpan.FromMinutes(1))).Text;

    private static async Task<List<Guid>> FlatsAsync(StaffWorld world, string building) => [.. await world.Database.QueryAsync<Guid>(
        "select h.id from households h join buildings b on b.id = h.building_id where b.number = @building order by h.id", new { building }, CancellationToken.None)];

    private static async Task AgreeAsync(StaffWorld world, IEnumerable<Guid> flats, string answer = "agree")
    {
        foreach (var flat in flats)
            foreach (var riser in await world.Database.QueryAsync<Guid>("select riser_id from riser_households where household_id = @flat", new { flat }, CancellationToken.None))
                await world.Seeds.IntentAsync(Guid.NewGuid(), Pilot.CommunityId, flat, riser, "Y-0001", answer, 1);
    }
}
