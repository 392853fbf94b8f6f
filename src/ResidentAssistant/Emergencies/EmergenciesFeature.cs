using ResidentAssistant.Conversations;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Emergencies.Figures;
using ResidentAssistant.Emergencies.Open311;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Emergencies;

/// <summary>Reports of bursts, leaks and blockages.</summary>
internal static class EmergenciesFeature
{
    /// <summary>Adds the tickets and the emergency dialog's actions.</summary>
    public static IServiceCollection AddEmergencies(this IServiceCollection services) => services
        .AddSingleton<TicketStore>()
        .AddSingleton<TicketLog>()
        .AddSingleton<TicketJoining>()
        .AddSingleton<TicketActs>()
        .AddSingleton<Board>()
        .AddSingleton<Drill>()
        .AddSingleton<Told>()
        .AddSingleton<Neighbours>()
        .AddSingleton<MonthlyFigures>()
        .AddSingleton<ServiceRequests>()
        .AddSingleton<Policies>()
        .AddSingleton<DutyRoster>()
        .AddSingleton<Calling>()
        .AddSingleton<IDuty, EscalationDuty>()
        .AddSingleton<IDuty, TellingDuty>()
        .AddSingleton<IStaffAnswers, TicketCounts>()
        .AddMatters<TicketsForStaff>(tickets => tickets.OfAsync)
        .AddDialogActions<EmergencyActions>();
}
