using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Registry;

/// <summary>A building entrance by entrance: its flats, and who answers for it.</summary>
[Requires(StaffAction.RegisterRead, Posting = StaffAction.RegisterEdit)]
internal sealed class BuildingPage(RegisterPlaces places, RegisterLists lists, Responsibilities responsibilities, RegisterChanges changes, TimeProvider clock) : PageModel
{
    /// <summary>The building.</summary>
    public BuildingPlace Building { get; private set; } = null!; // set before the page is rendered

    /// <summary>Its entrances.</summary>
    public IReadOnlyList<Responsibility> Entrances { get; private set; } = [];

    /// <summary>Its flats by entrance, from the top down.</summary>
    public ILookup<Guid, FlatLine> Flats { get; private set; } = Array.Empty<FlatLine>().ToLookup(f => f.EntranceId);

    /// <summary>Owners to choose from.</summary>
    public IReadOnlyList<Firm> Owners { get; private set; } = [];

    /// <summary>Property companies to choose from.</summary>
    public IReadOnlyList<Firm> Companies { get; private set; } = [];

    /// <summary>What was changed.</summary>
    public IReadOnlyList<ChangeLine> Changes { get; private set; } = [];

    /// <summary>What could not be written, and for which entrance.</summary>
    public (Guid Entrance, string Sentence, Guid? Owner, Guid? Company)? Problem { get; private set; }

    /// <summary>This colleague may change it.</summary>
    public bool MayEdit => HttpContext.Staff().May(StaffAction.RegisterEdit);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        Building = await places.BuildingAsync(staff, id, ct);
        Entrances = await responsibilities.OfBuildingAsync(id, ct);
        Flats = (await lists.FlatsAsync(staff.Scope, id, ct)).ToLookup(f => f.EntranceId);
        Owners = await responsibilities.FirmsAsync(Building.CommunityId, true, ct);
        Companies = await responsibilities.FirmsAsync(Building.CommunityId, false, ct);
        Changes = await changes.OfBuildingAsync(id, ct);
    }

    /// <summary>Changes who answers for an entrance.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, Guid entrance, Guid? seenOwner, Guid? seenCompany, Guid? owner, Guid? company, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        var building = await places.BuildingAsync(staff, id, ct);
        var seen = new Responsibility { EntranceId = entrance, Number = "", OwnerId = seenOwner, PropertyCompanyId = seenCompany };
        if (await responsibilities.SetAsync(building.CommunityId, id, seen, owner, company, new Editor(staff.Id, staff.Name), ct)) return LocalRedirect($"/staff/register/buildings/{id}#entrance-{entrance}");
        Problem = (entrance, "刚才有同事改过这个单元。现在登记的是上面写的，您选的还在下面；要改，请再保存一次。", owner, company);
        Response.StatusCode = StatusCodes.Status409Conflict;
        await OnGetAsync(id, ct);
        return Page();
    }
}
