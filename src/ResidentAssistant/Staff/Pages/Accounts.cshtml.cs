using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Staff;

/// <summary>Accounts of colleagues: make, disable, give a new one-time password.</summary>
[Requires(StaffAction.AccountManage, Posting = StaffAction.AccountManage)]
internal sealed class AccountsPage(StaffAccounts accounts, Register register, TimeProvider clock) : PageModel
{
    /// <summary>All accounts.</summary>
    public IReadOnlyList<StaffAccount> Accounts { get; private set; } = [];

    /// <summary>Communities to choose.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>A one-time password, shown now and never again.</summary>
    public AddedStaff? Fresh { get; private set; }

    /// <summary>What went wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>Who looks.</summary>
    public CurrentStaff Staff => HttpContext.Staff();

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows the accounts.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Accounts = await accounts.ListAsync(ct);
        Communities = await register.CommunitiesAsync(ct);
    }

    /// <summary>Makes an account.</summary>
    public async Task OnPostAddAsync(string? login, string? name, string? member, StaffRole role, bool everywhere, Guid[] community, CancellationToken ct)
    {
        try
        {
            if (!Enum.IsDefined(role)) throw new RefusedException("BadArgument", "请选这位同事的身份。");
            if (!string.IsNullOrWhiteSpace(member)) StaffAccounts.CheckMember(member);
            Fresh = await accounts.AddAsync(new NewStaff(login ?? "", name ?? "", role, everywhere, community), ct);
            await accounts.NoteMemberAsync(Fresh.Id, member, ct);
        }
        catch (RefusedException refused)
        {
            Problem = refused.Message;
            Response.StatusCode = refused.Status;
        }

        await OnGetAsync(ct);
    }

    /// <summary>Notes which account in WeCom is a colleague's.</summary>
    public async Task<IActionResult> OnPostMemberAsync(Guid id, string? member, CancellationToken ct)
    {
        try
        {
            await accounts.NoteMemberAsync(id, member, ct);
            return LocalRedirect("/staff/accounts");
        }
        catch (RefusedException refused)
        {
            Problem = refused.Message;
            Response.StatusCode = refused.Status;
        }

        await OnGetAsync(ct);
        return Page();
    }

    /// <summary>Gives a new one-time password.</summary>
    public async Task OnPostResetAsync(Guid id, CancellationToken ct)
    {
        await OnGetAsync(ct);
        if (Accounts.FirstOrDefault(a => a.Id == id) is { } account && await accounts.ResetPasswordAsync(id, ct) is { } password) Fresh = new AddedStaff(id, account.Login, password);
        else Problem = "这个账号不能重设密码。";
    }

    /// <summary>Disables or enables an account; nobody can lock themselves out.</summary>
    public async Task<IActionResult> OnPostDisableAsync(Guid id, bool disabled, CancellationToken ct)
    {
        if (id == Staff.Id) throw new RefusedException("OwnAccount", "不能停用您自己的账号，请另一位管理员来做。", StatusCodes.Status409Conflict);
        await accounts.DisableAsync(id, disabled, ct);
        return LocalRedirect("/staff/accounts");
    }
}
