using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices.Templates;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Notices;

/// <summary>The notices of a community: what was said and how far it is known, what is being written, and where a new one begins.</summary>
[Requires(StaffAction.NoticeRead, Posting = StaffAction.NoticeWrite)]
internal sealed class NoticesPage(NoticeStore notices, NoticeDrafts drafts, NoticeTemplates forms, ReachLedger ledger, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>The one looked at.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Newest versions with their counts.</summary>
    public IReadOnlyList<(NoticeVersion Notice, ReachCounts Counts)> Notices { get; private set; } = [];

    /// <summary>What is being written.</summary>
    public IReadOnlyList<NoticeDraft> Drafts { get; private set; } = [];

    /// <summary>Forms a new one can begin from.</summary>
    public IEnumerable<NoticeTemplate> Forms => forms.All;

    /// <summary>This colleague may write.</summary>
    public bool MayWrite => HttpContext.Staff().May(StaffAction.NoticeWrite);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Heading of a form.</summary>
    public string TitleOf(string form) => forms.Find(form)?.Title ?? form;

    /// <summary>Shows them.</summary>
    public Task OnGetAsync(Guid? community, CancellationToken ct) => ShowAsync(community, ct);

    /// <summary>Begins a new one.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? community, string? form, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        if (forms.Find(form ?? "") is not { } chosen) throw new RefusedException("BadArgument", "请选一种通知。");
        var id = await drafts.BeginAsync(new NoticeDraft { Id = Guid.Empty, CommunityId = Community.Id, Template = chosen.Id, Filled = new Dictionary<string, string>(), Audience = new Audience() }, HttpContext.Staff(), ct);
        return LocalRedirect($"/staff/notices/drafts/{id}");
    }

    private async Task ShowAsync(Guid? community, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = (community is { } asked ? Communities.FirstOrDefault(c => c.Id == asked) : Communities.Count > 0 ? Communities[0] : null)
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        Drafts = await drafts.OpenAsync(Community.Id, ct);
        var shown = new List<(NoticeVersion, ReachCounts)>();
        foreach (var notice in (await notices.OfCommunityAsync(Community.Id, ct)).Take(40)) shown.Add((notice, (await ledger.CountsAsync(notice.NoticeId, notice.Id, ct))!)); // an aggregate always has a row
        Notices = shown;
    }
}
