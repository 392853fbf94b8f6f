using ResidentAssistant.Conversations;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Emergencies;

/// <summary>Reports of bursts, leaks and blockages.</summary>
internal static class EmergenciesFeature
{
    /// <summary>Adds the tickets and the emergency dialog's actions.</summary>
    public static IServiceCollection AddEmergencies(this IServiceCollection services) => services
        .AddSingleton<TicketStore>()
        .AddSingleton<IStaffAnswers, TicketCounts>()
        .AddMatters<TicketsForStaff>(tickets => tickets.OfAsync)
        .AddDialogActions<EmergencyActions>();
}
