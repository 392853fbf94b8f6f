using ResidentAssistant.Conversations;
using ResidentAssistant.Evidence;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Works.Care;
using ResidentAssistant.Works.Complaints;
using ResidentAssistant.Works.Decorations;
using ResidentAssistant.Works.Entries;

namespace ResidentAssistant.Works;

/// <summary>The plan of the works: who comes when, and when the water is off; what residents complain of.</summary>
internal static class WorksFeature
{
    /// <summary>Adds the rules of the site, the plan and its pages.</summary>
    public static IServiceCollection AddWorks(this IServiceCollection services) => services
        .AddSingleton<SiteRules>()
        .AddSingleton<PlanBook>()
        .AddSingleton<Proposals>()
        .AddSingleton<CareBook>()
        .AddSingleton<CareActs>()
        .AddSingleton<HealthNotes>()
        .AddSingleton<EntryLog>()
        .AddSingleton<EntryTimes>()
        .AddSingleton<ReleasedEntries>()
        .AddSingleton<EntryPhotos>()
        .AddSingleton<FlatActs>()
        .AddSingleton<IExportedFiles, ExportedEntryPhotos>()
        .AddDialogActions<EntryActions>()
        .AddDialogActions<RestorationActions>()
        .AddSingleton<DecorationStore>()
        .AddDialogActions<DecorationActions>()
        .AddSingleton<ComplaintStore>()
        .AddSingleton<ComplaintActs>()
        .AddMatters<ComplaintsForStaff>(complaints => complaints.OfAsync)
        .AddSingleton<ComplaintDuty>()
        .AddSingleton<IDuty>(services => services.GetRequiredService<ComplaintDuty>())
        .AddSingleton<INightly>(services => services.GetRequiredService<ComplaintDuty>())
        .AddDialogActions<ComplaintActions>();
}
