using System.Text.RegularExpressions;
using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Dialogs.Running;

/// <summary>Cancelling, going back, changing and correcting.</summary>
internal sealed partial class Turn
{
    /// <summary>An earlier answer that can be changed: where it was asked and how it is called.</summary>
    private sealed record Part(string Key, int Index, PromptStep Prompt, CallStep? Call, string Name, string Choice);

    private Progress? Steer(string text, Reading reading) => Controls.Read(text) switch
    {
        Control.Cancel => Cancel(),
        Control.Person => CallPerson(),
        Control.Repeat => AskAgain(null),
        Control.Back => Back(),
        _ => Correct(text, reading),
    };

    // Who wants a person is not questioned any further: what was under way is put away. A danger goes on, because its place is still needed.
    private Settled CallPerson()
    {
        Say(Texts["handover"]);
        _effects.Add(new HandOver("asked", _stack.Count > 0 ? Top.Dialog : "", _stack.Count > 0 ? Top.Step : ""));
        (_later, _laterWish) = (null, null);
        if (!EmergencyRuns) PutAway();
        return Settle();
    }

    // All that is under way, down to a menu that waits.
    private void PutAway()
    {
        (_later, _laterWish) = (null, null);
        while (_stack.Count > 0 && !(TopDialog.Menu && (_open is { } open ? !IsOwn(open) : Top.Asked is not null))) Pop("handover");
        if (_stack.Count > 0 && _open is null) Quietly();
    }

    private Progress Cancel()
    {
        for (var i = ActivityRoot(); i < _stack.Count; i++)
        {
            if (_library.Find(_stack[i].Dialog)!.Cancel) continue;
            Say(Texts["cannot-cancel"]);
            return AskAgain("again");
        }
        return CancelActivity();
    }

    private Progress CancelActivity()
    {
        var reason = _stack[ActivityRoot()].Reason;
        PopActivity("cancelled");
        if (_stack.Count == 0 || TopDialog.Menu) (_later, _laterWish) = (null, null);
        Say(Texts["cancelled"]);
        return Run(Below(reason));
    }

    private Progress Back()
    {
        if (OpenStep() is ConfirmStep confirm && _open is not null) return Answer(confirm, new("no", Texts["confirm-no"]));
        while (true)
        {
            var path = Top.Path;
            var dialog = TopDialog;
            var at = Top.Path.ToList().IndexOf(Top.Step);
            for (var i = (at < 0 ? path.Count : at) - 1; i >= 0; i--)
            {
                if (dialog.Find(path[i]) is PromptStep prompt)
                {
                    _open = null;
                    Forget(prompt);
                    return Run(prompt.Index);
                }
                if (Parts().FindLast(p => p.Call?.Name == path[i]) is { } part) return Change(part);
            }
            if (Top.Reason != FrameReason.Call) break;
            if (!_stack[..^1].Exists(f => f.Path.Count > 0)) break;
            Pop("back");
        }
        if (_open is not null)
        {
            Say(Texts["back-none"]);
            return AskAgain(null);
        }
        return Run(Place(TopDialog));
    }

    private Progress Refused(ConfirmStep confirm)
    {
        var parts = Parts();
        return parts.Count switch
        {
            0 => Run(End("declined")),
            1 => Change(parts[0]),
            _ => Run(OpenOwn(OwnChange)),
        };
    }

    private Progress Change(Part part)
    {
        _open = null;
        ForgetAll(part.Call ?? (Step)part.Prompt);
        return Run(part.Index);
    }

    /// <summary>The answers given in this dialog, in the order of the way it went.</summary>
    private List<Part> Parts()
    {
        var parts = new List<Part>();
        var dialog = TopDialog;
        foreach (var name in Top.Path)
        {
            switch (dialog.Find(name))
            {
                case ConfirmStep: break;
                case PromptStep prompt: AddPart(parts, prompt, prompt, null); break;
                case CallStep call:
                    foreach (var step in _library.Find(call.Target)!.Steps)
                        if (step is AskStep or ChooseStep) AddPart(parts, (PromptStep)step, call, call);
                    break;
            }
            if (parts.Count >= 9) break;
        }
        return parts;
    }

    private void AddPart(List<Part> parts, PromptStep prompt, Step at, CallStep? call)
    {
        if (!Top.Slots.TryGetValue(prompt.Slot, out var value) || parts.Exists(p => p.Prompt.Slot == prompt.Slot)) return;
        var name = prompt.Label ?? Texts["part-" + (prompt is AskStep ask ? ask.Type.Name() : "choice")];
        var label = value.Label.Length > 12 ? value.Label[..12] + "…" : value.Label;
        parts.Add(new(prompt.Slot, at.Index, prompt, call, name, $"{name}：{label}"));
    }

    /// <summary>The part the words name, such as 电话 in 改一下电话.</summary>
    private Part? Mentioned(string text)
    {
        foreach (var part in Parts())
        {
            if (text.Contains(part.Name, StringComparison.Ordinal)) return part;
            foreach (var word in PartWords((part.Prompt as AskStep)?.Type))
                if (text.Contains(word, StringComparison.Ordinal)) return part;
        }
        return null;
    }

    private static string[] PartWords(AnswerType? type) => type switch
    {
        AnswerType.Household => ["房号", "门牌", "楼号", "地址", "住址", "单元", "门号"],
        AnswerType.Phone => ["电话", "手机", "号码"],
        AnswerType.Time => ["时间", "日期", "日子"],
        AnswerType.Photo => ["照片", "图片"],
        AnswerType.Place => ["地方", "位置"],
        _ => [],
    };

    /// <summary>“不对，是502”, “电话改成138…”, “改一下房号”; null if the words correct nothing.</summary>
    private Progress? Correct(string text, Reading reading)
    {
        if (text.Length is < 3 or > 60 || reading.Question) return null;
        var folded = Fold.Bare(text);
        if (Correction().Match(folded) is not { Success: true } match) return null;
        var open = OpenStep();
        // “应该是3号楼602漏下来的” told in own words is a story, not a correction.
        var story = open is AskStep { Type: AnswerType.Text or AnswerType.Place };
        if (story && (folded.Length > 24 || match.Index > 4 || match.ValueSpan is "不是" or "应该是" or "我是说" or "我说的是" or "改")) return null;
        var rest = folded[(match.Index + match.Length)..].TrimStart(' ', ',', '，', '。', '.', '、', ':', '：');
        if (rest.Length > 0 && Corrected(rest, open) is { } corrected) return corrected;
        // What is left may be the answer to the open question itself, or tell no part at all.
        if (match.ValueSpan is "不是" || (story && !match.ValueSpan.StartsWith("改"))) return null;
        return folded.Length <= 20 && Mentioned(folded) is { } part && part.Prompt != open ? Change(part) : null;
    }

    private Progress? Corrected(string rest, PromptStep? open)
    {
        var last = rest.LastIndexOf('是');
        var words = last >= 0 && last + 1 < rest.Length ? rest[(last + 1)..] : rest;
        var parts = Parts();
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            var part = parts[i];
            if (part.Prompt == open) continue;
            if (part.Prompt is ChooseStep choose)
            {
                var option = Options(choose).FirstOrDefault(o => o.Folded.Contains(words));
                if (option is null) continue;
                if (choose.Solemn) return Change(part);
                return Fix(part, new(option.Value, option.Label));
            }
            var ask = (AskStep)part.Prompt;
            if (ask.Type == (open as AskStep)?.Type) return null;
            var value = ask.Type switch
            {
                AnswerType.Household => HouseholdAnswer.Parse(words, Top.Slots[ask.Slot].Value),
                AnswerType.Phone => PhoneAnswer.Parse(words),
                AnswerType.Time => TimeAnswer.Parse(words, _now),
                AnswerType.Number when i == parts.Count - 1 => NumberAnswer.Parse(words),
                _ => null,
            };
            if (value is not null && OutOfRange(ask, value) is null) return Fix(part, value with { Private = ask.Private });
        }
        return null;
    }

    // The dialog goes through what follows the corrected answer again, so that look-ups see the new value.
    private Progress Fix(Part part, SlotValue value)
    {
        _open = null;
        if (part.Call is not null) ForgetAll(part.Call);
        SetSlot(part.Prompt.Slot, value);
        Say(Texts["changed", "part", part.Name, "value", value.Label]);
        return Run(part.Call is null ? part.Prompt is ChooseStep choose ? choose.After(value.Value) : part.Prompt.Next : part.Index);
    }

    [GeneratedRegex("不对|说错了?|写错了?|打错了?|填错了?|选错了?|弄错了?|记错了?|错了|有误|更正|改成|改为|改到|改一下|改下|修改|换一?个|重填|重新填|我要改|应该是|我是说|我说的是|不是|改")]
    private static partial Regex Correction();
}
