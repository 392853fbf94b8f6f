using ResidentAssistant.Conversations;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Consent;

/// <summary>Disclosure and intent.</summary>
internal static class ConsentFeature
{
    /// <summary>Adds the disclosure and the consent dialogs' actions.</summary>
    public static IServiceCollection AddConsent(this IServiceCollection services) => services
        .AddSingleton<DisclosureVersions>()
        .AddSingleton<Disclosures>()
        .AddSingleton<IStaffAnswers, IntentCounts>()
        .AddMatters<IntentsForStaff>(intents => intents.OfAsync)
        .AddDialogActions<ConsentActions>();
}
