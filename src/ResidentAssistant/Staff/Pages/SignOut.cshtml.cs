using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ResidentAssistant.Staff;

/// <summary>Ends the session.</summary>
[Requires(StaffAction.OwnAccount, Posting = StaffAction.OwnAccount)]
internal sealed class SignOutPage : PageModel
{
    /// <summary>Asks, for those who came by the address.</summary>
    public void OnGet()
    {
    }

    /// <summary>Ends it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(StaffCookie.Scheme);
        return LocalRedirect("/staff/sign-in");
    }
}
