namespace ResidentAssistant.Evidence;

/// <summary>Records that stand as evidence.</summary>
internal static class EvidenceFeature
{
    /// <summary>Adds the log.</summary>
    public static IServiceCollection AddEvidence(this IServiceCollection services) => services
        .AddSingleton<EvidenceLog>();
}
