using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Conversations;

/// <summary>Every second: reminds of open questions, lets them lapse, and takes back what a colleague has forgotten.</summary>
internal sealed partial class ConversationDuties(ConversationStore conversations, TurnRunner runner, StaffTurns staff, ILogger<ConversationDuties> log) : IDuty
{
    /// <summary>A takeover with no word from the colleague for this long goes back to the assistant (design.md §4).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Postponement = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public string Name => "conversations";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in await conversations.DueAsync(now, 100, ct))
        {
            if (!await OneAsync(id, () => runner.RunAsync(id, Guid.NewGuid().ToString("N"), loaded =>
                    loaded.State.Dialog.DueAt <= now && loaded.Conversation.HeldBy is null
                        ? new Cause(new Entry { Position = 0, From = Speaker.System, Kind = EntryKind.Event, At = default, Text = "timer" }, null, new TimerInput(), Reading.None)
                        : null, ct), ct))
                await conversations.PostponeAsync(id, now + Postponement, ct);
        }

        foreach (var id in await conversations.ForgottenAsync(now - Patience, 100, ct))
            await OneAsync(id, () => staff.GiveBackForgottenAsync(id, now - Patience, ct), ct);
    }

    // One conversation that cannot go on must not keep the others from their reminders.
    private async Task<bool> OneAsync(Guid id, Func<Task> work, CancellationToken ct)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Failed(fault, id);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Conversation {ConversationId} could not be reminded or given back")]
    private partial void Failed(Exception fault, Guid conversationId);
}
