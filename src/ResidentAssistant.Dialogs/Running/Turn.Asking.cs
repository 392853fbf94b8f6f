using System.Globalization;
using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Dialogs.Running;

/// <summary>How questions are put, put again and given up.</summary>
internal sealed partial class Turn
{
    // The button that every question of some dialogs has; no option can be called so.
    private const string PersonValue = "$person";

    /// <summary>Where the dialog goes on if the answer is already there; null if it must be asked.</summary>
    private int? Known(PromptStep prompt)
    {
        var frame = Top;
        var filled = frame.Slots.TryGetValue(prompt.Slot, out var value);
        switch (prompt)
        {
            case { OnlyIfMissing: false }:
                return null;
            case ChooseStep choose when filled:
                if (choose.Solemn && frame.AnsweredTexts.GetValueOrDefault(choose.Slot)?.Hash != choose.TextHash) return null;
                Pass(choose);
                return choose.After(value!.Value);
            case AskStep ask when filled:
                if (ask.Type == AnswerType.Household && !HouseholdAnswer.IsComplete(value!.Value)) return null;
                Pass(ask);
                return ask.Next;
            case AskStep { Skip: not null } skipped when frame.Path.Contains(skipped.Name):
                return skipped.After("skipped");
            default:
                return null;
        }
    }

    private int Ask(PromptStep prompt)
    {
        // What the person said of the flat before is not asked for again.
        var known = prompt is AskStep { Type: AnswerType.Household } && Top.Slots.TryGetValue(prompt.Slot, out var part) ? part.Value : null;
        _open = new OpenPrompt($"p{(++_counter).ToString(CultureInfo.InvariantCulture)}", prompt.Name, prompt.TextHash, 0, _now, false) { Known = known };
        Top = Top with { Step = prompt.Name, Asked = null };
        Say(HouseholdRest() ?? prompt.Prompt.Render(_slot), Choices(prompt), _open.Id);
        return Waiting;
    }

    /// <summary>Puts the question of the dialog on top again, with the runtime's words around it.</summary>
    private int Reask(string? key)
    {
        var dialog = TopDialog;
        var asked = _open is not null && !IsOwn(_open) ? _open : Top.Asked;
        if (asked is null || dialog.Find(asked.Step) is not PromptStep prompt) return Place(dialog);
        if (prompt is ChooseStep { Solemn: true } && prompt.TextHash != asked.TextHash) return Ask(prompt);
        _open = asked with { TextHash = prompt.TextHash, AskedAt = _now, Reminded = false };
        Top = Top with { Asked = null };
        Say(Worded(key, prompt), Choices(prompt), _open.Id);
        return Waiting;
    }

    private string Worded(string? key, PromptStep prompt)
    {
        var question = HouseholdRest() ?? prompt.Prompt.Render(_slot);
        return key is null ? question : Texts[key, "prompt", question];
    }

    /// <summary>The answer was none: other words, and after the limit a person.</summary>
    private Progress Fail(PromptStep prompt, string? hint = null, string? words = null)
    {
        if (words is not null) Hear(words);
        var attempts = _open!.Attempts + 1;
        if (attempts < prompt.Tries)
        {
            _open = _open with { Attempts = attempts, AskedAt = _now, Reminded = false };
            Say(attempts <= prompt.Again.Count && hint is null ? prompt.Again[attempts - 1].Render(_slot) : Retry(prompt, hint), Choices(prompt), _open.Id);
            return Settle();
        }
        if (prompt.Branch("failed") is { } failed)
        {
            Pass(prompt);
            _open = null;
            return Run(failed.Start);
        }
        _open = _open with { Attempts = 0, AskedAt = _now, Reminded = false };
        Say(Texts["failed"]);
        _effects.Add(new HandOver("not-understood", Top.Dialog, prompt.Name));
        return Settle();
    }

    private string Retry(PromptStep prompt, string? hint) => prompt switch
    {
        ChooseStep { Solemn: true } => Texts["retry-solemn"] + "\n" + prompt.Prompt.Render(_slot),
        ChooseStep => Texts["retry-choice"] + "\n" + prompt.Prompt.Render(_slot),
        ConfirmStep => Texts["retry-confirm"] + "\n" + prompt.Prompt.Render(_slot),
        AskStep when hint is null && HouseholdRest() is { } rest => Texts["retry", "hint", rest],
        AskStep ask => Texts["retry", "hint", hint ?? ask.Hint ?? Texts["hint-" + ask.Type.Name()]],
        _ => Texts["retry", "hint", ""],
    };

    // Asked again although it was complete, such as a flat that does not exist, the dialog's own question stands.
    private string? HouseholdRest() => _open?.Known is { } known && !HouseholdAnswer.IsComplete(known) ? HouseholdRest(known) : null;

    private string HouseholdRest(string known)
    {
        var (building, unit, flat) = HouseholdAnswer.Missing(known);
        var missing = (building ? Texts["household-building"] : "") + (unit ? Texts["household-unit"] : "") + (flat ? Texts["household-flat"] : "");
        return Texts["household-rest", "known", HouseholdAnswer.Label(known), "missing", missing];
    }

    private IReadOnlyList<Choice> Choices(PromptStep prompt) =>
        TopDialog.Person ? [.. OwnChoices(prompt), new(PersonValue, Texts["voice-person"])] : OwnChoices(prompt);

    private IReadOnlyList<Choice> OwnChoices(PromptStep prompt)
    {
        switch (prompt)
        {
            case ChooseStep choose: return Offered(choose) is { Count: > 0 } offered ? [.. offered, .. choose.Choices] : choose.Choices;
            case ConfirmStep: return [new("yes", Texts["confirm-yes"]), new("no", Texts["confirm-no"])];
            case AskStep ask:
                var choices = new List<Choice>(3);
                if (ask.Type == AnswerType.YesNo) choices.AddRange([new("yes", Texts["yes"]), new("no", Texts["no"])]);
                if (ask.Skip is not null) choices.Add(new("skip", ask.Skip));
                return choices;
            default: return [];
        }
    }

    private PromptStep? OpenStep() => _open is not null && _stack.Count > 0 && !IsOwn(_open) ? TopDialog.Find(_open.Step) as PromptStep : null;

    private DateTimeOffset? DueAt()
    {
        if (_open is null || _stack.Count == 0) return null;
        var (remind, expire) = Patience();
        var after = _open.Reminded || remind >= expire ? expire : remind;
        return after == TimeSpan.MaxValue ? null : _open.AskedAt + after;
    }

    private (TimeSpan Remind, TimeSpan Expire) Patience() =>
        OpenStep() is { } prompt ? (prompt.RemindAfter, prompt.ExpireAfter) : (TimeSpan.FromMinutes(30), TimeSpan.FromDays(3));
}
