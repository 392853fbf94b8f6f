using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Conversations;

/// <summary>What came of conversations, newest first, without anybody's words.</summary>
[Requires(StaffAction.OutcomeList)]
internal sealed class OutcomesPage(OutcomeStore outcomes, DialogNames names, TimeProvider clock) : PageModel
{
    /// <summary>The rows.</summary>
    public IReadOnlyList<OutcomeLine> Lines { get; private set; } = [];

    /// <summary>The filter in use.</summary>
    public OutcomeFilter Filter { get; private set; } = new();

    /// <summary>Dialogs to choose.</summary>
    public IReadOnlyList<string> Dialogs { get; private set; } = [];

    /// <summary>Communities to choose.</summary>
    public IReadOnlyList<CommunityName> Communities { get; private set; } = [];

    /// <summary>What dialogs are called.</summary>
    public DialogNames Names => names;

    /// <summary>Address of the next page, or null.</summary>
    public string? Next { get; private set; }

    /// <summary>Address of the first page when this is not it.</summary>
    public string? First { get; private set; }

    /// <summary>This colleague may open transcripts.</summary>
    public bool MayRead => HttpContext.Staff().May(StaffAction.ConversationRead);

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(string? dialog, OutcomeEnd? result, DateOnly? from, DateOnly? to, Guid? community, string? before, CancellationToken ct)
    {
        var scope = HttpContext.Staff().Scope;
        Dialogs = await outcomes.DialogsAsync(scope, ct);
        Filter = new OutcomeFilter(dialog is not null && Dialogs.Contains(dialog) ? dialog : null, result is { } end && Enum.IsDefined(end) ? end : null,
            Sensible(from), Sensible(to), community, OutcomeKey.TryParse(before));
        Communities = await outcomes.CommunitiesAsync(scope, ct);
        var lines = await outcomes.ListAsync(scope, Filter, ct);
        Lines = [.. lines.Take(OutcomeStore.PageSize)];
        if (lines.Count > OutcomeStore.PageSize) Next = Address(new OutcomeKey(Lines[^1].EndedAt, Lines[^1].Id));
        if (Filter.Before is not null) First = Address(null);
    }

    // A day at the very edge of the calendar has no day before or after it to compare with.
    private static DateOnly? Sensible(DateOnly? day) => day is { Year: >= 2000 and < 3000 } ? day : null;

    private string Address(OutcomeKey? before) => "/staff/conversations" + QueryString.Create(new Dictionary<string, string?>
    {
        ["dialog"] = Filter.Dialog,
        ["result"] = Filter.End?.ToString(),
        ["from"] = Filter.From?.ToString("O", CultureInfo.InvariantCulture),
        ["to"] = Filter.To?.ToString("O", CultureInfo.InvariantCulture),
        ["community"] = Filter.Community?.ToString(),
        ["before"] = before?.ToString(),
    }.Where(p => !string.IsNullOrEmpty(p.Value)));
}
