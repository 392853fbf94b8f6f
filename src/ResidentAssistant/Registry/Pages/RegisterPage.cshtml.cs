using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Neighbourhood.Workbooks;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Registry;

/// <summary>The buildings of a community, and the way to its workbook and letters.</summary>
[Requires(StaffAction.RegisterRead, Posting = StaffAction.RegisterEdit)]
internal sealed class RegisterPage(RegisterPlaces places, RegisterLists lists, RegisterChanges changes, Imports imports, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>Communities to choose from.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>The one that is shown, when there is any.</summary>
    public Community? Community { get; private set; }

    /// <summary>Its buildings.</summary>
    public IReadOnlyList<BuildingLine> Buildings { get; private set; } = [];

    /// <summary>What was last done to the whole of it.</summary>
    public IReadOnlyList<ChangeLine> Changes { get; private set; } = [];

    /// <summary>This colleague may change it.</summary>
    public bool MayEdit => HttpContext.Staff().May(StaffAction.RegisterEdit);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows the buildings.</summary>
    public async Task OnGetAsync(Guid? community, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        Communities = await places.CommunitiesAsync(staff, ct);
        Community = community is { } id ? await places.CommunityAsync(staff, id, ct) : Communities.Count > 0 ? Communities[0] : null;
        if (Community is null) return;
        Buildings = await lists.BuildingsAsync(staff.Scope, Community.Id, ct);
        Changes = await changes.OfCommunityAsync(Community.Id, ct);
    }

    /// <summary>Takes the register out as a workbook, names and numbers in the clear; who did it is written down first.</summary>
    public async Task<IActionResult> OnPostExportAsync(Guid community, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        var chosen = await places.CommunityAsync(staff, community, ct);
        await audit.ReadAsync(staff, AuditKind.Register, AuditReason.Register, new AuditSubject(CommunityId: chosen.Id), ct);
        var file = await imports.ExportAsync(chosen.Id, ct);
        return File(file, WorkbookWriter.ContentType, $"登记册-{chosen.Name}-{SiteClock.Day(Now):yyyyMMdd}.xlsx");
    }
}
