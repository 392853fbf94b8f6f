using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Web;

namespace ResidentAssistant.Staff;

/// <summary>Sign-in of a colleague who is in WeCom already: there, back with a code, and in.</summary>
[AllowAnonymous]
internal sealed class MemberSignInPage(StaffAccounts accounts, SignInThrottle throttle, IConfiguration configuration, IServiceProvider services) : PageModel
{
    // Binds the browser that comes back to the one that was sent; nobody can be signed in as somebody else by a link.
    private const string Cookie = "staff-wecom";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Where to go on to. The page goes there by itself and not by a redirect: on a way that began elsewhere the session's cookie would not be sent.</summary>
    public string Next { get; private set; } = "/staff";

    /// <summary>Who has signed in.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Sends the browser to WeCom, or takes it back.</summary>
    public async Task<IActionResult> OnGetAsync(string? code, string? state, string? back, CancellationToken ct)
    {
        if (services.GetService<MemberSignIn>() is not { } elsewhere) throw new RefusedException("NotOffered", "这里没有开通企业微信登录。请用登录名和密码登录。", StatusCodes.Status404NotFound);
        if (string.IsNullOrEmpty(code)) return Leave(elsewhere, SignInPage.Local(back));
        var (expected, wanted) = Read();
        Response.Cookies.Delete(Cookie, Options());
        if (expected is null || state is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(state)))
            throw new RefusedException("SignInEnded", "这次登录没有成功，可能是等得太久了。请回到企业微信，再点一次。");
        if (!throttle.EnterFrom(HttpContext.Connection.RemoteIpAddress?.ToString()))
            throw new RefusedException("TooMany", "试的次数太多了，请过 15 分钟再试。", StatusCodes.Status429TooManyRequests);
        if (code.Length > 512 || await elsewhere.MemberAsync(code, ct) is not { Length: > 0 } member)
            throw new RefusedException("NoMember", "您不是这个企业的成员，不能这样登录。", StatusCodes.Status403Forbidden);
        if (await accounts.SignInMemberAsync(member, ct) is not { } account) throw new RefusedException("UnknownMember", CardTaps.Unknown, StatusCodes.Status403Forbidden);

        await StaffCookie.SignInAsync(HttpContext, account.Id, account.Stamp);
        Name = account.Name;
        Next = account.MustChange ? "/staff/password" : wanted;
        return Page();
    }

    private RedirectResult Leave(MemberSignIn elsewhere, string back)
    {
        if (CurrentStaff.Of(HttpContext) is not null) return Redirect(back);
        var state = RandomNumberGenerator.GetHexString(32, lowercase: true);
        Response.Cookies.Append(Cookie, $"{state} {back}", Options());
        var home = configuration["PublicUrl"] is { Length: > 0 } address ? new Uri(address) : new Uri($"{Request.Scheme}://{Request.Host}");
        return Redirect(elsewhere.Address(new Uri(home, "/staff/wecom"), state).AbsoluteUri);
    }

    private (string? State, string Back) Read() =>
        Request.Cookies[Cookie] is { Length: > 33 and < 600 } kept ? (kept[..32], SignInPage.Local(kept[33..])) : (null, "/staff");

    // Lax, because the browser comes back from another site.
    private CookieOptions Options() => new()
    {
        Path = "/staff/wecom", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = WebFeature.IsHttps(configuration), MaxAge = Patience, IsEssential = true,
    };
}
