using System.Collections.Concurrent;
using System.Diagnostics;
using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Operations;

/// <summary>Turns and sends can be followed by whoever listens, and tell nothing of what was said.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task A_turn_and_a_send_leave_a_span_each_with_the_channel_and_nothing_personal()
    {
        await using var client = await BotClient.StartAsync();
        await using var app = await TestApp.StartAsync(listen: true);
        var mine = app.Get<Telemetry>().Traces;
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, mine), Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        (await client.PostAsync(app.Address, "trace", "m1", "我姓王，家里漏水")).ShouldBe(200);

        for (var i = 0; i < 500 && spans.All(s => s.OperationName != "resident.send"); i++) await Task.Delay(10);
        spans.Select(s => s.OperationName).Distinct().Order().ShouldBe(["resident.send", "resident.turn"]);
        spans.ShouldAllBe(s => s.TagObjects.Single().Key == "channel" && (string?)s.TagObjects.Single().Value == BotChannelName && s.Events.Any() == false && s.Baggage.Any() == false);
    }

    [Fact]
    public async Task Nobody_listening_means_no_span()
    {
        await using var app = await TestApp.StartAsync();

        app.Get<Telemetry>().Traces.StartActivity("resident.turn").ShouldBeNull();
        (await app.TakeAsync(new InboundMessage { Channel = "directline", ConversationKey = "c", MessageId = "m", UserId = "u", Kind = EntryKind.Message, Text = "您好" })).Turn.ShouldBe(1);
    }

    private const string BotChannelName = ResidentAssistant.Channels.BotFramework.BotChannel.ChannelName;
}
