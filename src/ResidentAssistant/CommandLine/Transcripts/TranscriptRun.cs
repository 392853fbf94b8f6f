using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Transcripts;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.CommandLine.Transcripts;

/// <summary>Plays one golden conversation through the real application and compares what is said and what is stored.</summary>
internal sealed class TranscriptRun(IServiceProvider services, JumpingClock clock)
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0];
    private static readonly Guid Colleague = new("0197a000-0000-7000-8000-00000000000c");

    private readonly TakeTurn take = services.GetRequiredService<TakeTurn>();
    private readonly Transcript transcript = services.GetRequiredService<Transcript>();
    private readonly Dictionary<string, Talk> talks = [];
    private string? letter;
    private int number;

    /// <summary>Runs the script; the faults are empty when every reply and every assertion holds.</summary>
    public async Task<TranscriptResult> RunAsync(ChatScript script, CancellationToken ct)
    {
        var faults = new List<DialogFault>();
        var replies = new List<IReadOnlyList<string>>();
        letter = script.Given.FirstOrDefault(g => g.Key == "letter")?.Value;
        Talk? last = null;
        foreach (var line in script.Lines)
        {
            if (line is ChatAssertion assertion)
            {
                if (await new TranscriptAssertions(services).FaultAsync(assertion.Text, last?.Key, ct) is { } fault) faults.Add(new(script.File, assertion.Line, 1, fault));
                continue;
            }

            var turn = (ChatTurn)line;
            var said = IsStaff(turn.Name) ? await StaffAsync(turn, last, ct) : await PersonAsync(turn, last = TalkOf(turn.Name), ct);
            replies.Add(said);
            if (said.Count != turn.Replies.Count || turn.Replies.Zip(said).Any(p => !p.First.Matches(p.Second)))
                faults.Add(new(script.File, turn.Line, 1, $"expected:\n{Show(turn.Replies.Select(r => r.Text))}\n  but it said:\n{Show(said)}"));
        }

        return new TranscriptResult(faults, replies);
    }

    private static bool IsStaff(string name) => name.StartsWith("staff", StringComparison.Ordinal);

    private static string Show(IEnumerable<string> texts) => string.Join('\n', texts.Select(t => $"    < {t.ReplaceLineEndings("\n    | ")}"));

    private Talk TalkOf(string name) => talks.TryGetValue(name, out var talk) ? talk : talks[name] = new Talk($"transcript-{talks.Count + 1}-{Guid.NewGuid().ToString("N")[..6]}");

    private async Task<IReadOnlyList<string>> PersonAsync(ChatTurn turn, Talk talk, CancellationToken ct)
    {
        clock.Advance(TimeSpan.FromSeconds(5));
        if (turn.Event is ChatWait wait)
        {
            clock.Advance(wait.Time);
            await services.GetRequiredService<Tick>().RunOnceAsync(ct);
        }
        else await take(Message(turn.Event, talk), ct);

        return await HeardAsync(talk, ct);
    }

    private async Task<IReadOnlyList<string>> StaffAsync(ChatTurn turn, Talk? talk, CancellationToken ct)
    {
        if (talk is null) throw new DialogFormatException([new("", turn.Line, 1, "a colleague needs a conversation: let a resident speak first")]);
        clock.Advance(TimeSpan.FromSeconds(5));
        var staff = services.GetRequiredService<StaffTurns>();
        var id = await services.GetRequiredService<ConversationStore>().LoadAsync(Terminal.ChannelName, talk.Key, "none", ct);
        var name = turn.Name.Split(' ', 2) is [_, var called] ? called : "李芳";
        if (turn.Event is ChatGiveBack) await staff.GiveBackAsync(id!.Conversation.Id, Colleague, name, ct);
        else
        {
            if (id!.Conversation.HeldBy is null) await staff.TakeOverAsync(id.Conversation.Id, Colleague, name, ct);
            if (turn.Event is ChatText(var text)) await staff.SayAsync(id.Conversation.Id, Colleague, name, text, Guid.NewGuid().ToString("N"), ct);
        }

        return await HeardAsync(talk, ct);
    }

    private async Task<IReadOnlyList<string>> HeardAsync(Talk talk, CancellationToken ct)
    {
        var turns = await transcript.AfterAsync(Terminal.ChannelName, talk.Key, talk.Heard, 100, ct);
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

    private InboundMessage Message(ChatEvent happened, Talk talk)
    {
        var message = new InboundMessage
        {
            Channel = Terminal.ChannelName, ConversationKey = talk.Key, UserId = talk.Key, MessageId = $"{talk.Key}/{++number}", Kind = EntryKind.Message,
        };
        return happened switch
        {
            ChatText(var text) => message with { Text = text },
            ChatTap(var label) => talk.Buttons.TryGetValue(label, out var button)
                ? message with { Kind = EntryKind.Tap, Text = label, Prompt = button.Prompt, Value = button.Value }
                : throw new DialogFormatException([new("", 0, 0, $"there was no button \"{label}\" so far")]),
            ChatPhoto(var count, var text) => message with
            {
                Text = text, Files = [.. Enumerable.Range(1, Math.Max(1, count)).Select(i => new InboundFile(Guid.CreateVersion7(clock.GetUtcNow()), "image/jpeg", $"{i}.jpg", Photo))],
            },
            ChatVoice => message with { Kind = EntryKind.Voice },
            ChatOpen => message with { Kind = EntryKind.Event, Text = "joined", LetterCode = letter },
            ChatStart(var dialog) => message with { Text = dialog },
            _ => throw new DialogFormatException([new("", 0, 0, $"{happened.GetType().Name} is not for a resident")]),
        };
    }

    private sealed class Talk(string key)
    {
        public string Key { get; } = key;

        public int Heard { get; set; }

        public Dictionary<string, (string Prompt, string Value)> Buttons { get; } = [];
    }
}

/// <summary>What a golden conversation came to: faults with their lines, and the replies that really came.</summary>
internal sealed record TranscriptResult(IReadOnlyList<DialogFault> Faults, IReadOnlyList<IReadOnlyList<string>> Replies);
