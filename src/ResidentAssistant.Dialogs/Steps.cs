namespace ResidentAssistant.Dialogs;

/// <summary>Says one or more messages.</summary>
public sealed class SayStep : Step
{
    /// <summary>The messages.</summary>
    public required IReadOnlyList<Template> Texts { get; init; }

    internal override IEnumerable<string> Mentions => Texts.SelectMany(t => t.Slots);
}

/// <summary>Asks the application to run a named action.</summary>
public sealed class DoStep : Step
{
    /// <summary>The action.</summary>
    public required string Action { get; init; }

    /// <summary>Arguments with places for slots.</summary>
    public IReadOnlyDictionary<string, Template> With { get; init; } = new Dictionary<string, Template>();

    internal override IEnumerable<string> Mentions => With.Values.SelectMany(t => t.Slots);
}

/// <summary>Takes the branch <c>then</c> or <c>else</c>.</summary>
public sealed class IfStep : Step
{
    /// <summary>What it tests.</summary>
    public required Condition Condition { get; init; }

    internal override IEnumerable<string> Mentions => Condition.Slots;
}

/// <summary>Goes on at another step.</summary>
public sealed class GotoStep : Step
{
    /// <summary>The step's name.</summary>
    public required string Target { get; init; }

    /// <summary>The step's place.</summary>
    public int TargetIndex { get; internal set; } = TheEnd;
}

/// <summary>Runs another dialog and comes back.</summary>
public sealed class CallStep : Step
{
    /// <summary>The other dialog's id.</summary>
    public required string Target { get; init; }

    /// <summary>Slots that come back; null means all.</summary>
    public IReadOnlyList<string>? Give { get; init; }

    /// <summary>Slots handed over; null means all.</summary>
    public IReadOnlyList<string>? Take { get; init; }
}

/// <summary>Calls a person to the conversation.</summary>
public sealed class HandoverStep : Step
{
    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>Ends the dialog with a result.</summary>
public sealed class EndStep : Step
{
    /// <summary>The result, <c>completed</c> unless named.</summary>
    public required string Result { get; init; }

    /// <summary>In place of an id: all that lies beneath, unless there is a danger.</summary>
    public const string All = "all";

    /// <summary>Id of a dialog beneath that ends with the same result, <see cref="All"/>, or null.</summary>
    public string? Closes { get; init; }
}
