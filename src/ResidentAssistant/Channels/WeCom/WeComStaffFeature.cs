using ResidentAssistant.Channels.WeCom.AiBot;
using ResidentAssistant.Channels.WeCom.App;
using ResidentAssistant.Channels.WeCom.Robots;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Web;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom;

/// <summary>WeCom for colleagues: the app, the group robots, the smart robot, and sign-in. Each is there when its settings are.</summary>
internal static class WeComStaffFeature
{
    /// <summary>Adds what the settings turn on.</summary>
    public static IServiceCollection AddWeComForStaff(this IServiceCollection services, WeComSettings settings)
    {
        if (settings.HasApp)
            services.AddSingleton<IStaffWay, WeComAppChannel>().AddSingleton<IStaffWay, WeComPhoneChannel>().AddSingleton(p => SignIn(p.GetRequiredService<WeComClient>(), settings));
        if (settings is { HasApp: true, HasCallback: true }) services.AddSingleton<IWeComEvents, AppEvents>();
        if (settings.Robots.Count > 0) services.AddSingleton<IStaffWay, GroupRobotChannel>();
        if (settings.HasAiBot)
            services.AddSingleton<AiBotChannel>().AddSingleton<IStaffWay>(p => p.GetRequiredService<AiBotChannel>()).AddHostedService(p => p.GetRequiredService<AiBotChannel>());
        return services;
    }

    private static MemberSignIn SignIn(WeComClient client, WeComSettings settings) => new((returnTo, state) => client.SignInAddress(settings.OAuth, returnTo, state), async (code, ct) =>
    {
        try
        {
            return (await client.WhoAsync(code, ct)).Userid;
        }
        catch (WeComException refusal)
        {
            throw refusal.Class is ErrorClass.Data
                ? new RefusedException("SignInEnded", "这次登录没有成功，可能是等得太久了。请回到企业微信，再点一次。")
                : new RefusedException("SignInUnavailable", "企业微信现在连不上。请过一会儿再试，或者用登录名和密码登录。", StatusCodes.Status503ServiceUnavailable);
        }
    });
}
