using System.Globalization;

namespace ResidentAssistant.Dialogs.Running;

/// <summary>How dialogs start, call each other and end.</summary>
internal sealed partial class Turn
{
    // Said again after so long it is news: the pipe that was repaired meanwhile has burst once more, or nobody has come.
    private static readonly TimeSpan NewsAgain = TimeSpan.FromMinutes(15);

    private static string HeardOf(string danger) => "emergency-" + danger;

    private SlotValue Heard => SlotValue.Of(_now.ToString("O", CultureInfo.InvariantCulture));

    private bool HasHeard(Frame frame, string danger) =>
        frame.Slots.TryGetValue(HeardOf(danger), out var at) && !(DateTimeOffset.TryParse(at.Value, CultureInfo.InvariantCulture, out var heard) && _now - heard >= NewsAgain);

    private bool EmergencyRuns => _stack.Exists(f => _library.Find(f.Dialog) is { IsEmergency: true });

    private int Push(Dialog dialog, FrameReason reason, IReadOnlyDictionary<string, SlotValue>? slots)
    {
        if (_stack.Count > 0 && _open is not null && !IsOwn(_open)) Top = Top with { Asked = _open };
        _open = null;
        _stack.Add(new Frame
        {
            Instance = ++_counter, Dialog = dialog.Id, Version = dialog.Version, Step = dialog.Steps[0].Name,
            Slots = slots ?? new Dictionary<string, SlotValue>(), Turns = 1, StartedAt = _now, Reason = reason,
        });
        return 0;
    }

    /// <summary>Starts a dialog on the person's words.</summary>
    private int Start(Dialog dialog, FrameReason reason, string text, Reading reading)
    {
        var slots = new Dictionary<string, SlotValue>(StringComparer.Ordinal);
        if (reading.Emergency is { } danger)
        {
            slots["emergency"] = SlotValue.Of(danger);
            slots[HeardOf(danger)] = Heard;
        }
        Tell(dialog, slots, reading.Intent, text);
        if (_later == dialog.Id) (_later, _laterWish) = (null, null);
        KeepAlso(dialog, reading);
        var at = Push(dialog, reason, slots);
        TakeAhead(text, 0, null);
        return at;
    }

    private static void Tell(Dialog dialog, Dictionary<string, SlotValue> slots, string? intent, string text)
    {
        if (intent is not null && dialog.Mentions("intent")) slots["intent"] = SlotValue.Of(intent);
        if (!dialog.Mentions("words")) return;
        var words = Answers.Fold.Clean(text, 400);
        slots["words"] = new(words, words, true);
    }

    /// <summary>The very words of a dialog under way, said while one that it has called asks: it begins afresh where it stood. Null when they are none, and in a danger.</summary>
    private int? Afresh(string text, Reading reading)
    {
        if (EmergencyRuns || _library.StartedByText(text) is not { } dialog) return null;
        var at = _stack.FindLastIndex(f => f.Dialog == dialog.Id);
        if (at < ActivityRoot() || at == _stack.Count - 1) return null;
        var reason = _stack[at].Reason;
        while (_stack.Count > at) Pop("interrupted");
        var slots = new Dictionary<string, SlotValue>(StringComparer.Ordinal);
        Tell(dialog, slots, reading.Intent, text);
        return Push(dialog, reason, slots);
    }

    // The second wish of a message comes after what the first one started; an emergency is never put off.
    private void KeepAlso(Dialog dialog, Reading reading)
    {
        if (reading.Also is not { } also || _later is not null || _library.StartedBy(also.Intent) is not { IsEmergency: false } next) return;
        if (_stack.Exists(f => f.Dialog == next.Id)) return;
        if (next.Id != dialog.Id || dialog.Interrupts) (_later, _laterWish) = (next.Id, also);
    }

    private int StartLater()
    {
        if (_later is not { } id) return Waiting;
        var wish = _laterWish;
        (_later, _laterWish) = (null, null);
        if (_library.Find(id) is not { } dialog) return Waiting;
        Say(Texts["later", "other", dialog.Title]);
        var reason = _stack.Count == 0 ? FrameReason.Started : FrameReason.Switch;
        if (wish is null) return Push(dialog, reason, null);
        var slots = new Dictionary<string, SlotValue>(StringComparer.Ordinal);
        Tell(dialog, slots, wish.Intent, wish.Words);
        return Push(dialog, reason, slots);
    }

    private int Call(CallStep call)
    {
        var child = _library.Find(call.Target)!;
        Top = Top with { Step = call.Name };
        if (_stack.Count >= 40) throw new InvalidOperationException($"the dialog {Top.Dialog} calls itself without end");
        return Push(child, FrameReason.Call, Only(Top.Slots, call.Take));
    }

    /// <summary>Ends the dialog on top; gives back where the one below goes on.</summary>
    private int End(string result, string? closes = null)
    {
        var ended = Pop(result, Top.Path.Count > 0 ? Top.Path[^1] : Top.Step);
        if (closes == EndStep.All && !EmergencyRuns)
        {
            PutAway();
            return _stack.Count == 0 ? 0 : Waiting;
        }
        var closed = closes is null ? -1 : _stack.FindLastIndex(f => f.Dialog == closes);
        while (closed >= 0 && _stack.Count > closed) ended = Pop(result);
        if (_stack.Count == 0) return 0;
        if (ended.Reason is FrameReason.Emergency or FrameReason.Switch && LeaveOffer())
        {
            // Nobody is asked whether to go on with an offer; what it stood upon is next.
            if (_stack.Count == 0) return 0;
            Top = Top with { Asked = _open };
            _open = null;
        }
        if (ended.Reason != FrameReason.Call && Quietly() is { } quiet) return quiet;
        switch (ended.Reason)
        {
            case FrameReason.Call:
                var dialog = TopDialog;
                if (dialog.Find(Top.Step) is not CallStep call) return Place(dialog);
                foreach (var (name, value) in Only(ended.Slots, call.Give)) SetSlot(name, value);
                Pass(call);
                return call.After(result);
            case FrameReason.Emergency or FrameReason.Switch:
                return AskResume();
            default:
                return Reask("again");
        }
    }

    private Frame Pop(string result, string? lastStep = null)
    {
        var ended = Top;
        _stack.RemoveAt(_stack.Count - 1);
        _open = null;
        _effects.Add(new Ended(ended.Dialog, ended.Version, result, ended.Slots, ended.Path, lastStep ?? ended.Step,
            ended.Turns, ended.StartedAt, _now));
        if (ended.Reason != FrameReason.Call || _stack.Count == 0) Close(ended.Instance);
        return ended;
    }

    // Buttons of an ended dialog lead back to the turn in which it ended.
    private void Close(int instance)
    {
        for (var i = 0; i < _answered.Count; i++)
        {
            if (_answered[i].Instance != instance || _answered[i].EndedInTurn is not null) continue;
            _answered = [.. _answered.Select(a => a.Instance == instance && a.EndedInTurn is null ? a with { EndedInTurn = _turn, Label = "" } : a)];
            return;
        }
    }

    /// <summary>Ends what the person is in the middle of: the dialog on top with those that called it.</summary>
    private void PopActivity(string result)
    {
        while (_stack.Count > 0 && Pop(result).Reason == FrameReason.Call)
        {
        }
    }

    private int ActivityRoot()
    {
        var i = _stack.Count - 1;
        while (i > 0 && _stack[i].Reason == FrameReason.Call) i--;
        return i;
    }

    /// <summary>What happens below an activity that ended without a result of its own.</summary>
    private int Below(FrameReason reason) =>
        _stack.Count == 0 ? 0 : Quietly() ?? (reason is FrameReason.Aside ? Reask("again") : AskResume());

    /// <summary>Leaves a question that need not be answered, without a word; the question before waits again. False when the open one is no such question.</summary>
    private bool LeaveOffer(bool orMenu = false)
    {
        if (_stack.Count == 0 || !(TopDialog.Yields || (orMenu && TopDialog.Menu)) || Top.Reason == FrameReason.Call) return false;
        Pop("interrupted");
        if (_stack.Count == 0) return true;
        _open = Top.Asked;
        Top = Top with { Asked = null };
        return true;
    }

    /// <summary>A menu below waits again without saying so, and what was kept for later begins above it; null if it is none.</summary>
    private int? Quietly()
    {
        if (!TopDialog.Menu || Top.Asked is not { } asked) return null;
        _open = asked with { AskedAt = _now, Reminded = false };
        Top = Top with { Asked = null };
        return StartLater();
    }

    private int Place(Dialog dialog) => dialog.Find(Top.Step)?.Index ?? 0;

    private static IReadOnlyDictionary<string, SlotValue> Only(IReadOnlyDictionary<string, SlotValue> slots, IReadOnlyList<string>? names) =>
        names is null ? slots : slots.Where(s => names.Contains(s.Key)).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
}
