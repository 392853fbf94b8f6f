using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Plans.Materials;

/// <summary>The board on one A4 sheet in large print, with a square that opens the page.</summary>
[Requires(StaffAction.MaterialRead)]
internal sealed class BoardPosterPage(MaterialStore materials, SourcedSettings settings, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Most materials that one sheet holds in large print.</summary>
    public const int Most = 4;

    /// <summary>Community.</summary>
    public Community Community { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>What stands on the board.</summary>
    public IReadOnlyList<Material> Materials { get; private set; } = [];

    /// <summary>The public telephone, or that none is published.</summary>
    public string Phone { get; private set; } = "";

    /// <summary>The square as a picture.</summary>
    public string Picture { get; private set; } = "";

    /// <summary>Day of the print.</summary>
    public string Today { get; } = SiteClock.At(clock.GetUtcNow()).ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid community, CancellationToken ct)
    {
        if (!HttpContext.Staff().Scope.Sees(community) || await register.CommunityAsync(community, ct) is not { } found) throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        Community = found;
        Materials = await materials.ShownAsync(community, ct);
        Phone = await BoardPage.PhoneAsync(settings, community, SiteClock.Day(clock.GetUtcNow()), ct);
        Picture = QrPicture.Of(materials.LinkOf(community), Request);
    }
}
