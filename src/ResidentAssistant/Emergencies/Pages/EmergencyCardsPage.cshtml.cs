using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Emergencies;

/// <summary>What to do when a pipe bursts, on one A4 sheet for each entrance of a building, with a square that opens the chat; numbers only when somebody has confirmed them.</summary>
[Requires(StaffAction.RegisterRead)]
internal sealed class EmergencyCardsPage(Database database, Register register, Responsibilities responsibilities, IServiceProvider services, IConfiguration configuration) : PageModel
{
    // Distinguishes where somebody came from; letters, digits, _ and - only.
    private const string Scene = "card";

    /// <summary>Number of the building.</summary>
    public string Building { get; private set; } = "";

    /// <summary>Community, with its committee.</summary>
    public Community Community { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>Who answers for each entrance.</summary>
    public IReadOnlyList<Responsibility> Entrances { get; private set; } = [];

    /// <summary>The square as a picture.</summary>
    public string Picture { get; private set; } = "";

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(Guid building, CancellationToken ct)
    {
        if (await database.FirstAsync<House>("select community_id, number from buildings where id = @building", new { building }, ct) is not { } house || !HttpContext.Staff().Scope.Sees(house.CommunityId))
            throw new RefusedException("NotFound", "没有这栋楼，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        (Building, Community) = (house.Number, (await register.CommunityAsync(house.CommunityId, ct))!); // a building keeps its community
        Entrances = await responsibilities.OfBuildingAsync(building, ct);
        var link = services.GetService<LinkIntoWeChat>() is { } make ? await make(Community.Id, Community.Name, Scene, ct) : null;
        Picture = QrPicture.Of(link ?? $"{configuration["PublicUrl"]?.TrimEnd('/')}/chat", Request);
    }

    private sealed record House
    {
        public required Guid CommunityId { get; init; }

        public required string Number { get; init; }
    }
}
