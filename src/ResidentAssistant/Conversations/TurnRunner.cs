using System.Data.Common;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Language;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>One message in, one transaction out.</summary>
/// <remarks>One select, the understanding, one batch. Two turns of a conversation cannot both commit: the key of <c>turns</c> refuses the second, which reads again.</remarks>
internal sealed partial class TurnRunner(Database database, GroupCommit commits, ConversationStore conversations, Understanding understanding, TurnWriter writer,
    DialogSteps steps, Transcript transcript, OneAtATime order, TimeProvider clock, Telemetry telemetry, ILogger<TurnRunner> log)
{
    private const int Tries = 5;

    /// <summary>Takes a message of a channel; the same message again gives the receipt of then.</summary>
    public async Task<TurnReceipt> TakeAsync(InboundMessage message, CancellationToken ct)
    {
        using var _ = await order.EnterAsync(message.Channel, message.ConversationKey, ct);
        var reading = message.From == Speaker.Resident && message.Kind is not (EntryKind.Event or EntryKind.Unreadable) ? understanding.Read(message.Text) : Reading.None;
        var first = true;
        return await RepeatedAsync(async apology =>
        {
            // Nearly every message is new, so the first try does not look it up; a second one is refused by its key and comes back here.
            var loaded = first
                ? await conversations.LoadAsync(message.Channel, message.ConversationKey, ct)
                : await conversations.LoadAsync(message.Channel, message.ConversationKey, message.MessageId, ct);
            first = false;
            if (loaded?.TakenIn is { } taken)
                return new TurnReceipt(loaded.Conversation.Id, message.ConversationKey, taken, (await transcript.TurnAsync(loaded.Conversation.Id, taken, ct))?.Entries ?? [], true);
            var cause = new Cause(Inputs.EntryOf(message), message, Inputs.Of(message, reading), reading);
            return await RunAsync(loaded, cause, apology, ct);
        }, message.Channel, ct);
    }

    /// <summary>Runs a turn that a timer or a colleague causes; <paramref name="cause"/> sees the conversation and may decline with null.</summary>
    public async Task<TurnReceipt?> RunAsync(Guid conversationId, string messageId, Func<ConversationStore.Loaded, Cause?> cause, CancellationToken ct)
    {
        if (await conversations.LoadAsync(conversationId, "desk", messageId, ct) is not { } first) return null;
        using var _ = await order.EnterAsync(first.Conversation.Channel, first.Conversation.Key, ct);
        return await RepeatedAsync<TurnReceipt?>(async apology =>
        {
            var loaded = (await conversations.LoadAsync(conversationId, "desk", messageId, ct))!;
            if (loaded.TakenIn is { } taken) return new TurnReceipt(conversationId, loaded.Conversation.Key, taken, [], true);
            return cause(loaded) is { } wanted ? await RunAsync(loaded, wanted, apology, ct) : null;
        }, first.Conversation.Channel, ct);
    }

    /// <summary>Runs a first message as if somebody had written it, and undoes all of it: nothing is stored, sent or counted.</summary>
    public async Task RehearseAsync(string words, CancellationToken ct)
    {
        var id = Guid.CreateVersion7().ToString("N");
        var message = new InboundMessage { Channel = "rehearsal", ConversationKey = id, UserId = id, MessageId = id, Kind = EntryKind.Message, Text = words };
        var reading = understanding.Read(words);
        await conversations.LoadAsync(message.Channel, id, ct);
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        var turn = new Turn(await writer.BeginAsync(message, now, ct), message, 1, now, _ => Task.FromResult(transaction));
        var cause = new Cause(Inputs.EntryOf(message), message, Inputs.Of(message, reading), reading);
        writer.Write(turn, cause, await steps.RunAsync(turn, new ConversationState(), cause, ct), null);
        await transaction.RunAsync(turn.Writes, ct);
    }

    private async Task<T> RepeatedAsync<T>(Func<bool, Task<T>> run, string channel, CancellationToken ct)
    {
        using var span = telemetry.Traces.StartActivity("resident.turn")?.AddTag("channel", channel);
        var started = clock.GetTimestamp();
        var apology = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var receipt = await run(apology);
                telemetry.Turn(channel, clock.GetElapsedTime(started));
                return receipt;
            }
            catch (DbException e) when (attempt < Tries && database.Dialect.TableOfDuplicate(e) is "turns" or "conversations" or "inbox")
            {
                telemetry.Race();
            }
            catch (Exception e) when (!apology && e is not (RefusedException or OperationCanceledException or DbException))
            {
                // A fault in understanding, dialog or action: the message is kept, the person gets one apology, the desk sees it.
                Faulted(e, channel);
                apology = true;
            }
        }
    }

    private async Task<TurnReceipt> RunAsync(ConversationStore.Loaded? loaded, Cause cause, bool apology, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = loaded?.Conversation ?? await writer.BeginAsync(cause.Message!, now, ct);
        var state = loaded?.State ?? new ConversationState();
        // Instants grow strictly within a conversation, because clients sort by them.
        var at = now > before.LastAt ? now : before.LastAt.AddMilliseconds(1);
        Transaction? transaction = null;
        try
        {
            var turn = new Turn(before, cause.Message, before.Version + 1, at, async token => transaction = await database.BeginAsync(token));
            var progress = apology ? steps.Apologise(turn, state, cause) : await steps.RunAsync(turn, state, cause, ct);
            var written = writer.Write(turn, cause, progress, loaded?.Unsent);
            if (transaction is null) await commits.RunAsync(turn.Writes, ct);
            else
            {
                await transaction.RunAsync(turn.Writes, ct);
                await transaction.CommitAsync(ct);
            }

            writer.Announce(written);
            return new TurnReceipt(before.Id, before.Key, turn.Number, written.Entries, false);
        }
        finally
        {
            if (transaction is not null) await transaction.DisposeAsync();
        }
    }

    [LoggerMessage(LogLevel.Error, "A turn on {Channel} failed; the message is kept and an apology is sent")]
    private partial void Faulted(Exception fault, string channel);
}

/// <summary>What a turn starts from: the entry that stands first, and what the dialogs make of it.</summary>
/// <param name="Entry">Position 0 of the turn.</param>
/// <param name="Message">The channel's message, or null for a timer or a colleague.</param>
/// <param name="Input">For the dialogs, or null when nothing is to be said by them.</param>
/// <param name="Reading">What the triage saw.</param>
internal sealed record Cause(Entry Entry, InboundMessage? Message, Input? Input, Reading Reading)
{
    /// <summary>Changes who holds the conversation, when a colleague takes or gives it.</summary>
    public Func<Conversation, Conversation> Change { get; init; } = c => c;

    /// <summary>What the assistant says of it, such as that a colleague is here now.</summary>
    public string? Notice { get; init; }

    /// <summary>Identity of a desk act, so that a form sent twice acts once.</summary>
    public string? DeskId { get; init; }
}
