using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Registry;

/// <summary>The risers of a building and the implementation units they make; here units are merged and split, with a reason.</summary>
[Requires(StaffAction.RegisterRead, Posting = StaffAction.RegisterEdit)]
internal sealed class UnitsPage(RegisterPlaces places, Units units, RegisterChanges changes, TimeProvider clock) : PageModel
{
    /// <summary>The building.</summary>
    public BuildingPlace Building { get; private set; } = null!; // set before the page is rendered

    /// <summary>Its units.</summary>
    public IReadOnlyList<Unit> Units { get; private set; } = [];

    /// <summary>What was changed.</summary>
    public IReadOnlyList<ChangeLine> Changes { get; private set; } = [];

    /// <summary>Why nothing was written.</summary>
    public string? Problem { get; private set; }

    /// <summary>Units that were chosen to be merged.</summary>
    public IReadOnlyList<Guid> Chosen { get; private set; } = [];

    /// <summary>Name that was typed.</summary>
    public string? Label { get; private set; }

    /// <summary>Reason that was typed.</summary>
    public string? Reason { get; private set; }

    /// <summary>This colleague may change it.</summary>
    public bool MayEdit => HttpContext.Staff().May(StaffAction.RegisterEdit);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        Building = await places.BuildingAsync(HttpContext.Staff(), id, ct);
        Units = await units.OfBuildingAsync(id, ct);
        Changes = [.. (await changes.OfBuildingAsync(id, ct)).Where(c => c.Kind is ChangeKind.UnitsMerged or ChangeKind.UnitSplit)];
    }

    /// <summary>Makes one unit of several.</summary>
    public Task<IActionResult> OnPostMergeAsync(Guid id, Guid[] unit, string? label, string? reason, CancellationToken ct)
    {
        (Chosen, Label) = (unit, FormText.Plain(FormText.Tidy(label)));
        return DoAsync(id, reason, staff => units.MergeAsync(id, unit, Label, Reason!, staff, ct), ct);
    }

    /// <summary>Makes units of one riser each out of a merged one.</summary>
    public Task<IActionResult> OnPostSplitAsync(Guid id, Guid unit, string? reason, CancellationToken ct) =>
        DoAsync(id, reason, staff => units.SplitAsync(id, unit, Reason!, staff, ct), ct);

    private async Task<IActionResult> DoAsync(Guid id, string? reason, Func<Editor, Task> act, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        _ = await places.BuildingAsync(staff, id, ct);
        Reason = FormText.Plain(FormText.Tidy(reason));
        try
        {
            await act(new Editor(staff.Id, staff.Name));
            return LocalRedirect($"/staff/register/buildings/{id}/units");
        }
        catch (RefusedException refused)
        {
            (Problem, Response.StatusCode) = (refused.Message, refused.Status);
        }

        await OnGetAsync(id, ct);
        return Page();
    }
}
