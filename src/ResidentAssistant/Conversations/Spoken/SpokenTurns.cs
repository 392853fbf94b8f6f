using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Conversations;

/// <summary>What a colleague types for somebody: a turn like any other, in a conversation of its own.</summary>
internal sealed class SpokenTurns(TurnRunner runner)
{
    /// <summary>Opens the conversation with the greeting, once.</summary>
    public Task<TurnReceipt> OpenAsync(SpokenConversation spoken, CurrentStaff staff, CancellationToken ct) =>
        runner.TakeAsync(Message(spoken, staff, "joined") with { Kind = EntryKind.Event, Text = "joined" }, ct);

    /// <summary>Passes on what was said; <paramref name="messageId"/> makes a form sent twice speak once.</summary>
    public Task<TurnReceipt> SayAsync(SpokenConversation spoken, CurrentStaff staff, string text, string messageId, CancellationToken ct) =>
        runner.TakeAsync(Message(spoken, staff, messageId) with { Text = text }, ct);

    /// <summary>Passes on which button was chosen.</summary>
    public Task<TurnReceipt> TapAsync(SpokenConversation spoken, CurrentStaff staff, string prompt, Button button, string messageId, CancellationToken ct) =>
        runner.TakeAsync(Message(spoken, staff, messageId) with { Kind = EntryKind.Tap, Text = button.Label, Prompt = prompt, Value = button.Value }, ct);

    private static InboundMessage Message(SpokenConversation spoken, CurrentStaff staff, string messageId)
    {
        var key = spoken.Id.ToString("N");
        return new InboundMessage
        {
            Channel = SpokenFor.ChannelName, ConversationKey = key, UserId = key, MessageId = $"{key}/{messageId}", Kind = EntryKind.Message, Name = staff.Name, Spoken = spoken.For,
        };
    }
}
