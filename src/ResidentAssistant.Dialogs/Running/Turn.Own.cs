using System.Globalization;
using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Dialogs.Running;

/// <summary>The runtime's own questions: go on with the earlier dialog, which first, what to change, and the menu after a voice message.</summary>
internal sealed partial class Turn
{
    private const string OwnResume = "$resume";
    private const string OwnSwitch = "$switch";
    private const string OwnChange = "$change";
    private const string OwnVoice = "$voice";
    private const string VoiceId = "voice";
    private const int OwnTries = 3;

    private static bool IsOwn(OpenPrompt prompt) => prompt.Step[0] == '$';

    private int OpenOwn(string step, string? offer = null)
    {
        _open = new OpenPrompt($"p{(++_counter).ToString(CultureInfo.InvariantCulture)}", step, "", 0, _now, false) { Offer = offer };
        SayOwn();
        return Waiting;
    }

    private int AskResume() => OpenOwn(OwnResume);

    private int OfferSwitch(Dialog other)
    {
        Top = Top with { Asked = _open };
        return OpenOwn(OwnSwitch, other.Id);
    }

    private Settled ReaskOwn()
    {
        _open = _open! with { AskedAt = _now, Reminded = false };
        SayOwn();
        return Settle();
    }

    private void SayOwn(string before = "")
    {
        var text = _open!.Step switch
        {
            OwnResume => Texts["resume", "current", CurrentTitle()],
            OwnSwitch => Texts["switch", "current", CurrentTitle(), "other", _library.Find(_open.Offer ?? "")?.Title],
            OwnChange => Texts["change-which"],
            _ => Texts["voice"],
        };
        Say(before + text, OwnChoices(), _open.Id);
    }

    // Who chose from a menu is busy with what was chosen.
    private string? CurrentTitle()
    {
        var at = ActivityRoot();
        while (at < _stack.Count - 1 && _library.Find(_stack[at].Dialog) is { Menu: true }) at++;
        return _library.Find(_stack[at].Dialog)?.Title;
    }

    private List<Choice> OwnChoices() => _open!.Step switch
    {
        OwnResume => [new("go", Texts["resume-yes"]), new("drop", Texts["resume-no"])],
        OwnSwitch => [new("stay", Texts["switch-stay"]), new("go", Texts["switch-go"])],
        OwnChange => [.. Parts().Select(p => new Choice(p.Key, p.Choice)), new("none", Texts["change-nothing"])],
        _ => [new("leak", Texts["voice-leak"]), new("ask", Texts["voice-ask"]), new("person", Texts["voice-person"])],
    };

    private Progress TakeOwnText(string text, Reading reading)
    {
        if (OwnChoice(text) is { } value) return TakeOwn(value);
        if (_open!.Step == OwnChange && Mentioned(text) is { } part) return TakeOwn(part.Key);
        if (Steer(text, reading) is { } steered) return steered;
        if (reading.Intent is { } intent && InBetween(intent, reading) is { Interrupts: true } aside)
        {
            // The earlier question comes back by itself after the answer.
            return Run(Start(aside, FrameReason.Aside, text, reading));
        }
        if (_open.Attempts + 1 >= OwnTries)
        {
            _open = _open with { Attempts = 0, AskedAt = _now, Reminded = false };
            Say(Texts["failed"]);
            _effects.Add(new HandOver("not-understood", Top.Dialog, Top.Step));
            return Settle();
        }
        _open = _open with { Attempts = _open.Attempts + 1, AskedAt = _now, Reminded = false };
        SayOwn(Texts["retry-choice"] + "\n");
        return Settle();
    }

    private string? OwnChoice(string text)
    {
        if (text.Length > 40) return null;
        var bare = Fold.Bare(text);
        var choices = OwnChoices();
        foreach (var choice in choices)
            if (Fold.Bare(choice.Label) == bare) return choice.Value;
        if (_open!.Step is OwnResume or OwnSwitch && YesNoAnswer.Read(text) is { } yes)
            return yes ? "go" : _open.Step == OwnResume ? "drop" : "stay";
        return OrdinalAnswer.Parse(text, choices.Count) is { } index ? choices[index].Value : null;
    }

    private Progress TakeOwn(string value)
    {
        var open = _open!;
        var choices = OwnChoices();
        var chosen = choices.Find(c => c.Value == value);
        if (chosen is null) return ReaskOwn();
        if (open.Step == OwnVoice) return TakeVoiceChoice(value);
        _answered = [.. _answered.Count < 50 ? _answered : _answered.Skip(_answered.Count - 49),
            new(open.Id, value, chosen.Label, _turn, _stack[ActivityRoot()].Instance, null)];
        switch (open.Step, value)
        {
            case (OwnResume, "go"):
                _open = null;
                return Run(Reask("again"));
            case (OwnResume, _):
                _open = null;
                return CancelActivity();
            case (OwnSwitch, "go") when _library.Find(open.Offer ?? "") is { } other:
                _open = null;
                return Run(Push(other, FrameReason.Switch, null));
            case (OwnSwitch, _):
                _open = null;
                (_later, _laterWish) = (open.Offer, null);
                Say(Texts["switch-later", "other", _library.Find(open.Offer ?? "")?.Title]);
                return Run(Reask("again"));
            case (OwnChange, "none"):
                _open = null;
                return Run(Place(TopDialog));
            default:
                _open = null;
                return Change(Parts().Find(p => p.Key == value)!);
        }
    }

    private Progress TakeVoiceChoice(string value)
    {
        if (_stack.Count == 0) _open = null;
        switch (value)
        {
            case "person":
                return CallPerson();
            case "leak" when _library.Emergency is { } emergency && !EmergencyRuns:
                return Run(Push(emergency, _stack.Count == 0 ? FrameReason.Started : FrameReason.Emergency, null));
            case "leak":
                return _stack.Count == 0 ? CallPerson() : AskAgain("again");
            case "ask":
                Say(Texts["voice-write"]);
                return Settle();
            default:
                return _stack.Count == 0 ? Settle() : AskAgain("again");
        }
    }
}
