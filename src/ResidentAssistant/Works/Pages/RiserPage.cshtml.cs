using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;
using ResidentAssistant.Works.Care;
using ResidentAssistant.Works.Planning;

namespace ResidentAssistant.Works;

/// <summary>One riser in the plan: its steps, when each flat is entered, when the water is off; here it is moved or taken out.</summary>
[Requires(StaffAction.WorksRead, Posting = StaffAction.WorksPlan)]
internal sealed class RiserPage(Database database, Proposals proposals, PlanBook book, CareBook care, Register register) : PageModel
{
    /// <summary>Community.</summary>
    public Guid CommunityId { get; private set; }

    /// <summary>Plan, rules and ledger.</summary>
    public PlanView View { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>The riser.</summary>
    public RiserLine Line { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Its plan now; null after it was taken out.</summary>
    public RiserPlan? Plan => Line.Plan;

    /// <summary>Flats where somebody needs care.</summary>
    public IReadOnlyList<CrewNote> Crew { get; private set; } = [];

    /// <summary>All versions, newest first.</summary>
    public IReadOnlyList<RiserPlan> Versions { get; private set; } = [];

    /// <summary>Where it would stand; null before a preview.</summary>
    public PlannedRiser? Moved { get; private set; }

    /// <summary>What speaks against it.</summary>
    public IReadOnlyList<string> Against { get; private set; } = [];

    /// <summary>What was typed.</summary>
    public MoveForm Form { get; private set; } = new(null, null, null, "");

    /// <summary>What was typed is why it is taken out.</summary>
    public bool Cancelling { get; private set; }

    /// <summary>Why nothing was done.</summary>
    public string? Problem { get; private set; }

    /// <summary>This colleague may plan.</summary>
    public bool MayPlan => HttpContext.Staff().May(StaffAction.WorksPlan);

    /// <summary>Label of a flat.</summary>
    public string FlatOf(Guid householdId) => Line.Flats.FirstOrDefault(f => f.HouseholdId == householdId)?.HouseholdLabel ?? "";

    /// <summary>Name of a team.</summary>
    public string TeamOf(Guid teamId) => View.Site.TeamRows.FirstOrDefault(t => t.Id == teamId)?.Name ?? "已撤的班组";

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        if (Plan is { } plan) Form = new MoveForm(plan.Planned.TeamId, DateOnly.FromDateTime(plan.Planned.Begins), TimeOnly.FromDateTime(plan.Planned.Begins), "");
    }

    /// <summary>Shows where it would stand and what speaks against it.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(Guid id, Guid? team, DateOnly? day, TimeOnly? time, string? reason, CancellationToken ct)
    {
        await TakeAsync(id, team, day, time, reason, ct);
        return Shown(Problem is null && Against.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    /// <summary>Moves it.</summary>
    public Task<IActionResult> OnPostMoveAsync(Guid id, Guid? team, DateOnly? day, TimeOnly? time, string? reason, int seen, CancellationToken ct) =>
        DoAsync(id, team, day, time, reason, () => book.SaveAsync(CommunityId, [Moved!], seen, Form.Reason, HttpContext.Staff(), ct), ct); // DoAsync acts only when there is a place

    /// <summary>Takes it out of the plan.</summary>
    public async Task<IActionResult> OnPostCancelAsync(Guid id, string? reason, int seen, CancellationToken ct)
    {
        await OnGetAsync(id, ct);
        (Cancelling, Form) = (true, Form with { Reason = FormText.Plain(FormText.Tidy(reason)) });
        return await ActAsync(() => book.CancelAsync(CommunityId, id, seen, Form.Reason, HttpContext.Staff(), ct));
    }

    private async Task<IActionResult> DoAsync(Guid id, Guid? team, DateOnly? day, TimeOnly? time, string? reason, Func<Task> act, CancellationToken ct)
    {
        await TakeAsync(id, team, day, time, reason, ct);
        return Problem is not null || Moved is null || Against.Count > 0 ? Shown(StatusCodes.Status400BadRequest) : await ActAsync(act);
    }

    private async Task<IActionResult> ActAsync(Func<Task> act)
    {
        try
        {
            await act();
            return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/staff/works/risers/{Line.RiserId}"));
        }
        catch (RefusedException refused)
        {
            Problem = refused.Message;
            return Shown(refused.Status);
        }
    }

    private async Task TakeAsync(Guid id, Guid? team, DateOnly? day, TimeOnly? time, string? reason, CancellationToken ct)
    {
        await ShowAsync(id, ct);
        Form = new MoveForm(team, day, time, FormText.Plain(FormText.Tidy(reason)));
        if (Plan is not { } plan) Problem = "这根立管现在没有排期。";
        else if (team is not { } chosen || day is not { } first) Problem = "请选班组和日子。";
        else (Moved, Against) = Proposals.Move(View, plan.Planned, chosen, first, time ?? TimeOnly.MinValue);
    }

    private PageResult Shown(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        var community = await database.FirstAsync<Guid?>("select community_id from risers where id = @id", new { id }, ct);
        if (community is not { } known || !HttpContext.Staff().Scope.Sees(known) || await register.CommunityAsync(known, ct) is null)
            throw new RefusedException("NotFound", "没有这根立管，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        CommunityId = known;
        View = await proposals.ViewAsync(known, ct);
        Line = View.Risers.FirstOrDefault(r => r.RiserId == id) ?? throw new RefusedException("NotFound", "名册里这根立管上没有住户。", StatusCodes.Status404NotFound);
        Crew = await care.OnRiserAsync(known, id, ct);
        Versions = await book.OfRiserAsync(id, ct);
    }
}

/// <summary>What the form for a move carries.</summary>
internal sealed record MoveForm(Guid? Team, DateOnly? Day, TimeOnly? Time, string Reason);
