using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>Says what an act for many households would do and to how many; it is done only by the button of that page.</summary>
[Requires(StaffAction.ConsentRecord, Posting = StaffAction.ConsentRecord)]
internal sealed class BulkPage(BoardReader boards, Database database, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>The board it came from.</summary>
    public BoardView View { get; private set; } = null!; // set before the page is rendered

    /// <summary>What would be done.</summary>
    public BulkPlan Plan { get; private set; } = null!; // set before the page is rendered

    /// <summary>The list of doors is shown, to be printed.</summary>
    public bool IsList { get; private set; }

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Opened without a choice: back to the board.</summary>
    public IActionResult OnGet() => LocalRedirect("/staff/consent");

    /// <summary>Says what would happen.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] BoardFilter filter, BulkAct act, Guid[] household, bool all, CancellationToken ct)
    {
        await PlanAsync(filter, act, household, all, ct);
        return Page();
    }

    /// <summary>Puts the households on the list of calls.</summary>
    public async Task<IActionResult> OnPostCallsAsync([FromForm] BoardFilter filter, Guid[] household, CancellationToken ct)
    {
        await PlanAsync(filter, BulkAct.Calls, household, all: false, ct);
        var open = (await database.QueryAsync<string>("select title from desk_items where kind = 'call' and done_at is null and community_id = @Id", new { View.Community.Id }, ct)).ToHashSet(StringComparer.Ordinal);
        var writes = new Batch();
        foreach (var title in Plan.For.Select(h => VisitLog.CallTitle(h.Place.HouseholdLabel)).Where(open.Add))
            Desk.Add(writes, "call", urgent: false, View.Community.Id, null, title, null, Now);
        if (writes.Statements.Count > 0) await database.RunAsync(writes, ct);
        var board = View.Filter.Address();
        return LocalRedirect($"{board}&called={Plan.For.Count}");
    }

    /// <summary>Shows the list of doors.</summary>
    public async Task<IActionResult> OnPostVisitsAsync([FromForm] BoardFilter filter, Guid[] household, CancellationToken ct)
    {
        await PlanAsync(filter, BulkAct.Visits, household, all: false, ct);
        await audit.ReadAsync(HttpContext.Staff(), AuditKind.Consent, AuditReason.Direct, new AuditSubject(ItemId: View.Building?.Id ?? View.Community.Id), ct);
        IsList = true;
        return Page();
    }

    private async Task PlanAsync(BoardFilter filter, BulkAct act, Guid[] household, bool all, CancellationToken ct)
    {
        View = await boards.ReadAsync(filter, HttpContext.Staff(), ct);
        var chosen = household.ToHashSet();
        // What was picked one by one stays picked, though it may fit the filter no more.
        Plan = BulkPlan.Of(act, all ? View.Fitting : View.Board.Households.Where(h => chosen.Contains(h.Id)), all);
    }
}
