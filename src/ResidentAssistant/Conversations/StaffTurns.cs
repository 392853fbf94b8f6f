using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Conversations;

/// <summary>What a colleague does in a conversation: take it, speak in it, give it back. Each act is a turn like any other.</summary>
internal sealed class StaffTurns(TurnRunner runner)
{
    /// <summary>Takes the conversation; when another holds it, nothing changes and that is the answer.</summary>
    public async Task<StaffAct> TakeOverAsync(Guid conversationId, Guid staffId, string staffName, CancellationToken ct)
    {
        var holder = default(Guid?);
        var receipt = await runner.RunAsync(conversationId, Fresh(), loaded =>
        {
            holder = loaded.Conversation.HeldBy;
            return holder is not null ? null : new Cause(Event("taken-over", staffName), null, null, Reading.None)
            {
                Change = c => c with { HeldBy = staffId, HeldAt = null }, Notice = $"工作人员{staffName}来了，现在由{staffName}跟您说。",
            };
        }, ct);
        return receipt is not null || holder == staffId ? StaffAct.Done : holder is null ? StaffAct.Unknown : StaffAct.HeldByAnother;
    }

    /// <summary>Says something to the person; <paramref name="messageId"/> makes a form sent twice speak once.</summary>
    public async Task<StaffAct> SayAsync(Guid conversationId, Guid staffId, string staffName, string text, string messageId, CancellationToken ct)
    {
        var act = StaffAct.Unknown;
        var receipt = await runner.RunAsync(conversationId, messageId, loaded =>
        {
            act = loaded.Conversation.HeldBy == staffId ? StaffAct.Done : loaded.Conversation.HeldBy is null ? StaffAct.NotHeld : StaffAct.HeldByAnother;
            return act != StaffAct.Done ? null : new Cause(new Entry { Position = 0, From = Speaker.Staff, At = default, Text = text, Name = staffName }, null, null, Reading.None)
            {
                Change = c => c with { HeldAt = null }, DeskId = messageId,
            };
        }, ct);
        return receipt is { Duplicate: true } ? StaffAct.Done : act;
    }

    /// <summary>Answers a question of earlier without taking the conversation over; <paramref name="messageId"/> makes the same answer sent twice be said once. Gives back the turn that said it, or null when there is no such conversation.</summary>
    public Task<TurnReceipt?> ReplyAsync(Guid conversationId, string staffName, string text, string messageId, CancellationToken ct) =>
        runner.RunAsync(conversationId, messageId, _ => Said(staffName, text, messageId), ct);

    /// <summary>The same about a household's matter: only while the conversation stands proven for it, else nothing is said and there is no turn.</summary>
    public Task<TurnReceipt?> ReplyAsync(Guid conversationId, Guid householdId, string staffName, string text, string messageId, CancellationToken ct) =>
        runner.RunAsync(conversationId, messageId, loaded => Stands(loaded, householdId) ? Said(staffName, text, messageId) : null, ct);

    /// <summary>The assistant tells a household something by itself, as when a duty finds news, while the conversation stands proven for it; <paramref name="messageId"/> makes it be said once.</summary>
    public Task<TurnReceipt?> TellAsync(Guid conversationId, Guid householdId, string text, string messageId, CancellationToken ct) =>
        runner.RunAsync(conversationId, messageId, loaded => !Stands(loaded, householdId) ? null : new Cause(Event("told", null), null, null, Reading.None) { Notice = text, DeskId = messageId }, ct);

    /// <summary>The same about what was begun in this conversation itself, whoever speaks there.</summary>
    public Task<TurnReceipt?> TellAsync(Guid conversationId, string text, string messageId, CancellationToken ct) =>
        runner.RunAsync(conversationId, messageId, _ => new Cause(Event("told", null), null, null, Reading.None) { Notice = text, DeskId = messageId }, ct);

    /// <summary>Gives the conversation back to the assistant, which says so and asks its open question again.</summary>
    public async Task<StaffAct> GiveBackAsync(Guid conversationId, Guid staffId, string staffName, CancellationToken ct)
    {
        var act = StaffAct.Unknown;
        await runner.RunAsync(conversationId, Fresh(), loaded =>
        {
            act = loaded.Conversation.HeldBy == staffId ? StaffAct.Done : loaded.Conversation.HeldBy is null ? StaffAct.NotHeld : StaffAct.HeldByAnother;
            return act == StaffAct.Done ? GivenBack(Event("given-back", staffName)) : null;
        }, ct);
        return act;
    }

    /// <summary>Gives back what a colleague has forgotten, unless he spoke meanwhile.</summary>
    public Task<TurnReceipt?> GiveBackForgottenAsync(Guid conversationId, DateTimeOffset before, CancellationToken ct) =>
        runner.RunAsync(conversationId, Fresh(), loaded => loaded.Conversation is { HeldBy: not null, HeldAt: { } at } && at < before ? GivenBack(Event("given-back", null)) : null, ct);

    private static bool Stands(ConversationStore.Loaded loaded, Guid householdId) => loaded.Conversation is { Proven: true, HouseholdId: { } proven } && proven == householdId;

    private static Cause Said(string staffName, string text, string messageId) =>
        new(new Entry { Position = 0, From = Speaker.Staff, At = default, Text = text, Name = staffName }, null, null, Reading.None) { DeskId = messageId };

    private static Cause GivenBack(Entry entry) => new(entry, null, new GivenBackInput(), Reading.None) { Change = c => c with { HeldBy = null, HeldAt = null } };

    private static Entry Event(string what, string? name) => new() { Position = 0, From = Speaker.System, Kind = EntryKind.Event, At = default, Text = what, Name = name };

    private static string Fresh() => Guid.NewGuid().ToString("N");
}

/// <summary>What became of a colleague's act.</summary>
internal enum StaffAct
{
    /// <summary>Done, or had been done before.</summary>
    Done,

    /// <summary>Another colleague holds the conversation.</summary>
    HeldByAnother,

    /// <summary>The assistant speaks; take the conversation over first.</summary>
    NotHeld,

    /// <summary>No such conversation.</summary>
    Unknown,
}
