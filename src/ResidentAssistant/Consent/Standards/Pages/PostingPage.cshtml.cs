using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent.Standards;

/// <summary>Records where and when a version of the restoration standard was posted, with the photo that shows it.</summary>
[Requires(StaffAction.PolicyRead, Posting = StaffAction.StandardPost)]
internal sealed class PostingPage(StandardStore standards, StandardPostings postings, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The version.</summary>
    public RestorationStandard Standard { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Where it hung already.</summary>
    public IReadOnlyList<StandardPosting> Postings { get; private set; } = [];

    /// <summary>Who saw each, for those who may record.</summary>
    public IReadOnlyDictionary<Guid, string> Witnesses { get; private set; } = new Dictionary<Guid, string>();

    /// <summary>Why the last act was not done.</summary>
    public string? Problem { get; private set; }

    /// <summary>The place that was typed.</summary>
    public string Place { get; private set; } = "";

    /// <summary>The witness that was typed.</summary>
    public string SeenBy { get; private set; } = "";

    /// <summary>The day that was chosen.</summary>
    public DateOnly? PostedOn { get; private set; } = SiteClock.Day(clock.GetUtcNow());

    /// <summary>This colleague may record.</summary>
    public bool MayPost => HttpContext.Staff().May(StaffAction.StandardPost);

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Keeps a posting.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, DateOnly? postedOn, string? place, string? seenBy, List<IFormFile> files, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        (PostedOn, Place, SeenBy) = (postedOn, FormText.Tidy(place), FormText.Tidy(seenBy));
        try
        {
            using var bytes = new MemoryStream();
            if (files is [var file, ..]) await file.OpenReadStream().CopyToAsync(bytes, ct);
            await postings.AddAsync(Standard, postedOn, Place, SeenBy, bytes.ToArray(), HttpContext.Staff(), ct);
            return LocalRedirect($"/staff/standard?community={Standard.CommunityId}");
        }
        catch (RefusedException refused)
        {
            Problem = refused.Message;
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        Standard = await standards.FindAsync(id, HttpContext.Staff().Scope, ct) ?? throw new RefusedException("NotFound", "没有这一版，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        Postings = [.. (await postings.OfAsync(Standard.CommunityId, ct)).Where(p => p.StandardId == id)];
        if (!MayPost) return;
        Witnesses = await postings.WitnessesAsync(id, ct);
        if (Witnesses.Count > 0) await audit.ReadAsync(HttpContext.Staff(), AuditKind.Person, AuditReason.Direct, new AuditSubject(ItemId: id, CommunityId: Standard.CommunityId), ct);
    }
}
