using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>Lets the dialogs take an input, runs their actions, and hears emergencies whoever holds the conversation.</summary>
internal sealed class DialogSteps(Dialogue dialogue, ActionCatalogue actions, Transcript transcript, SourcedSettings settings)
{
    private static readonly TimeSpan VoicePatience = TimeSpan.FromMinutes(3);

    /// <summary>Told the steps of every turn, when somebody measures which ones are reached.</summary>
    public Action<IEnumerable<VisitedStep>>? Watch { get; set; }

    /// <summary>The dialogs' part of a turn.</summary>
    public async Task<Stepped> RunAsync(Turn turn, ConversationState state, Cause cause, CancellationToken ct)
    {
        turn.Conversation = cause.Change(turn.Conversation);
        // A change that leaves the instant open means: as of this turn.
        if (turn.Conversation is { HeldBy: not null, HeldAt: null }) turn.Conversation = turn.Conversation with { HeldAt = turn.Now };
        state = Voice(turn, state, cause);
        var urgent = cause.Reading.Emergency is not null;
        var held = turn.Conversation.HeldBy is not null || cause.Message is { HeldElsewhere: true };
        // What is answered into a conversation that a colleague held for somebody reaches nobody by itself.
        if (cause is { Entry.From: Speaker.Staff, DeskId: not null } && turn.Conversation.Channel == SpokenFor.ChannelName)
            Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "代说的那位住户有了答复，请打电话或者当面告诉他", null, turn.Now);
        if (cause.Input is null || (held && !urgent)) return new Stepped(state, [], urgent);

        var library = dialogue.Library;
        var input = await WithLetterAsync(turn, state, cause, ct);
        var settled = await FinishAsync(library, Interpreter.Advance(library, state.Dialog, input, turn.Now, turn.Number, await FactsAsync(input, turn, ct)), turn, ct);
        var effects = await RepeatsAsync(settled.Effects, turn, ct);
        if (urgent && held)
            Desk.Add(turn.Writes, "emergency", urgent: true, turn.Conversation.CommunityId, turn.Conversation.Id, "您接手的对话里，住户说了紧急情况，请马上看", null, turn.Now);
        foreach (var handover in effects.OfType<HandOver>())
            Desk.Add(turn.Writes, "handover", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, HandOverTitle(handover.Reason), null, turn.Now);
        return new Stepped(state with { Dialog = settled.State }, effects, urgent);
    }

    /// <summary>The part of a turn whose dialog failed: the state stays, one apology is said, the desk sees it.</summary>
    public Stepped Apologise(Turn turn, ConversationState state, Cause cause)
    {
        turn.Conversation = cause.Change(turn.Conversation);
        Desk.Add(turn.Writes, "parked", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "有一句话助手没能处理，请看一看", null, turn.Now);
        // A timer that fails must not come back every second; a person's words deserve one answer.
        return turn.Message is null
            ? new Stepped(state with { Dialog = state.Dialog with { DueAt = null } }, [], false)
            : new Stepped(state, [new Say(dialogue.Library.Texts["apology"], [], null)], false);
    }

    // A letter opened in the middle of a dialog proves the flat there and then; the dialog gets it as the answer, if that is what it asks.
    private async Task<Input> WithLetterAsync(Turn turn, ConversationState state, Cause cause, CancellationToken ct)
    {
        if (cause.Input is not StartInput { Slots: { } slots } start || cause.Message?.LetterCode is null || state.Dialog.Stack.Count == 0) return cause.Input!;
        var who = await actions.RunAsync(new ActionCall("household.who", new Dictionary<string, string>(), new Dictionary<string, SlotValue>(), start.Dialog, ""), turn, ct);
        if (who.Outcome != "proven" || !who.Slots.TryGetValue("flat", out var flat)) return start;
        return start with { Slots = new Dictionary<string, SlotValue>(slots) { ["flat"] = flat } };
    }

    // Only the answer to a voice message names the duty number; nobody else pays for asking.
    private async Task<IReadOnlyDictionary<string, string>?> FactsAsync(Input input, Turn turn, CancellationToken ct) =>
        input is VoiceInput && await settings.FindAsync("phone.committee", turn.Conversation.CommunityId, SiteClock.Day(turn.Now), ct) is SourcedSetting.Set phone
            ? new Dictionary<string, string> { ["duty-phone"] = phone.Value } : null;

    private async Task<Settled> FinishAsync(DialogLibrary library, Progress progress, Turn turn, CancellationToken ct)
    {
        while (progress is Acting acting)
            progress = Interpreter.Resume(library, acting, await actions.RunAsync(acting.Call, turn, ct));
        Watch?.Invoke(progress.Visited);
        return (Settled)progress;
    }

    private async Task<IReadOnlyList<Effect>> RepeatsAsync(IReadOnlyList<Effect> effects, Turn turn, CancellationToken ct)
    {
        if (!effects.Any(e => e is RepeatTurn)) return effects;
        var all = new List<Effect>();
        foreach (var effect in effects)
        {
            if (effect is not RepeatTurn(var number)) all.Add(effect);
            else if (await transcript.TurnAsync(turn.Conversation.Id, number, ct) is { } then)
            {
                foreach (var entry in then.Entries.Where(e => e is { From: Speaker.Assistant, Text: not null }))
                {
                    if (entry.Cites is { } citation) turn.Cite(entry.Text!, citation);
                    all.Add(new Say(entry.Text!, [.. (entry.Buttons ?? []).Select(b => new Choice(b.Value, b.Label))], entry.Prompt));
                }
            }
        }

        return all;
    }

    // The runtime's own reasons are words of the program; a dialog's reason is written for the desk.
    private static string HandOverTitle(string reason) => reason switch
    {
        "asked" => "住户要找人",
        "not-understood" => "助手几次没听懂，请接着问",
        _ when reason.StartsWith("emergency-", StringComparison.Ordinal) => "住户说了危险的事，请马上看",
        _ => $"住户要找人：{reason}",
    };

    // A voice message becomes a task unless the person goes on by writing or tapping.
    private static ConversationState Voice(Turn turn, ConversationState state, Cause cause)
    {
        if (cause.Input is VoiceInput)
            return state.Voice is not null ? state : state with
            {
                Voice = Desk.Add(turn.Writes, "voice", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "住户发来一条语音，请听一听", null, turn.Now, VoicePatience),
            };
        if (state.Voice is not { } item || cause.Message is null) return state;
        turn.Writes.Add("update desk_items set done_at = $2 where id = $1 and done_at is null and visible_at > $2", item, turn.Now);
        return state with { Voice = null };
    }
}

/// <summary>What the dialogs' part of a turn came to.</summary>
internal sealed record Stepped(ConversationState State, IReadOnlyList<Effect> Effects, bool Urgent);
