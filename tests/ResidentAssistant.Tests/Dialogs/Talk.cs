using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Tests.Dialogs;

/// <summary>A conversation with a library of dialogs, without an application around it.</summary>
internal sealed class Talk(DialogLibrary library)
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 1, 0, 0, TimeSpan.Zero); // Sunday, nine in the morning here

    private readonly Dictionary<string, Func<ActionCall, ActionResult>> _actions = new(StringComparer.Ordinal);

    public Talk(params string[] files) : this(DialogLibrary.Read([.. files.Select((text, i) => ($"test{i}.yaml", text))]))
    {
    }

    public DialogLibrary Library { get; set; } = library;

    public DialogState State { get; private set; } = DialogState.Empty;

    public DateTimeOffset Now { get; private set; } = Start;

    public int Turn { get; private set; }

    public IReadOnlyList<Effect> Effects { get; private set; } = [];

    public IReadOnlyList<VisitedStep> Visited { get; private set; } = [];

    public List<ActionCall> Calls { get; } = [];

    public IReadOnlyDictionary<string, string>? Facts { get; set; }

    public IReadOnlyList<string> Replies => [.. Effects.OfType<Say>().Select(s => s.Text)];

    public string Reply => Replies.Count == 1 ? Replies[0] : throw new InvalidOperationException($"{Replies.Count} replies: {string.Join(" | ", Replies)}");

    public string Last => Replies.Count > 0 ? Replies[^1] : throw new InvalidOperationException("no reply");

    public Say Asked => Effects.OfType<Say>().Last(s => s.Prompt is not null);

    public Ended Ended => Effects.OfType<Ended>().Single();

    public Talk On(string action, Func<ActionCall, ActionResult> run)
    {
        _actions[action] = run;
        return this;
    }

    public Talk Text(string text, string? intent = null, string? emergency = null, bool question = false, bool hedged = false, double confidence = 0.9, Wish? also = null) =>
        Take(new TextInput(text, new Reading(emergency, intent, confidence, question, hedged) { Also = also }));

    public Talk Tap(string label)
    {
        var choice = Asked.Choices.FirstOrDefault(c => c.Label == label) ?? throw new InvalidOperationException($"no button {label}");
        return Take(new TapInput(Asked.Prompt!, choice.Value));
    }

    public Talk TapOn(string prompt, string value) => Take(new TapInput(prompt, value));

    public Talk Photo(string id = "m1", string? text = null) => Take(new MediaInput([new(id, "image/jpeg")], text, text is null ? null : Reading.None));

    public Talk Wait(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public Talk Tick() => Take(new TimerInput());

    public Talk Take(Input input)
    {
        Turn++;
        var progress = Interpreter.Advance(Library, State, input, Now, Turn, Facts);
        while (progress is Acting acting)
        {
            Calls.Add(acting.Call);
            progress = Interpreter.Resume(Library, acting, _actions.TryGetValue(acting.Call.Action, out var run) ? run(acting.Call) : ActionResult.Done);
        }
        (Effects, Visited) = (progress.Effects, progress.Visited);
        State = DialogJson.Read(DialogJson.Write(progress.State));
        return this;
    }
}
