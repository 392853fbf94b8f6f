using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Emergencies;

/// <summary>What is open now: first what nobody has taken, the oldest first; it changes by itself.</summary>
[Requires(StaffAction.EmergencyRead, Posting = StaffAction.EmergencyAct)]
internal sealed class BoardPage(TicketLog log, TicketActs acts, Board board, Drill drill, Register register, TimeProvider clock) : PageModel
{
    /// <summary>Tickets nobody has taken, the oldest first.</summary>
    public IReadOnlyList<TicketFile> Waiting { get; private set; } = [];

    /// <summary>Tickets somebody answers for, the oldest first.</summary>
    public IReadOnlyList<TicketFile> Running { get; private set; } = [];

    /// <summary>Repaired, as those who did it say; the resident has not said so yet.</summary>
    public IReadOnlyList<TicketFile> Repaired { get; private set; } = [];

    /// <summary>Closed lately.</summary>
    public IReadOnlyList<TicketFile> Closed { get; private set; } = [];

    /// <summary>Communities in which an exercise can be begun.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>Changes when the board does.</summary>
    public string Mark { get; private set; } = "";

    /// <summary>Who looks.</summary>
    public CurrentStaff Staff => HttpContext.Staff();

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows the board.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Mark = await board.MarkAsync(Staff.Scope, ct);
        var open = await log.OpenAsync(Staff.Scope, ct);
        Waiting = [.. open.Where(t => t.State is TicketState.Reported or TicketState.CannotRepair).OrderBy(t => t.Fault.Severity == "normal").ThenBy(t => t.OpenedAt)];
        Running = [.. open.Where(t => t.State is TicketState.Acknowledged or TicketState.OnTheWay or TicketState.OnSite or TicketState.WaterOff)];
        Repaired = [.. open.Where(t => t.State is TicketState.Repaired)];
        Closed = await log.ClosedAsync(Staff.Scope, ct);
        if (Staff.May(StaffAction.EmergencyRules)) Communities = [.. (await register.CommunitiesAsync(ct)).Where(c => Staff.Scope.Sees(c.Id))];
    }

    /// <summary>Takes a ticket with one tap; who comes second sees who was first.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, int seen, CancellationToken ct)
    {
        var outcome = await acts.ActAsync(id, seen, ActKinds.Acknowledged, "", 0, null, Staff, ct);
        return LocalRedirect($"/staff/emergencies/{id}{(outcome is TicketOutcome.Done ? "" : "?late=true")}");
    }

    /// <summary>Begins an exercise.</summary>
    public async Task<IActionResult> OnPostDrillAsync(Guid community, CancellationToken ct)
    {
        if (!Staff.May(StaffAction.EmergencyRules)) throw new RefusedException("Forbidden", "您的账号不能开始演练。", StatusCodes.Status403Forbidden);
        return LocalRedirect($"/staff/emergencies/{await drill.BeginAsync(community, Staff, ct)}");
    }

    /// <summary>When the ladder goes on, in words; or that it waits for nobody.</summary>
    public string NextCall(TicketFile ticket) => ticket.DueAt is not { } due ? "" : due <= Now ? "正在叫下一家" : $"{SiteClock.Age(due - Now) switch { "刚刚" => "1 分钟内", var age => age + "以后" }}叫下一家";

    /// <summary>True when nobody at all could be called.</summary>
    public static bool IsAlarm(TicketFile ticket) => ticket.Acts.LastOrDefault(a => a.Kind is ActKinds.Paged or ActKinds.Nobody or ActKinds.Alarm) is { Kind: ActKinds.Alarm };
}
