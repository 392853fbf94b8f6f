using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Consent.Standards;
using ResidentAssistant.Conversations;
using ResidentAssistant.Evidence;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Consent;

/// <summary>Disclosure, intent, the written application and the ledger of all of them.</summary>
internal static class ConsentFeature
{
    /// <summary>Adds the disclosure, the consent dialogs' actions, the ledger and the applications; pages are mapped with Razor Pages.</summary>
    public static IServiceCollection AddConsent(this IServiceCollection services) => services
        .AddSingleton<DisclosureVersions>()
        .AddSingleton<Disclosures>()
        .AddSingleton<INightly, DisclosureEnds>()
        .AddSingleton<ConsentLog>()
        .AddSingleton<BoardReader>()
        .AddSingleton<StandardStore>()
        .AddSingleton<StandardPostings>()
        .AddSingleton<Wordings>()
        .AddSingleton<WrittenApplications>()
        .AddSingleton<Scans>()
        .AddSingleton<StaffActs>()
        .AddSingleton<ConditionStore>()
        .AddSingleton<ConditionAnswers>()
        .AddSingleton<HouseholdNotes>()
        .AddSingleton<IDuty, Disputes>()
        .AddSingleton<IStaffAnswers, IntentCounts>()
        .AddMatters<IntentsForStaff>(intents => intents.OfAsync)
        .AddDialogActions<ConsentActions>()
        .AddDialogActions<ChangeActions>()
        .AddDialogActions<WishActions>()
        .AddDialogActions<SurveyActions>()
        .AddDialogActions<StateActions>()
        .AddSingleton<VisitLog>()
        .AddSingleton<Visits>()
        .AddSingleton<VisitPhotos>()
        .AddSingleton<INightly>(services => services.GetRequiredService<VisitPhotos>())
        .AddSingleton<RiserNotices>()
        .AddSingleton<RefusalActs>()
        .AddSingleton<ChangedMinds>()
        .AddDialogActions<VisitActions>()
        .AddSingleton<Erasures>()
        .AddSingleton<IExportedFiles, ExportedApplications>()
        .AddDialogActions<ReceiptActions>();
}
