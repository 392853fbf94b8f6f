namespace ResidentAssistant.Dialogs;

/// <summary>One dialog as read from its file.</summary>
public sealed class Dialog
{
    private readonly Dictionary<string, Step> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Step> _formerNames = new(StringComparer.Ordinal);

    /// <summary>Its id, such as <c>consent.intend</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people; the id if none is written.</summary>
    public required string Title { get; init; }

    /// <summary>Intents that start it.</summary>
    public IReadOnlyList<string> When { get; init; } = [];

    /// <summary>Exact texts that start it.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Slots that whoever starts it hands over.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>Slots that are filled when somebody says such a thing, and never asked for.</summary>
    public IReadOnlyList<Heard> Hear { get; init; } = [];

    /// <summary>It may be answered in between; the pending question is asked again afterwards.</summary>
    public bool Interrupts { get; init; }

    /// <summary>The person may cancel it.</summary>
    public bool Cancel { get; init; } = true;

    /// <summary>It waits in the background: another wish starts at once, and afterwards its buttons still work without a word.</summary>
    public bool Menu { get; init; }

    /// <summary>Its question need not be answered: other words, or a tap on the question before, leave it without a word and are taken as if it had not been asked.</summary>
    public bool Yields { get; init; }

    /// <summary>What it is about matters before the answer to the open question: words that start it are never taken for that answer.</summary>
    public bool First { get; init; }

    /// <summary>Its questions show a button that calls a person.</summary>
    public bool Person { get; init; }

    /// <summary>What is said when its question lapses; null for the runtime's own words.</summary>
    public Template? Expired { get; init; }

    /// <summary>Hash of all it says and does.</summary>
    public required string Version { get; init; }

    /// <summary>File it was read from.</summary>
    public required string File { get; init; }

    /// <summary>Line in the file.</summary>
    public int Line { get; init; }

    /// <summary>Column in the file.</summary>
    public int Column { get; init; }

    /// <summary>The steps as written, branches inside.</summary>
    public required IReadOnlyList<Step> Body { get; init; }

    /// <summary>All steps, in the order of the file.</summary>
    public IReadOnlyList<Step> Steps { get; private set; } = [];

    /// <summary>It is the dialog for dangers.</summary>
    public bool IsEmergency => When.Contains("emergency");

    /// <summary>Slots its texts, conditions and arguments look at.</summary>
    internal HashSet<string> Mentioned { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a text, condition or argument looks at the slot.</summary>
    internal bool Mentions(string slot) => Mentioned.Contains(slot);

    /// <summary>The step of that name, or null.</summary>
    public Step? Find(string step) => _names.GetValueOrDefault(step);

    /// <summary>The step that had that name in an earlier version, or null.</summary>
    public Step? FindFormer(string step) => _formerNames.GetValueOrDefault(step);

    /// <summary>Lays the steps out in a row and joins them; the callback hears of what does not fit together.</summary>
    internal void Join(Action<int, int, string> fault)
    {
        var row = new List<Step>();
        Number(Body, row);
        Steps = row;
        Link(Body, Step.TheEnd);
        foreach (var step in row) Mentioned.UnionWith(step.Mentions);
        foreach (var step in row)
        {
            if (_names.TryGetValue(step.Name, out var first))
                fault(step.Line, step.Column, $"the step `{step.Name}` is already there in line {first.Line}; give one of them another `name:`");
            else
                _names.Add(step.Name, step);
        }
        foreach (var step in row)
        {
            foreach (var former in step.Was)
            {
                if (_names.ContainsKey(former) || !_formerNames.TryAdd(former, step))
                    fault(step.Line, step.Column, $"`was: {former}` names a step that is still there, or stands twice");
            }
            if (step is not GotoStep jump) continue;
            if (_names.TryGetValue(jump.Target, out var target)) jump.TargetIndex = target.Index;
            else fault(step.Line, step.Column, $"`goto: {jump.Target}` leads nowhere; {Advice(jump.Target)}");
        }
    }

    private string Advice(string name) =>
        Format.Spelling.Nearest(name, _names.Keys) is { } near ? $"did you mean `{near}`?" : "no step of this dialog has that name";

    private static void Number(IReadOnlyList<Step> steps, List<Step> row)
    {
        foreach (var step in steps)
        {
            step.Index = row.Count;
            row.Add(step);
            foreach (var branch in step.Branches) Number(branch.Steps, row);
        }
    }

    private static void Link(IReadOnlyList<Step> steps, int after)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            step.Next = i + 1 < steps.Count ? steps[i + 1].Index : after;
            foreach (var branch in step.Branches)
            {
                branch.Start = branch.Steps.Count > 0 ? branch.Steps[0].Index : step.Next;
                Link(branch.Steps, step.Next);
            }
        }
    }
}

/// <summary>A slot that is filled by the way.</summary>
/// <param name="Slot">Its name.</param>
/// <param name="Type">What is listened for.</param>
public sealed record Heard(string Slot, AnswerType Type);
