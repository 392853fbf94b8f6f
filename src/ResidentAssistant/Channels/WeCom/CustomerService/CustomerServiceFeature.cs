using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Residents in WeChat, through customer service accounts.</summary>
internal static class CustomerServiceFeature
{
    /// <summary>Adds the channel with its reader and its turns; only for an installation that has accounts.</summary>
    public static IServiceCollection AddCustomerService(this IServiceCollection services) => services
        .AddSingleton<KfAccounts>()
        .AddSingleton<KfLinks>()
        .AddSingleton<LinkIntoWeChat>(p => p.GetRequiredService<KfLinks>().MakeAsync)
        .AddSingleton<KfInbox>()
        .AddSingleton<KfCustomers>()
        .AddSingleton<KfQueue>()
        .AddSingleton<KfLedger>()
        .AddSingleton<KfPlanning>()
        .AddSingleton<KfPace>()
        .AddSingleton<KfStates>()
        .AddSingleton(p => new KfFiles(p.GetRequiredService<WeComClient>(), p.GetService<RecogniseSpeech>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<KfFiles>>()))
        .AddSingleton<KfHearing>()
        .AddSingleton<KfTurns>()
        .AddHostedService(p => p.GetRequiredService<KfTurns>())
        .AddSingleton<KfPuller>()
        .AddHostedService(p => p.GetRequiredService<KfPuller>())
        .AddSingleton<IDuty, KfDuty>()
        .AddSingleton<IWeComEvents, KfNotifications>()
        .AddSingleton<IChannel, CustomerServiceChannel>();
}
