using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Notices;

/// <summary>A notice for residents: the newest words first, whichever link led here; with a personal link one tap says “I know”. Works without script, in large print.</summary>
[AllowAnonymous]
internal sealed class NoticePage(NoticeStore notices, ReachLedger ledger, NoticeLinks links, Register register) : PageModel
{
    /// <summary>Versions, newest first.</summary>
    public IReadOnlyList<NoticeVersion> Versions { get; private set; } = [];

    /// <summary>The newest.</summary>
    public NoticeVersion Notice => Versions[0];

    /// <summary>Community that says it.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>The personal link's key; null for whoever came by the open address.</summary>
    public string? Key { get; private set; }

    /// <summary>The household has said that it knows.</summary>
    public bool Confirmed { get; private set; }

    /// <summary>The personal link could not be used; the notice is shown all the same.</summary>
    public string? Problem { get; private set; }

    /// <summary>Shown in large print.</summary>
    public bool Large { get; private set; }

    /// <summary>Shows it; a personal link notes that it was opened.</summary>
    public async Task OnGetAsync(Guid id, string? k, string? size, bool known, CancellationToken ct)
    {
        if (await ShowAsync(id, k, size, ct) is not { } household) return;
        Confirmed = known;
        await ledger.RecordAsync(Notice, household, Way.Page, ReachState.Opened, null, ct);
    }

    /// <summary>The household says that it knows.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, string? k, string? size, CancellationToken ct)
    {
        if (await ShowAsync(id, k, size, ct) is not { } household)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        await ledger.RecordAsync(Notice, household, Way.Page, ReachState.Confirmed, null, ct);
        return LocalRedirect($"{Address(Large)}&known=true");
    }

    /// <summary>Address of the page as it is, in another size.</summary>
    public string Address(bool large) => $"/n/{Notice.NoticeId:N}?{(Key is null ? "" : $"k={Key}&")}size={(large ? "large" : "normal")}";

    private async Task<Guid?> ShowAsync(Guid id, string? key, string? size, CancellationToken ct)
    {
        Versions = await notices.VersionsAsync(id, ct);
        if (Versions.Count == 0) throw new RefusedException("NotFound", "没有这份通知。请看看链接是不是完整。", StatusCodes.Status404NotFound);
        Community = (await register.CommunityAsync(Notice.CommunityId, ct))!; // a notice keeps its community
        Large = size == "large";
        if (key is not { Length: > 0 }) return null;
        try
        {
            if (links.SaidTo(id, key) is not ({ } household, { } conversation) || !await notices.IsForAsync(id, household, ct)) return null;
            if (!await notices.StandsAsync(conversation, household, ct))
            {
                Problem = "这个链接发出来以后，这一户的信换过，或者有人搬走了，不能再用它点“我知道了”。通知照样能看。";
                return null;
            }

            Key = key;
            return household;
        }
        catch (RefusedException refused)
        {
            // Whoever has an old link still reads what is said now; only the tap is missing.
            Problem = refused.Message;
            return null;
        }
    }
}
