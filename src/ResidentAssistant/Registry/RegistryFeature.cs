namespace ResidentAssistant.Registry;

/// <summary>The register as colleagues keep it: its pages, the workbook, the printed letters.</summary>
internal static class RegistryFeature
{
    /// <summary>Adds what the pages need; they are mapped with Razor Pages.</summary>
    public static IServiceCollection AddRegistry(this IServiceCollection services) => services
        .AddSingleton<RegisterLists>()
        .AddSingleton<RegisterPlaces>()
        .AddSingleton<LetterLinks>()
        .AddSingleton<ImportDesk>()
        .AddHostedService(p => p.GetRequiredService<ImportDesk>());
}
