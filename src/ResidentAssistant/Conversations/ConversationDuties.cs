using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Conversations;

/// <summary>Every second: reminds of open questions, lets them lapse, and takes back what a colleague has forgotten.</summary>
internal sealed class ConversationDuties(ConversationStore conversations, TurnRunner runner, StaffTurns staff) : IDuty
{
    /// <summary>A takeover with no word from the colleague for this long goes back to the assistant (design.md §4).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public string Name => "conversations";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in await conversations.DueAsync(now, 100, ct))
        {
            await runner.RunAsync(id, Guid.NewGuid().ToString("N"), loaded =>
                loaded.State.Dialog.DueAt <= now && loaded.Conversation.HeldBy is null
                    ? new Cause(new Entry { Position = 0, From = Speaker.System, Kind = EntryKind.Event, At = default, Text = "timer" }, null, new TimerInput(), Reading.None)
                    : null, ct);
        }

        foreach (var id in await conversations.ForgottenAsync(now - Patience, 100, ct)) await staff.GiveBackForgottenAsync(id, now - Patience, ct);
    }
}
