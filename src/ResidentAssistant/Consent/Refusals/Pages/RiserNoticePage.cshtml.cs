using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>One notice: read, marked by a person who may, printed in large print.</summary>
[Requires(StaffAction.ConsentRead, Posting = StaffAction.RefusalClose)]
internal sealed class RiserNoticePage(RiserNotices notices, TimeProvider clock) : PageModel
{
    /// <summary>The notice.</summary>
    public RiserNotice Notice { get; private set; } = null!; // set before the page is rendered

    /// <summary>The households it is for.</summary>
    public IReadOnlyList<string> For { get; private set; } = [];

    /// <summary>What is wrong.</summary>
    public string? Problem { get; private set; }

    /// <summary>This colleague may approve or discard it.</summary>
    public bool MayDecide => HttpContext.Staff().May(StaffAction.RefusalClose);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Approves exactly the words that were shown, or discards them.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, string? act, string? hash, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        if (act is "approved" or "discarded" && await notices.DecideAsync(Notice, act, hash ?? "", HttpContext.Staff(), ct)) return LocalRedirect($"/staff/visits/notices/{id}");
        await ShowAsync(id, ct);
        Problem = $"刚才有同事已经办了：{Notice.StateName}。请看过再定。";
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        Notice = await notices.FindAsync(id, HttpContext.Staff().Scope, ct) ?? throw new RefusedException("NotFound", "没有找到这份告知，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        For = await notices.ForAsync(id, ct);
    }
}
