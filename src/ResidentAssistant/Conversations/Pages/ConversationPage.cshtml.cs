using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Conversations;

/// <summary>One conversation, word by word; opening it is written down. Here a colleague takes it, speaks and gives it back.</summary>
[Requires(StaffAction.ConversationRead, Posting = StaffAction.ConversationTakeOver)]
internal sealed class ConversationPage(StaffConversations conversations, OutcomeStore outcomes, IEnumerable<FindMatters> features, Transcript transcript, Audit audit, StaffTurns turns,
    SpokenStore spokenStore, DialogNames names, TimeProvider clock) : PageModel
{
    private const int LongestMessage = 2000;

    /// <summary>Where it stands.</summary>
    public ConversationHead Head { get; private set; } = null!; // set by OnGetAsync before the page is rendered

    /// <summary>What was said.</summary>
    public IReadOnlyList<TurnRecord> Turns { get; private set; } = [];

    /// <summary>What came of it so far.</summary>
    public IReadOnlyList<OutcomeLine> Outcomes { get; private set; } = [];

    /// <summary>What features have written down: tickets, intents.</summary>
    public IReadOnlyList<Matter> Matters { get; private set; } = [];

    /// <summary>Messages that did not simply arrive, by turn and position.</summary>
    public IReadOnlyDictionary<(int Turn, int Position), DeliveryNote> Notes { get; private set; } = new Dictionary<(int, int), DeliveryNote>();

    /// <summary>What dialogs are called.</summary>
    public DialogNames Names => names;

    /// <summary>Who looks.</summary>
    public CurrentStaff Staff => HttpContext.Staff();

    /// <summary>For whom a colleague holds it from the start, or null for a person's own conversation.</summary>
    public SpokenConversation? Spoken { get; private set; }

    /// <summary>This colleague holds it.</summary>
    public bool Mine => Head.HeldBy == Staff.Id;

    /// <summary>What the last act came to, when it did not simply happen.</summary>
    public string? Note { get; private set; }

    /// <summary>Text that was not sent and is offered again.</summary>
    public string? Unsent { get; private set; }

    /// <summary>Identity of the next message: the form sent twice speaks once.</summary>
    public string MessageId { get; private set; } = Guid.NewGuid().ToString("N");

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(Guid id, string? from, CancellationToken ct)
    {
        await FindAsync(id, ct);
        var reason = Mine ? AuditReason.Holding : from switch { "desk" => AuditReason.Desk, "list" => AuditReason.Outcome, _ => AuditReason.Direct };
        await audit.ReadAsync(Staff, AuditKind.Transcript, reason, new AuditSubject(id, Head.PersonId, Head.HouseholdId), ct);
        Turns = await transcript.OfAsync(id, ct);
        Outcomes = await outcomes.OfAsync(id, Staff.Scope, ct);
        var matters = new List<Matter>();
        foreach (var find in features) matters.AddRange(await find(id, Staff.Scope, ct));
        Matters = [.. matters.OrderByDescending(m => m.At)];
        Notes = (await conversations.NotesAsync(id, ct)).ToDictionary(n => (n.Turn, n.Position));
    }

    /// <summary>Takes it, speaks, or gives it back.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, string? act, string? text, string? messageId, CancellationToken ct)
    {
        await FindAsync(id, ct);
        if (Spoken is not null) throw new RefusedException("BadArgument", "这是同事代住户说的对话，不用接手。要接着说，请到“代住户说”。", StatusCodes.Status409Conflict);
        var said = FormText.Tidy(text);
        var fault = said.Length is 0 or > LongestMessage ? $"请写要说的话，最多 {LongestMessage} 个字。"
            : !FormText.IsPlain(said, lines: true) ? "文字里有看不见的字符，已经替您去掉了。请看一遍再发送。" : null;
        var done = act switch
        {
            "take" => await turns.TakeOverAsync(id, Staff.Id, Staff.Name, ct),
            "give" => await turns.GiveBackAsync(id, Staff.Id, Staff.Name, ct),
            "say" when fault is not null => (StaffAct?)null,
            "say" when Guid.TryParseExact(messageId, "N", out _) => await turns.SayAsync(id, Staff.Id, Staff.Name, said, messageId!, ct),
            _ => throw new RefusedException("BadArgument", "这次提交不完整，请刷新页面再试。"),
        };
        if (done is StaffAct.Done || (act == "give" && done is StaffAct.NotHeld)) return LocalRedirect($"/staff/conversations/{id}#last");
        await OnGetAsync(id, "hold", ct);
        Unsent = FormText.Plain(said);
        if (done is null && messageId is not null && Guid.TryParseExact(messageId, "N", out _)) MessageId = messageId;
        Note = done switch
        {
            null => fault,
            StaffAct.HeldByAnother => $"现在是{Head.HeldByName ?? "另一位同事"}在接待，请先跟同事商量。",
            StaffAct.NotHeld => "这段对话现在由助手接待。要说话，请先接手。",
            _ => "这段对话现在接不了，请过一会儿再试。",
        };
        Response.StatusCode = done is null ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict;
        return Page();
    }

    /// <summary>A line that is not said by anybody.</summary>
    public static string EventText(Entry entry) => (entry.Kind, entry.Text) switch
    {
        (_, "taken-over") => $"{entry.Name ?? "同事"}接手了对话",
        (_, "told") => "助手自己告诉住户",
        (_, "given-back") => entry.Name is null ? "十分钟没有人说话，对话回到助手" : $"{entry.Name}把对话还给了助手",
        (_, "joined") => "住户打开了对话",
        (_, "timer") => "到了提醒的时间",
        (_, "recalled") => "住户撤回了一句话",
        (_, "servicer-took") => $"{entry.Name ?? "同事"}在企业微信里接待了住户",
        (_, "servicer-passed") => $"对话在企业微信里转给了{entry.Name ?? "另一位同事"}",
        (_, "servicer-ended") => $"{entry.Name ?? "同事"}在企业微信里结束了接待",
        _ => entry.Text ?? "",
    };

    /// <summary>Who speaks.</summary>
    public static string Who(Entry entry) => entry.From switch
    {
        Speaker.Resident => entry.Name is { } colleague ? $"住户（{colleague}代说）" : "住户",
        Speaker.Staff => entry.Name ?? "同事",
        _ => "助手",
    };

    private async Task FindAsync(Guid id, CancellationToken ct)
    {
        Head = await conversations.HeadAsync(id, Staff.Scope, ct) ?? throw new RefusedException("NotFound", "没有找到这段对话，可能不在您负责的小区。", StatusCodes.Status404NotFound);
        if (Head.Channel == SpokenFor.ChannelName) Spoken = await spokenStore.FindAsync(id, Staff.Scope, ct);
    }
}
