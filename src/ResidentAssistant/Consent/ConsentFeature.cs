using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Standards;
using ResidentAssistant.Conversations;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Consent;

/// <summary>Disclosure, intent, the written application and the ledger of all of them.</summary>
internal static class ConsentFeature
{
    /// <summary>Adds the disclosure, the consent dialogs' actions, the ledger and the applications; pages are mapped with Razor Pages.</summary>
    public static IServiceCollection AddConsent(this IServiceCollection services) => services
        .AddSingleton<DisclosureVersions>()
        .AddSingleton<Disclosures>()
        .AddSingleton<ConsentLog>()
        .AddSingleton<StandardStore>()
        .AddSingleton<StandardPostings>()
        .AddSingleton<Wordings>()
        .AddSingleton<WrittenApplications>()
        .AddSingleton<Scans>()
        .AddSingleton<StaffActs>()
        .AddSingleton<IStaffAnswers, IntentCounts>()
        .AddMatters<IntentsForStaff>(intents => intents.OfAsync)
        .AddDialogActions<ConsentActions>()
        .AddDialogActions<StateActions>();
}
