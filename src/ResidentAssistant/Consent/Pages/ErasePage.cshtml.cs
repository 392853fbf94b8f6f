using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent;

/// <summary>Where an administrator erases what a household said, with the reason and a typed word, because it cannot be undone.</summary>
[Requires(StaffAction.PersonalErase, Posting = StaffAction.PersonalErase)]
internal sealed class ErasePage(Erasures erasures, Register register, Audit audit) : PageModel
{
    /// <summary>The word that must be typed.</summary>
    public const string Word = "抹去";

    /// <summary>The flat.</summary>
    public Household Household { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Why nothing was done.</summary>
    public string? Problem { get; private set; }

    /// <summary>What was done.</summary>
    public Erased? Done { get; private set; }

    /// <summary>Reason chosen.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Why it may go although it should be kept, as typed.</summary>
    public string Although { get; private set; } = "";

    /// <summary>Shows the form.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Erases.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, string? reason, string? although, string? word, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        (Reason, Although) = (reason ?? "", FormText.Plain(FormText.Tidy(although)));
        try
        {
            if (FormText.Tidy(word) != Word) throw new RefusedException("BadArgument", $"抹去以后找不回来。真要做，请在最后一格里写“{Word}”。");
            await audit.ReadAsync(HttpContext.Staff(), AuditKind.Consent, AuditReason.Direct, new AuditSubject(HouseholdId: id), ct);
            Done = await erasures.OfHouseholdAsync(id, Reason, Although, HttpContext.Staff(), ct);
        }
        catch (RefusedException refused)
        {
            (Problem, Response.StatusCode) = (refused.Message, refused.Status);
        }

        return Page();
    }

    private async Task ShowAsync(Guid id, CancellationToken ct) =>
        Household = await register.HouseholdAsync(id, ct) is { } household && HttpContext.Staff().Scope.Sees(household.CommunityId) ? household
            : throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
}
