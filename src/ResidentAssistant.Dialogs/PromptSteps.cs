namespace ResidentAssistant.Dialogs;

/// <summary>A step that asks the person and waits.</summary>
public abstract class PromptStep : Step
{
    /// <summary>The slot its answer fills.</summary>
    public required string Slot { get; init; }

    /// <summary>The question.</summary>
    public required Template Prompt { get; init; }

    /// <summary>Other words for the second, third asking.</summary>
    public IReadOnlyList<Template> Again { get; init; } = [];

    /// <summary>Failures after which a person is called.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>What the answer is called when it is changed, such as 联系电话; null for the type's own word.</summary>
    public string? Label { get; init; }

    /// <summary>When to remind; <see cref="TimeSpan.MaxValue"/> is never.</summary>
    public TimeSpan RemindAfter { get; init; }

    /// <summary>When the question lapses; <see cref="TimeSpan.MaxValue"/> is never.</summary>
    public TimeSpan ExpireAfter { get; init; }

    /// <summary>An answer already there is not asked for.</summary>
    public bool OnlyIfMissing { get; init; } = true;

    /// <summary>Hash of the question with its options as written.</summary>
    public string TextHash { get; internal set; } = "";

    internal override IEnumerable<string> Mentions => Again.Prepend(Prompt).SelectMany(t => t.Slots);
}

/// <summary>Asks for a typed answer.</summary>
public sealed class AskStep : PromptStep
{
    /// <summary>The type of the answer.</summary>
    public required AnswerType Type { get; init; }

    /// <summary>Label of the skip button, or null.</summary>
    public string? Skip { get; init; }

    /// <summary>An example for the person; null for the type's own.</summary>
    public string? Hint { get; init; }

    /// <summary>Least number, or least length of a text.</summary>
    public int? Min { get; init; }

    /// <summary>Greatest number, or greatest length of a text.</summary>
    public int? Max { get; init; }

    /// <summary>The answer stays out of outcomes.</summary>
    public bool Private { get; init; }
}

/// <summary>Asks for one of a few options.</summary>
public sealed class ChooseStep : PromptStep
{
    /// <summary>Only a tap or an option's own word answers.</summary>
    public bool Solemn { get; init; }

    /// <summary>Name of options that an action offers while the conversation runs; they stand before those written here. Null: none.</summary>
    public string? From { get; init; }

    /// <summary>The options in order.</summary>
    public required IReadOnlyList<Option> Options
    {
        get;
        init => (field, Choices) = (value, [.. value.Select(o => new Choice(o.Value, o.Label))]);
    }

    /// <summary>The options as buttons.</summary>
    internal IReadOnlyList<Choice> Choices { get; private init; } = [];
}

/// <summary>Reads back and asks yes or no.</summary>
public sealed class ConfirmStep : PromptStep;

/// <summary>One option: what is stored, what is shown, and other words that mean it.</summary>
public sealed record Option(string Value, string Label, IReadOnlyList<string> Words)
{
    /// <summary>The label and the other words, folded.</summary>
    internal string[] Folded { get; } = [Answers.Fold.Bare(Label), .. Words.Select(Answers.Fold.Bare)];
}

/// <summary>The types an answer can have.</summary>
public enum AnswerType
{
    /// <summary>Any words.</summary>
    Text,

    /// <summary>Building, entrance and flat.</summary>
    Household,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>A day, with a half-day or an hour.</summary>
    Time,

    /// <summary>A number.</summary>
    Number,

    /// <summary>One or more photos.</summary>
    Photo,

    /// <summary>A place in or around the home.</summary>
    Place,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>A sum of money.</summary>
    Money,

    /// <summary>A kind of pipe.</summary>
    Pipe,

    /// <summary>Since when something has been going on.</summary>
    Since,
}
