using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Consent;

/// <summary>A written application on a colleague's phone, to be read and signed there by hand; closed until somebody has decided that such signatures are taken.</summary>
/// <remarks>What is drawn is kept like a scan. It signs nothing: the colleague records the signature on the application's page, as with paper.</remarks>
[Requires(StaffAction.ConsentRead, Posting = StaffAction.ConsentRecord)]
internal sealed class DrawPage(WrittenApplications applications, Scans scans, SourcedSettings settings, IConfiguration configuration, Audit audit, TimeProvider clock) : PageModel
{
    private const string Start = "data:image/png;base64,";

    /// <summary>The application.</summary>
    public WrittenApplication Application { get; private set; } = null!; // set by OpenAsync before the page is rendered

    /// <summary>As it is read before signing.</summary>
    public ApplicationSheet Sheet { get; private set; } = null!; // likewise

    /// <summary>The decision that takes such signatures.</summary>
    public SourcedSetting.Set Decision { get; private set; } = null!; // likewise

    /// <summary>What is wrong with what was sent.</summary>
    public string? Problem { get; private set; }

    /// <summary>Shows text and ground.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => OpenAsync(id, ct);

    /// <summary>Keeps what was drawn.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, bool read, string? drawn, CancellationToken ct)
    {
        await OpenAsync(id, ct);
        try
        {
            if (!read) throw new RefusedException("BadArgument", "请先把上面的字看完，或者念给签字的人听，再点“看过了”。");
            await scans.DrawAsync(id, Png(drawn), $"{Decision.DecidedBy}，{Decision.Source}", HttpContext.Staff(), ct);
            return LocalRedirect($"/staff/consent/applications/{id}");
        }
        catch (RefusedException refused)
        {
            Problem = refused.Message;
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private static byte[] Png(string? drawn)
    {
        var bytes = new byte[(drawn?.Length ?? 0) / 4 * 3];
        return drawn is not null && drawn.StartsWith(Start, StringComparison.Ordinal) && Convert.TryFromBase64Chars(drawn.AsSpan(Start.Length), bytes, out var length)
            ? bytes[..length] : throw new RefusedException("BadArgument", "还没有签名。请用手指在框里写名字。");
    }

    private async Task OpenAsync(Guid id, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        if (await applications.FindAsync(id, staff.Scope, ct) is not { } application)
            throw new RefusedException("NotFound", "没有找到这份申请书，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        if (await settings.FindAsync("consent.drawn-signature", application.CommunityId, SiteClock.Day(clock.GetUtcNow()), ct) is not SourcedSetting.Set { Value: SettingCatalogue.DrawnTaken } decision)
            throw new RefusedException("NotTaken", "屏幕上手写的签名，现在还不收。请打印出来，在纸上签。收不收由街道来定。", StatusCodes.Status404NotFound);
        await audit.ReadAsync(staff, AuditKind.Consent, AuditReason.Direct, new AuditSubject(HouseholdId: application.HouseholdId, ItemId: id), ct);
        (Application, Decision) = (application, decision);
        Sheet = ApplicationSheet.Of(application, PrintPage.AddressOf(application, configuration, Request));
    }
}
