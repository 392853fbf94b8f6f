using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Notices;

/// <summary>The notice on one A4 sheet in large print, with a square that opens its page.</summary>
[Requires(StaffAction.NoticeRead)]
internal sealed class PosterPage(NoticeStore notices, NoticeLinks links, Register register) : PageModel
{
    /// <summary>What stands on it.</summary>
    public Poster Poster { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        var versions = await notices.VersionsAsync(id, ct);
        if (versions.Count == 0 || !HttpContext.Staff().Scope.Sees(versions[0].CommunityId)) throw new RefusedException("NotFound", "没有这份通知，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        var notice = versions[0];
        var community = (await register.CommunityAsync(notice.CommunityId, ct))!; // a notice keeps its community
        Poster = new Poster(notice.Title, notice.Body, community.Committee, notice.PublishedAt, notice.Reference, QrPicture.Of(links.Of(id), Request));
    }
}

/// <summary>A notice in large print on one sheet.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Body">Words.</param>
/// <param name="Committee">Who says it.</param>
/// <param name="At">When.</param>
/// <param name="Reference">N-0007; null before it is published.</param>
/// <param name="Picture">The square that opens its page; null before it is published.</param>
internal sealed record Poster(string Title, string Body, string Committee, DateTimeOffset At, string? Reference, string? Picture);
