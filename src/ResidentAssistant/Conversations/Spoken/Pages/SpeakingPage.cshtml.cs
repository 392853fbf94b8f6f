using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Conversations;

/// <summary>One conversation held for somebody: the same questions and buttons as in the chat, in a page that needs no script. Opening it is written down.</summary>
[Requires(StaffAction.ConversationSpeak, Posting = StaffAction.ConversationSpeak)]
internal sealed class SpeakingPage(SpokenStore conversations, SpokenTurns turns, Transcript transcript, Audit audit, TimeProvider clock) : PageModel
{
    /// <summary>Longest thing said at once.</summary>
    public const int LongestMessage = 2000;

    /// <summary>The conversation.</summary>
    public SpokenConversation Spoken { get; private set; } = null!; // set by ShowAsync before the page is rendered

    /// <summary>What was said.</summary>
    public IReadOnlyList<Entry> Said { get; private set; } = [];

    /// <summary>The message whose buttons can be chosen now.</summary>
    public Entry? Asking { get; private set; }

    /// <summary>Another colleague who types now.</summary>
    public string? Other => Spoken.IsDrivenByAnother(HttpContext.Staff().Id, Now) ? Spoken.DriverName : null;

    /// <summary>Why the last act was not done.</summary>
    public string? Problem { get; private set; }

    /// <summary>Text that was not passed on and is offered again.</summary>
    public string? Unsent { get; private set; }

    /// <summary>Identity of the next message: the form sent twice speaks once.</summary>
    public string MessageId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public Task OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    /// <summary>Passes on words or a choice, ends the conversation or goes on with it.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, string? act, string? text, string? prompt, string? value, string? messageId, CancellationToken ct)
    {
        await FindAsync(id, ct);
        var staff = HttpContext.Staff();
        var said = FormText.Tidy(text);
        if (act == "end" && Other is null)
        {
            await conversations.EndAsync(id, staff, ct);
            return LocalRedirect($"/staff/speak/{id}#last");
        }

        if (act is not ("end" or "again") && !Guid.TryParseExact(messageId, "N", out _)) throw new RefusedException("BadArgument", "这次提交不完整，请刷新页面再试。");
        Problem = act == "end" ? Busy : value is null && act == "say" && Fault(said) is { } fault ? fault
            : !await conversations.DriveAsync(id, staff, again: act == "again", ct) ? Spoken.EndedAt is null ? Busy : "这段话已经说完了。要接着说，请先点“他又来了，接着说”。"
            : value is not null ? await TapAsync(staff, prompt, value, messageId!, ct) : null;
        if (Problem is null)
        {
            if (act == "say") await turns.SayAsync(Spoken, staff, said, messageId!, ct);
            return LocalRedirect($"/staff/speak/{id}#last");
        }

        Unsent = said.Length == 0 ? null : FormText.Plain(said);
        await ShowAsync(id, ct);
        Response.StatusCode = Other is not null || Spoken.EndedAt is not null ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        return Page();
    }

    private string Busy => $"现在是{Spoken.DriverName ?? "另一位同事"}在替这位住户说，您写的没有说出去，还留在下面。请先跟同事商量。";

    private static string? Fault(string said) => said.Length is 0 or > LongestMessage ? $"请写他说的话，最多 {LongestMessage} 个字。"
        : !FormText.IsPlain(said, lines: true) ? "文字里有看不见的字符，已经替您去掉了。请看一遍再说。" : null;

    private async Task<string?> TapAsync(CurrentStaff staff, string? prompt, string value, string messageId, CancellationToken ct)
    {
        var asked = (await transcript.OfAsync(Spoken.Id, ct)).SelectMany(t => t.Entries).LastOrDefault(e => e.Prompt == prompt && e.Buttons?.Any(b => b.Value == value) is true);
        if (asked is null) return "这个按钮已经过时了。请照下面新的选。";
        await turns.TapAsync(Spoken, staff, prompt!, asked.Buttons!.First(b => b.Value == value), messageId, ct);
        return null;
    }

    private async Task ShowAsync(Guid id, CancellationToken ct)
    {
        await FindAsync(id, ct);
        await audit.ReadAsync(HttpContext.Staff(), AuditKind.Transcript, AuditReason.Speaking, new AuditSubject(id, null, Spoken.HouseholdId), ct);
        var all = await transcript.OfAsync(id, ct);
        Said = [.. all.SelectMany(t => t.Entries)];
        // An answer of a colleague that came in between leaves the open question as it was.
        Asking = all.LastOrDefault(t => t.Entries.Any(e => e.From == Speaker.Assistant))?.Entries.LastOrDefault(e => e.Buttons is { Count: > 0 });
    }

    private async Task FindAsync(Guid id, CancellationToken ct) =>
        Spoken = await conversations.FindAsync(id, HttpContext.Staff().Scope, ct)
            ?? throw new RefusedException("NotFound", "没有找到这段代说的对话，可能不在您负责的小区。", StatusCodes.Status404NotFound);
}
