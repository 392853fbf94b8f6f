namespace ResidentAssistant.Dialogs.Running;

/// <summary>Keeps a conversation's place when its dialog has been edited since it last spoke.</summary>
internal sealed partial class Turn
{
    /// <summary>Brings every running dialog to its present text; gives back where the top one must go on instead of taking the input.</summary>
    private int? FollowEdits()
    {
        int? moved = null;
        for (var i = 0; i < _stack.Count; i++)
        {
            if (_library.Find(_stack[i].Dialog) is not { } dialog) return Abandon();
            if (_stack[i].Version != dialog.Version) moved = Follow(i, dialog);
        }
        return moved;
    }

    private int Abandon()
    {
        while (_stack.Count > 0) Pop("abandoned");
        Say(Texts["removed"]);
        return 0;
    }

    private int? Follow(int i, Dialog dialog)
    {
        var frame = Renamed(_stack[i], dialog);
        var top = i == _stack.Count - 1;
        var open = top ? _open : frame.Asked;
        if (open is not null && !IsOwn(open) && dialog.Find(open.Step) is null && dialog.FindFormer(open.Step) is { } former)
            open = open with { Step = former.Name };
        int? place = null;
        if (dialog.Find(frame.Step) is null)
        {
            place = Nearest(frame, dialog);
            open = top && open is not null && IsOwn(open) ? open : null;
            if (top) Say(Texts["edited"]);
        }
        if (Changed(frame, dialog) is { } solemn)
        {
            frame = Cleared(frame, solemn);
            place = solemn.Index;
            open = null;
            if (top) Say(Texts["text-changed"]);
        }
        else if (open is not null && dialog.Find(open.Step) is ChooseStep { Solemn: true } asked && asked.TextHash != open.TextHash)
        {
            place = asked.Index;
            open = null;
            if (top) Say(Texts["text-changed"]);
        }
        if (place is { } at && at >= 0) frame = frame with { Step = dialog.Steps[at].Name };
        _stack[i] = top ? frame : frame with { Asked = open };
        if (top) _open = open;
        return top && open is null ? place : null;
    }

    private static Frame Renamed(Frame frame, Dialog dialog)
    {
        frame = frame with { Version = dialog.Version };
        if (dialog.Find(frame.Step) is null && dialog.FindFormer(frame.Step) is { } step) frame = frame with { Step = step.Name };
        foreach (var name in frame.Path)
        {
            if (dialog.Find(name) is not null || dialog.FindFormer(name) is not { } renamed) continue;
            frame = frame with { Path = [.. frame.Path.Select(p => p == name ? renamed.Name : p)] };
            // A step named after its slot takes its answer along.
            if (renamed is not PromptStep prompt || !frame.Slots.TryGetValue(name, out var value) || frame.Slots.ContainsKey(prompt.Slot)) continue;
            var slots = new Dictionary<string, SlotValue>(frame.Slots, StringComparer.Ordinal) { [prompt.Slot] = value };
            slots.Remove(name);
            frame = frame with { Slots = slots };
            if (!frame.AnsweredTexts.TryGetValue(name, out var answered)) continue;
            var texts = new Dictionary<string, AnsweredText>(frame.AnsweredTexts, StringComparer.Ordinal) { [prompt.Slot] = answered };
            texts.Remove(name);
            frame = frame with { AnsweredTexts = texts };
        }
        return frame;
    }

    // What was passed is not done again; a question already answered is passed over by itself.
    private static int Nearest(Frame frame, Dialog dialog)
    {
        for (var i = frame.Path.Count - 1; i >= 0; i--)
            if (dialog.Find(frame.Path[i]) is { } kept) return kept is PromptStep or IfStep or GotoStep ? kept.Index : kept.Next;
        return 0;
    }

    /// <summary>A solemn answer whose question reads differently now and that no action has taken yet.</summary>
    private static ChooseStep? Changed(Frame frame, Dialog dialog)
    {
        if (frame.AnsweredTexts.Count == 0) return null;
        foreach (var step in dialog.Steps)
        {
            if (step is not ChooseStep { Solemn: true } choose || !frame.AnsweredTexts.TryGetValue(choose.Slot, out var answered) || answered.Hash == choose.TextHash) continue;
            var at = frame.Path.ToList().IndexOf(choose.Name);
            if (at >= 0 && !frame.Path.Skip(at + 1).Any(p => dialog.Find(p) is DoStep)) return choose;
        }
        return null;
    }

    private static Frame Cleared(Frame frame, ChooseStep solemn) => frame with
    {
        Slots = frame.Slots.Where(s => s.Key != solemn.Slot).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal),
        AnsweredTexts = frame.AnsweredTexts.Where(s => s.Key != solemn.Slot).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal),
        Path = [.. frame.Path.Where(p => p != solemn.Name)],
    };
}
