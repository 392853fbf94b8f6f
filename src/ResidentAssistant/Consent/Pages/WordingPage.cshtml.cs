using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Consent;

/// <summary>The words on the written application, and who approved exactly these.</summary>
[Requires(StaffAction.ConsentRead, Posting = StaffAction.ConsentApprove)]
internal sealed class WordingPage(Wordings wordings) : PageModel
{
    /// <summary>The words.</summary>
    public ApplicationWording Wording => ApplicationWording.Now;

    /// <summary>The approval, or null.</summary>
    public WordingApproval? Approval { get; private set; }

    /// <summary>This colleague may approve.</summary>
    public bool MayApprove => HttpContext.Staff().May(StaffAction.ConsentApprove);

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Approval = await wordings.ApprovalAsync(ct);

    /// <summary>Approves the words that were shown.</summary>
    public async Task<IActionResult> OnPostAsync(string? hash, CancellationToken ct)
    {
        await wordings.ApproveAsync(hash ?? "", HttpContext.Staff(), ct);
        return LocalRedirect("/staff/consent/wording");
    }
}
