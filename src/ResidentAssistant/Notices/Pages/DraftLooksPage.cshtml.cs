using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Notices;

/// <summary>A draft as it will hang at the entrance or stand in large print on a phone, before anybody is told.</summary>
[Requires(StaffAction.NoticeRead)]
internal sealed class DraftLooksPage(NoticeDrafts drafts, Composer composer, Register register, TimeProvider clock) : PageModel
{
    /// <summary>What stands on it.</summary>
    public Poster Poster { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>The draft.</summary>
    public Guid Id { get; private set; }

    /// <summary>It is the sheet, not the phone.</summary>
    public bool OnPaper { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, string look, CancellationToken ct)
    {
        if (await drafts.FindAsync(id, ct) is not { } draft || !HttpContext.Staff().Scope.Sees(draft.CommunityId)) throw new RefusedException("NotFound", "没有这份没发的通知。可能已经发了，或者不要了。", StatusCodes.Status404NotFound);
        var composed = await composer.OfAsync(draft, ct);
        (Id, OnPaper) = (id, look == "poster");
        Poster = new Poster(composed.Title, composed.Body, (await register.CommunityAsync(draft.CommunityId, ct))!.Committee, draft.PublishAt ?? clock.GetUtcNow(), null, null); // a draft keeps its community
    }
}
