using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Operations;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: database, a tick younger than 15 s, and the age of the outbox.</summary>
internal static class Health
{
    private static readonly TimeSpan OldestTick = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan OldestMessage = TimeSpan.FromMinutes(5);

    /// <summary>Adds the checks.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .Add(new HealthCheckRegistration("database", p => new Check(async ct => await p.GetRequiredService<Database>().FirstAsync<int>("select 1", null, ct) == 1 ? null : "no answer"), null, null))
            .Add(new HealthCheckRegistration("tick", p => new Check(_ => Task.FromResult(TickFault(p))), null, null))
            .Add(new HealthCheckRegistration("duties", p => new Check(_ => Task.FromResult(
                p.GetRequiredService<Tick>().Failing is { Count: > 0 } failing ? $"failing: {string.Join(", ", failing)}" : null)), HealthStatus.Degraded, null))
            .Add(new HealthCheckRegistration("outbox", p => new Check(async ct =>
                await p.GetRequiredService<Outbox>().BacklogAsync(ct) is { } backlog && backlog.Age > OldestMessage
                    ? $"{backlog.Waiting} messages wait, the oldest for {backlog.Age.TotalSeconds:0} s" : null), HealthStatus.Degraded, null));
        return services;
    }

    /// <summary>Maps the two endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" })).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(new
            {
                status = report.Status == HealthStatus.Unhealthy ? "unavailable" : "ready",
                checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Status == HealthStatus.Healthy ? "ok" : e.Value.Description ?? "failed"),
            }, context.RequestAborted),
        }).AllowAnonymous();
    }

    private static string? TickFault(IServiceProvider p)
    {
        // Before the first round the start counts, so that a node which has just begun is ready.
        var tick = p.GetRequiredService<Tick>();
        var age = p.GetRequiredService<TimeProvider>().GetUtcNow() - (tick.LastRound ?? tick.StartedAt);
        return age > OldestTick ? $"last tick {age.TotalSeconds:0} s ago" : null;
    }

    private sealed class Check(Func<CancellationToken, Task<string?>> fault) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(3));
            try
            {
                return await fault(patience.Token) is { } sentence ? new HealthCheckResult(context.Registration.FailureStatus, sentence) : HealthCheckResult.Healthy();
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                return new HealthCheckResult(HealthStatus.Unhealthy, e.GetType().Name);
            }
        }
    }
}
