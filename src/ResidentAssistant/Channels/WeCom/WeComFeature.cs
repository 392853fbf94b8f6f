using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ResidentAssistant.Channels.WeCom.CustomerService;
using ResidentAssistant.Scheduling;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom;

/// <summary>WeCom: the client of the corp's app, its token in the database, and the address callbacks come to.</summary>
internal static class WeComFeature
{
    /// <summary>Adds what the settings turn on; <see cref="WeComClient"/> is there only when <see cref="WeComSettings.HasApp"/>.</summary>
    public static IServiceCollection AddWeCom(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = WeComSettings.Read(configuration);
        services.AddSingleton(settings).AddSingleton<WeComHttp>();
        if (settings.HasApp)
        {
            services
                .AddSingleton(new WeComApp(settings.CorpId, settings.Assistant.Secret, int.Parse(settings.Assistant.AgentId, CultureInfo.InvariantCulture)))
                .AddSingleton<ITokenStore, TokenStore>()
                .AddSingleton(p => new AccessTokens(p.GetRequiredService<WeComApp>(), p.GetRequiredService<WeComHttp>().Invoker, settings.Api,
                    p.GetRequiredService<ITokenStore>(), p.GetRequiredService<TimeProvider>()))
                .AddSingleton(p => new WeComClient(p.GetRequiredService<WeComApp>(), p.GetRequiredService<WeComHttp>().Invoker, settings.Api, p.GetRequiredService<AccessTokens>()));
        }

        if (settings.HasApp) services.AddSingleton<IDuty, Groups.GroupDuty>();
        if (settings.HasCallback) services.AddSingleton<CallbackEndpoint>().AddSingleton<Nonces>().AddSingleton<IDuty>(p => p.GetRequiredService<Nonces>());
        if (settings.HasApp && settings.Kf.Accounts.Count > 0) services.AddCustomerService();
        return services.AddWeComForStaff(settings);
    }

    /// <summary>Maps <c>/wecom/callback</c> when callbacks can be read.</summary>
    public static void MapWeCom(this WebApplication app)
    {
        if (app.Services.GetService<CallbackEndpoint>() is not { } endpoint) return;
        app.MapGet("/wecom/callback", endpoint.VerifyAsync).AllowAnonymous();
        app.MapPost("/wecom/callback", endpoint.TakeAsync).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(CallbackEndpoint.Limit));
    }
}
