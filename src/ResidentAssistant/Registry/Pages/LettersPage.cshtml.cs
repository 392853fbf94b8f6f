using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Registry;

/// <summary>Letters of a flat, an entrance, a building or a community: which there are, new ones, the way to the printer, and revoking them.</summary>
[Requires(StaffAction.RegisterRead, Posting = StaffAction.RegisterEdit)]
internal sealed class LettersPage(RegisterPlaces places, LetterBatches letters, TimeProvider clock) : PageModel
{
    /// <summary>Whose letters.</summary>
    public LetterPlace Place { get; private set; } = null!; // set before the page is rendered

    /// <summary>The flats.</summary>
    public IReadOnlyList<LetterFlat> Flats { get; private set; } = [];

    /// <summary>What was done just now.</summary>
    public string? Done { get; private set; }

    /// <summary>Why nothing was done.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reason that was typed.</summary>
    public string? Reason { get; private set; }

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Page to go back to.</summary>
    public string Back => Place.HouseholdId is { } flat ? $"/staff/register/flats/{flat}" : Place.BuildingId is { } building ? $"/staff/register/buildings/{building}" : $"/staff/register?community={Place.CommunityId}";

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync([FromQuery] LetterQuery of, CancellationToken ct)
    {
        Place = await of.FindAsync(places, HttpContext.Staff(), ct);
        Flats = await letters.FlatsAsync(Place, ct);
    }

    /// <summary>Issues the letters that are missing.</summary>
    public async Task<IActionResult> OnPostIssueAsync([FromQuery] LetterQuery of, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        var issued = await letters.IssueAsync(await of.FindAsync(places, staff, ct), new Editor(staff.Id, staff.Name), ct);
        Done = issued == 0 ? "每一户都已经有信了，没有发新的。" : $"发了 {issued} 封新的信，可以打印了。";
        await OnGetAsync(of, ct);
        return Page();
    }

    /// <summary>Revokes the valid letters.</summary>
    public async Task<IActionResult> OnPostRevokeAsync([FromQuery] LetterQuery of, string? reason, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        Reason = FormText.Plain(FormText.Tidy(reason));
        try
        {
            var revoked = await letters.RevokeAsync(await of.FindAsync(places, staff, ct), Reason, new Editor(staff.Id, staff.Name), ct);
            if (revoked == 0) (Problem, Response.StatusCode) = ("这些信，同事刚才已经作废了。您写的原因没有再记一遍。", StatusCodes.Status409Conflict);
            else (Done, Reason) = ($"作废了 {revoked} 封信。拿旧信的人，扫码和输码都不管用了。", null);
        }
        catch (RefusedException refused) when (refused.Code == "BadArgument")
        {
            (Problem, Response.StatusCode) = (refused.Message, refused.Status);
        }

        await OnGetAsync(of, ct);
        return Page();
    }
}

/// <summary>Which letters, as the address says it: one of the four.</summary>
internal sealed record LetterQuery
{
    /// <summary>Community.</summary>
    public Guid? Community { get; init; }

    /// <summary>Building.</summary>
    public Guid? Building { get; init; }

    /// <summary>Entrance.</summary>
    public Guid? Entrance { get; init; }

    /// <summary>Flat.</summary>
    public Guid? Flat { get; init; }

    /// <summary>The place meant, within a colleague's communities.</summary>
    public Task<LetterPlace> FindAsync(RegisterPlaces places, CurrentStaff staff, CancellationToken ct) => places.LettersAsync(staff, Community, Building, Entrance, Flat, ct);

    /// <summary>The same for an address.</summary>
    public string Text => Flat is { } flat ? $"flat={flat}" : Entrance is { } entrance ? $"entrance={entrance}" : Building is { } building ? $"building={building}" : $"community={Community}";
}
