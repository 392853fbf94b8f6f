using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Operations;

/// <summary>Health, meters, traces and logs.</summary>
internal static class OperationsFeature
{
    /// <summary>Adds health checks and instruments; exports over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics().AddSingleton<Telemetry>().AddSingleton<IDuty, BacklogDuty>().AddSingleton<Heartbeat>().AddSingleton<IDuty>(p => p.GetRequiredService<Heartbeat>()).AddHostedService(p => p.GetRequiredService<Heartbeat>()).AddSingleton<IDuty, SystemdNotice>().AddHealth();
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
        {
            services.AddOpenTelemetry()
                .ConfigureResource(r => r.AddService("resident-assistant"))
                .WithMetrics(m => m.AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Npgsql"))
                .WithTracing(t => t.AddSource(Telemetry.Name, "Npgsql"))
                .UseOtlpExporter();
        }

        return services;
    }
}
