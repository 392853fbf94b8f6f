using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ResidentAssistant.Messaging;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Messaging.ToStaff;

public sealed class StaffSenderTests : IDisposable
{
    private readonly FakeClock clock = new();
    private readonly TestKeys keys = new();
    private readonly KeyRing ring;
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<Telemetry>().BuildServiceProvider();

    public StaffSenderTests() => ring = keys.Open();

    [BothDatabases]
    public async Task A_message_is_sent_once_and_its_words_are_sealed(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var way = new StandInWay("robot", "duty");
        await PageAsync(test, "duty", "爆管跑水");

        await RunAsync(test, way);
        await RunAsync(test, way);

        way.Calls.Single().Messages.Single().Words.ShouldBeOfType<StaffWords.Page>().Title.ShouldBe("爆管跑水");
        (await CountAsync(test, "state = 'Sent' and provider_id = 'p' and response_code is not null and finished_at is not null")).ShouldBe(1);
        (await test.Database.FirstAsync<byte[]>("select body from staff_messages", null, CancellationToken.None))!.AsSpan().IndexOf("爆管"u8).ShouldBe(-1);
    }

    [BothDatabases]
    public async Task The_same_matter_pages_a_target_once_and_the_same_question_gets_one_answer(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var ledger = Ledger(test, "a");
        var item = Guid.NewGuid();
        for (var i = 0; i < 2; i++)
        {
            var writes = new Batch();
            ledger.Page(writes, "robot", "duty", Words("跑水"), item, clock.GetUtcNow());
            ledger.Reply(writes, "app", "zhang", new StaffWords.Reply("答"), "m1", clock.GetUtcNow());
            await test.Database.RunAsync(writes, CancellationToken.None);
        }

        (await CountAsync(test, "1 = 1")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task Fifty_pages_in_a_minute_make_few_calls_and_none_is_lost(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var way = new StandInWay("robot", "duty");
        for (var i = 0; i < 50; i++)
        {
            await PageAsync(test, "duty", $"跑水{i}");
            if (i % 5 == 4) await RunAsync(test, way);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        clock.Advance(TimeSpan.FromSeconds(20));
        await RunAsync(test, way);

        way.Calls.Count.ShouldBeLessThanOrEqualTo(20);
        way.Calls.Sum(c => c.Messages.Count).ShouldBe(50);
        (await CountAsync(test, "state = 'Sent'")).ShouldBe(50);
        (await CountAsync(test, "joined_into is not null")).ShouldBe(50 - way.Calls.Count);
    }

    [BothDatabases]
    public async Task What_the_limit_holds_back_waits_with_its_rule_and_goes_later(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var way = new StandInWay("app");
        for (var i = 0; i < 25; i++) await ReplyAsync(test, "zhang", $"m{i}");

        await RunAsync(test, way);

        (await CountAsync(test, "state = 'Sent'")).ShouldBe(20);
        (await CountAsync(test, "state = 'Pending' and reason = 'app-minute' and attempts = 0")).ShouldBe(5);
        clock.Advance(TimeSpan.FromSeconds(61));
        await RunAsync(test, way);
        (await CountAsync(test, "state = 'Sent'")).ShouldBe(25);
    }

    [BothDatabases]
    public async Task When_the_provider_says_too_often_the_rule_is_blocked_for_everybody(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var way = new StandInWay("robot", "duty") { Answer = _ => Task.FromResult(new StaffSent(new SendResult.TryLater(TimeSpan.FromMinutes(1), "robot-minute"))) };
        await PageAsync(test, "duty", "跑水");
        await RunAsync(test, way);

        way.Answer = _ => Task.FromResult(new StaffSent(new SendResult.Sent()));
        await PageAsync(test, "duty", "又跑水");
        await RunAsync(test, way, node: "b");
        way.Calls.Count.ShouldBe(1);
        clock.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(test, way, node: "b");
        (await CountAsync(test, "state = 'Sent'")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task What_is_stopped_or_failed_or_unsure_stands_with_its_reason(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var way = new StandInWay("app");
        foreach (var (result, state) in new (SendResult, string)[] { (new SendResult.Stopped("rule"), "Stopped"), (new SendResult.Failed("rule"), "Failed"), (new SendResult.Unconfirmed("rule"), "Unconfirmed") })
        {
            way.Answer = _ => Task.FromResult(new StaffSent(result));
            await ReplyAsync(test, "zhang", state);
            await RunAsync(test, way);
            (await CountAsync(test, $"state = '{state}' and reason = 'rule' and finished_at is not null")).ShouldBe(1);
        }
    }

    [BothDatabases]
    public async Task While_a_call_hangs_another_node_takes_over_after_the_lease_and_the_late_mark_changes_nothing(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var late = new TaskCompletionSource<StaffSent>();
        var hanging = new StandInWay("robot", "duty") { Answer = _ => late.Task };
        var healthy = new StandInWay("robot", "duty");
        await PageAsync(test, "duty", "跑水");
        using var first = Sender(test, hanging, "a");
        await first.LookAsync(CancellationToken.None);
        await first.LookAsync(CancellationToken.None);

        await test.Database.ExecuteAsync("update staff_messages set leased_until = @past", new { past = DateTimeOffset.UnixEpoch }, CancellationToken.None);
        await first.LookAsync(CancellationToken.None);
        await first.TidyAsync(CancellationToken.None);
        await RunAsync(test, healthy, node: "b");
        late.SetResult(new StaffSent(new SendResult.Failed("late")));
        await first.SettledAsync();

        hanging.Calls.Count.ShouldBe(1);
        healthy.Calls.Count.ShouldBe(1);
        (await CountAsync(test, "state = 'Sent' and fence = 2")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_way_that_is_not_ready_here_keeps_its_messages_and_one_that_never_comes_fails_after_a_day(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var way = new StandInWay("aibot") { Ready = false };
        var writes = new Batch();
        Ledger(test, "a").Reply(writes, "aibot", "chat", new StaffWords.Reply("答"), "m1", clock.GetUtcNow());
        await test.Database.RunAsync(writes, CancellationToken.None);

        await RunAsync(test, way);
        (await CountAsync(test, "state = 'Pending'")).ShouldBe(1);
        clock.Advance(TimeSpan.FromHours(25));
        using var sender = Sender(test, way, "a");
        await sender.TidyAsync(CancellationToken.None);
        (await CountAsync(test, "state = 'Failed' and reason = 'no-way'")).ShouldBe(1);
    }

    public void Dispose()
    {
        services.Dispose();
        keys.Dispose();
    }

    private static StaffWords.Page Words(string title) => new(title, "E-0001", "柳荫里小区", "11月23日10:00", null);

    private async Task PageAsync(TestDatabase test, string target, string title)
    {
        var writes = new Batch();
        Ledger(test, "a").Page(writes, "robot", target, Words(title), Guid.NewGuid(), clock.GetUtcNow());
        await test.Database.RunAsync(writes, CancellationToken.None);
    }

    private async Task ReplyAsync(TestDatabase test, string target, string answers)
    {
        var writes = new Batch();
        Ledger(test, "a").Reply(writes, "app", target, new StaffWords.Reply("答"), answers, clock.GetUtcNow());
        await test.Database.RunAsync(writes, CancellationToken.None);
    }

    private async Task RunAsync(TestDatabase test, StandInWay way, string node = "a")
    {
        using var sender = Sender(test, way, node);
        await sender.LookAsync(CancellationToken.None);
        await sender.SettledAsync();
    }

    private StaffLedger Ledger(TestDatabase test, string node) => new(test.Database, ring, new NodeId(node), clock);

    private StaffSender Sender(TestDatabase test, StandInWay way, string node) =>
        new(Ledger(test, node), new Pacing(test.Database, clock), [way], clock, services.GetRequiredService<Telemetry>(), NullLogger<StaffSender>.Instance);

    private static Task<long> CountAsync(TestDatabase test, string where) => test.Database.FirstAsync<long>($"select count(*) from staff_messages where {where}", null, CancellationToken.None);
}
