using Quartz;

namespace ResidentAssistant.Scheduling;

/// <summary>The clock, this node's tick and its calendar.</summary>
internal static class SchedulingFeature
{
    /// <summary>Adds the tick, to which features add duties, and the calendar, to which they add nightly work.</summary>
    public static IServiceCollection AddScheduling(this IServiceCollection services)
    {
        services.TryAddSingletonClock();
        return services
            .AddSingleton<Tick>()
            .AddHostedService(p => p.GetRequiredService<Tick>())
            .AddSingleton<NightlyJob>()
            .AddQuartz(calendar =>
            {
                var nightly = new JobKey("nightly");
                calendar.AddJob<NightlyJob>(job => job.WithIdentity(nightly).DisallowConcurrentExecution(true).StoreDurably(true));
                // Five minutes after midnight: what was written before is numbered by then.
                calendar.AddTrigger<NightlyJob>(trigger => trigger.ForJob(nightly).WithCronSchedule("0 5 0 * * ?", cron => cron.InTimeZone(SiteClock.Zone)));
                calendar.RunAtStartup(nightly);
            })
            .AddQuartzHostedService(hosting => hosting.WaitForJobsToComplete = true);
    }

    private static void TryAddSingletonClock(this IServiceCollection services)
    {
        if (services.All(s => s.ServiceType != typeof(TimeProvider))) services.AddSingleton(TimeProvider.System);
    }
}
