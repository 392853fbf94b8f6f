using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Emergencies.Figures;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Emergencies;

/// <summary>How long it took, as bars with their tables; names nobody and no flat.</summary>
[Requires(StaffAction.EmergencyRead)]
internal sealed class FiguresPage(MonthlyFigures figures) : PageModel
{
    /// <summary>The month.</summary>
    public MonthOfTickets Of { get; private set; } = null!; // set before the page is rendered

    /// <summary>Its name in an address: 2026-11.</summary>
    public string Month => Of.Month.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(string? month, CancellationToken ct) => Of = await figures.OfAsync(HttpContext.Staff().Scope, MonthlyFigures.Month(month, figures.ThisMonth), ct);

    /// <summary>Width of a bar in per cent of the longest in its table, never so thin that it cannot be seen.</summary>
    public static string Width(TimeSpan? took, IEnumerable<TicketGroup> groups, int step)
    {
        var longest = groups.Max(g => g.Medians[step])?.TotalSeconds ?? 0;
        return took is not { } span || longest <= 0 ? "0" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Max(2, span.TotalSeconds / longest * 100):0.#}%");
    }
}
