using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using ResidentAssistant.Web;

namespace ResidentAssistant.Staff;

/// <summary>The session of a colleague: a cookie with the account's id and stamp; everything else is read anew with every request.</summary>
internal static class StaffCookie
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string Scheme = "staff";

    private const string Id = "id";
    private const string Stamp = "stamp";

    /// <summary>Begins a session.</summary>
    public static Task SignInAsync(HttpContext http, Guid id, string stamp)
    {
        // Forms of this very reply must carry tokens of the new session.
        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(Id, id.ToString()), new Claim(Stamp, stamp)], Scheme));
        return http.SignInAsync(Scheme, http.User);
    }

    /// <summary>Sets the cookie up; it travels only below <c>/staff</c>.</summary>
    public static void Configure(CookieAuthenticationOptions options, bool secure)
    {
        options.Cookie.Name = "staff";
        options.Cookie.Path = "/staff";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = secure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(10);
        options.SlidingExpiration = true;
        options.LoginPath = "/staff/sign-in";
        options.ReturnUrlParameter = "back";
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnCheckSlidingExpiration = context =>
        {
            // A page that looks for news by itself must not keep an abandoned session alive.
            if (context.Request.Path.Value!.EndsWith(".json", StringComparison.Ordinal)) context.ShouldRenew = false;
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToLogin = context =>
        {
            if (!ErrorReply.WantsPage(context.HttpContext) || !HttpMethods.IsGet(context.Request.Method))
                throw new RefusedException("NotSignedIn", "请先登录。", StatusCodes.Status401Unauthorized);
            // Without scheme and host: neither a proxy nor a made-up Host header can send a colleague elsewhere.
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToAccessDenied = context =>
        {
            if (CurrentStaff.Of(context.HttpContext) is { MustChangePassword: true } && ErrorReply.WantsPage(context.HttpContext))
            {
                context.Response.Redirect("/staff/password");
                return Task.CompletedTask;
            }

            throw new RefusedException("NotAllowed", "您的账号不能看这一页。需要的话，请找管理员。", StatusCodes.Status403Forbidden);
        };
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var accounts = http.RequestServices.GetRequiredService<StaffAccounts>();
        if (Guid.TryParse(context.Principal?.FindFirstValue(Id), out var id) && context.Principal?.FindFirstValue(Stamp) is { } stamp
            && await accounts.CurrentAsync(id, stamp, http.RequestAborted) is { } staff)
        {
            http.Features.Set(staff);
            return;
        }

        context.RejectPrincipal();
        await http.SignOutAsync(Scheme);
    }
}
