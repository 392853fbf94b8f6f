using ResidentAssistant.Neighbourhood.Workbooks;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood;

/// <summary>The register: places, persons, letters, and the synthetic pilot.</summary>
internal static class NeighbourhoodFeature
{
    /// <summary>Adds the stores of the register.</summary>
    public static IServiceCollection AddNeighbourhood(this IServiceCollection services) => services
        .AddSingleton(provider => new Register(provider.GetRequiredService<Database>()))
        .AddSingleton<People>()
        .AddSingleton<Letters>()
        .AddSingleton<Claims>()
        .AddSingleton<Pilot>()
        .AddSingleton<RegisterChanges>()
        .AddSingleton<Mandates>()
        .AddSingleton<Units>()
        .AddSingleton<RegisterEdits>()
        .AddSingleton<Responsibilities>()
        .AddSingleton<LetterBatches>()
        .AddSingleton<Reachability>()
        .AddSingleton<Imports>();
}
