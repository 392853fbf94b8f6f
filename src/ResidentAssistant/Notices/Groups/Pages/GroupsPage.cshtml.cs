using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Messaging.ToGroups;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Notices.Groups;

/// <summary>Customer groups of the corp: which homes each is for, and how many mass messages it may still have.</summary>
[Requires(StaffAction.NoticeRead, Posting = StaffAction.NoticeWrite)]
internal sealed class GroupsPage(CustomerGroups groups, NoticeGroups notices, Audiences audiences, Register register, Database database) : PageModel
{
    /// <summary>Communities of this colleague.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>The one shown.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Its groups, and those nobody has placed.</summary>
    public IReadOnlyList<PlacedGroup> Groups { get; private set; } = [];

    /// <summary>Its buildings and entrances.</summary>
    public IReadOnlyList<BuildingChoice> Choices { get; private set; } = [];

    /// <summary>Mass messages left, by group.</summary>
    public IReadOnlyDictionary<string, GroupRoom> Rooms { get; private set; } = new Dictionary<string, GroupRoom>();

    /// <summary>This colleague may write.</summary>
    public bool MayWrite => HttpContext.Staff().May(StaffAction.NoticeWrite);

    /// <summary>Something was just done.</summary>
    public bool Done { get; private set; }

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(Guid? community, bool done, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        Done = done;
    }

    /// <summary>Says which homes a group is for: <paramref name="place"/> is all, a building or an entrance of the community, or empty for none.</summary>
    public async Task<IActionResult> OnPostAsync(Guid community, string chat, string? place, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        if (Groups.All(g => g.ChatId != chat)) throw new RefusedException("NotFound", "没有这个群，或者不归您管的小区。请刷新看看。", StatusCodes.Status404NotFound);
        var id = Guid.TryParse(place, out var parsed) ? parsed : (Guid?)null;
        var building = Choices.FirstOrDefault(b => b.Id == id || b.Entrances.Any(e => e.Id == id));
        if (id is not null && building is null && id != community) throw new RefusedException("BadArgument", "没看懂这个群是给哪儿的，请重新选。");
        var entrance = building?.Entrances.FirstOrDefault(e => e.Id == id)?.Id;
        if (!await groups.PlaceAsync(chat, id is null ? null : community, building?.Id, entrance, ct)) throw new RefusedException("ChangedSince", "这个群刚才没有了，请刷新看看。", StatusCodes.Status409Conflict);
        return LocalRedirect($"/staff/groups?community={community}&done=true");
    }

    /// <summary>Asks for the groups to be read anew.</summary>
    public async Task<IActionResult> OnPostReadAsync(Guid community, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        await groups.ReadSoonAsync(ct);
        return LocalRedirect($"/staff/groups?community={community}&done=true");
    }

    /// <summary>What a group is for, as the value of its list.</summary>
    public string PlaceOf(PlacedGroup group) => $"{group.EntranceId ?? group.BuildingId ?? group.CommunityId}";

    private async Task ShowAsync(Guid? community, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = Communities.FirstOrDefault(c => c.Id == community) ?? (community is null && Communities is [var first, ..] ? first : null) ?? throw new RefusedException("NotFound", "没有这个小区，或者不归您管。", StatusCodes.Status404NotFound);
        Groups = await groups.OfAsync(database, Community.Id, scope.SeesUnplaced, ct);
        Choices = await audiences.ChoicesAsync(Community.Id, ct);
        Rooms = (await notices.RoomsAsync(database, Community.Id, ct)).ToDictionary(r => r.Group.ChatId, StringComparer.Ordinal);
    }
}
