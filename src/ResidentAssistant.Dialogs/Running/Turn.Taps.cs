namespace ResidentAssistant.Dialogs.Running;

/// <summary>Taps: on the open question, on one answered before, on one that is gone.</summary>
internal sealed partial class Turn
{
    private Progress TakeTap(TapInput tap)
    {
        if (tap.Prompt == VoiceId) return TakeVoiceChoice(tap.Value);
        if (_open is not null && IsOwn(_open) && _stack.Count > 0 && Top.Asked is { } waiting && waiting.Id == tap.Prompt)
        {
            // The person goes on by tapping the earlier question, which is answer enough to ours.
            _open = waiting;
            Top = Top with { Asked = null };
        }
        if (_stack.Count > 1 && _stack[^2].Asked?.Id == tap.Prompt) LeaveOffer(orMenu: true);
        if (tap.Value == PersonValue) return CallPerson();
        if (_open?.Id == tap.Prompt) return IsOwn(_open) ? TakeOwn(tap.Value) : TakeChoice(tap.Value);
        for (var i = _answered.Count - 1; i >= 0; i--)
        {
            if (_answered[i].Id != tap.Prompt) continue;
            if (_answered[i].EndedInTurn is { } turn)
            {
                _effects.Add(new RepeatTurn(turn));
                return Settle();
            }
            Say(Texts["already", "label", _answered[i].Label]);
            return _stack.Count == 0 ? Settle() : AskAgain("again");
        }
        if (_stack.Count > 0) return AskAgain("again");
        Say(Texts["button-old"]);
        return Settle();
    }

    private Progress TakeChoice(string value)
    {
        if (OpenStep() is not { } prompt) return Run(Place(TopDialog));
        if (prompt is AskStep { Skip: not null } skippable && value == "skip") return Skip(skippable);
        foreach (var choice in Choices(prompt))
            if (choice.Value == value) return Answer(prompt, new(choice.Value, choice.Label));
        return Fail(prompt);
    }
}
