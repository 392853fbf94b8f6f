using ResidentAssistant.Conversations;
using ResidentAssistant.Notices.Groups;
using ResidentAssistant.Notices.Templates;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Notices;

/// <summary>Notices to households, and who knows of them.</summary>
internal static class NoticesFeature
{
    /// <summary>Adds the forms, the ledger, the sender and the pages.</summary>
    public static IServiceCollection AddNotices(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(_ => new NoticeTemplates(Dialogue.Folders(configuration)))
        .AddSingleton<NoticeDrafts>()
        .AddSingleton<NoticeGroups>()
        .AddSingleton<NoticeStore>()
        .AddSingleton<ReachLedger>()
        .AddSingleton<NoticeLinks>()
        .AddSingleton<Audiences>()
        .AddSingleton<Composer>()
        .AddSingleton<IDuty, NoticeSchedule>()
        .AddSingleton<IDuty, NoticeDuty>()
        .AddSingleton<IDuty, EntryReminders>()
        .AddDialogActions<NoticeActions>();
}
