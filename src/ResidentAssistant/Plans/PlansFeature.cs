using ResidentAssistant.Conversations;
using ResidentAssistant.Plans.Materials;
using ResidentAssistant.Plans.Samples;
using ResidentAssistant.Plans.Upgrades;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Plans;

/// <summary>Construction plans and what residents say about them; wishes above the standard; the materials board and visits to the sample flat.</summary>
internal static class PlansFeature
{
    /// <summary>Adds the plans, their pages and the dialogs' actions.</summary>
    public static IServiceCollection AddPlans(this IServiceCollection services) => services
        .AddSingleton<PlanStore>()
        .AddSingleton<CommentStore>()
        .AddSingleton<CommentReplies>()
        .AddSingleton<CommentLimit>()
        .AddSingleton<IDuty, PlanDuty>()
        .AddSingleton<MaterialStore>()
        .AddDialogActions<MaterialActions>()
        .AddSingleton<SampleStore>()
        .AddSingleton<IDuty, SampleDuty>()
        .AddDialogActions<SampleActions>()
        .AddSingleton<UpgradeStore>()
        .AddSingleton<UpgradeFiles>()
        .AddSingleton<UpgradeActs>()
        .AddMatters<UpgradesForStaff>(wishes => wishes.OfAsync)
        .AddSingleton<IDuty, UpgradeDuty>()
        .AddDialogActions<UpgradeActions>()
        .AddDialogActions<PlanActions>();
}
