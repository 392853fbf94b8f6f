using System.Collections.Concurrent;
using FakeWeCom;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.WeCom;
using ResidentAssistant.WeCom.AiBot;
using ResidentAssistant.WeCom.Messages;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>Our own long connection, against the simulator that Tencent's SDK talks with too.</summary>
public sealed class AiBotConnectionTests : IAsyncLifetime, IDisposable
{
    private readonly FakeClock clock = new();
    private readonly ConcurrentQueue<AiBotState> states = new();
    private readonly ConcurrentQueue<AiBotCallback> heard = new();
    private readonly CancellationTokenSource stop = new();
    private FakeWeComHost vendor = null!;

    public async Task InitializeAsync() => vendor = await FakeWeComHost.StartAsync(new() { Seed = 5, Clock = clock });

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await vendor.DisposeAsync();
    }

    public void Dispose() => stop.Dispose();

    [Fact]
    public async Task A_question_in_a_group_is_answered_by_a_growing_text()
    {
        AiBotConnection bot = null!;
        bot = Bot(async (question, ct) =>
        {
            await bot.RespondStreamAsync(question, "s1", "正在查", false, ct);
            await bot.RespondStreamAsync(question, "s1", "3号楼还差 4 户", true, ct);
        });
        _ = bot.RunAsync(stop.Token);
        var room = vendor.AiBotGroup();
        await room.ConnectedAsync();

        var answer = await room.AnswerAsync(room.Ask("zhaomin", "3号楼还差几户？"));

        answer.Shown.ShouldBe(["正在查", "3号楼还差 4 户"]);
        var question = heard.ShouldHaveSingleItem();
        (question.Text, question.Userid, question.ChatId, question.Chat, question.MsgType).ShouldBe(("@助手 3号楼还差几户？", "zhaomin", room.ChatId, AiBotChat.Group, "text"));
    }

    [Fact]
    public async Task Cards_are_shown_tapped_and_changed_and_newcomers_greeted()
    {
        AiBotConnection bot = null!;
        bot = Bot((callback, ct) => callback.Event switch
        {
            "template_card_event" => bot.RespondUpdateAsync(callback, new() { CardType = "text_notice", MainTitle = new("已接手"), TaskId = callback.TaskId, CardAction = new(1, Url: "https://example.cn") }, null, ct),
            "enter_chat" => bot.RespondWelcomeAsync(callback, "您好，问我哪栋楼还差几户。", ct),
            _ => bot.RespondCardAsync(callback, new() { CardType = "button_interaction", MainTitle = new("漏水"), TaskId = "t-1", ButtonList = [new("我来处理", "take")] }, ct),
        });
        _ = bot.RunAsync(stop.Token);
        var room = vendor.AiBotGroup();
        await room.ConnectedAsync();

        room.Ask("zhaomin", "漏水");
        room.Tap(await room.HearsAsync("我来处理"), "qianwei", "take").ShouldBeTrue();
        await room.HearsAsync("已接手");
        await bot.PushMarkdownAsync(room.ChatId, AiBotChat.Group, "**都接手了**", stop.Token);
        await room.HearsAsync("都接手了");
        var single = vendor.AiBotSingle("zhaomin");
        single.Enter("zhaomin");
        await single.HearsAsync("问我哪栋楼");

        heard.Single(c => c.Event == "template_card_event").ShouldSatisfyAllConditions(c => c.EventKey.ShouldBe("take"), c => c.TaskId.ShouldBe("t-1"), c => c.Userid.ShouldBe("qianwei"));
    }

    [Fact]
    public async Task A_broken_connection_is_opened_again_and_an_old_question_answered_over_it()
    {
        var first = new TaskCompletionSource<AiBotCallback>();
        var bot = Bot((callback, _) =>
        {
            first.TrySetResult(callback);
            return Task.CompletedTask;
        });
        _ = bot.RunAsync(stop.Token);
        var room = vendor.AiBotGroup();
        await room.ConnectedAsync();
        var id = room.Ask("zhaomin", "在吗");
        var question = await first.Task.WaitAsync(TimeSpan.FromSeconds(5));

        room.BreakConnection();
        await ReachesAsync(AiBotState.Lost);
        await MoveUntilAsync(() => states.Count(s => s == AiBotState.Subscribed) == 2);
        await bot.RespondStreamAsync(question, "s1", "在", true, stop.Token);

        (await room.AnswerAsync(id)).Shown[^1].ShouldBe("在");
    }

    [Fact]
    public async Task A_newer_connection_ends_this_one_for_good()
    {
        var older = Bot((_, _) => Task.CompletedTask).RunAsync(stop.Token);
        await ReachesAsync(AiBotState.Subscribed);
        var newer = Bot((_, _) => Task.CompletedTask).RunAsync(stop.Token);

        (await older.WaitAsync(TimeSpan.FromSeconds(5))).ShouldBe(AiBotState.Replaced);
        newer.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_wrong_secret_is_tried_a_few_times_and_given_up()
    {
        var running = new AiBotConnection(new(vendor.Options.AiBots[0].BotId, "wrong"), vendor.WebSocketAddress, (_, _) => Task.CompletedTask, clock) { Changed = (state, _) => states.Enqueue(state) }.RunAsync(stop.Token);

        await MoveUntilAsync(() => running.IsCompleted);

        (await running).ShouldBe(AiBotState.Refused);
        states.Count(s => s == AiBotState.Connecting).ShouldBe(5);
    }

    [Fact]
    public async Task A_quiet_connection_is_kept_alive_and_stopping_ends_it()
    {
        var bot = Bot((_, _) => Task.CompletedTask);
        var running = bot.RunAsync(stop.Token);
        await ReachesAsync(AiBotState.Subscribed);

        await MoveUntilAsync(() => vendor.Log.Calls.Count(c => c.Path == "ping") >= 3);
        states.ShouldBe([AiBotState.Connecting, AiBotState.Subscribed]);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        bot.Subscribed.ShouldBeFalse();
        (await Should.ThrowAsync<WeComException>(() => bot.PushMarkdownAsync("c", AiBotChat.Group, "x", default))).AnswerLost.ShouldBeFalse();
    }

    [Fact]
    public async Task A_fault_in_taking_one_message_leaves_the_next()
    {
        var faults = new ConcurrentQueue<Exception>();
        var bot = new AiBotConnection(new(vendor.Options.AiBots[0].BotId, vendor.Options.AiBots[0].Secret), vendor.WebSocketAddress, (callback, _) =>
        {
            heard.Enqueue(callback);
            throw new InvalidOperationException("no");
        }, clock) { Changed = (state, _) => states.Enqueue(state), TakingFailed = (_, fault) => faults.Enqueue(fault) };
        _ = bot.RunAsync(stop.Token);
        var room = vendor.AiBotGroup();
        await room.ConnectedAsync();
        room.Ask("zhaomin", "一");
        room.Ask("zhaomin", "二");

        await UntilAsync(() => faults.Count == 2);
        heard.Count.ShouldBe(2);
        states.ShouldNotContain(AiBotState.Lost);
    }

    private AiBotConnection Bot(Func<AiBotCallback, CancellationToken, Task> take) => new(new(vendor.Options.AiBots[0].BotId, vendor.Options.AiBots[0].Secret), vendor.WebSocketAddress, (callback, ct) =>
    {
        heard.Enqueue(callback);
        return take(callback, ct);
    }, clock) { Changed = (state, _) => states.Enqueue(state) };

    private Task ReachesAsync(AiBotState state) => UntilAsync(() => states.Contains(state));

    private Task MoveUntilAsync(Func<bool> holds) => UntilAsync(holds, () => clock.Advance(TimeSpan.FromSeconds(1)));

    private static async Task UntilAsync(Func<bool> holds, Action? meanwhile = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            meanwhile?.Invoke();
            await Task.Delay(5, patience.Token);
        }
    }
}
