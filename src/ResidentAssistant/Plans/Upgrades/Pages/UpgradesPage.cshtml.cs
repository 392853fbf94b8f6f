using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>Wishes above the standard by state; nobody's words are shown here.</summary>
[Requires(StaffAction.UpgradeRead)]
internal sealed class UpgradesPage(UpgradeStore upgrades, TimeProvider clock) : PageModel
{
    /// <summary>The wishes.</summary>
    public IReadOnlyList<Upgrade> Upgrades { get; private set; } = [];

    /// <summary>How many stand in each state that somebody must work on.</summary>
    public IReadOnlyList<(UpgradeState State, int Count)> Counts { get; private set; } = [];

    /// <summary>The state that is looked at; null: all that are not over.</summary>
    public UpgradeState? Wanted { get; private set; }

    /// <summary>Those that are over.</summary>
    public bool Over { get; private set; }

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(UpgradeState? state, bool over, CancellationToken ct)
    {
        var all = await upgrades.ListAsync(HttpContext.Staff().Scope, ct);
        (Wanted, Over) = (state is { } wanted && Enum.IsDefined(wanted) ? state : null, over);
        Counts = [.. all.Where(u => !u.State.IsOver()).GroupBy(u => u.State).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))];
        Upgrades = [.. all.Where(u => Wanted is null ? u.State.IsOver() == Over : u.State == Wanted)];
    }
}
