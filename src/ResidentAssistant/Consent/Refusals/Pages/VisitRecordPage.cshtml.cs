using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>One visit as it was recorded, to be read and to be printed with room for a signature.</summary>
[Requires(StaffAction.ConsentRead)]
internal sealed class VisitRecordPage(VisitLog log, VisitPhotos photos, Database database, Register register, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The visit.</summary>
    public VisitAct Visit { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>The household.</summary>
    public Household Home { get; private set; } = null!; // likewise

    /// <summary>Its community.</summary>
    public Community Community { get; private set; } = null!; // likewise

    /// <summary>Who went, whom they met, what was said; empty when it was erased.</summary>
    public IReadOnlyDictionary<string, string> Words { get; private set; } = new Dictionary<string, string>();

    /// <summary>Its photos.</summary>
    public IReadOnlyList<VisitPhoto> Photos { get; private set; } = [];

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>What a word field says, or that it was erased.</summary>
    public string WordOf(string name) => Words.GetValueOrDefault(name) ?? (Visit.Result == VisitResult.Nobody && name != "went" ? "没见到人" : "已按要求删去");

    /// <summary>Shows the record.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        if (await VisitLog.FindAsync(database, id, ct) is not { Kind: VisitAct.Visited } visit || !staff.Scope.Sees(visit.CommunityId) || await register.HouseholdAsync(visit.HouseholdId, ct) is not { } home)
            throw new RefusedException("NotFound", "没有找到这份上门记录，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        await audit.ReadAsync(staff, AuditKind.Consent, AuditReason.Direct, new AuditSubject(HouseholdId: visit.HouseholdId, ItemId: id), ct);
        (Visit, Home, Community) = (visit, home, (await register.CommunityAsync(visit.CommunityId, ct))!); // a household has a community
        Words = await log.WordsAsync(id, ct);
        Photos = await photos.OfAsync(id, visit.HouseholdId, ct);
    }
}
