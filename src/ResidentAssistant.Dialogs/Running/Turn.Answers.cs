using System.Globalization;
using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Dialogs.Running;

/// <summary>How words, taps and photos become answers.</summary>
internal sealed partial class Turn
{
    /// <summary>Takes an answer and goes on; the words it came in may hold more answers.</summary>
    private Progress Answer(PromptStep prompt, SlotValue value, string? words = null)
    {
        var open = _open!;
        if (prompt is ChooseStep { Solemn: true } or ConfirmStep)
        {
            var asked = new AnsweredText(prompt.TextHash, prompt.Prompt.Render(_slot));
            Top = Top with { AnsweredTexts = new Dictionary<string, AnsweredText>(Top.AnsweredTexts, StringComparer.Ordinal) { [prompt.Slot] = asked } };
        }
        SetSlot(prompt.Slot, value);
        Remember(prompt, open, value.Value, value.Label);
        Pass(prompt);
        _open = null;
        if (words is not null) TakeAhead(words, prompt.Index + 1, (prompt as AskStep)?.Type);
        if (prompt is ConfirmStep && value.Value == "no" && prompt.Branch("no") is null) return Refused((ConfirmStep)prompt);
        return Run(prompt is AskStep ? prompt.Next : prompt.After(value.Value));
    }

    private Progress Skip(AskStep ask)
    {
        Remember(ask, _open!, "skip", ask.Skip!);
        Pass(ask);
        _open = null;
        return Run(ask.After("skipped"));
    }

    // Only questions with buttons can be tapped again later.
    private void Remember(PromptStep prompt, OpenPrompt open, string value, string label)
    {
        if (prompt is AskStep { Skip: null, Type: not AnswerType.YesNo }) return;
        var kept = _answered.Count < 50 ? _answered : _answered.Skip(_answered.Count - 49);
        _answered = [.. kept, new(open.Id, value, label, _turn, _stack[ActivityRoot()].Instance, null)];
    }

    /// <summary>The option the words name: its label, its words, and where nothing hangs on it also a number or a sentence with the label.</summary>
    private Option? Match(ChooseStep choose, string text, Reading reading)
    {
        if (text.Length > 200) return null;
        var bare = Fold.Bare(text);
        if (bare.Length == 0) return null;
        var options = Options(choose);
        foreach (var option in options)
        {
            if (!option.Folded.Contains(bare)) continue;
            // A reading calls 不同意 negated and 再想想 doubtful; as the option's own word it is the plain answer.
            var negated = bare.AsSpan().IndexOfAny("不没别想") >= 0;
            if (!choose.Solemn || !reading.Hedged || negated) return option;
        }
        if (choose.Solemn) return null;
        if (OrdinalAnswer.Parse(bare, options.Count) is { } index) return options[index];
        if (reading.Question || bare.Length > 20 || Forbids(bare)) return null;
        // “不是我的房子，我租的” reads as hedged because of its 不是; a word of an option that holds the 不 itself is meant all the same.
        return Contained(options, bare, labelsOnly: TopDialog.Menu, negatedOnly: reading.Hedged);
    }

    // “别再来我家了” names the flat and says nothing of where the water is.
    private static bool Forbids(string bare) =>
        (bare[0] == '别' && bare.Length > 1 && bare[1] is not ('的' or '处' or '人' or '家')) ||
        bare.StartsWith("不要", StringComparison.Ordinal) || bare.StartsWith("不许", StringComparison.Ordinal) || bare.StartsWith("不准", StringComparison.Ordinal);

    private IReadOnlyList<Option> Options(ChooseStep choose) =>
        Offered(choose) is { Count: > 0 } offered ? [.. offered.Select(o => new Option(o.Value, o.Label, [])), .. choose.Options] : choose.Options;

    // The label or another word of the option within a longer answer; the longest one counts, and two equally good ones are none.
    // Over a menu a sentence with a word of an option tells more than the option, so only the label counts there.
    private static Option? Contained(IReadOnlyList<Option> options, string bare, bool labelsOnly, bool negatedOnly)
    {
        Option? found = null;
        var (longest, twice) = (0, false);
        foreach (var option in options)
        {
            foreach (var word in labelsOnly ? option.Folded.Take(1) : option.Folded)
            {
                var at = bare.IndexOf(word, StringComparison.Ordinal);
                if (negatedOnly && (word.Length < 3 || word.AsSpan().IndexOfAny("不没") < 0)) continue;
                if (at < 0 || word.Length < 2 || word.Length < longest || (at > 0 && bare[at - 1] is '不' or '没' or '别' or '非') || (at > 1 && bare[at - 2] is '不' && bare[at - 1] is '是')) continue;
                twice = word.Length == longest && found is not null && found != option;
                (found, longest) = (option, word.Length);
            }
        }
        return twice ? null : found;
    }

    /// <summary>The typed answer in the words, or null with a hint what was wrong with it.</summary>
    private SlotValue? Parse(AskStep ask, string text, out string? hint)
    {
        hint = null;
        var value = ask.Type switch
        {
            AnswerType.Household => HouseholdAnswer.Parse(text, _open?.Known),
            AnswerType.Phone => PhoneAnswer.Parse(text),
            AnswerType.Time => TimeAnswer.Parse(text, _now),
            AnswerType.Number => NumberAnswer.Parse(text),
            AnswerType.Place => PlaceAnswer.Parse(text),
            AnswerType.YesNo => YesNoAnswer.Parse(text),
            AnswerType.Money => MoneyAnswer.Parse(text),
            AnswerType.Pipe => PipeAnswer.Parse(text),
            AnswerType.Since => SinceAnswer.Parse(text, _now),
            AnswerType.Text => Fold.Clean(text) is { Length: > 0 } words ? SlotValue.Of(words) : null,
            _ => null,
        };
        if (value is null) return null;
        hint = OutOfRange(ask, value);
        return hint is null ? value with { Private = ask.Private } : null;
    }

    private string? OutOfRange(AskStep ask, SlotValue value)
    {
        var size = ask.Type switch
        {
            AnswerType.Number => long.Parse(value.Value, CultureInfo.InvariantCulture),
            AnswerType.Text => value.Value.Length,
            _ => (long?)null,
        };
        if (size is null || ((ask.Min is null || size >= ask.Min) && (ask.Max is null || size <= ask.Max))) return null;
        var (min, max) = (ask.Min?.ToString(CultureInfo.InvariantCulture), ask.Max?.ToString(CultureInfo.InvariantCulture));
        if (ask.Type == AnswerType.Text) return size < ask.Min ? Texts["hint-longer", "min", min] : Texts["hint-shorter", "max", max];
        return min is null ? Texts["hint-at-most", "max", max] : max is null ? Texts["hint-at-least", "min", min] : Texts["hint-between", "min", min, "max", max];
    }
}
