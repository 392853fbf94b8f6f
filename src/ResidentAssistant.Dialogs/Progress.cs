namespace ResidentAssistant.Dialogs;

/// <summary>Where a turn stands: settled, or waiting for an action's result. Effects are all of the turn so far, in order.</summary>
public abstract record Progress(DialogState State, IReadOnlyList<Effect> Effects)
{
    /// <summary>Steps the turn has gone through so far, for coverage.</summary>
    public IReadOnlyList<VisitedStep> Visited { get; init; } = [];
}

/// <summary>A step a turn went through.</summary>
public readonly record struct VisitedStep(string Dialog, string Step);

/// <summary>The turn is over: the conversation waits for the person or rests.</summary>
public sealed record Settled(DialogState State, IReadOnlyList<Effect> Effects) : Progress(State, Effects);

/// <summary>An action must run before the turn can go on.</summary>
public sealed record Acting(DialogState State, IReadOnlyList<Effect> Effects, ActionCall Call, int Turn, DateTimeOffset Now) : Progress(State, Effects)
{
    /// <summary>Named values every text may show, as given to <see cref="Interpreter.Advance"/>.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>Steps run so far in this turn.</summary>
    internal int Steps { get; init; }
}

/// <summary>One thing the turn causes outside the dialog.</summary>
public abstract record Effect;

/// <summary>A message to the person; choices belong to the prompt with this id.</summary>
public sealed record Say(string Text, IReadOnlyList<Choice> Choices, string? Prompt) : Effect;

/// <summary>Send again what the assistant said in that turn: a re-tapped button gets the same answer.</summary>
public sealed record RepeatTurn(int Turn) : Effect;

/// <summary>A person is asked to go on; the assistant falls silent once one takes over.</summary>
public sealed record HandOver(string Reason, string Dialog, string Step) : Effect;

/// <summary>A dialog instance came to its end.</summary>
public sealed record Ended(string Dialog, string Version, string Result, IReadOnlyDictionary<string, SlotValue> Slots,
    IReadOnlyList<string> Path, string LastStep, int Turns, DateTimeOffset StartedAt, DateTimeOffset EndedAt) : Effect;

/// <summary>A button: what it sends and what it shows.</summary>
public sealed record Choice(string Value, string Label);

/// <summary>A dialog asks the application to do something named.</summary>
public sealed record ActionCall(string Action, IReadOnlyDictionary<string, string> Arguments,
    IReadOnlyDictionary<string, SlotValue> Slots, string Dialog, string Version)
{
    /// <summary>For each solemn or confirmed slot: the question that was answered, word by word as it was put.</summary>
    public IReadOnlyDictionary<string, AnsweredText> Asked { get; init; } = new Dictionary<string, AnsweredText>();
}

/// <summary>What an action answers: an outcome the dialog branches on, slots to set, and texts to say before going on.</summary>
public sealed record ActionResult(string Outcome, IReadOnlyDictionary<string, SlotValue> Slots, IReadOnlyList<string> Says)
{
    /// <summary>Outcome <c>done</c> with nothing to add.</summary>
    public static ActionResult Done { get; } = Of("done");

    /// <summary>An outcome with optional slots.</summary>
    public static ActionResult Of(string outcome, params (string Name, SlotValue Value)[] slots) =>
        new(outcome, slots.ToDictionary(s => s.Name, s => s.Value), []);

    /// <summary>Options for a later <c>choose</c> with <c>from:</c>, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Choice>> Offers { get; init; } = new Dictionary<string, IReadOnlyList<Choice>>();

    /// <summary>The same result, offering these options to the <c>choose</c> that names them.</summary>
    public ActionResult Offering(string name, params IReadOnlyList<Choice> choices) =>
        this with { Offers = new Dictionary<string, IReadOnlyList<Choice>>(Offers) { [name] = choices } };

    /// <summary>The same result, saying these texts first.</summary>
    public ActionResult Saying(params string[] texts) => this with { Says = [.. Says, .. texts] };
}

/// <summary>What the static check knows about an action: its name, its outcomes, the slots it needs and those it sets.</summary>
public sealed record ActionSignature(string Name, IReadOnlyList<string> Outcomes, IReadOnlyList<string> Needs, IReadOnlyList<string> Sets)
{
    /// <summary>Names under which it offers options.</summary>
    public IReadOnlyList<string> Offers { get; init; } = [];
}
