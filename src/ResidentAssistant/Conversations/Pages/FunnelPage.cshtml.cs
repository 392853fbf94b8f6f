using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Conversations;

/// <summary>Where dialogs are left: per dialog its steps, who came to them and who stopped there.</summary>
[Requires(StaffAction.FunnelRead)]
internal sealed class FunnelPage(OutcomeStore outcomes, DialogNames names, TimeProvider clock) : PageModel
{
    private const int Days = 30;

    /// <summary>One funnel a dialog.</summary>
    public IReadOnlyList<Funnel> Funnels { get; private set; } = [];

    /// <summary>What dialogs and steps are called.</summary>
    public DialogNames Names => names;

    /// <summary>First day.</summary>
    public DateOnly From { get; private set; }

    /// <summary>Last day.</summary>
    public DateOnly To { get; private set; }

    /// <summary>Shows the last thirty days, or the days asked for; at most a year.</summary>
    public async Task OnGetAsync(DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        To = to ?? SiteClock.Day(clock.GetUtcNow());
        if (To > DateOnly.MaxValue.AddDays(-2)) To = SiteClock.Day(clock.GetUtcNow());
        if (To.Year < 2000) To = new DateOnly(2000, 1, 1);
        From = from is { } first && first <= To && first >= To.AddDays(-366) ? first : To.AddDays(1 - Days);
        Funnels = Funnel.Of(await outcomes.WaysAsync(HttpContext.Staff().Scope, From, To, ct), names.OrderOf);
    }

    /// <summary>The steps worth a row: those that ask, and those where somebody stopped.</summary>
    public IEnumerable<FunnelStep> Rows(Funnel funnel) => funnel.Steps.Where(s => s.Ended > 0 || names.Waits(funnel.Dialog, s.Step));

    /// <summary>A share as staff read it.</summary>
    public static string Share(long part, long whole) => whole == 0 ? "0%" : $"{part * 100 / whole}%";

    /// <summary>A width for a bar, never too thin to be seen.</summary>
    public static string Width(long part, long whole) => whole == 0 || part == 0 ? "0%" : $"{Math.Max(1, part * 100 / whole)}%";
}
