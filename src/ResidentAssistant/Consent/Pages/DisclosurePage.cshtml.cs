using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent;

/// <summary>The six items: what residents are told today, how they would read now, every version; and the form to approve a new one.</summary>
[Requires(StaffAction.PolicyRead, Posting = StaffAction.DisclosureApprove)]
internal sealed class DisclosurePage(Disclosures disclosures, DisclosureVersions versions, Register register, TimeProvider clock) : PageModel
{
    private const int LongestReason = 500;

    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>Community looked at.</summary>
    public Community Community { get; private set; } = null!;

    /// <summary>Every version, newest first.</summary>
    public IReadOnlyList<DisclosureVersion> Versions { get; private set; } = [];

    /// <summary>How many pairs a version sent back to sign again.</summary>
    public IReadOnlyDictionary<Guid, long> Lapses { get; private set; } = new Dictionary<Guid, long>();

    /// <summary>What residents are told; null: nobody has approved a text yet.</summary>
    public Disclosure? Told { get; private set; }

    /// <summary>How the settings put it today.</summary>
    public Disclosure Draft { get; private set; } = null!;

    /// <summary>Buildings to choose from.</summary>
    public IReadOnlyList<Building> Buildings { get; private set; } = [];

    /// <summary>What was typed and could not be written down.</summary>
    public ApprovalForm? Unsaved { get; private set; }

    /// <summary>Why not.</summary>
    public string? Problem { get; private set; }

    /// <summary>This colleague may approve.</summary>
    public bool MayApprove => HttpContext.Staff().May(StaffAction.DisclosureApprove);

    /// <summary>The text of today differs from what residents are told.</summary>
    public bool Differs => Told?.Hash != Draft.Hash || Versions.Count == 0;

    /// <summary>Lines that are new in the text of today.</summary>
    public IReadOnlySet<string> NewLines => Draft.Body.Split('\n').Except(Told?.Body.Split('\n') ?? []).ToHashSet();

    /// <summary>How many of the six items nobody has published yet.</summary>
    public int Open => Draft.Body.Split('\n').Count(l => l.Contains("还没有公布，由", StringComparison.Ordinal));

    /// <summary>A rule in what residents were told has ended: nothing is told until a new text is approved.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid? community, CancellationToken ct) => ShowAsync(community, ct);

    /// <summary>Approves the text that was shown as the next version.</summary>
    public async Task<IActionResult> OnPostAsync(ApprovalForm form, CancellationToken ct)
    {
        await ShowAsync(form.Community, ct);
        var reason = FormText.Tidy(form.Reason);
        Problem = (form.Hash != Draft.Hash, reason.Length) switch
        {
            (true, _) => "这几件事的内容刚才变了，请再看一遍再核准。",
            (_, 0) => "请写一句为什么要定这一版。",
            (_, > LongestReason) => $"原因太长了，请写在 {LongestReason} 个字以内。",
            _ when !FormText.IsPlain(reason, lines: true) => FormText.Refusal,
            _ when Versions.Count > 0 && form.Change is not (DisclosureChange.Editorial or DisclosureChange.ToBeTold or DisclosureChange.Material) => "请选这次改动对以前的告知和签字有什么影响。",
            _ when form.Change is DisclosureChange.Material && form.Buildings.Count == 0 => "请选哪些楼要重新签字。",
            _ => null,
        };
        if (Problem is null)
        {
            try
            {
                await versions.ApproveAsync(new DisclosureApproval(Community.Id, form.Seen, Draft, form.Change ?? DisclosureChange.First, reason, form.Buildings), HttpContext.Staff(), ct);
                return LocalRedirect($"/staff/disclosure?community={Community.Id}");
            }
            catch (RefusedException refused)
            {
                Problem = refused.Message;
            }
        }

        Unsaved = form with { Reason = FormText.Plain(form.Reason ?? "") };
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task ShowAsync(Guid? community, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = Communities.FirstOrDefault(c => community is null || c.Id == community)
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        Versions = [.. (await versions.AllAsync(Community.Id, ct)).Reverse()];
        Lapses = await versions.LapsesAsync(Community.Id, ct);
        Told = Versions is [var newest, ..] ? Disclosure.Kept((await versions.TextAsync(newest.Hash, ct))!) : null;
        Draft = await disclosures.DraftAsync(Community.Id, Now, ct);
        IsOver = Versions is [var last, ..] && !await disclosures.HoldsAsync(Community.Id, last, SiteClock.Day(Now), ct);
        Buildings = await register.BuildingsAsync(Community.Id, ct);
    }
}

/// <summary>The fields of the form.</summary>
internal sealed record ApprovalForm
{
    /// <summary>Community.</summary>
    public Guid? Community { get; init; }

    /// <summary>Number of the newest version that was shown.</summary>
    public int Seen { get; init; }

    /// <summary>Hash of the text that was shown.</summary>
    public string? Hash { get; init; }

    /// <summary>What it does to what was said before.</summary>
    public DisclosureChange? Change { get; init; }

    /// <summary>Why there is a new version.</summary>
    public string? Reason { get; init; }

    /// <summary>Buildings whose households sign again.</summary>
    public IReadOnlyList<Guid> Buildings { get; init; } = [];
}
