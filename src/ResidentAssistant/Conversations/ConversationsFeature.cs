using ResidentAssistant.Evidence;
using ResidentAssistant.Language;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Conversations;

/// <summary>One turn: understanding, dialog step, actions, outcome, timers, handover.</summary>
internal static class ConversationsFeature
{
    /// <summary>Adds the turn and what it needs; channels get it as <see cref="TakeTurn"/>.</summary>
    public static IServiceCollection AddConversations(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(_ => Dialogue.Read(configuration))
        .AddSingleton<Reload>(p => _ => Task.FromResult(p.GetRequiredService<Dialogue>().ReadAgain(configuration)))
        .AddSingleton<ActionCatalogue>()
        .AddSingleton<ConversationStore>()
        .AddSingleton<Communities>()
        .AddSingleton<OneAtATime>()
        .AddSingleton<DialogSteps>()
        .AddSingleton<TurnWriter>()
        .AddSingleton<IExportedFiles, ExportedTranscripts>()
        .AddSingleton<TurnRunner>()
        .AddSingleton<TakeTurn>(p => p.GetRequiredService<TurnRunner>().TakeAsync)
        .AddSingleton<HearUrgency>(p => text => p.GetRequiredService<Understanding>().Read(text).Emergency is not null)
        .AddSingleton<StaffTurns>()
        .AddDialogActions<HouseholdActions>()
        .AddDialogActions<PrivacyActions>()
        .AddDialogActions<DeskActions>()
        .AddSingleton<IChannel, SpokenChannel>()
        .AddSingleton<SpokenStore>()
        .AddSingleton<SpokenTurns>()
        .AddSingleton<StaffConversations>()
        .AddSingleton<OutcomeStore>()
        .AddSingleton<DialogNames>()
        .AddSingleton<IDuty, ConversationDuties>()
        .AddSingleton<IDuty, HeardAgain>();

    /// <summary>Registers a feature's dialog actions.</summary>
    public static IServiceCollection AddDialogActions<T>(this IServiceCollection services) where T : class, IDialogActions =>
        services.AddSingleton<T>().AddSingleton<IDialogActions>(p => p.GetRequiredService<T>());

    /// <summary>Registers what a feature shows of its own on the page of a conversation.</summary>
    public static IServiceCollection AddMatters<T>(this IServiceCollection services, Func<T, FindMatters> find) where T : class =>
        services.AddSingleton<T>().AddSingleton(p => find(p.GetRequiredService<T>()));
}
