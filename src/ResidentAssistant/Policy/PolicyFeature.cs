using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ResidentAssistant.Policy;

/// <summary>Sourced settings.</summary>
internal static class PolicyFeature
{
    /// <summary>Adds the settings; texts that nobody has approved are said only in Development.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services, IHostEnvironment environment)
    {
        // A host that decides for itself, such as a test of what Production says, has said so before.
        services.TryAddSingleton(new Serving(environment.IsDevelopment()));
        return services.AddSingleton<SourcedSettings>();
    }
}
