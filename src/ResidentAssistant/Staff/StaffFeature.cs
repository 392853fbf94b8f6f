using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Web;

namespace ResidentAssistant.Staff;

/// <summary>Sign-in, roles, audit and the desk.</summary>
internal static class StaffFeature
{
    /// <summary>Adds accounts, the cookie session and the gate that every request passes.</summary>
    public static IServiceCollection AddStaff(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication(StaffCookie.Scheme).AddCookie(StaffCookie.Scheme, options => StaffCookie.Configure(options, WebFeature.IsHttps(configuration)));
        services.AddOptions<CookieAuthenticationOptions>(StaffCookie.Scheme).Configure<TimeProvider>((options, clock) => options.TimeProvider = clock);
        var gate = new AuthorizationPolicyBuilder().AddRequirements(new StaffGate.Passing()).Build();
        services.AddAuthorizationBuilder().SetDefaultPolicy(gate).SetFallbackPolicy(gate);
        return services
            .AddSingleton<IAuthorizationHandler, StaffGate>()
            .AddSingleton<StaffAccounts>()
            .AddSingleton<StaffSeed>()
            .AddSingleton<SignInThrottle>()
            .AddSingleton<Audit>()
            .AddSingleton<DeskStore>()
            .AddSingleton<StaffLink>()
            .AddSingleton<IDuty, Paging>()
            .AddSingleton<UnsentStore>()
            .AddSingleton<CardTaps>()
            .AddSingleton<StaffQuestions>()
            .AddSingleton<AnswerColleague>(p => p.GetRequiredService<StaffQuestions>().AnswerAsync)
            .AddSingleton<TakeByCard>(p => p.GetRequiredService<CardTaps>().TakeAsync);
    }

    /// <summary>Maps what is not a page; pages are mapped with Razor Pages.</summary>
    public static void MapStaff(this IEndpointRouteBuilder app) => app.MapDesk();
}
