using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Registry;

/// <summary>How far an upload is, and what came of it.</summary>
[Requires(StaffAction.RegisterRead)]
internal sealed class ImportStatePage(ImportDesk desk, TimeProvider clock) : PageModel
{
    /// <summary>The upload.</summary>
    public ImportLine Import { get; private set; } = null!; // set before the page is rendered

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Changes whenever the page would look different.</summary>
    public string Mark => string.Create(CultureInfo.InvariantCulture, $"{Import.State}{Import.Percent}");

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct) => Import = await desk.FindAsync(HttpContext.Staff(), id, ct)
        ?? throw new RefusedException("NotFound", "没有找到这次登记，可能不在您负责的小区。", StatusCodes.Status404NotFound);

    /// <summary>The mark alone, for the page's script.</summary>
    public async Task<IActionResult> OnGetLiveAsync(Guid id, CancellationToken ct)
    {
        await OnGetAsync(id, ct);
        return new JsonResult(new { mark = Mark });
    }
}
