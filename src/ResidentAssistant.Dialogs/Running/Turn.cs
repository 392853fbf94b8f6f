namespace ResidentAssistant.Dialogs.Running;

/// <summary>One turn under way: the state being changed and the effects so far.</summary>
internal sealed partial class Turn
{
    private const int MostSteps = 100;
    private const int MostFrames = 8;
    private const int Waiting = -2;

    private readonly DialogLibrary _library;
    private readonly DateTimeOffset _now;
    private readonly int _turn;
    private readonly IReadOnlyDictionary<string, string>? _facts;
    private readonly Func<string, SlotValue?> _slot;
    private readonly DialogState _before;
    private readonly List<Frame> _stack;
    private readonly List<Effect> _effects = [];
    private readonly List<VisitedStep> _visited = [];
    private IReadOnlyList<AnsweredPrompt> _answered;
    private OpenPrompt? _open;
    private string? _later;
    private Wish? _laterWish;
    private int _counter;
    private int _steps;

    public Turn(DialogLibrary library, DialogState state, DateTimeOffset now, int turn, IReadOnlyDictionary<string, string>? facts)
    {
        (_library, _now, _turn, _facts, _before) = (library, now, turn, facts, state);
        (_open, _answered, _later, _counter) = (state.Open, state.Answered, state.Later, state.Counter);
        _laterWish = state is { LaterIntent: { } intent, LaterWords: { } words } ? new(intent, words) : null;
        _stack = [.. state.Stack];
        _slot = Slot;
    }

    public Turn(DialogLibrary library, Acting acting) : this(library, acting.State, acting.Now, acting.Turn, acting.Facts)
    {
        _effects.AddRange(acting.Effects);
        _visited.AddRange(acting.Visited);
        _steps = acting.Steps;
    }

    private Frame Top
    {
        get => _stack[^1];
        set => _stack[^1] = value;
    }

    private Dialog TopDialog => _library.Find(Top.Dialog)!;

    private RuntimeTexts Texts => _library.Texts;

    /// <summary>Goes on with what the action answered.</summary>
    public Progress Resume(ActionResult result)
    {
        foreach (var text in result.Says) Say(text);
        if (_stack.Count == 0 || _library.Find(Top.Dialog) is not { } dialog) return Settle();
        foreach (var (name, value) in result.Slots) SetSlot(name, value);
        foreach (var (name, choices) in result.Offers) Offer(name, choices);
        if (dialog.Find(Top.Step) is not DoStep step) return Settle();
        Pass(step);
        return Run(step.After(result.Outcome));
    }

    /// <summary>Runs steps from one on until the dialog waits, an action must run, or all is done.</summary>
    private Progress Run(int at)
    {
        while (at != Waiting)
        {
            if (_stack.Count == 0)
            {
                at = StartLater();
                continue;
            }
            var dialog = TopDialog;
            if (++_steps > MostSteps) throw new InvalidOperationException($"the dialog {dialog.Id} runs in circles: more than {MostSteps} steps in one turn");
            if (at == Step.TheEnd)
            {
                at = End("completed");
                continue;
            }
            var step = dialog.Steps[at];
            _visited.Add(new(dialog.Id, step.Name));
            switch (step)
            {
                case SayStep say:
                    foreach (var text in say.Texts) Say(text.Render(_slot));
                    Pass(say);
                    at = say.Next;
                    break;
                case IfStep test:
                    Pass(test);
                    at = test.After(test.Condition.Holds(Top.Slots) ? "then" : "else");
                    break;
                case GotoStep jump:
                    Pass(jump);
                    for (var i = jump.TargetIndex; i <= jump.Index; i++) ForgetAll(dialog.Steps[i]);
                    if (jump.TargetIndex > jump.Index && dialog.Steps[jump.TargetIndex] is PromptStep ahead) Forget(ahead);
                    at = jump.TargetIndex;
                    break;
                case CallStep call:
                    at = Call(call);
                    break;
                case HandoverStep handover:
                    Pass(handover);
                    _effects.Add(new HandOver(handover.Reason, dialog.Id, handover.Name));
                    at = handover.Next;
                    break;
                case EndStep end:
                    Pass(end);
                    at = End(end.Result, end.Closes);
                    break;
                case PromptStep prompt:
                    at = Known(prompt) ?? Ask(prompt);
                    break;
                case DoStep act:
                    Top = Top with { Step = act.Name };
                    return Act(act);
                default:
                    throw new InvalidOperationException($"the step {step.Name} of {dialog.Id} has no meaning");
            }
        }
        return Settle();
    }

    private Acting Act(DoStep step)
    {
        var arguments = new Dictionary<string, string>(step.With.Count, StringComparer.Ordinal);
        foreach (var (key, text) in step.With) arguments[key] = text.Render(_slot);
        var call = new ActionCall(step.Action, arguments, Top.Slots, Top.Dialog, Top.Version) { Asked = Top.AnsweredTexts };
        return new(Snapshot(), _effects, call, _turn, _now) { Visited = _visited, Facts = _facts, Steps = _steps };
    }

    private Settled Settle() => new(Snapshot(), _effects) { Visited = _visited };

    private DialogState Snapshot() => _before with
    {
        Stack = _stack, Open = _open, Answered = _answered, Later = _later, LaterIntent = _laterWish?.Intent, LaterWords = _laterWish?.Words, Counter = _counter, DueAt = DueAt(),
    };

    private void Say(string text, IReadOnlyList<Choice>? choices = null, string? prompt = null) => _effects.Add(new Say(text, choices ?? [], prompt));

    private SlotValue? Slot(string name) =>
        _stack.Count > 0 && Top.Slots.TryGetValue(name, out var value) ? value
        : _facts is not null && _facts.TryGetValue(name, out var fact) ? SlotValue.Of(fact)
        : null;

    private void SetSlot(string name, SlotValue value) =>
        Top = Top with { Slots = new Dictionary<string, SlotValue>(Top.Slots, StringComparer.Ordinal) { [name] = value } };

    private void Offer(string name, IReadOnlyList<Choice> choices) => Top = Top with
    {
        Offered = new Dictionary<string, IReadOnlyList<Choice>>(Top.Offered ?? new Dictionary<string, IReadOnlyList<Choice>>(), StringComparer.Ordinal) { [name] = choices },
    };

    private IReadOnlyList<Choice> Offered(ChooseStep choose) =>
        choose.From is { } name && Top.Offered is { } offered && offered.TryGetValue(name, out var choices) ? choices : [];

    private void Pass(Step step)
    {
        var path = Top.Path;
        for (var i = 0; i < path.Count; i++)
            if (path[i] == step.Name) return;
        Top = Top with { Path = [.. path, step.Name] };
    }

    // Going back means asking again from there on, in called dialogs too.
    private void ForgetAll(Step step)
    {
        if (step is PromptStep prompt) Forget(prompt);
        if (step is not CallStep call) return;
        foreach (var inner in _library.Find(call.Target)!.Steps) ForgetAll(inner);
    }

    // A forgotten answer is asked for again even where it may be skipped.
    private void Forget(PromptStep step)
    {
        var frame = Top;
        if (frame.Slots.ContainsKey(step.Slot))
        {
            var slots = new Dictionary<string, SlotValue>(frame.Slots, StringComparer.Ordinal);
            slots.Remove(step.Slot);
            frame = frame with { Slots = slots };
        }
        if (frame.AnsweredTexts.ContainsKey(step.Slot))
        {
            var texts = new Dictionary<string, AnsweredText>(frame.AnsweredTexts, StringComparer.Ordinal);
            texts.Remove(step.Slot);
            frame = frame with { AnsweredTexts = texts };
        }
        if (frame.Path.Contains(step.Name)) frame = frame with { Path = [.. frame.Path.Where(p => p != step.Name)] };
        Top = frame;
    }
}
