namespace ResidentAssistant.Policy;

/// <summary>Sourced settings.</summary>
internal static class PolicyFeature
{
    /// <summary>Adds the settings; their staff page is mapped with Razor Pages.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services) => services.AddSingleton<SourcedSettings>();
}
