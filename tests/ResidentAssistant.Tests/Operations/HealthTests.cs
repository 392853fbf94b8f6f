using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Operations;

/// <summary>What a balancer and a watchman read.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_node_whose_tick_stands_still_is_not_ready()
    {
        // Not listening: the tick does not run by itself.
        await using var app = await TestApp.StartAsync();
        var health = app.Get<HealthCheckService>();
        (await health.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);

        app.Clock.Advance(TimeSpan.FromSeconds(20));
        var report = await health.CheckHealthAsync();
        report.Status.ShouldBe(HealthStatus.Unhealthy);
        report.Entries["tick"].Description!.ShouldStartWith("last tick ");

        await app.Get<Tick>().RunOnceAsync(CancellationToken.None);
        (await health.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_failing_duty_is_told_and_the_node_goes_on_serving()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        using var client = new HttpClient { BaseAddress = app.Address };
        await app.Get<Database>().ExecuteAsync("alter table conversations rename to conversations_away", null, CancellationToken.None);
        await app.Get<Tick>().RunOnceAsync(CancellationToken.None);
        (await StateAsync(client)).ShouldBe((HttpStatusCode.OK, "ready", "failing: conversations, emergency news, heard-again"));
        (await client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);

        await app.Get<Database>().ExecuteAsync("alter table conversations_away rename to conversations", null, CancellationToken.None);
        await app.Get<Tick>().RunOnceAsync(CancellationToken.None);
        (await StateAsync(client)).ShouldBe((HttpStatusCode.OK, "ready", "ok"));
    }

    private static async Task<(HttpStatusCode Status, string State, string Duties)> StateAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (answer.StatusCode, body["status"]!.GetValue<string>(), body["checks"]!["duties"]!.GetValue<string>());
    }
}
