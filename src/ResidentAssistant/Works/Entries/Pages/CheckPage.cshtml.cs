using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Works.Entries;

/// <summary>The supervisor's list before anything is covered; without it a flat is not restored.</summary>
[Requires(StaffAction.EntryRead, Posting = StaffAction.EntryCheck)]
internal sealed class CheckPage(Database database, EntryLog log, FlatActs acts, Audit audit) : PageModel
{
    /// <summary>The flat.</summary>
    public FlatWork Work { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Items that are ticked.</summary>
    public IReadOnlyList<string> Fine { get; private set; } = [];

    /// <summary>What is not right.</summary>
    public string Note { get; private set; } = "";

    /// <summary>Why nothing was recorded.</summary>
    public string? Problem { get; private set; }

    /// <summary>This colleague checks.</summary>
    public bool MayCheck => HttpContext.Staff().May(StaffAction.EntryCheck);

    /// <summary>Shows the list.</summary>
    public Task OnGetAsync(Guid riser, Guid household, CancellationToken ct) => ShowAsync(riser, household, ct);

    /// <summary>Records the check.</summary>
    public async Task<IActionResult> OnPostAsync(Guid riser, Guid household, string[] fine, string? note, int seen, CancellationToken ct)
    {
        await ShowAsync(riser, household, ct);
        Fine = [.. fine.Where(f => HiddenWork.Items.Any(i => i.Code == f))];
        var typed = FormText.Tidy(note);
        Note = FormText.Plain(typed);
        try
        {
            if (typed.Length > 500 || !FormText.IsPlain(typed, lines: true)) throw new RefusedException("BadArgument", typed.Length > 500 ? "请写短一点，最多500个字。" : FormText.Refusal);
            await acts.CheckAsync(new(riser, household, seen), Fine, typed, HttpContext.Staff(), ct);
            return LocalRedirect($"/staff/entries/{riser}/{household}");
        }
        catch (RefusedException refused)
        {
            await ShowAsync(riser, household, ct);
            Problem = refused.Message;
            Response.StatusCode = refused.Status;
            return Page();
        }
    }

    private async Task ShowAsync(Guid riser, Guid household, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        if (await log.FindAsync(database, riser, household, ct) is not { } work || !staff.Scope.Sees(work.CommunityId))
            throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        if (Work is null) await audit.ReadAsync(staff, AuditKind.Entry, AuditReason.Direct, new AuditSubject(HouseholdId: household), ct);
        Work = work;
    }
}
