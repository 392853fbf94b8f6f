using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Emergencies;

/// <summary>One ticket: what it is, what can be done next, whom to ring, which neighbours know; opening it is written down.</summary>
[Requires(StaffAction.EmergencyRead, Posting = StaffAction.EmergencyAct)]
internal sealed class TicketPage(TicketLog log, TicketActs acts, Told told, Neighbours neighbours, Policies policies, Database database, Audit audit, TimeProvider clock) : PageModel
{
    private const string Late = "刚才又有了新的情况，请看下面的经过。这一步没有记下。";

    /// <summary>The ticket.</summary>
    public TicketFile Ticket { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>Who has to repair it.</summary>
    public RepairRoute Route { get; private set; } = null!; // likewise

    /// <summary>Its deadlines.</summary>
    public EscalationPolicy Policy { get; private set; } = null!; // likewise

    /// <summary>What residents told.</summary>
    public IReadOnlyList<Telling> Tellings { get; private set; } = [];

    /// <summary>Numbers to ring and those that were rung.</summary>
    public IReadOnlyList<TicketCall> Calls { get; private set; } = [];

    /// <summary>Neighbours from the top.</summary>
    public IReadOnlyList<Neighbour> Homes { get; private set; } = [];

    /// <summary>Tickets that follow it.</summary>
    public IReadOnlyList<TicketFile> Followers { get; private set; } = [];

    /// <summary>The ticket it follows.</summary>
    public TicketFile? Main { get; private set; }

    /// <summary>What colleagues may do now.</summary>
    public IReadOnlyList<string> Allowed { get; private set; } = [];

    /// <summary>Why the last act was not done.</summary>
    public string? Problem { get; private set; }

    /// <summary>What was typed, so that a refusal loses nothing.</summary>
    public string Typed { get; private set; } = "";

    /// <summary>This colleague may act, and so reads flat, words and numbers.</summary>
    public bool MayAct => HttpContext.Staff().May(StaffAction.EmergencyAct);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    /// <param name="late">A tap on the board came after something else had happened.</param>
    public Task OnGetAsync(Guid id, bool late, CancellationToken ct)
    {
        if (late) Problem = Late;
        return ShowAsync(id, ct);
    }

    /// <summary>Records an act.</summary>
    public Task<IActionResult> OnPostAsync(Guid id, int seen, string? act, string? words, int? ago, string? main, CancellationToken ct)
    {
        Typed = FormText.Plain(FormText.Tidy(words));
        if (act is null || !ActKinds.OfStaff.Contains(act)) throw new RefusedException("BadArgument", "这个按钮我不认识，请刷新页面再试。");
        return DoAsync(id, () => acts.ActAsync(id, seen, act, Typed, ago ?? 0, main, HttpContext.Staff(), ct), ct);
    }

    /// <summary>Records what came of ringing a number.</summary>
    public Task<IActionResult> OnPostRangAsync(Guid id, Guid call, string? who, bool nobody, CancellationToken ct)
    {
        var name = FormText.Plain(FormText.Tidy(who));
        if (!nobody && name.Length == 0) return DoAsync(id, () => throw new RefusedException("BadArgument", "请写是谁接的电话。没有人接，点“没人接”。"), ct);
        return DoAsync(id, () => acts.RangAsync(call, id, nobody ? null : name, HttpContext.Staff(), ct), ct);
    }

    /// <summary>Makes the list of neighbours and warns those in open conversations.</summary>
    public Task<IActionResult> OnPostNeighboursAsync(Guid id, CancellationToken ct) => DoAsync(id, async () =>
    {
        await neighbours.BeginAsync(await FindAsync(id, ct), ct);
        return TicketOutcome.Done;
    }, ct, "#neighbours");

    /// <summary>Ticks a neighbour.</summary>
    public Task<IActionResult> OnPostTickAsync(Guid id, Guid household, string? result, CancellationToken ct) => DoAsync(id, async () =>
    {
        await FindAsync(id, ct);
        await neighbours.TickAsync(id, household, result ?? "", HttpContext.Staff(), ct);
        return TicketOutcome.Done;
    }, ct, "#neighbours");

    /// <summary>“30 分钟以内要有人到（11月23日12:30 以前）”, for what has not been reached and has a limit.</summary>
    public IEnumerable<string> Deadlines()
    {
        var timeline = Ticket.Timeline;
        if (timeline.State.IsOver() || timeline.Next is not { } next) yield break;
        foreach (var (milestone, words) in new[] { (Milestone.OnSite, "有人到现场"), (Milestone.WaterOff, "关上水"), (Milestone.AllClear, "修好") })
            if (milestone >= next && Policy.Limits.TryGetValue(milestone, out var limit))
                yield return $"{SiteClock.Text(timeline.Since + limit, Now)} 以前要{words}{(timeline.Since + limit < Now ? "，已经过了" : "")}";
    }

    private async Task<IActionResult> DoAsync(Guid id, Func<Task<TicketOutcome>> act, CancellationToken ct, string anchor = "")
    {
        await FindAsync(id, ct);
        TicketOutcome outcome;
        try
        {
            outcome = await act();
            if (outcome is TicketOutcome.Done) return LocalRedirect($"/staff/emergencies/{id}{anchor}");
            Problem = outcome is TicketOutcome.Changed ? $"{Late}您写的还留着。" : "现在不能这样记，请看下面的经过。";
            Response.StatusCode = StatusCodes.Status409Conflict;
        }
        catch (RefusedException refusal) when (refusal.Status is StatusCodes.Status400BadRequest)
        {
            Problem = refusal.Message;
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        await ShowAsync(id, ct);
        return Page();
    }

    private async Task<TicketFile> FindAsync(Guid id, CancellationToken ct) =>
        await log.FindAsync(id, HttpContext.Staff().Scope, ct) ?? throw new RefusedException("NotFound", "没有找到这张报修单，可能不在您负责的小区。", StatusCodes.Status404NotFound);

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        Ticket = await FindAsync(id, ct);
        Route = await RepairRoute.OfAsync(database, Ticket.HouseholdId, Now, ct);
        Policy = await policies.OfAsync(Ticket.CommunityId, Ticket.Fault, Now, ct);
        Allowed = MayAct ? TicketActs.Allowed(Ticket) : [];
        Calls = await acts.CallsAsync(id, ct);
        Followers = await log.FollowersAsync(id, ct);
        Main = Ticket.MainId is { } main ? await log.FindAsync(main, staff.Scope, ct) : null;
        // Written down before it is shown.
        if (MayAct) await audit.ReadAsync(staff, AuditKind.Emergency, AuditReason.Direct, new AuditSubject(Ticket.ConversationId, null, Ticket.HouseholdId, Ticket.Id, Ticket.CommunityId), ct);
        Homes = await neighbours.ListAsync(id, MayAct, ct);
        if (MayAct) Tellings = await told.OfAsync(id, ct);
    }
}
