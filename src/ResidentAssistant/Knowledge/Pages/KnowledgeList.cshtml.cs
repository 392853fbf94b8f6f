using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Knowledge;

/// <summary>All answers with how they stand; from here files are read again.</summary>
[Requires(StaffAction.KnowledgeRead, Posting = StaffAction.KnowledgeApprove)]
internal sealed class KnowledgeList(KnowledgeBank bank, KnowledgeStore store, Reloading reloading, TimeProvider clock) : PageModel
{
    private const int PageSize = 30;

    /// <summary>The answers to show.</summary>
    public IReadOnlyList<BankAnswer> Answers { get; private set; } = [];

    /// <summary>Only those that stand so.</summary>
    public AnswerState? State { get; private set; }

    /// <summary>Only those with these words.</summary>
    public string? Search { get; private set; }

    /// <summary>Only those of this intent.</summary>
    public string? Intent { get; private set; }

    /// <summary>Intents that have answers.</summary>
    public IReadOnlyList<string> Intents => [.. bank.All.Select(a => a.Entry.Intent).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How many answers there are to this search.</summary>
    public int Found { get; private set; }

    /// <summary>How many of them stand before this page.</summary>
    public int Before { get; private set; }

    /// <summary>Address of the page before, or null.</summary>
    public string? Previous => Before > 0 ? Address(Before - PageSize) : null;

    /// <summary>Address of the next page, or null.</summary>
    public string? Next => Before + Answers.Count < Found ? Address(Before + PageSize) : null;

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>The files have just been read again.</summary>
    public bool Reloaded { get; private set; }

    /// <summary>Drafts are said too.</summary>
    public bool ServesDrafts => bank.ServesDrafts;

    /// <summary>This colleague may write.</summary>
    public bool MayEdit => HttpContext.Staff().May(StaffAction.KnowledgeEdit);

    /// <summary>This colleague may approve.</summary>
    public bool MayApprove => HttpContext.Staff().May(StaffAction.KnowledgeApprove);

    /// <summary>The day at the site.</summary>
    public DateOnly Today { get; } = SiteClock.Day(clock.GetUtcNow());

    /// <summary>How many stand so.</summary>
    public int CountOf(AnswerState state) => bank.All.Count(a => a.StateOn(Today) == state);

    /// <summary>How it stands, in Chinese.</summary>
    public static string NameOf(AnswerState state) => state switch
    {
        AnswerState.Draft => "待核",
        AnswerState.Approved => "已核准",
        AnswerState.Changed => "改过，待核",
        _ => "已到期",
    };

    /// <summary>Its colour.</summary>
    public static string TagOf(AnswerState state) => state is AnswerState.Approved ? "tag-good" : "tag-warn";

    /// <summary>Shows the list.</summary>
    public void OnGet(AnswerState? state, string? intent, string? q, string? read, int from)
    {
        State = state is { } wanted && Enum.IsDefined(wanted) ? wanted : null;
        Search = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        Reloaded = read == "again";
        Problems = [.. Problems, .. bank.RowFaults.Select(f => f.ToString())];
        Intent = intent is not null && bank.Intents.Contains(intent) ? intent : null;
        List<BankAnswer> found = [.. bank.All.Where(a => (State is null || a.StateOn(Today) == State) && (Intent is null || a.Entry.Intent == Intent) && (Search is null || Holds(a.Entry, Search)))];
        Found = found.Count;
        Before = Math.Clamp(from, 0, Math.Max(0, Found - 1)) / PageSize * PageSize;
        Answers = [.. found.Skip(Before).Take(PageSize)];
    }

    /// <summary>Reads the files again, here and on every other node.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Problems = await reloading.RunAsync(ct);
        if (Problems.Count == 0)
        {
            await store.AskToReloadAsync(ct);
            return LocalRedirect("/staff/knowledge?read=again");
        }

        OnGet(null, null, null, null, 0);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private string Address(int from) => "/staff/knowledge" + QueryString.Create(new Dictionary<string, string?>
    {
        ["state"] = State?.ToString(), ["intent"] = Intent, ["q"] = Search, ["from"] = from > 0 ? from.ToString(CultureInfo.InvariantCulture) : null,
    }.Where(p => !string.IsNullOrEmpty(p.Value)));

    private static bool Holds(KnowledgeEntry entry, string words) =>
        entry.Id.Contains(words, StringComparison.OrdinalIgnoreCase) || entry.Title.Contains(words, StringComparison.OrdinalIgnoreCase)
        || entry.Short.Text.Contains(words, StringComparison.OrdinalIgnoreCase) || entry.Questions.Any(q => q.Contains(words, StringComparison.OrdinalIgnoreCase));
}
