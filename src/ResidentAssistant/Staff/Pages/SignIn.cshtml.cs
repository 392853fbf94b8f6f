using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Web;

namespace ResidentAssistant.Staff;

/// <summary>The one page of the console that is open to everybody.</summary>
[AllowAnonymous]
internal sealed class SignInPage(StaffAccounts accounts, SignInThrottle throttle, IServiceProvider services, TimeProvider clock) : PageModel
{
    private const string TooMany = "试的次数太多了，请过 15 分钟再试，或者找管理员重设密码。";

    /// <summary>What was typed.</summary>
    public string Login { get; private set; } = "";

    /// <summary>Page to go on to.</summary>
    public string Back { get; private set; } = "/staff";

    /// <summary>What went wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>The browser is WeCom's own, which can sign in without a password.</summary>
    public bool OffersWeCom => services.GetService<MemberSignIn>() is not null && Request.Headers.UserAgent.ToString().Contains("wxwork", StringComparison.OrdinalIgnoreCase);

    /// <summary>Shows the form.</summary>
    public void OnGet(string? back) => Back = Local(back);

    /// <summary>Checks the password and begins a session.</summary>
    public async Task<IActionResult> OnPostAsync(string? login, string? password, string? back, CancellationToken ct)
    {
        Login = login ?? "";
        Back = Local(back);
        if (Login.Length is 0 or > 40 || password is not { Length: > 0 and <= 200 }) return Refuse("请写登录名和密码。", StatusCodes.Status400BadRequest);
        if (!throttle.Enter(HttpContext.Connection.RemoteIpAddress?.ToString(), Login)) return Refuse(TooMany, StatusCodes.Status429TooManyRequests);
        switch (await accounts.SignInAsync(Login, password, ct))
        {
            case SignInAnswer.Welcome(var account):
                throttle.Succeeded(Login);
                await StaffCookie.SignInAsync(HttpContext, account.Id, account.Stamp);
                return LocalRedirect(account.MustChange ? "/staff/password" : Back);
            case SignInAnswer.Locked(var until):
                var minutes = Math.Max(1, (int)Math.Ceiling((until - clock.GetUtcNow()).TotalMinutes));
                return Refuse(minutes >= 15 ? TooMany : $"试的次数太多了，请过 {minutes} 分钟再试，或者找管理员重设密码。", StatusCodes.Status429TooManyRequests);
            default:
                return Refuse("登录名或密码不对，请再看一看。", StatusCodes.Status401Unauthorized);
        }
    }

    private PageResult Refuse(string problem, int status)
    {
        Problem = problem;
        Response.StatusCode = status;
        return Page();
    }

    /// <summary>The page to go on to if it is one of the console, else the desk.</summary>
    // Only what may stand in a header as it is.
    internal static string Local(string? back) =>
        back is { Length: > 0 and < 500 } && back.All(c => c is > ' ' and <= '~') && (back == "/staff" || back.StartsWith("/staff/", StringComparison.Ordinal) || back.StartsWith("/staff?", StringComparison.Ordinal)) ? back : "/staff";
}
