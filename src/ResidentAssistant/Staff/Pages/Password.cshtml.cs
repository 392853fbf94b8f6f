using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ResidentAssistant.Staff;

/// <summary>One's own password.</summary>
[Requires(StaffAction.OwnAccount, Posting = StaffAction.OwnAccount)]
internal sealed class PasswordPage(StaffAccounts accounts) : PageModel
{
    /// <summary>The password was given by someone else.</summary>
    public bool MustChange => HttpContext.Staff().MustChangePassword && !Changed;

    /// <summary>Whose it is, for password stores.</summary>
    public string Login => HttpContext.Staff().Login;

    /// <summary>What went wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>It is done.</summary>
    public bool Changed { get; private set; }

    /// <summary>Shows the form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Changes it and keeps this session.</summary>
    public async Task OnPostAsync(string? old, string? wanted, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        try
        {
            if (await accounts.ChangePasswordAsync(staff.Id, old ?? "", wanted ?? "", ct) is { } stamp)
            {
                await StaffCookie.SignInAsync(HttpContext, staff.Id, stamp);
                Changed = true;
                return;
            }

            Problem = "现在的密码不对，请再写一次。";
        }
        catch (RefusedException refused)
        {
            Problem = refused.Message;
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
    }
}
