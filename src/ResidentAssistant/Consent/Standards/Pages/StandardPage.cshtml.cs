using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Consent.Standards;

/// <summary>The restoration standard for residents: the version that holds or an earlier one, and where it hung. Works without script.</summary>
[AllowAnonymous]
internal sealed class StandardPage(StandardStore standards, StandardPostings postings, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Community.</summary>
    public Community Community { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>The version shown.</summary>
    public RestorationStandard Standard { get; private set; } = null!; // likewise

    /// <summary>All versions, newest first.</summary>
    public IReadOnlyList<RestorationStandard> Versions { get; private set; } = [];

    /// <summary>The version that holds today; null while the first has not begun.</summary>
    public RestorationStandard? Holding { get; private set; }

    /// <summary>Where the version shown hung.</summary>
    public IReadOnlyList<StandardPosting> Postings { get; private set; } = [];

    /// <summary>Shown in large print.</summary>
    public bool Large { get; private set; }

    /// <summary>The day of the page.</summary>
    public DateOnly Today { get; } = SiteClock.Day(clock.GetUtcNow());

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid community, int? v, string? size, CancellationToken ct)
    {
        Versions = await standards.AllAsync(community, ct);
        Holding = RestorationStandard.Holding(Versions, Today);
        Standard = (v is null ? Holding ?? (Versions is [var newest, ..] ? newest : null) : Versions.FirstOrDefault(s => s.Number == v))
            ?? throw new RefusedException("NotFound", "恢复标准还没有公布，或者没有这一版。它由区政府来定。想问什么，请回到对话里问。", StatusCodes.Status404NotFound);
        Community = (await register.CommunityAsync(community, ct))!; // a version names a community that is there
        Postings = [.. (await postings.OfAsync(community, ct)).Where(p => p.StandardId == Standard.Id)];
        Large = size == "large";
    }

    /// <summary>The photo of a posting.</summary>
    public async Task<IActionResult> OnGetPhotoAsync(Guid community, Guid posting, CancellationToken ct)
    {
        if (await postings.PhotoAsync(community, posting, ct) is not { } photo) return NotFound();
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        return File(photo.Bytes, photo.ContentType);
    }

    /// <summary>Address of the page as it is, with another version or size.</summary>
    public string Address(int? version, bool large)
    {
        List<string> query = [];
        if (version is { } number && number != Holding?.Number) query.Add($"v={number}");
        if (large) query.Add("size=large");
        return StandardStore.PathOf(Community.Id) + (query.Count == 0 ? "" : $"?{string.Join('&', query)}");
    }
}
