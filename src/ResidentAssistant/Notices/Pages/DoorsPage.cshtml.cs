using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Notices;

/// <summary>The doors to knock at, on paper: who does not know a notice yet, entrance by entrance from the top, without names and numbers.</summary>
[Requires(StaffAction.NoticeRead)]
internal sealed class DoorsPage(NoticeStore notices, ReachLedger ledger, TimeProvider clock) : PageModel
{
    /// <summary>The newest version.</summary>
    public NoticeVersion Notice { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>Households that do not know it.</summary>
    public IReadOnlyList<HouseholdReach> Households { get; private set; } = [];

    /// <summary>When it was printed.</summary>
    public string PrintedAt { get; } = SiteClock.DayAndTime(clock.GetUtcNow());

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        var versions = await notices.VersionsAsync(id, ct);
        if (versions.Count == 0 || !HttpContext.Staff().Scope.Sees(versions[0].CommunityId)) throw new RefusedException("NotFound", "没有这份通知，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        Notice = versions[0];
        Households = [.. (await ledger.OfAsync(id, Notice.Id, ct)).Where(h => h.Standing < ReachStanding.Told)];
    }
}
