using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Messaging.ToStaff;

namespace ResidentAssistant.Staff;

/// <summary>What was stopped, and by which rule.</summary>
[Requires(StaffAction.DeskReadAll)]
internal sealed class MessagesPage(UnsentStore unsent, StaffAccounts accounts, StaffSender sender, TimeProvider clock) : PageModel
{
    /// <summary>To residents.</summary>
    public IReadOnlyList<Unsent> ToResidents { get; private set; } = [];

    /// <summary>To colleagues.</summary>
    public IReadOnlyList<Unsent> ToColleagues { get; private set; } = [];

    /// <summary>The app could page colleagues, but none of them has an account in WeCom here.</summary>
    public bool NobodyReachable { get; private set; }

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows both lists.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        ToResidents = await unsent.ToResidentsAsync(scope, ct);
        ToColleagues = await unsent.ToColleaguesAsync(scope, ct);
        NobodyReachable = sender.Ways.Any(w => w.Name == StaffWays.App) && (await accounts.ReachableAsync(ct)).Count == 0;
    }
}
