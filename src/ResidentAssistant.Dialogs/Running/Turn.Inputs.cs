namespace ResidentAssistant.Dialogs.Running;

/// <summary>What each kind of input does first.</summary>
internal sealed partial class Turn
{
    // What stands behind is read by colleagues; the triage has heard all of it.
    private const int LongestText = 2000;

    // What a machine heard must fit on a button, so that a tap can confirm it.
    private const int LongestHeard = 40;

    /// <summary>Takes the input in.</summary>
    public Progress Take(Input input)
    {
        var person = input is TextInput or TapInput or MediaInput or VoiceInput or UnreadableInput;
        if (input is TimerInput && (_before.DueAt is not { } due || _now < due)) return new Settled(_before, []);
        if (person) CountTurn();
        var edit = FollowEdits();
        if (edit is { } moved && Danger(input) is null && !Steers(input)) return Run(moved);
        var progress = Dispatch(input);
        // A dialog that an edit has moved still has to put its question.
        return progress is Settled && _stack.Count > 0 && _open is null ? Run(Place(TopDialog)) : progress;
    }

    private Progress Dispatch(Input input) =>
        input switch
        {
            TextInput text => TakeText(text.Text, text.Reading),
            TapInput tap => TakeTap(tap),
            MediaInput media => TakeMedia(media),
            VoiceInput voice => TakeVoice(voice.Heard),
            UnreadableInput unreadable => TakeUnreadable(unreadable.Photo),
            StartInput start => TakeStart(start),
            TimerInput => TakeTimer(),
            GivenBackInput => TakeGivenBack(),
            _ => Settle(),
        };

    private void CountTurn()
    {
        if (_stack.Count == 0) return;
        for (var i = ActivityRoot(); i < _stack.Count; i++) _stack[i] = _stack[i] with { Turns = _stack[i].Turns + 1 };
    }

    private string? Danger(Input input)
    {
        if (EmergencyRuns) return null;
        return input switch { TextInput text => text.Reading.Emergency, MediaInput media => media.Reading?.Emergency, _ => null };
    }

    private static bool Steers(Input input) =>
        input is VoiceInput or UnreadableInput or StartInput || (input is TextInput text && Controls.Read(text.Text) is Control.Cancel or Control.Person);

    private Progress TakeText(string text, Reading reading)
    {
        if (text.Length > LongestText)
        {
            text = text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];
            // Advice in a danger stands first and alone.
            if (reading.Emergency is null) Say(Texts["long"]);
        }
        if (reading.Emergency is { } danger && !EmergencyRuns) return TakeDanger(danger, text, reading);
        if ((reading.Beside ?? reading.Emergency) is { } another && !AnswersInOwnWord(text) && OtherDanger(another, text, anew: reading.Beside is not null) is { } again) return again;
        if (_stack.Count == 0) return TakeIdle(text, reading);
        if (_open is null) return Controls.Read(text) switch { Control.Cancel => Cancel(), Control.Person => CallPerson(), _ => Run(Place(TopDialog)) };
        if (IsOwn(_open)) return TakeOwnText(text, reading);
        return OpenStep() is { } prompt ? TakeReply(prompt, text, reading) : Run(Place(TopDialog));
    }

    // “还在流” answers the question whether it runs, and is no news.
    private bool AnswersInOwnWord(string text)
    {
        if (OpenStep() is not ChooseStep choose) return false;
        var bare = Answers.Fold.Bare(text);
        return Options(choose).Any(o => o.Folded.Contains(bare));
    }

    private Progress TakeDanger(string danger, string text, Reading reading)
    {
        if (_library.Emergency is { } dialog) return Run(Start(dialog, _stack.Count == 0 ? FrameReason.Started : FrameReason.Emergency, text, reading));
        _effects.Add(new HandOver("emergency-" + danger, _stack.Count > 0 ? Top.Dialog : "", _stack.Count > 0 ? Top.Step : ""));
        Say(Texts["handover"]);
        return Settle();
    }

    // When a danger may be meant and may not, the person is asked, and what was wished comes after a no.
    private Progress? TakeDoubt(string text, Reading reading)
    {
        if (reading.Doubt is not { } doubt || EmergencyRuns || _stack.Count >= MostFrames) return null;
        if (_library.StartedBy("emergency-doubt") is not { } dialog || _stack.Exists(f => f.Dialog == dialog.Id)) return null;
        var wished = reading with { Emergency = doubt, Also = reading.Intent is { } intent ? new Wish(intent, text) : null };
        return Run(Start(dialog, _stack.Count == 0 ? FrameReason.Started : FrameReason.Aside, text, wished));
    }

    // A leak that reaches the lamp is another danger: the running dialog begins again with it and keeps what was answered.
    private Progress? OtherDanger(string danger, string text, bool anew)
    {
        var at = _stack.FindLastIndex(f => _library.Find(f.Dialog) is { IsEmergency: true });
        if (at < 0 || (!anew && HasHeard(_stack[at], danger))) return null;
        while (_stack.Count > at + 1) Pop("interrupted");
        _open = null;
        Top = Top with { Asked = null };
        SetSlot("emergency", SlotValue.Of(danger));
        SetSlot(HeardOf(danger), Heard);
        // The same words may tell where it is, which was just asked.
        TakeAhead(text, 0, null);
        return Run(0);
    }

    private Progress TakeIdle(string text, Reading reading)
    {
        if (_open is not null && IsOwn(_open))
        {
            if (OwnChoice(text) is { } own) return TakeOwn(own);
            _open = null;
        }
        if (Controls.Read(text) == Control.Person) return CallPerson();
        if (_library.StartedByText(text) is null && TakeDoubt(text, reading) is { } asked) return asked;
        var dialog = _library.StartedByText(text)
            ?? (reading.Intent is { } intent ? _library.StartedBy(intent) : null)
            ?? _library.StartedBy("fallback");
        if (dialog is not null) return Run(Start(dialog, FrameReason.Started, text, reading));
        Say(Texts["not-understood"]);
        return Settle();
    }

    /// <summary>Words while a question is open: its answer, a steering word, a question in between, another wish, or nothing understood.</summary>
    private Progress TakeReply(PromptStep prompt, string text, Reading reading)
    {
        if (reading.Intent is { } told && InBetween(told, reading) is { First: true } first) return Run(Start(first, FrameReason.Aside, text, reading));
        if (prompt is ChooseStep choose && Match(choose, text, reading) is { } option) return Answer(choose, new(option.Value, option.Label), text);
        if (prompt is AskStep { Skip: not null } skippable && Skips(skippable, text)) return Skip(skippable);
        if (Steer(text, reading) is { } steered) return steered;
        if (prompt is ChooseStep && TakeDoubt(text, reading) is { } asked) return asked;
        if (Afresh(text, reading) is { } again) return Run(again);
        if (!(prompt is AskStep plain && Parse(plain, text, out _) is not null) && LeaveOffer()) return TakeText(text, reading);
        if (TopDialog.Menu && OtherWish(text, reading) is { } wish) return Run(Start(wish, FrameReason.Switch, text, reading));
        var inBetween = Named(text) ?? (reading.Intent is { } intent ? InBetween(intent, reading) : null);
        string? hint = null;
        switch (prompt)
        {
            case ConfirmStep confirm when Answers.YesNoAnswer.Read(text) is { } yes:
                return Answer(confirm, yes ? new("yes", Texts["confirm-yes"]) : new("no", Texts["confirm-no"]), text);
            case AskStep { Type: AnswerType.Text or AnswerType.Place } when reading.Question && inBetween is { Interrupts: true }:
                return Run(Start(inBetween, FrameReason.Aside, text, reading));
            case AskStep ask when Parse(ask, text, out hint) is { } value:
                if (ask.Type != AnswerType.Household || Answers.HouseholdAnswer.IsComplete(value.Value)) return Answer(ask, value, text);
                if (value.Value == _open!.Known || (reading.Question && inBetween is not null)) break;
                return AskRest(value.Value);
        }
        // In a danger nobody is led to another business, and what sounds like the danger is no chat.
        if (EmergencyRuns && inBetween is not null && (reading.Emergency is not null || !inBetween.Interrupts)) inBetween = null;
        if (Answers.YesNoAnswer.Read(text) is null && hint is null && inBetween is not null)
            return inBetween.Interrupts ? Run(Start(inBetween, FrameReason.Aside, text, reading)) : Run(OfferSwitch(inBetween));
        return Fail(prompt, hint, text);
    }

    private Settled AskRest(string known)
    {
        _open = _open! with { Known = known, AskedAt = _now, Reminded = false };
        Say(HouseholdRest(known), Choices(OpenStep()!), _open.Id);
        return Settle();
    }

    // A wish the running dialogs already serve is no other wish.
    private Dialog? InBetween(string intent, Reading reading)
    {
        if (_stack.Count >= MostFrames || _library.StartedBy(intent) is not { } dialog || _stack.Exists(f => f.Dialog == dialog.Id)) return null;
        return dialog.Interrupts || reading.Confidence >= 0.5 ? dialog : null;
    }

    // “恢复通知” was told to the resident as the words to say, at any time; a short “好” under a question is no wish. In a danger “没修好” was told so too.
    private Dialog? Named(string text) =>
        text.Length >= (EmergencyRuns ? 3 : 4) && _stack.Count < MostFrames && _library.StartedByText(text) is { Interrupts: true } dialog && !_stack.Exists(f => f.Dialog == dialog.Id) ? dialog : null;

    // Over a menu nobody is told that they were not understood before the fallback has had their words.
    private Dialog? OtherWish(string text, Reading reading)
    {
        var dialog = _library.StartedByText(text) ?? _library.StartedBy(reading.Intent ?? "fallback");
        return dialog is null || _stack.Count >= MostFrames || _stack.Exists(f => f.Dialog == dialog.Id) ? null : dialog;
    }

    private static bool Skips(AskStep ask, string text)
    {
        if (text.Length > 20) return false;
        var bare = Answers.Fold.Bare(text);
        return bare == Answers.Fold.Bare(ask.Skip!) || bare is "跳过" or "不填" or "略过"
            || (ask.Type == AnswerType.Photo && (bare.StartsWith("不拍", StringComparison.Ordinal) || bare.Contains("拍不", StringComparison.Ordinal) || bare.Contains("不会拍", StringComparison.Ordinal) || bare.Contains("没法拍", StringComparison.Ordinal)))
            || (ask.Type is not (AnswerType.Text or AnswerType.YesNo) && bare is "没有" or "不留" or "不用" or "不用了" or "不方便" or "不想留" or "没");
    }

    private Progress TakeMedia(MediaInput media)
    {
        var words = string.IsNullOrWhiteSpace(media.Text) ? null : media.Text;
        var reading = media.Reading ?? Reading.None;
        var photos = Photos(media.Items);
        if (words is not null && (Danger(media) is not null || _stack.Count == 0))
        {
            var progress = TakeText(words, reading);
            return photos is null ? progress : WithPhotos(progress, photos);
        }
        if (photos is null) return words is null ? Settle() : TakeText(words, reading);
        if (_stack.Count == 0)
        {
            Say(Texts["photo-idle"]);
            return Settle();
        }
        if (OpenStep() is AskStep { Type: AnswerType.Photo } ask) return Answer(ask, photos with { Private = ask.Private }, words);
        KeepPhotos(photos);
        Say(Texts["photo-thanks"]);
        return words is not null ? TakeText(words, reading) : _open is not null && IsOwn(_open) ? ReaskOwn() : Run(Reask(null));
    }

    private static SlotValue? Photos(IReadOnlyList<MediaItem> items) =>
        items.Count == 0 ? null : new(string.Join(',', items.Select(i => i.Id)), items.Any(i => i.ContentType.StartsWith("video/", StringComparison.Ordinal)) ? $"{items.Count}段视频或照片" : $"{items.Count}张照片");

    // Photos that come before or after their question belong to it.
    private void KeepPhotos(SlotValue photos)
    {
        foreach (var step in TopDialog.Steps)
        {
            if (step is not AskStep { Type: AnswerType.Photo } ask) continue;
            if (Top.Slots.TryGetValue(ask.Slot, out var earlier))
            {
                var all = earlier.Value + "," + photos.Value;
                photos = new(all, $"{all.Count(c => c == ',') + 1}张照片");
            }
            SetSlot(ask.Slot, photos with { Private = ask.Private });
            return;
        }
    }

    // The words beside a photo started a dialog: the photo is its first answer, unless an action is already under way.
    private Progress WithPhotos(Progress progress, SlotValue photos)
    {
        if (_stack.Count == 0) return progress;
        if (progress is Settled && OpenStep() is AskStep { Type: AnswerType.Photo } ask) return Answer(ask, photos with { Private = ask.Private });
        KeepPhotos(photos);
        return progress switch
        {
            Acting acting => acting with { State = Snapshot(), Call = acting.Call with { Slots = Top.Slots } },
            _ => progress with { State = Snapshot() },
        };
    }

    private Settled TakeUnreadable(bool photo)
    {
        Say(Texts[photo ? "photo-lost" : "unreadable"]);
        return Settle();
    }

    private Settled TakeVoice(string? heard)
    {
        // The button sends the words themselves: tapped, they are the person's own.
        if (heard?.Trim() is { Length: > 0 and <= LongestHeard } words)
        {
            Say(Texts["voice-heard", "heard", words], [new(words, words)], null);
            return Settle();
        }

        Choice[] choices = [new("leak", Texts["voice-leak"]), new("ask", Texts["voice-ask"]), new("person", Texts["voice-person"])];
        var text = Texts["voice"];
        if (_facts is not null && _facts.TryGetValue("duty-phone", out var phone) && phone.Length > 0) text += "\n" + Texts["voice-duty", "duty-phone", phone];
        if (_stack.Count == 0) _open = new OpenPrompt(VoiceId, OwnVoice, "", 0, _now, false);
        Say(text, choices, VoiceId);
        return Settle();
    }

    private Progress TakeStart(StartInput start)
    {
        if (_library.Find(start.Dialog) is not { } dialog) return _stack.Count > 0 ? AskAgain(null) : TakeIdle("", Reading.None);
        if (_stack.Count == 0)
        {
            _open = null;
            return Run(Push(dialog, FrameReason.Started, start.Slots));
        }
        if (_stack.Exists(f => f.Dialog == dialog.Id) || dialog.Id == "welcome")
        {
            // The letter's code may be what the open question asks for; with it the greeting begins anew and knows the flat.
            if (OpenStep() is AskStep ask && start.Slots is not null && start.Slots.TryGetValue(ask.Slot, out var given))
            {
                foreach (var (name, value) in start.Slots) SetSlot(name, value);
                return Answer(ask, given with { Private = ask.Private });
            }

            if (_stack.Count == 1 && Top.Dialog == dialog.Id && dialog.Menu && start.Slots is not null)
            {
                _stack.Clear();
                _open = null;
                return Run(Push(dialog, FrameReason.Started, start.Slots));
            }

            if (Top.Dialog == dialog.Id && start.Slots is not null)
                foreach (var (name, value) in start.Slots) SetSlot(name, value);
            return AskAgain("again");
        }
        return Run(Push(dialog, dialog.IsEmergency ? FrameReason.Emergency : dialog.Interrupts ? FrameReason.Aside : FrameReason.Switch, start.Slots));
    }

    private Progress TakeTimer()
    {
        if (_open is null || _stack.Count == 0) return Settle();
        var (remind, expire) = Patience();
        if (!_open.Reminded && remind < expire && _now < _open.AskedAt + expire)
        {
            var asked = _open.AskedAt;
            if (IsOwn(_open)) SayOwn();
            else if (Reask("reminder") is not Waiting and var at) return Run(at);
            _open = _open with { AskedAt = asked, Reminded = true };
            return Settle();
        }
        if (LeaveOffer()) return Settle();
        string? words = null;
        while (_stack.Count > 0)
        {
            words ??= TopDialog.Expired?.Render(_slot);
            Pop("expired");
        }
        (_later, _laterWish) = (null, null);
        Say(words ?? Texts["expired"]);
        return Settle();
    }

    private Progress TakeGivenBack()
    {
        Say(Texts["given-back"]);
        return _stack.Count == 0 ? Settle() : AskAgain("again");
    }

    /// <summary>Puts whatever question is open again.</summary>
    private Progress AskAgain(string? key) => _open is not null && IsOwn(_open) ? ReaskOwn() : Run(Reask(key));
}
