using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Consent;

/// <summary>Written applications in large print, each on paper of its own; posting puts them on paper, getting shows one that is.</summary>
[Requires(StaffAction.ConsentRead, Posting = StaffAction.ConsentRecord)]
internal sealed class PrintPage(WrittenApplications applications, Audit audit, IConfiguration configuration) : PageModel
{
    /// <summary>The applications.</summary>
    public IReadOnlyList<ApplicationSheet> Sheets { get; private set; } = [];

    /// <summary>Where a colleague records the signature of an application.</summary>
    public static string AddressOf(WrittenApplication application, IConfiguration configuration, HttpRequest request) =>
        $"{(configuration["PublicUrl"] is { Length: > 0 } address ? address.TrimEnd('/') : $"{request.Scheme}://{request.Host}")}/staff/consent/applications/{application.Id}";

    /// <summary>Shows one application again as it was printed.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct) => await ShowAsync([await applications.FindAsync(id, HttpContext.Staff().Scope, ct)
        ?? throw new RefusedException("NotFound", "没有找到这份申请书，或者不在您负责的小区。", StatusCodes.Status404NotFound)], ct);

    /// <summary>Puts the applications of the chosen households on paper.</summary>
    public async Task<IActionResult> OnPostAsync(Guid[] household, string? format, bool own, CancellationToken ct)
    {
        // Only a household's own page asks also for one that has said no: a colleague stands before it then and knows why.
        var printed = own && household is [var one] ? await applications.PrintAskedAsync(one, HttpContext.Staff(), ct) is { } paper ? [paper] : [] : await applications.PrintAsync(household, HttpContext.Staff(), ct);
        if (printed.Count == 0) throw new RefusedException("Nothing", "没有要打印的申请书：没有选住户，选的住户都签好了，或者说过不愿意、有条件、说法不一。说过这些的，请到那一户的页面上打印。");
        await ShowAsync(printed, ct);
        return format == "docx" ? File(ApplicationDocument.Of(Sheets), ApplicationDocument.ContentType, printed is [var single] ? $"{single.Reference}.docx" : $"{printed[0].Reference}-{printed[^1].Reference}.docx") : Page();
    }

    private async Task ShowAsync(IReadOnlyList<WrittenApplication> printed, CancellationToken ct)
    {
        foreach (var one in printed) await audit.ReadAsync(HttpContext.Staff(), AuditKind.Consent, AuditReason.Direct, new AuditSubject(HouseholdId: one.HouseholdId, ItemId: one.Id), ct);
        Sheets = [.. printed.Select(a => ApplicationSheet.Of(a, AddressOf(a, configuration, Request)))];
    }
}
