using ResidentAssistant.Messaging.ToGroups;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Messaging;

/// <summary>What comes in, what goes out, and what became of it.</summary>
internal static class MessagingFeature
{
    /// <summary>Adds transcript, files, outbox, sender and deliveries, and the messages to colleagues.</summary>
    public static IServiceCollection AddMessaging(this IServiceCollection services) => services
        .AddSingleton(NodeId.New())
        .AddSingleton<Transcript>()
        .AddSingleton<TurnSignal>()
        .AddSingleton<Standings>()
        .AddSingleton<Attachments>()
        .AddSingleton<Deliveries>()
        .AddHostedService(p => p.GetRequiredService<Deliveries>())
        .AddSingleton<Outbox>()
        .AddSingleton<OutboxSender>()
        .AddHostedService(p => p.GetRequiredService<OutboxSender>())
        .AddSingleton<IDuty, OutboxDuty>()
        .AddSingleton<INightly, InboxRetention>()
        .AddSingleton<Pacing>()
        .AddSingleton<CustomerGroups>()
        .AddSingleton<GroupSends>()
        .AddSingleton<Leases>()
        .AddSingleton<StaffLedger>()
        .AddSingleton<StaffSender>()
        .AddHostedService(p => p.GetRequiredService<StaffSender>())
        .AddSingleton<IDuty, StaffMessagesDuty>();
}
