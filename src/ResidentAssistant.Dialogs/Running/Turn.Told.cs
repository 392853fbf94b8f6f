using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Dialogs.Running;

/// <summary>What a message tells beside what it answers: it is not asked for again.</summary>
internal sealed partial class Turn
{
    /// <summary>Takes answers to later questions out of the words, as far as they are plain, and what the dialog listens for.</summary>
    private void TakeAhead(string text, int from, AnswerType? except)
    {
        if (text.Length < 4) return;
        var dialog = TopDialog;
        var taken = except is null ? 0 : 1 << (int)except;
        for (var i = from; i < dialog.Steps.Count; i++)
        {
            switch (dialog.Steps[i])
            {
                case AskStep ask:
                    TakeAhead(ask, text, ref taken);
                    break;
                case CallStep { Take: null } call:
                    foreach (var step in _library.Find(call.Target)!.Steps)
                        if (step is AskStep inner) TakeAhead(inner, text, ref taken);
                    break;
            }
        }
        Hear(text);
    }

    private void TakeAhead(AskStep ask, string text, ref int taken)
    {
        var bit = 1 << (int)ask.Type;
        if ((taken & bit) != 0 || !ask.OnlyIfMissing || Top.Slots.ContainsKey(ask.Slot) || Told(ask.Type, text) is not { } value || OutOfRange(ask, value) is not null) return;
        taken |= bit;
        SetSlot(ask.Slot, value with { Private = ask.Private });
    }

    // What was said first stays: the later words are about something else more often than not.
    private void Hear(string text)
    {
        foreach (var (slot, type) in TopDialog.Hear)
            if (!Top.Slots.ContainsKey(slot) && Told(type, text) is { } value) SetSlot(slot, value with { Private = type == AnswerType.Phone });
    }

    private SlotValue? Told(AnswerType type, string text) => type switch
    {
        AnswerType.Household => HouseholdAnswer.Parse(text) is { } household && HouseholdAnswer.IsComplete(household.Value) ? household : null,
        AnswerType.Phone => PhoneAnswer.Parse(text),
        // “我明天不在家” names a day that is not the one wanted, and “从早上就漏” one that is over.
        AnswerType.Time when text.AsSpan().IndexOfAny('不', '没', '昨') < 0 && SinceAnswer.Find(text, _now) is null => TimeAnswer.Parse(text, _now),
        AnswerType.Place => RoomAnswer.Find(text),
        AnswerType.Money => MoneyAnswer.Find(text),
        AnswerType.Pipe => PipeAnswer.Parse(text),
        AnswerType.Since => SinceAnswer.Find(text, _now),
        _ => null,
    };
}
