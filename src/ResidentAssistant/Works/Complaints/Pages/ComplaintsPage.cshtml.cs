using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Works.Complaints;

/// <summary>Complaints by state and by who has to do something; nobody's words are shown here.</summary>
[Requires(StaffAction.ComplaintRead)]
internal sealed class ComplaintsPage(ComplaintStore complaints, SourcedSettings settings, TimeProvider clock) : PageModel
{
    /// <summary>The complaints that are looked at, by party.</summary>
    public IReadOnlyList<IGrouping<string, Complaint>> Groups { get; private set; } = [];

    /// <summary>How many stand in each state.</summary>
    public IReadOnlyList<(ComplaintState State, int Count)> Counts { get; private set; } = [];

    /// <summary>The state that is looked at.</summary>
    public ComplaintState State { get; private set; }

    /// <summary>The limit for an answer, as it stands.</summary>
    public IReadOnlyList<string> Limits { get; private set; } = [];

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows the board.</summary>
    public async Task OnGetAsync(ComplaintState state, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        State = Enum.IsDefined(state) ? state : ComplaintState.Open;
        var all = await complaints.ListAsync(scope, ct);
        Counts = [.. Enum.GetValues<ComplaintState>().Select(s => (s, all.Count(c => c.State == s)))];
        Groups = [.. all.Where(c => c.State == State).OrderBy(c => c.Due ?? DateOnly.MaxValue).ThenBy(c => c.MadeAt).GroupBy(c => c.Party.Kind).OrderBy(g => g.Key == "unknown" ? 0 : 1)];
        Limits = [(await settings.FindAsync("complaint.answer", scope.Communities is [var only] ? only : null, SiteClock.Day(Now), ct)).Sentence];
    }
}
