namespace ResidentAssistant.Dialogs;

/// <summary>Everything a conversation needs to go on: the stack of dialogs, the open prompt and what was answered; serialises to JSON.</summary>
public sealed record DialogState
{
    /// <summary>Running dialogs, the speaking one last.</summary>
    public IReadOnlyList<Frame> Stack { get; init; } = [];

    /// <summary>The question that waits for an answer, or null.</summary>
    public OpenPrompt? Open { get; init; }

    /// <summary>Prompts already answered, newest last, at most fifty; a re-tapped button finds its answer here.</summary>
    public IReadOnlyList<AnsweredPrompt> Answered { get; init; } = [];

    /// <summary>When the runtime must be called with <see cref="TimerInput"/>, or null.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Dialog the person asked for while another was running; it starts when that one ends.</summary>
    public string? Later { get; init; }

    /// <summary>Words of the wish that waits, or null.</summary>
    public string? LaterWords { get; init; }

    /// <summary>Intent of the wish that waits, or null.</summary>
    public string? LaterIntent { get; init; }

    /// <summary>Number of the last prompt or dialog instance given out in this conversation.</summary>
    public int Counter { get; init; }

    /// <summary>A conversation that has not begun.</summary>
    public static DialogState Empty { get; } = new();
}

/// <summary>One running dialog: its text version, its place by step name, its slots and the way it went.</summary>
public sealed record Frame
{
    /// <summary>Instance number within the conversation.</summary>
    public required int Instance { get; init; }

    /// <summary>Dialog id.</summary>
    public required string Dialog { get; init; }

    /// <summary>Hash of the dialog's text when it last spoke.</summary>
    public required string Version { get; init; }

    /// <summary>Name of the step it stands at.</summary>
    public required string Step { get; init; }

    /// <summary>Answers so far, by slot name.</summary>
    public IReadOnlyDictionary<string, SlotValue> Slots { get; init; } = new Dictionary<string, SlotValue>();

    /// <summary>For each solemn or confirmed slot: the question that was answered, so that a changed text is asked again and the record can say what was asked.</summary>
    public IReadOnlyDictionary<string, AnsweredText> AnsweredTexts { get; init; } = new Dictionary<string, AnsweredText>();

    /// <summary>Options that actions have offered, by name; null: none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Choice>>? Offered { get; init; }

    /// <summary>Names of the steps passed, in order, without repetition.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>Turns the dialog has taken.</summary>
    public int Turns { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Why it lies on the stack.</summary>
    public FrameReason Reason { get; init; }

    /// <summary>The question it waits with while another dialog speaks.</summary>
    public OpenPrompt? Asked { get; init; }
}

/// <summary>A question that was answered.</summary>
/// <param name="Hash">Hash of the question with its options as written in the file.</param>
/// <param name="Text">The question as the person read it.</param>
public sealed record AnsweredText(string Hash, string Text);

/// <summary>Why a dialog lies on the stack, which decides what happens below it when it ends.</summary>
public enum FrameReason
{
    /// <summary>It was started by itself.</summary>
    Started,

    /// <summary>The dialog below called it and goes on with its result.</summary>
    Call,

    /// <summary>It answers a question in between; the pending question is asked again.</summary>
    Aside,

    /// <summary>A danger came up; afterwards the person is asked whether to go on.</summary>
    Emergency,

    /// <summary>The person wanted this first; afterwards they are asked whether to go on.</summary>
    Switch,
}

/// <summary>A typed answer: a canonical value for code and a label for people.</summary>
/// <param name="Value">Canonical, such as <c>3-2-501</c>, <c>yes</c>, <c>2026-11-25/am</c>.</param>
/// <param name="Label">As a person reads it, such as <c>3号楼2单元501</c>.</param>
/// <param name="Private">A personal number or health word: left out of outcomes, masked in lists.</param>
public sealed record SlotValue(string Value, string Label, bool Private = false)
{
    /// <summary>A value that reads as it is stored.</summary>
    public static SlotValue Of(string value) => new(value, value);
}

/// <summary>The question that waits: what it is, how often it was asked, and when it reminds and lapses.</summary>
public sealed record OpenPrompt(string Id, string Step, string TextHash, int Attempts, DateTimeOffset AskedAt, bool Reminded)
{
    /// <summary>The part of a household said so far, such as <c>?-?-301</c>.</summary>
    public string? Known { get; init; }

    /// <summary>The dialog offered, when the question is which to do first.</summary>
    public string? Offer { get; init; }
}

/// <summary>An answered prompt: what was chosen, in which turn, and by which dialog instance.</summary>
public sealed record AnsweredPrompt(string Id, string Value, string Label, int Turn, int Instance, int? EndedInTurn);
