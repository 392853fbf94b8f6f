using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ResidentAssistant.Staff;

/// <summary>Who read whose words, newest first.</summary>
[Requires(StaffAction.AuditRead)]
internal sealed class AuditPage(Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The newest reads.</summary>
    public IReadOnlyList<AuditLine> Lines { get; private set; } = [];

    /// <summary>Address of the page before, or null.</summary>
    public string? Next { get; private set; }

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows a page of reads.</summary>
    public async Task OnGetAsync(Guid? before, CancellationToken ct)
    {
        var lines = await audit.ListAsync(HttpContext.Staff().Scope, before, ct);
        Lines = [.. lines.Take(Audit.PageSize)];
        if (lines.Count > Audit.PageSize) Next = $"/staff/audit?before={Lines[^1].Id}";
    }
}
