using System.Text;

namespace ResidentAssistant.Dialogs.Check;

/// <summary>
/// Looks for what can go wrong in dialogs that could be read: names nobody knows, steps nobody reaches, slots nobody fills,
/// texts and menus the WeChat channel does not carry. Missing goto and call targets and names given twice are found on reading already.
/// </summary>
public static class DialogCheck
{
    private const int MostBytes = 2048;
    private const int MostOptions = 10;
    private const int LongestLabel = 20;

    // Answers to a read-back; to a solemn question they are none.
    private static readonly HashSet<string> Vague = new(StringComparer.Ordinal)
        { "行", "成", "对", "好", "嗯", "是", "中", "可以", "好的", "是的", "对的", "行吧", "没问题", "ok", "👌", "👍", "1", "2" };

    /// <summary>All faults found, in file order; <paramref name="facts"/> are the named values the application offers to every text.</summary>
    public static IReadOnlyList<DialogFault> Run(DialogLibrary library, IReadOnlyList<ActionSignature> actions, IReadOnlySet<string> intents,
        IReadOnlySet<string>? facts = null)
    {
        var faults = new List<DialogFault>();
        var known = actions.ToDictionary(a => a.Name, StringComparer.Ordinal);
        Starts(library, intents, faults);
        foreach (var dialog in library.All)
        {
            foreach (var step in dialog.Steps)
            {
                Words(dialog, step, faults);
                if (step is AskStep { Type: AnswerType.Text, Private: false })
                    faults.Add(At(dialog, step, "free words are personal: write `private: true`"));
                if (step is DoStep act) Action(dialog, act, known, faults);
                if (step is ChooseStep { From: { } offer } && !dialog.Steps.OfType<DoStep>().Any(d => known.TryGetValue(d.Action, out var action) && action.Offers.Contains(offer)))
                    faults.Add(At(dialog, step, $"no action of this dialog offers `{offer}`"));
                if (step is CallStep call) Results(library, dialog, call, faults);
            }
        }
        new Flow(library, known, facts ?? new HashSet<string>(), faults).Run();
        RuntimeWords(library.Texts, faults);
        return [.. faults.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column)];
    }

    private static void Starts(DialogLibrary library, IReadOnlySet<string> intents, List<DialogFault> faults)
    {
        var claimed = new Dictionary<string, Dialog>(StringComparer.Ordinal);
        foreach (var dialog in library.All)
        {
            foreach (var intent in dialog.When)
            {
                if (intent is not ("emergency" or "fallback") && !intents.Contains(intent))
                    faults.Add(At(dialog, $"`when: {intent}` is no intent" + Advice(intent, intents)));
            }
            foreach (var start in dialog.When.Concat(dialog.Text))
            {
                if (!claimed.TryAdd(start, dialog)) faults.Add(At(dialog, $"`{start}` already starts the dialog `{claimed[start].Id}`"));
            }
        }
    }

    private static void Words(Dialog dialog, Step step, List<DialogFault> faults)
    {
        foreach (var text in Texts(step))
        {
            var bytes = Encoding.UTF8.GetByteCount(text.Text);
            if (bytes > MostBytes) faults.Add(At(dialog, step, $"this text has {bytes} bytes; WeChat carries at most {MostBytes}"));
        }
        var labels = step switch
        {
            ChooseStep choose => choose.Options.Select(o => o.Label),
            AskStep { Skip: { } skip } => [skip],
            _ => [],
        };
        foreach (var label in labels)
            if (label.Length > LongestLabel) faults.Add(At(dialog, step, $"the button “{label}” is too long; at most {LongestLabel} characters"));
        if (step is not ChooseStep menu) return;
        var shown = menu.Options.Count + (dialog.Person ? 1 : 0);
        if (shown > MostOptions) faults.Add(At(dialog, step, $"{shown} options; WeChat shows at most {MostOptions}"));
        foreach (var group in menu.Options.SelectMany(o => o.Folded.Distinct()).GroupBy(w => w).Where(g => g.Count() > 1))
            faults.Add(At(dialog, step, $"“{group.Key}” means two options"));
        if (!menu.Solemn) return;
        foreach (var word in menu.Options.SelectMany(o => o.Folded).Where(Vague.Contains))
            faults.Add(At(dialog, step, $"“{word}” answers a read-back and cannot be a word of a solemn option"));
    }

    private static void Action(Dialog dialog, DoStep step, Dictionary<string, ActionSignature> known, List<DialogFault> faults)
    {
        if (!known.TryGetValue(step.Action, out var action))
        {
            faults.Add(At(dialog, step, $"nobody knows the action `{step.Action}`" + Advice(step.Action, known.Keys)));
            return;
        }
        foreach (var branch in step.Branches)
        {
            if (!action.Outcomes.Contains(branch.Outcome))
                faults.Add(new(dialog.File, branch.Line, branch.Column, $"`{step.Action}` never ends with `{branch.Outcome}`; its outcomes: {string.Join(", ", action.Outcomes)}"));
        }
    }

    private static void Results(DialogLibrary library, Dialog dialog, CallStep call, List<DialogFault> faults)
    {
        var results = Flow.Results(library.Find(call.Target)!);
        foreach (var branch in call.Branches)
        {
            if (!results.Contains(branch.Outcome))
                faults.Add(new(dialog.File, branch.Line, branch.Column, $"`{call.Target}` never ends with `{branch.Outcome}`; its results: {string.Join(", ", results)}"));
        }
    }

    private static void RuntimeWords(RuntimeTexts texts, List<DialogFault> faults)
    {
        if (texts.Places.Count == 0) return;
        var first = texts.Places.Values.First();
        foreach (var key in RuntimeTexts.Keys)
        {
            if (texts.Own(key) is not { } own) faults.Add(new(first.File, 1, 1, $"the text `{key}` is missing; until it is written the built-in one is used"));
            else if (Encoding.UTF8.GetByteCount(own.Text) > MostBytes) faults.Add(texts.Places[key] with { Message = $"this text has more than {MostBytes} bytes" });
            else if (own.Slots.Except(RuntimeTexts.Standard(key).Slots).ToList() is { Count: > 0 } odd)
                faults.Add(texts.Places[key] with { Message = $"`{key}` cannot show {string.Join(", ", odd.Select(o => $"{{{o}}}"))}" });
        }
        foreach (var (key, place) in texts.Places)
            if (!RuntimeTexts.Keys.Contains(key)) faults.Add(place with { Message = $"no text of the runtime is called `{key}`" + Advice(key, RuntimeTexts.Keys) });
    }

    internal static IEnumerable<Template> Texts(Step step) => step switch
    {
        SayStep say => say.Texts,
        PromptStep prompt => prompt.Again.Prepend(prompt.Prompt),
        _ => [],
    };

    internal static DialogFault At(Dialog dialog, Step step, string message) => new(dialog.File, step.Line, step.Column, message);

    private static DialogFault At(Dialog dialog, string message) => new(dialog.File, dialog.Line, dialog.Column, message);

    private static string Advice(string name, IEnumerable<string> known) => Format.Spelling.Nearest(name, known) is { } near ? $"; did you mean `{near}`?" : "";
}
