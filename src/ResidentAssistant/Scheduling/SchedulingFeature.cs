namespace ResidentAssistant.Scheduling;

/// <summary>The clock and this node's tick.</summary>
internal static class SchedulingFeature
{
    /// <summary>Adds the tick; features add duties to it.</summary>
    public static IServiceCollection AddScheduling(this IServiceCollection services)
    {
        services.TryAddSingletonClock();
        return services
            .AddSingleton<Tick>()
            .AddHostedService(p => p.GetRequiredService<Tick>());
    }

    private static void TryAddSingletonClock(this IServiceCollection services)
    {
        if (services.All(s => s.ServiceType != typeof(TimeProvider))) services.AddSingleton(TimeProvider.System);
    }
}
