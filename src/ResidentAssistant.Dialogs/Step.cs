namespace ResidentAssistant.Dialogs;

/// <summary>One step of a dialog: a verb with its place in the file and in the flow.</summary>
public abstract class Step
{
    /// <summary>The index that stands for the end of the dialog.</summary>
    public const int TheEnd = -1;

    /// <summary>Name, unique in the dialog.</summary>
    public required string Name { get; init; }

    /// <summary>Names it had in earlier versions of the file.</summary>
    public IReadOnlyList<string> Was { get; init; } = [];

    /// <summary>Line in the file.</summary>
    public int Line { get; init; }

    /// <summary>Column in the file.</summary>
    public int Column { get; init; }

    /// <summary>Branches written below the step, by outcome.</summary>
    public IReadOnlyList<Branch> Branches { get; init; } = [];

    /// <summary>Place in <see cref="Dialog.Steps"/>.</summary>
    public int Index { get; internal set; }

    /// <summary>The step that follows when no branch is taken.</summary>
    public int Next { get; internal set; } = TheEnd;

    /// <summary>Slots its texts look at.</summary>
    internal virtual IEnumerable<string> Mentions => [];

    /// <summary>Where an outcome leads.</summary>
    public int After(string outcome) => Branch(outcome)?.Start ?? Next;

    /// <summary>The branch of an outcome, or null.</summary>
    public Branch? Branch(string outcome)
    {
        foreach (var branch in Branches)
            if (branch.Outcome == outcome) return branch;
        return null;
    }
}

/// <summary>What happens on one outcome of a step.</summary>
public sealed class Branch
{
    /// <summary>The outcome.</summary>
    public required string Outcome { get; init; }

    /// <summary>Line in the file.</summary>
    public int Line { get; init; }

    /// <summary>Column in the file.</summary>
    public int Column { get; init; }

    /// <summary>The steps of the branch; none means go on.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>The first step of the branch in <see cref="Dialog.Steps"/>.</summary>
    public int Start { get; internal set; } = Step.TheEnd;
}
