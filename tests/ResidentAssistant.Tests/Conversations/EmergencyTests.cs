using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Conversations;

public sealed class EmergencyTests
{
    [BothDatabases]
    public async Task The_first_turn_gives_advice_opens_the_ticket_and_pages(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = new Chat(app, "a");

        await chat.SayAsync("楼上哗哗往下流水这谁管啊");

        chat.Replies[0].Text!.ShouldStartWith("先顾人");
        (await chat.CountAsync("select count(*) from tickets where reference = 'E-0001' and class = 'burst' and severity = 'danger' and state = 'Reported'")).ShouldBe(1);
        (await chat.CountAsync("select count(*) from desk_items where kind = 'emergency' and urgent = @urgent and reference = 'E-0001'", new { urgent = true })).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Words_and_numbers_are_sealed_and_events_only_added(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = new Chat(app, "a");
        await chat.SayAsync("水管爆了，电话13800000000");
        await chat.TapAsync("说不准哪一户");
        await chat.SayAsync("老王家楼下");
        await chat.TapAsync("竖着的大管子");
        await chat.TapAsync("还在流");
        await chat.TapAsync("不拍了");
        await chat.TapAsync("没有");

        (await chat.CountAsync("select count(*) from ticket_events where kind in ('spot', 'phone') and value is null and sealed is not null")).ShouldBe(2);
        (await chat.CountAsync("select count(*) from ticket_events where kind = 'phone' and phone_hash is not null and phone_tail_hash is not null")).ShouldBe(1);
        (await chat.CountAsync("select count(*) from outcomes where dialog = 'emergency.report' and slots not like '%老王%' and slots not like '%13800000000%'")).ShouldBe(1);
        (await chat.CountAsync("select count(*) from tickets where source = 'riser' and running = 'flowing'")).ShouldBe(1);
        (await Should.ThrowAsync<System.Data.Common.DbException>(app.Get<Database>().ExecuteAsync("delete from ticket_events", null, default))).Message.ShouldContain("append-only");
    }

    [BothDatabases]
    public async Task Where_there_are_several_communities_the_flat_tells_which_desk_has_it(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        await app.Get<Database>().ExecuteAsync("insert into communities (id, name, street, committee, created_at) values (@id, '乙小区', '', '', @now)",
            new { id = Guid.NewGuid(), now = app.Clock.GetUtcNow() }, default);
        var (early, late) = (new Chat(app, "a"), new Chat(app, "b"));

        await early.SayAsync("水管爆了，3-2-501");
        await late.SayAsync("水管爆了");
        (await late.CountAsync("select count(*) from desk_items where reference = 'E-0002' and community_id is null")).ShouldBe(1);
        await late.SayAsync("3-2-502");

        foreach (var table in new[] { "desk_items", "tickets" })
            (await late.CountAsync($"select count(*) from {table} where reference in ('E-0001', 'E-0002') and community_id = @community", new { community = Pilot.CommunityId })).ShouldBe(2);
    }

    [BothDatabases]
    public async Task The_same_fault_said_again_is_one_ticket_another_fault_is_another(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = new Chat(app, "a");
        await chat.SayAsync("厨房水管滴水，3-2-501");
        foreach (var tap in new[] { "家里的水管水龙头", "停了", "不拍了", "不留" }) await chat.TapAsync(tap);

        await chat.SayAsync("水管还在滴水");
        chat.Reply.ShouldContain("E-0001");
        foreach (var tap in new[] { "就是我家", "家里的水管水龙头", "停了", "不拍了", "不留" }.Skip(chat.Reply.Contains("是不是在您家", StringComparison.Ordinal) ? 0 : 1))
        {
            if (tap == "家里的水管水龙头" && chat.Reply.Contains("几号楼", StringComparison.Ordinal)) await chat.SayAsync("3-2-501");
            await chat.TapAsync(tap);
        }

        await chat.SayAsync("厕所下水堵了");
        chat.Reply.ShouldContain("E-0002");
        (await chat.CountAsync("select count(*) from tickets")).ShouldBe(2);
    }

    [Fact]
    public async Task The_standing_of_a_report_is_told_as_the_desk_has_it()
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite);
        var chat = new Chat(app, "a");
        await chat.SayAsync("家里有煤气味，3-2-501，13800000000");

        await chat.SayAsync("报修单子到哪一步了");
        chat.Reply.ShouldContain("还没有人接手");

        await app.Get<Database>().ExecuteAsync("update desk_items set seen_at = @now", new { now = app.Clock.GetUtcNow() }, default);
        await chat.SayAsync("报修单子到哪一步了");
        chat.Reply.ShouldContain("看到了，还没有人接手去修");

        await app.Get<Database>().ExecuteAsync("update tickets set state = 'Closed', closed_at = @now", new { now = app.Clock.GetUtcNow() }, default);
        await chat.SayAsync("报修单子到哪一步了");
        chat.Reply.ShouldContain("办完了");
    }
}
