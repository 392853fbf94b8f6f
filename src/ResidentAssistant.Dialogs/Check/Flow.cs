namespace ResidentAssistant.Dialogs.Check;

/// <summary>Follows every way through the dialogs: which steps are reached, and which slots can be filled when they are.</summary>
internal sealed class Flow(DialogLibrary library, Dictionary<string, ActionSignature> actions, IReadOnlySet<string> facts, List<DialogFault> faults)
{
    private readonly Dictionary<Dialog, HashSet<string>> _entry = [];
    private readonly Dictionary<Dialog, HashSet<string>> _exit = [];
    private readonly Dictionary<Step, HashSet<string>> _filled = [];
    private bool _changed;

    /// <summary>Adds what it finds to the faults.</summary>
    public void Run()
    {
        foreach (var dialog in library.All)
        {
            _entry[dialog] = [.. dialog.Given, .. dialog.Hear.Select(h => h.Slot), .. facts, "words", "intent", "emergency"];
            _exit[dialog] = [];
        }
        do
        {
            _changed = false;
            foreach (var dialog in library.All) Follow(dialog);
        }
        while (_changed);
        foreach (var dialog in library.All) Report(dialog);
    }

    /// <summary>The results a dialog can end with.</summary>
    public static HashSet<string> Results(Dialog dialog)
    {
        var results = new HashSet<string>(StringComparer.Ordinal) { "completed" };
        foreach (var step in dialog.Steps)
        {
            if (step is EndStep end) results.Add(end.Result);
            if (step is ConfirmStep && step.Branch("no") is null) results.Add("declined");
        }
        return results;
    }

    private void Follow(Dialog dialog)
    {
        if (dialog.Steps.Count == 0) return;
        // A called dialog may have learnt to fill more since the last round.
        var ways = new Queue<int>(dialog.Steps.Where(_filled.ContainsKey).Select(s => s.Index));
        Reach(dialog, 0, _entry[dialog], ways);
        while (ways.TryDequeue(out var at))
        {
            var step = dialog.Steps[at];
            var filled = new HashSet<string>(_filled[step], StringComparer.Ordinal);
            if (step is PromptStep prompt) filled.Add(prompt.Slot);
            if (step is DoStep act && actions.TryGetValue(act.Action, out var action)) filled.UnionWith(action.Sets);
            if (step is CallStep call) filled.UnionWith(Called(call, _filled[step]));
            foreach (var next in Next(step)) Reach(dialog, next, filled, ways);
        }
    }

    private IEnumerable<string> Called(CallStep call, HashSet<string> filled)
    {
        var child = library.Find(call.Target)!;
        if (Grow(_entry[child], call.Take is null ? filled : filled.Where(call.Take.Contains))) _changed = true;
        return call.Give is null ? _exit[child] : _exit[child].Where(call.Give.Contains);
    }

    private void Reach(Dialog dialog, int at, HashSet<string> filled, Queue<int> ways)
    {
        if (at == Step.TheEnd)
        {
            if (Grow(_exit[dialog], filled)) _changed = true;
            return;
        }
        var step = dialog.Steps[at];
        if (_filled.TryGetValue(step, out var before))
        {
            if (!Grow(before, filled)) return;
        }
        else
        {
            _filled[step] = new(filled, StringComparer.Ordinal);
        }
        _changed = true;
        ways.Enqueue(at);
    }

    private static bool Grow(HashSet<string> set, IEnumerable<string> more)
    {
        var count = set.Count;
        set.UnionWith(more);
        return set.Count > count;
    }

    /// <summary>Where a step can lead.</summary>
    private IEnumerable<int> Next(Step step)
    {
        switch (step)
        {
            case EndStep:
                return [Step.TheEnd];
            case GotoStep jump:
                return [jump.TargetIndex];
            case IfStep:
                return [step.After("then"), step.After("else")];
            case ChooseStep choose:
                return [.. choose.Options.Select(o => choose.After(o.Value)), .. choose.From is null ? Only(step, "failed") : [step.Next, .. Only(step, "failed")]];
            case ConfirmStep:
                return [step.After("yes"), .. step.Branch("no") is null ? [Step.TheEnd] : Only(step, "no"), .. Only(step, "failed")];
            case DoStep act when actions.TryGetValue(act.Action, out var action) && action.Outcomes.Count > 0:
                return [.. action.Outcomes.Select(step.After), .. step.Branches.Select(b => b.Start)];
            case CallStep call:
                return [.. Results(library.Find(call.Target)!).Select(step.After), .. step.Branches.Select(b => b.Start)];
            default:
                return [step.Next, .. step.Branches.Select(b => b.Start)];
        }
    }

    private static IEnumerable<int> Only(Step step, string outcome) => step.Branch(outcome) is { } branch ? [branch.Start] : [];

    private void Report(Dialog dialog)
    {
        var dead = false;
        // An answer may have come before its question, in an earlier message: a condition may ask whether it did.
        HashSet<string> anywhere = [.. dialog.Steps.Where(_filled.ContainsKey).SelectMany(s => _filled[s]), .. _exit[dialog]];
        foreach (var step in dialog.Steps)
        {
            if (!_filled.TryGetValue(step, out var filled))
            {
                // One sentence for a row of steps: the first shows where to look.
                if (!dead) faults.Add(DialogCheck.At(dialog, step, $"nothing leads to the step `{step.Name}`"));
                dead = true;
                continue;
            }
            dead = false;
            foreach (var slot in step.Mentions.Distinct().Where(s => !(step is IfStep ? anywhere : filled).Contains(s)))
                faults.Add(DialogCheck.At(dialog, step, step is IfStep
                    ? $"`{slot}` is never filled in this dialog" : $"{{{slot}}} is never filled on the way here"));
            if (step is DoStep act && actions.TryGetValue(act.Action, out var action))
            {
                foreach (var slot in action.Needs.Where(s => !filled.Contains(s)))
                    faults.Add(DialogCheck.At(dialog, step, $"`{act.Action}` needs `{slot}`, which is never filled on the way here"));
            }
        }
        Circles(dialog);
    }

    // A circle in which nobody is asked and nothing is done never ends.
    private void Circles(Dialog dialog)
    {
        var state = new int[dialog.Steps.Count];
        for (var i = 0; i < state.Length; i++)
        {
            if (Circle(dialog, i, state) is { } step) faults.Add(DialogCheck.At(dialog, step, "this goes round in a circle in which nobody is asked anything"));
        }
        if (CallsItself(dialog, dialog, [])) faults.Add(DialogCheck.At(dialog, dialog.Steps.OfType<CallStep>().First(), $"`{dialog.Id}` calls itself"));
    }

    private Step? Circle(Dialog dialog, int at, int[] state)
    {
        if (at == Step.TheEnd || state[at] == 2) return null;
        var step = dialog.Steps[at];
        if (step is PromptStep or EndStep || (step is CallStep call && library.Find(call.Target)!.Steps.Any(s => s is PromptStep or CallStep))) return null;
        if (state[at] == 1) return step;
        state[at] = 1;
        Step? found = null;
        foreach (var next in Next(step)) found ??= Circle(dialog, next, state);
        state[at] = 2;
        return found;
    }

    private bool CallsItself(Dialog start, Dialog at, HashSet<Dialog> seen)
    {
        foreach (var call in at.Steps.OfType<CallStep>())
        {
            var child = library.Find(call.Target)!;
            if (child == start || (seen.Add(child) && CallsItself(start, child, seen))) return true;
        }
        return false;
    }
}
