using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Works.Entries;

namespace ResidentAssistant.Tests.Works.Entries;

/// <summary>Plan, notice, another time, yes, arrived, checked, restored, accepted, content: over one household's conversation and the forms of the team.</summary>
public sealed class EntryJourneyTests
{
    [BothDatabases]
    public async Task From_the_plan_to_a_content_household(Provider provider)
    {
        await using var world = await EntryWorld.StartAsync(provider);
        await world.SpreadAsync();
        var app = world.App;
        var chat = await new Chat(app, "wang").JoinAsync("82417730");

        await PublishAsync(world);
        await app.Get<IEnumerable<IDuty>>().OfType<NoticeDuty>().Single().RunAsync(app.Clock.GetUtcNow(), default);
        (await chat.SayAsync("我知道了")).Reply.ShouldContain("这些时间行吗");
        await chat.TapAsync("换时间");
        await chat.TapAsync("2026年12月7日（星期一）8:00–12:00，看现场拍照");
        await chat.TapAsync("2026年12月7日（星期一）14:00–18:00");
        (await chat.TapAsync("对")).Reply.ShouldContain("换好了，2026年12月7日（星期一）14:00–18:00");
        await chat.TapAsync("家里别人在");
        await chat.SayAsync("女儿小王，13800000000");
        await chat.SayAsync("入户时间");
        (await chat.TapAsync("行")).Reply.ShouldContain("记下了");
        await chat.TapAsync("我在家");
        var work = await world.WorkAsync("3-2-501");
        work.Times.ShouldAllBe(t => work.IsConfirmed(t));
        (await chat.CountAsync("select count(*) from entries where replaced_at is not null")).ShouldBeGreaterThan(0, "the old time is kept");
        (await chat.CountAsync("select count(*) from entry_acts where facts like '%小王%'")).ShouldBe(0, "names stand in the evidence alone");

        world.Now(7, 14);
        await world.VisitAsync("3-2-501", "看现场拍照");
        world.Now(8, 8);
        await world.VisitAsync("3-2-501", "换新管");
        await app.Get<EntryPhotos>().AddAsync(await world.WorkAsync("3-2-501"), "after", TestPngs.Picture, world.Foreman, default);
        await world.RestoreAsync("3-2-501");
        await RemindAsync(world);
        await chat.SayAsync("验收");
        await chat.TapAsync("恢复得行");
        await chat.TapAsync("很满意");
        await chat.SayAsync("师傅挺客气");
        work = await world.WorkAsync("3-2-501");
        (work.Standing, work.Rating!.Fact("score")).ShouldBe(("住户认可", "5"));
        (await chat.CountAsync("select count(*) from entry_acts a where not exists (select 1 from evidence_unlinked e where e.id = a.id) and not exists (select 1 from evidence_records e where e.id = a.id)")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task The_last_place_in_a_half_day_is_given_once(Provider provider)
    {
        await using var world = await EntryWorld.StartAsync(provider);
        // Three flats each half day, four at most: one place in each.
        await world.SpreadAsync();
        var (one, other) = (await new Chat(world.App, "one").JoinAsync("82417730"), await new Chat(world.App, "other").JoinAsync(await LetterAsync(world, "3-2-601")));
        var replies = await Task.WhenAll(AskAsync(one), AskAsync(other));
        replies.Count(r => r.Contains("对吗")).ShouldBe(2);
        var ends = await Task.WhenAll(one.TapAsync("对"), other.TapAsync("对"));
        ends.Count(e => e.Reply.Contains("换好了")).ShouldBe(1);
        ends.Count(e => e.Reply.Contains("没有换成")).ShouldBe(1);
        (await one.CountAsync("select count(*) from entries where replaced_at is null and step = '看现场拍照'")).ShouldBe(6);
    }

    [BothDatabases]
    public async Task Who_is_told_is_told_once_and_who_cannot_be_is_called(Provider provider)
    {
        await using var world = await EntryWorld.StartAsync(provider);
        var wife = await new Chat(world.App, "wife").JoinAsync("82417730");
        var (chat, stopped) = (await new Chat(world.App, "wang").JoinAsync("82417730"), await new Chat(world.App, "li").JoinAsync(await LetterAsync(world, "3-2-601")));
        await stopped.SayAsync("别再给我发消息了");
        await stopped.TapAsync("对");
        world.Now(6, 9);
        await RemindAsync(world);
        (await SaidAsync(world, chat)).ShouldNotContain("明天要进您家", Case.Sensitive, "not before ten");
        world.Now(6, 10, 1);
        await RemindAsync(world);
        await RemindAsync(world);
        (await SaidAsync(world, chat)).Split("明天要进您家").Length.ShouldBe(2);
        (await SaidAsync(world, wife)).Split("明天要进您家").Length.ShouldBe(2, "both who live there are told");
        (await SaidAsync(world, stopped)).ShouldNotContain("明天要进您家", Case.Sensitive, "who wants none gets none");
        (await chat.CountAsync("select count(*) from desk_items where kind = 'call' and urgent = @no", new { no = false })).ShouldBe(5, "everybody else on the riser is called");
        world.Now(7, 7, 1);
        await RemindAsync(world);
        (await SaidAsync(world, chat)).ShouldContain("今天要进您家换管子");
        (await chat.CountAsync("select count(*) from desk_items where kind = 'call' and urgent = @yes", new { yes = true })).ShouldBe(2, "two more flats are visited this morning");

        // Somebody takes the paper back: nobody waits at home for nothing, and nobody learns who.
        await world.Consent.SayAsync("3-2-301", "withdrawn");
        world.Now(7, 10, 30);
        await RemindAsync(world);
        (await SaidAsync(world, chat)).ShouldContain("原来定的明天进您家换管子，先不来了");
    }

    private static async Task<string> AskAsync(Chat chat)
    {
        await chat.SayAsync("入户时间");
        await chat.TapAsync("换时间");
        await chat.TapAsync("2026年12月7日（星期一）8:00–12:00，看现场拍照");
        return (await chat.TapAsync("2026年12月7日（星期一）14:00–18:00")).Reply;
    }

    private static Task RemindAsync(EntryWorld world) => world.App.Get<IEnumerable<IDuty>>().OfType<EntryReminders>().Single().RunAsync(world.App.Clock.GetUtcNow(), default);

    private static async Task<string> SaidAsync(EntryWorld world, Chat chat)
    {
        var said = new List<string>();
        for (var turn = 1; await world.App.Get<Transcript>().TurnAsync(chat.Receipt!.ConversationId, turn, default) is { } one; turn++) said.AddRange(one.Entries.Select(e => e.Text ?? ""));
        return string.Join('\n', said);
    }

    private static async Task<string> LetterAsync(EntryWorld world, string flat) => (await world.App.Get<Letters>().IssueAsync((await world.Consent.HomeAsync(flat)).Id, null, default)).Digits;

    private static async Task PublishAsync(EntryWorld world)
    {
        var drafts = world.App.Get<NoticeDrafts>();
        var id = await drafts.BeginAsync(new NoticeDraft
        {
            Id = Guid.Empty, CommunityId = Pilot.CommunityId, Template = "entry", Audience = new Audience { Risers = [world.Riser] },
            Filled = new Dictionary<string, string> { ["days"] = "7日到9日", ["team"] = "一组", ["stages"] = "看现场，换管", ["clear"] = "柜子", ["at-home"] = "这几天", ["protect"] = "地上铺垫子", ["water"] = "楼下有", ["phone"] = "010-12345678", ["complaint"] = "010-12345679" },
        }, world.Consent.Colleague, default);
        await world.App.Get<Composer>().PublishAsync(id, 1, world.Consent.Colleague, default);
    }
}
