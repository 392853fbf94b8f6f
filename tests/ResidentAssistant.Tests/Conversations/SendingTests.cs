using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Conversations;

/// <summary>What becomes of replies when the provider is slow, away, or says no; the provider is a channel of the test, the rest is real.</summary>
public sealed class SendingTests
{
    [BothDatabases]
    public async Task A_reply_that_must_wait_makes_later_ones_wait_and_all_arrive_in_order(Provider provider)
    {
        var channel = new FakeProvider();
        await using var app = await StartAsync(provider, channel);
        channel.Answer = _ => new SendResult.TryLater(TimeSpan.FromSeconds(1), "busy");
        await app.TakeAsync(Text("m1", "你好"));
        await SettledAsync(app, "Pending", 1);
        channel.Answer = _ => new SendResult.Sent("p");
        await app.TakeAsync(Text("m2", "谢谢"));
        await SettledAsync(app, "Pending", 2);
        channel.Sent.ShouldBeEmpty();

        for (var i = 0; i < 100 && channel.Sent.Count < 2; i++)
        {
            await PassAsync(app, TimeSpan.FromSeconds(2));
            await Task.Delay(25);
        }

        await SettledAsync(app, "Sent", 2);
        channel.Sent.Select(s => s.Turn).ShouldBe([1, 2]);
    }

    [BothDatabases]
    public async Task An_emergency_overtakes_what_waits(Provider provider)
    {
        var channel = new FakeProvider();
        await using var app = await StartAsync(provider, channel);
        channel.Answer = _ => new SendResult.TryLater(TimeSpan.FromMinutes(1), "busy");
        await app.TakeAsync(Text("m1", "你好"));
        await SettledAsync(app, "Pending", 1);
        channel.Answer = _ => new SendResult.Sent();

        await app.TakeAsync(Text("m2", "快来人，水管爆了，水哗哗往外冒"));

        await WaitAsync(() => Task.FromResult(channel.Sent.Any(s => s.Turn == 2)));
        (await StatesAsync(app)).First(s => s.Turn == 1).State.ShouldBe("Pending");
    }

    [BothDatabases]
    public async Task A_long_outage_loses_nothing_and_a_refusal_is_shown_to_the_desk(Provider provider)
    {
        var channel = new FakeProvider { Answer = _ => new SendResult.TryLater(TimeSpan.FromSeconds(5), "away") };
        await using var app = await StartAsync(provider, channel);
        await app.TakeAsync(Text("m1", "你好"));
        await SettledAsync(app, "Pending", 1);
        for (var i = 0; i < 15; i++)
        {
            await PassAsync(app, TimeSpan.FromMinutes(6));
            await SettledAsync(app, "Pending", 1);
        }

        channel.Answer = _ => new SendResult.Stopped("48-hour window closed");
        await PassAsync(app, TimeSpan.FromMinutes(6));
        await SettledAsync(app, "Stopped", 1);

        (await app.Get<Database>().FirstAsync<string>("select reason from outbox", null, CancellationToken.None)).ShouldBe("48-hour window closed");
        (await app.Get<Database>().FirstAsync<long>("select count(*) from desk_items where kind = 'undelivered'", null, CancellationToken.None)).ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_row_leased_here_and_lost_on_the_way_is_taken_up_again(Provider provider)
    {
        var channel = new FakeProvider();
        await using var app = await StartAsync(provider, channel);
        await app.TakeAsync(Text("m1", "你好"));
        await SettledAsync(app, "Sent", 1);
        // As after a commit whose answer was lost: leased to this node, but nobody has it in hand.
        await app.Get<Database>().ExecuteAsync("update outbox set state = 'Sending', leased_by = @node, leased_until = @past, fence = 7",
            new { node = app.Get<NodeId>().Value, past = DateTimeOffset.UnixEpoch }, CancellationToken.None);

        for (var i = 0; i < 100 && channel.Sent.Count < 2; i++)
        {
            await PassAsync(app, TimeSpan.FromSeconds(1));
            await Task.Delay(25);
        }

        await SettledAsync(app, "Sent", 1);
        channel.Sent.Count.ShouldBe(2);
        channel.Sent.Select(s => s.Id).Distinct().Count().ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_mark_under_an_old_fence_changes_nothing(Provider provider)
    {
        await using var app = await StartAsync(provider, new FakeProvider());
        await app.TakeAsync(Text("m1", "你好"));
        await SettledAsync(app, "Sent", 1);
        var row = (await StatesAsync(app))[0];

        await app.Get<Outbox>().FinishAsync([new(new Outbox.Lease(Guid.NewGuid(), row.ConversationId, row.Turn, row.Position, Fence: 99), new SendResult.Failed("late"))], CancellationToken.None);

        (await StatesAsync(app))[0].State.ShouldBe("Sent");
    }

    private static Task<TestApp> StartAsync(Provider provider, FakeProvider channel) =>
        TestApp.StartAsync(provider, listen: true, adjust: b => b.Services.AddSingleton<IChannel>(channel));

    private static InboundMessage Text(string id, string text) => new()
    {
        Channel = "test", ConversationKey = "talk", UserId = "somebody", MessageId = id, Kind = EntryKind.Message, Text = text,
    };

    private static async Task PassAsync(TestApp app, TimeSpan time)
    {
        app.Clock.Advance(time);
        await app.Get<Tick>().RunOnceAsync(CancellationToken.None);
    }

    private static Task SettledAsync(TestApp app, string state, int turns) => WaitAsync(async () =>
        (await StatesAsync(app)) is var all && all.Where(s => s.State == state).Select(s => s.Turn).Distinct().Count() == turns && all.All(s => s.State != "Sending"));

    private static async Task WaitAsync(Func<Task<bool>> holds)
    {
        // Sending runs beside the test in real time.
        for (var i = 0; i < 400; i++)
        {
            if (await holds()) return;
            await Task.Delay(25);
        }

        throw new TimeoutException("It did not come about.");
    }

    private static Task<IReadOnlyList<Row>> StatesAsync(TestApp app) =>
        app.Get<Database>().QueryAsync<Row>("select conversation_id, turn, position, state from outbox order by turn, position", null, CancellationToken.None);

    private sealed record Row
    {
        public required Guid ConversationId { get; init; }

        public required int Turn { get; init; }

        public required int Position { get; init; }

        public required string State { get; init; }
    }

    private sealed class FakeProvider : IChannel
    {
        public string Name => "test";

        public bool Fetches => false;

        public Func<Outbound, SendResult> Answer { get; set; } = _ => new SendResult.Sent();

        public ConcurrentQueue<(int Turn, Guid Id)> Sent { get; } = new();

        public Task<SendResult> SendAsync(Outbound message, CancellationToken ct)
        {
            var result = Answer(message);
            if (result is SendResult.Sent) Sent.Enqueue((message.Turn, message.Id));
            return Task.FromResult(result);
        }
    }
}
