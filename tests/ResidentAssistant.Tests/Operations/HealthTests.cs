using System.Net;
using System.Text.Json.Nodes;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Operations;

/// <summary>What a balancer and a watchman read.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_node_whose_tick_stands_still_takes_no_traffic_but_lives()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        using var client = new HttpClient { BaseAddress = app.Address };
        await app.Get<Tick>().RunOnceAsync(CancellationToken.None);
        (await StateAsync(client)).ShouldBe((HttpStatusCode.OK, "ready", "ok"));

        // The clock goes on and the tick does not: its duty cannot reach the database's table.
        await app.Get<Database>().ExecuteAsync("alter table outbox rename to outbox_away", null, CancellationToken.None);
        app.Clock.Advance(TimeSpan.FromSeconds(20));
        var (status, state, tick) = await StateAsync(client);
        (status, state).ShouldBe((HttpStatusCode.ServiceUnavailable, "unavailable"));
        tick.ShouldStartWith("last tick ");
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await app.Get<Database>().ExecuteAsync("alter table outbox_away rename to outbox", null, CancellationToken.None);
        await app.Get<Tick>().RunOnceAsync(CancellationToken.None);
        (await StateAsync(client)).ShouldBe((HttpStatusCode.OK, "ready", "ok"));
    }

    private static async Task<(HttpStatusCode Status, string State, string Tick)> StateAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/health/ready");
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (answer.StatusCode, body["status"]!.GetValue<string>(), body["checks"]!["tick"]!.GetValue<string>());
    }
}
