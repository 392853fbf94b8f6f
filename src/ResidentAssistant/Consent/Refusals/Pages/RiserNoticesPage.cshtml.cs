using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>The notices “this riser is not being done now”, newest first.</summary>
[Requires(StaffAction.ConsentRead)]
internal sealed class RiserNoticesPage(RiserNotices notices, TimeProvider clock) : PageModel
{
    /// <summary>The notices.</summary>
    public IReadOnlyList<RiserNotice> Notices { get; private set; } = [];

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Notices = await notices.ListAsync(HttpContext.Staff().Scope, ct);
}
