using ResidentAssistant.Conversations;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Plans;

/// <summary>Construction plans and what residents say about them.</summary>
internal static class PlansFeature
{
    /// <summary>Adds the plans, their pages and the dialogs' actions.</summary>
    public static IServiceCollection AddPlans(this IServiceCollection services) => services
        .AddSingleton<PlanStore>()
        .AddSingleton<CommentStore>()
        .AddSingleton<CommentLimit>()
        .AddSingleton<IDuty, PlanDuty>()
        .AddDialogActions<PlanActions>();
}
