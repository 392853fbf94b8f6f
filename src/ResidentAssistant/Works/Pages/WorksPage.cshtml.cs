using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Works.Decorations;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works;

/// <summary>All risers of a community with their days; here released ones are planned, shown first and saved then.</summary>
[Requires(StaffAction.WorksRead, Posting = StaffAction.WorksPlan)]
internal sealed class WorksPage(Proposals proposals, PlanBook book, DecorationStore decorations, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Communities this colleague may look at.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>The one looked at.</summary>
    public Community Community { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Plan, rules and ledger.</summary>
    public PlanView View { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>What would be saved; null before a preview.</summary>
    public PlanOutcome? Proposal { get; private set; }

    /// <summary>Risers chosen.</summary>
    public IReadOnlyList<Guid> Chosen { get; private set; } = [];

    /// <summary>First day asked for.</summary>
    public DateOnly FirstDay { get; private set; }

    /// <summary>Why nothing was done.</summary>
    public string? Problem { get; private set; }

    /// <summary>What was done.</summary>
    public string? Done { get; private set; }

    /// <summary>This colleague may plan.</summary>
    public bool MayPlan => HttpContext.Staff().May(StaffAction.WorksPlan);

    /// <summary>This colleague sees how many households are missing.</summary>
    public bool SeesLedger => HttpContext.Staff().May(StaffAction.ConsentRead);

    /// <summary>Who is about to decorate or has just done so.</summary>
    public IReadOnlyList<Decoration> Decorations { get; private set; } = [];

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Labels of a flat's risers.</summary>
    public string RisersOf(Guid householdId) => string.Join('、', View.Risers.Where(r => r.Flats.Any(f => f.HouseholdId == householdId)).Select(r => r.Place.RiserLabel));

    /// <summary>Label of a riser.</summary>
    public string LabelOf(Guid riserId) => View.Risers.FirstOrDefault(r => r.RiserId == riserId)?.Place.RiserLabel ?? "";

    /// <summary>Name of a team.</summary>
    public string TeamOf(Guid teamId) => View.Site.Teams.FirstOrDefault(t => t.Id == teamId)?.Name ?? "";

    /// <summary>Shows the plan.</summary>
    public async Task OnGetAsync(Guid? community, int? saved, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        FirstDay = Tomorrow;
        Done = saved is { } count ? $"排好了 {count} 根立管。" : null;
    }

    /// <summary>Works out a proposal and shows it; nothing is saved.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(Guid? community, Guid[] riser, DateOnly? first, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        Take(riser, first);
        return Problem is null ? Page() : Refused(StatusCodes.Status400BadRequest);
    }

    /// <summary>Saves the proposal that was shown; the plan's number tells whether it would still come out the same.</summary>
    public async Task<IActionResult> OnPostSaveAsync(Guid? community, Guid[] riser, DateOnly? first, int seen, CancellationToken ct)
    {
        await ShowAsync(community, ct);
        Take(riser, first);
        if (Problem is not null || Proposal is not { Planned.Count: > 0 } proposal) return Refused(StatusCodes.Status400BadRequest);
        try
        {
            await book.SaveAsync(Community.Id, proposal.Planned, seen, "", HttpContext.Staff(), ct);
            return LocalRedirect($"/staff/works?community={Community.Id}&saved={proposal.Planned.Count}");
        }
        catch (RefusedException refused)
        {
            Problem = refused.Message;
            return Refused(refused.Status);
        }
    }

    private DateOnly Tomorrow => SiteClock.Day(clock.GetUtcNow()).AddDays(1);

    private void Take(Guid[] riser, DateOnly? first)
    {
        Chosen = riser;
        FirstDay = first ?? Tomorrow;
        if (View.Site.Missing.ToList() is { Count: > 0 } missing) Problem = $"还没有设：{string.Join("、", missing)}。";
        else if (riser.Length == 0) Problem = "请勾选要排的立管。";
        else if (FirstDay < Tomorrow) Problem = "最早从明天开始排。";
        else Proposal = Proposals.Make(View, riser, FirstDay);
    }

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    private async Task ShowAsync(Guid? community, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => scope.Sees(c.Id))];
        Community = (community is { } asked ? Communities.FirstOrDefault(c => c.Id == asked) : Communities.Count > 0 ? Communities[0] : null)
            ?? throw new RefusedException("NotFound", "没有这个小区，或者不在您负责的范围内。", StatusCodes.Status404NotFound);
        View = await proposals.ViewAsync(Community.Id, ct);
        Decorations = await decorations.OfAsync(Community.Id, ct);
    }
}
