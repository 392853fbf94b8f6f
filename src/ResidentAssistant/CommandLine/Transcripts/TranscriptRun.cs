using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Transcripts;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine.Transcripts;

/// <summary>Plays one golden conversation through the real application and compares what is said and what is stored.</summary>
/// <remarks><c>given letter 8241-7730</c>: the chat is opened through that letter. <c>given held</c>: a colleague takes the conversation after the first turn.
/// <c>given spoken 3-2-501</c>: a colleague writes what somebody of that flat says on the telephone.</remarks>
/// <param name="services">The application.</param>
/// <param name="advance">Lets time pass.</param>
/// <param name="way">How the persons talk with it; the terminal when null.</param>
internal sealed class TranscriptRun(IServiceProvider services, Action<TimeSpan> advance, TranscriptWay? way = null)
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0];
    // The real tick comes every second; reminders need no finer steps than this.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private const string ColleagueName = "小李";
    private static readonly Guid Colleague = new("0197a000-0000-7000-8000-00000000000c");

    private readonly TakeTurn take = services.GetRequiredService<TakeTurn>();
    private readonly Transcript transcript = services.GetRequiredService<Transcript>();
    private readonly TimeProvider clock = services.GetRequiredService<TimeProvider>();
    private readonly TranscriptAssertions assertions = ActivatorUtilities.CreateInstance<TranscriptAssertions>(services);
    private readonly TranscriptChanges changes = ActivatorUtilities.CreateInstance<TranscriptChanges>(services, ActivatorUtilities.CreateInstance<TranscriptWorks>(services));
    private readonly Dictionary<string, Talk> talks = [];
    private string? letter;
    private Household? spokenFor;
    private int number;

    /// <summary>Runs the script; the faults are empty when every reply and every assertion holds.</summary>
    public async Task<TranscriptResult> RunAsync(ChatScript script, CancellationToken ct)
    {
        var faults = new List<DialogFault>();
        var replies = new List<IReadOnlyList<string>>();
        letter = script.Given.FirstOrDefault(g => g.Key == "letter")?.Value;
        spokenFor = script.Given.FirstOrDefault(g => g.Key == "spoken") is { } given && await services.GetRequiredService<Register>().FindAnywhereAsync(null, given.Value, ct) is HouseholdSearch.Found(var home) ? home : null;
        var held = script.Given.Any(g => g.Key == "held");
        foreach (var line in script.Lines)
        {
            if (line is ChatAssertion then)
            {
                if (await assertions.FaultAsync(then.Text, ct) is { } fault) faults.Add(new(script.File, then.Line, 1, fault));
                continue;
            }

            if (line is ChatMeanwhile meanwhile)
            {
                if (await changes.FaultAsync(meanwhile.Text, ct) is { } fault) faults.Add(new(script.File, meanwhile.Line, 1, fault));
                continue;
            }

            var turn = (ChatTurn)line;
            var talk = TalkOf(turn.Name);
            if (turn.Event is ChatTap(var label) && !talk.Buttons.ContainsKey(label))
            {
                faults.Add(new(script.File, turn.Line, 1, $"there was no button \"{label}\" so far"));
                replies.Add([]);
                continue;
            }

            var said = await SaidAsync(turn, talk, ct);
            replies.Add(said);
            if (said.Count != turn.Replies.Count || turn.Replies.Zip(said).Any(p => !p.First.Matches(p.Second)))
                faults.Add(new(script.File, turn.Line, 1, $"expected:\n{Show(turn.Replies.Select(r => r.Text))}\n  but it said:\n{Show(said)}"));
            if (!held) continue;
            held = false;
            await services.GetRequiredService<StaffTurns>().TakeOverAsync(await IdAsync(talk, ct), Colleague, ColleagueName, ct);
            await HeardAsync(talk, ct);
        }

        return new TranscriptResult(faults, replies);
    }

    private static string Show(IEnumerable<string> texts) => string.Join('\n', texts.Select(t => $"    < {t.ReplaceLineEndings("\n    | ")}"));

    private string Channel => way?.Channel ?? (spokenFor is null ? Terminal.ChannelName : SpokenFor.ChannelName);

    private Talk TalkOf(string name) =>
        talks.TryGetValue(name, out var talk) ? talk : talks[name] = new Talk(way?.Key(talks.Count + 1) ?? $"transcript-{talks.Count + 1}-{Guid.NewGuid().ToString("N")[..6]}");

    private async Task<Guid> IdAsync(Talk talk, CancellationToken ct) =>
        (await services.GetRequiredService<ConversationStore>().LoadAsync(Channel, talk.Key, "none", ct))!.Conversation.Id;

    private async Task<IReadOnlyList<string>> SaidAsync(ChatTurn turn, Talk talk, CancellationToken ct)
    {
        advance(TimeSpan.FromSeconds(5));
        switch (turn.Event)
        {
            case ChatWait(var time):
                for (var left = time; left > TimeSpan.Zero; left -= Pause)
                {
                    advance(left < Pause ? left : Pause);
                    await services.GetRequiredService<Tick>().RunOnceAsync(ct);
                }

                break;
            case ChatGiveBack:
                await services.GetRequiredService<StaffTurns>().GiveBackAsync(await IdAsync(talk, ct), Colleague, ColleagueName, ct);
                break;
            default:
                if (way is null) await take(Message(turn, talk), ct);
                else await way.DoAsync(talk.Key, turn.Event, letter, ct);
                break;
        }

        return await HeardAsync(talk, ct);
    }

    private async Task<IReadOnlyList<string>> HeardAsync(Talk talk, CancellationToken ct)
    {
        var turns = await transcript.AfterAsync(Channel, talk.Key, talk.Heard, 100, ct);
        var said = new List<string>();
        foreach (var entry in turns.SelectMany(t => t.Entries).Where(e => e is { From: Speaker.Assistant or Speaker.Staff, Text: not null }))
        {
            said.Add(entry.Text!);
            if (entry.Buttons is { } buttons && entry.Prompt is { } prompt)
                foreach (var button in buttons) talk.Buttons[button.Label] = (prompt, button.Value);
        }

        if (turns.Count > 0) talk.Heard = turns[^1].Turn;
        return said;
    }

    private InboundMessage Message(ChatTurn turn, Talk talk)
    {
        var message = new InboundMessage
        {
            Channel = Channel, ConversationKey = talk.Key, UserId = talk.Key, MessageId = $"{talk.Key}/{++number}", Kind = EntryKind.Message,
            Spoken = spokenFor is null ? null : new SpokenFor(talk.Spoken, spokenFor.CommunityId, spokenFor.Id, "owner", "phone/none", "13912345678"),
        };
        return turn.Event switch
        {
            ChatText(var text) => message with { Text = text },
            ChatTap(var label) => message with { Kind = EntryKind.Tap, Text = label, Prompt = talk.Buttons[label].Prompt, Value = talk.Buttons[label].Value },
            ChatPhoto(var count, var text) => message with
            {
                Text = text, Files = [.. Enumerable.Range(1, Math.Max(1, count)).Select(i => new InboundFile(Guid.CreateVersion7(clock.GetUtcNow()), "image/jpeg", $"{i}.jpg", Photo))],
            },
            ChatVoice => message with { Kind = EntryKind.Voice },
            ChatOpen => message with { Kind = EntryKind.Event, Text = "joined", LetterCode = letter },
            _ => throw new DialogFormatException([new("", turn.Line, 1, "this cannot be done in a golden conversation")]),
        };
    }

    private sealed class Talk(string key)
    {
        public string Key { get; } = key;

        public int Heard { get; set; }

        public Guid Spoken { get; } = Guid.NewGuid();

        public Dictionary<string, (string Prompt, string Value)> Buttons { get; } = [];
    }
}

/// <summary>A way to talk that golden conversations are played over.</summary>
/// <param name="Channel">Channel under which their conversations are stored.</param>
/// <param name="Key">The conversation of the first person, of the second, ….</param>
/// <param name="DoAsync">Does in that conversation what the person did, with the letter's code when one is given, and returns when it has been answered.</param>
internal sealed record TranscriptWay(string Channel, Func<int, string> Key, Func<string, ChatEvent, string?, CancellationToken, Task> DoAsync);

/// <summary>What a golden conversation came to: faults with their lines, and the replies that really came.</summary>
internal sealed record TranscriptResult(IReadOnlyList<DialogFault> Faults, IReadOnlyList<IReadOnlyList<string>> Replies);
