using System.Text.Json;
using System.Text.RegularExpressions;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs.Transcripts;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Conversations;

/// <summary>Runs one golden conversation through the real application on the pilot community.</summary>
/// <remarks>
/// <c>given letter 8241-7730</c>: the chat is opened through that letter. <c>given held</c>: a colleague takes the conversation after the first turn.
/// <c>then</c> lines: see <see cref="CheckAsync"/>.
/// </remarks>
internal sealed partial class TranscriptRun(TestApp app, ChatScript script)
{
    private static readonly Guid Colleague = Guid.Parse("00000000-0000-0000-0000-0000000000aa");

    private readonly Dictionary<string, Chat> chats = [];

    /// <summary>What was said at each turn, for rewriting the file.</summary>
    public List<IReadOnlyList<string>> Replies { get; } = [];

    /// <summary>What did not come out as written.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Talks the conversation from the first line to the last.</summary>
    public async Task RunAsync()
    {
        var held = script.Given.Any(g => g.Key == "held");
        foreach (var line in script.Lines)
        {
            if (line is ChatAssertion then) await CheckAsync(then);
            if (line is not ChatTurn turn) continue;
            IReadOnlyList<string> replies;
            try
            {
                replies = await TakeAsync(turn);
            }
            catch (InvalidOperationException e)
            {
                Faults.Add($"{script.File}:{turn.Line} {e.Message}");
                return;
            }

            Replies.Add(replies);
            if (turn.Replies.Count != replies.Count || !turn.Replies.Zip(replies).All(p => p.First.Matches(p.Second)))
                Faults.Add($"{script.File}:{turn.Line} expected {string.Join(" ¶ ", turn.Replies.Select(r => r.Text))}\n  but came {string.Join(" ¶ ", replies)}");
            if (!held) continue;
            held = false;
            (await app.Get<StaffTurns>().TakeOverAsync(chats[turn.Name].Receipt!.ConversationId, Colleague, "小李", default)).ShouldBe(StaffAct.Done);
        }
    }

    /// <summary>Steps of dialogs that ended in this database, as <c>dialog/step</c>.</summary>
    public async Task<IReadOnlyList<string>> PassedAsync()
    {
        var rows = await app.Get<Database>().QueryAsync<Passed>("select dialog, path from outcomes", null, default);
        return [.. rows.SelectMany(r => JsonSerializer.Deserialize<string[]>(r.Path)!.Select(step => $"{r.Dialog}/{step}")).Distinct()];
    }

    private async Task<IReadOnlyList<string>> TakeAsync(ChatTurn turn)
    {
        if (!chats.TryGetValue(turn.Name, out var chat)) chats.Add(turn.Name, chat = new Chat(app, turn.Name));
        switch (turn.Event)
        {
            case ChatText(var text): await chat.SayAsync(text); break;
            case ChatTap(var label): await chat.TapAnyAsync(label); break;
            case ChatPhoto: await chat.PhotoAsync(); break;
            case ChatVoice: await chat.VoiceAsync(); break;
            case ChatOpen: await chat.JoinAsync(script.Given.FirstOrDefault(g => g.Key == "letter")?.Value); break;
            case ChatWait(var time):
                var before = await LastTurnAsync(chat);
                app.Clock.Advance(time);
                await app.Get<Tick>().RunOnceAsync(default);
                return await SinceAsync(chat, before);
            case ChatGiveBack:
                var last = await LastTurnAsync(chat);
                await app.Get<StaffTurns>().GiveBackAsync(chat.Receipt!.ConversationId, Colleague, "小李", default);
                return await SinceAsync(chat, last);
            default: throw new InvalidOperationException($"{script.File}:{turn.Line} cannot be done here");
        }

        return [.. chat.Replies.Select(r => r.Text!)];
    }

    private async Task<int> LastTurnAsync(Chat chat) => (await app.Get<Transcript>().OfAsync(chat.Receipt!.ConversationId, default))[^1].Turn;

    private async Task<IReadOnlyList<string>> SinceAsync(Chat chat, int turn)
    {
        var entries = (await app.Get<Transcript>().OfAsync(chat.Receipt!.ConversationId, default)).Where(t => t.Turn > turn).SelectMany(t => t.Entries);
        return [.. chat.Heard([.. entries.Where(e => e.From is Speaker.Assistant)]).Select(e => e.Text!)];
    }

    /// <summary>
    /// <c>intent of 3-2-501 is agree</c> (none, refuse, withdrawn, disputed; per riser with a comma) · <c>claims are 1</c> ·
    /// <c>ticket E-0001 is burst danger at 3-2-501</c> · <c>desk has urgent emergency E-0001</c> · <c>desk has question</c> · <c>outcome of consent.intend is completed</c>.
    /// </summary>
    private async Task CheckAsync(ChatAssertion then)
    {
        var found = Form().Match(then.Text) switch
        {
            { Success: true } form when form.Groups["flat"].Success => await IntentAsync(form.Groups["flat"].Value) == form.Groups["answer"].Value,
            { Success: true } form when form.Groups["claims"].Success => await CountAsync("select count(*) from claims where answer is not null", null) == int.Parse(form.Groups["claims"].Value, null),
            { Success: true } form when form.Groups["ticket"].Success => await CountAsync("""
                select count(*) from tickets where reference = @reference and class = @kind and severity = @severity and coalesce(flat, '') = @at
                """, new { reference = form.Groups["ticket"].Value, kind = form.Groups["class"].Value, severity = form.Groups["severity"].Value, at = form.Groups["at"].Value }) == 1,
            { Success: true } form when form.Groups["kind"].Success => await CountAsync("""
                select count(*) from desk_items where kind = @kind and urgent = @urgent and (@reference = '' or reference = @reference)
                """, new { kind = form.Groups["kind"].Value, urgent = form.Groups["urgent"].Success, reference = form.Groups["reference"].Value }) > 0,
            { Success: true } form => await CountAsync("select count(*) from outcomes where dialog = @dialog and result = @result",
                new { dialog = form.Groups["dialog"].Value, result = form.Groups["result"].Value }) > 0,
            _ => throw new InvalidOperationException($"{script.File}:{then.Line} not understood: {then.Text}"),
        };
        if (!found) Faults.Add($"{script.File}:{then.Line} does not hold: {then.Text}");
    }

    private async Task<string> IntentAsync(string flat)
    {
        var answers = await app.Get<Database>().QueryAsync<string>("""
            select distinct i.answer from intents i join households h on h.id = i.household_id join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id
             where b.number || '-' || e.number || '-' || h.number = @flat
               and not exists (select 1 from intents n where n.supersedes = i.id)
             order by 1
            """, new { flat }, default);
        return answers.Count == 0 ? "none" : string.Join(", ", answers);
    }

    private Task<long> CountAsync(string sql, object? args) => app.Get<Database>().FirstAsync<long>(sql, args, default);

    [GeneratedRegex("""
        ^(intent\ of\ (?<flat>[\d-]+)\ is\ (?<answer>[a-z,\ ]+)
        |claims\ are\ (?<claims>\d+)
        |ticket\ (?<ticket>E-\d+)\ is\ (?<class>[a-z]+)\ (?<severity>[a-z]+)(\ at\ (?<at>[\d-]+))?
        |desk\ has\ (?<urgent>urgent\ )?(?<kind>[a-z]+)(\ (?<reference>[A-Z]-\d+))?
        |outcome\ of\ (?<dialog>[a-z.-]+)\ is\ (?<result>[a-z-]+))$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();

    private sealed record Passed
    {
        public required string Dialog { get; init; }

        public required string Path { get; init; }
    }
}
