using ResidentAssistant.Conversations;

namespace ResidentAssistant.Consent;

/// <summary>Disclosure and intent.</summary>
internal static class ConsentFeature
{
    /// <summary>Adds the disclosure and the consent dialogs' actions.</summary>
    public static IServiceCollection AddConsent(this IServiceCollection services) => services
        .AddSingleton<Disclosures>()
        .AddMatters<IntentsForStaff>(intents => intents.OfAsync)
        .AddDialogActions<ConsentActions>();
}
