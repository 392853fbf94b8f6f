using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Evidence;

/// <summary>Records that stand as evidence.</summary>
internal static class EvidenceFeature
{
    /// <summary>Adds the log, the linker, heads, receipts, export and erasure.</summary>
    public static IServiceCollection AddEvidence(this IServiceCollection services) => services
        .AddSingleton<EvidenceLog>()
        .AddSingleton<EvidenceTrees>()
        .AddSingleton<IDuty, Linker>()
        .AddSingleton<Heads>()
        .AddSingleton<INightly, DailyHeads>()
        .AddSingleton<Receipts>()
        .AddSingleton<ReceiptLinks>()
        .AddSingleton<EvidenceExport>()
        .AddSingleton<Erasure>();
}
