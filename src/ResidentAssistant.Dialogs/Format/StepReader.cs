namespace ResidentAssistant.Dialogs.Format;

/// <summary>Reads the steps of one dialog; every step names its verb as a key.</summary>
internal sealed class StepReader(Source source, TimeSpan remindAfter, TimeSpan expireAfter)
{
    private static readonly string[] Verbs = ["say", "ask", "choose", "confirm", "do", "if", "goto", "call", "handover", "end"];
    private readonly Dictionary<string, int> _generated = new(StringComparer.Ordinal);

    /// <summary>The steps of a list.</summary>
    public List<Step> Read(YamlValue? at, string owner)
    {
        var steps = new List<Step>();
        switch (at)
        {
            case YamlItems list:
                foreach (var item in list.Items) Add(item, steps, owner);
                break;
            case YamlMap or YamlText { Text.Length: > 0 }:
                Add(at, steps, owner);
                break;
        }
        return steps;
    }

    private void Add(YamlValue item, List<Step> steps, string owner)
    {
        if (item is YamlText { Text.Length: > 0 } target)
            steps.Add(new GotoStep { Name = Generated("goto", target.Text), Target = target.Text, Line = target.Line, Column = target.Column });
        else if (item is not YamlMap map)
            source.Fault(item, $"{owner} must be a list of steps, each with a verb: {string.Join(", ", Verbs)}");
        else if (ReadStep(map) is { } step)
            steps.Add(step);
    }

    private Step? ReadStep(YamlMap map)
    {
        var verbs = map.Entries.Where(e => Verbs.Contains(e.Key.Text)).ToList();
        if (verbs.Count != 1)
        {
            source.Fault(map, verbs.Count == 0 ? NoVerb(map) : $"a step has one verb; this one has {string.Join(" and ", verbs.Select(v => $"`{v.Key.Text}`"))}");
            return null;
        }
        var verb = verbs[0].Key.Text;
        var fields = new Fields(source, map, $"{("aei".Contains(verb[0], StringComparison.Ordinal) ? "an" : "a")} `{verb}` step");
        Step? step = verb switch
        {
            "say" => Say(fields, map),
            "ask" => Ask(fields, map),
            "choose" => Choose(fields, map),
            "confirm" => Confirm(fields, map),
            "do" => Do(fields, map),
            "if" => If(fields, map),
            "goto" => Goto(fields, map),
            "call" => Call(fields, map),
            "handover" => Handover(fields, map),
            _ => End(fields, map),
        };
        fields.Close();
        return step;
    }

    private static string NoVerb(YamlMap map)
    {
        var near = map.Entries.Select(e => Spelling.Nearest(e.Key.Text, Verbs)).FirstOrDefault(v => v is not null);
        return near is null ? $"a step needs a verb: {string.Join(", ", Verbs)}" : $"a step needs a verb; did you mean `{near}`?";
    }

    private SayStep Say(Fields fields, YamlMap map)
    {
        var texts = fields.Texts("say");
        if (fields.Value("say") is not YamlMap && (texts.Count == 0 || texts.Any(t => t.Text.Length == 0))) source.Fault(map, "`say` needs a text, or a list of texts");
        return new()
        {
            Name = Name(fields, Generated("say", texts.Select(t => t.Text))), Was = fields.Words("was"), Line = map.Line, Column = map.Column,
            Texts = [.. texts.Select(t => Template.Parse(t.Text))],
        };
    }

    private AskStep Ask(Fields fields, YamlMap map)
    {
        var slot = Slot(fields, "ask");
        var type = Type(fields);
        var prompt = fields.Required("prompt");
        return new()
        {
            Name = Name(fields, slot), Was = fields.Words("was"), Line = map.Line, Column = map.Column, Slot = slot, Type = type,
            Prompt = Template.Parse(prompt), Again = Templates(fields, "again"), Tries = Tries(fields), Label = fields.Text("label"),
            RemindAfter = fields.Duration("remind-after") ?? remindAfter, ExpireAfter = fields.Duration("expire-after") ?? expireAfter,
            OnlyIfMissing = fields.Flag("only-if-missing", true), Skip = fields.Text("skip"), Hint = fields.Text("hint"),
            Min = fields.Number("min"), Max = fields.Number("max"), Private = fields.Flag("private", type == AnswerType.Phone),
            Branches = On(fields, ["failed", "skipped"]), TextHash = ContentHash.Of(prompt),
        };
    }

    private ChooseStep Choose(Fields fields, YamlMap map)
    {
        var slot = Slot(fields, "choose");
        var prompt = fields.Required("prompt");
        var from = fields.Text("from");
        var options = Options(fields, map, needed: from is null);
        var solemn = fields.Flag("solemn", false);
        if (solemn && from is not null) source.Fault(fields.Value("from")!, "a solemn question is put as it stands in the file: its options cannot come `from` an action");
        return new()
        {
            Name = Name(fields, slot), Was = fields.Words("was"), Line = map.Line, Column = map.Column, Slot = slot,
            Prompt = Template.Parse(prompt), Again = Templates(fields, "again"), Tries = Tries(fields), Label = fields.Text("label"),
            RemindAfter = fields.Duration("remind-after") ?? remindAfter, ExpireAfter = fields.Duration("expire-after") ?? expireAfter,
            OnlyIfMissing = fields.Flag("only-if-missing", true), Solemn = solemn, From = from, Options = options,
            Branches = On(fields, [.. options.Select(o => o.Value), "failed"]),
            TextHash = ContentHash.Of(string.Join('\n', options.Select(o => o.Value + "=" + o.Label).Prepend(prompt))),
        };
    }

    private ConfirmStep Confirm(Fields fields, YamlMap map)
    {
        var slot = Slot(fields, "confirm");
        var prompt = fields.Required("prompt");
        return new()
        {
            Name = Name(fields, slot), Was = fields.Words("was"), Line = map.Line, Column = map.Column, Slot = slot,
            Prompt = Template.Parse(prompt), Again = Templates(fields, "again"), Tries = Tries(fields), OnlyIfMissing = false,
            RemindAfter = fields.Duration("remind-after") ?? remindAfter, ExpireAfter = fields.Duration("expire-after") ?? expireAfter,
            Branches = On(fields, ["yes", "no", "failed"]), TextHash = ContentHash.Of(prompt),
        };
    }

    private DoStep Do(Fields fields, YamlMap map)
    {
        var action = fields.Required("do");
        var with = new Dictionary<string, Template>(StringComparer.Ordinal);
        switch (fields.Value("with"))
        {
            case null: break;
            case YamlMap values:
                foreach (var (key, value) in values.Entries)
                {
                    if (value is YamlText text) with[key.Text] = Template.Parse(text.Text);
                    else source.Fault(value, $"`{key.Text}` must be one text; a text that begins with {{ must stand in quotes");
                }
                break;
            case var other: source.Fault(other, "`with` must be a mapping, such as with: { reason: 漏水 }"); break;
        }
        return new()
        {
            Name = Name(fields, Generated("do", action)), Was = fields.Words("was"), Line = map.Line, Column = map.Column,
            Action = action, With = with, Branches = On(fields, null),
        };
    }

    private IfStep? If(Fields fields, YamlMap map)
    {
        var text = fields.Required("if");
        var condition = Condition.Parse(text, out var fault);
        if (condition is null && text.Length > 0) source.Fault(fields.Value("if")!, fault);
        var then = fields.Value("then");
        if (then is null) source.Fault(map, "an `if` step needs `then`");
        var branches = new List<Branch> { ReadBranch("then", then, map) };
        if (fields.Value("else") is { } otherwise) branches.Add(ReadBranch("else", otherwise, map));
        return new()
        {
            Name = Name(fields, Generated("if", text)), Was = fields.Words("was"), Line = map.Line, Column = map.Column,
            Condition = condition ?? Condition.Parse("none", out _)!, Branches = branches,
        };
    }

    private GotoStep Goto(Fields fields, YamlMap map)
    {
        var target = fields.Required("goto");
        return new() { Name = Name(fields, Generated("goto", target)), Was = fields.Words("was"), Line = map.Line, Column = map.Column, Target = target };
    }

    private CallStep Call(Fields fields, YamlMap map)
    {
        var target = fields.Required("call");
        return new()
        {
            Name = Name(fields, Generated("call", target)), Was = fields.Words("was"), Line = map.Line, Column = map.Column, Target = target,
            Give = fields.Value("give") is null ? null : fields.Words("give"), Take = fields.Value("take") is null ? null : fields.Words("take"),
            Branches = On(fields, null),
        };
    }

    private HandoverStep Handover(Fields fields, YamlMap map)
    {
        var reason = fields.Required("handover");
        return new() { Name = Name(fields, Generated("handover", reason)), Was = fields.Words("was"), Line = map.Line, Column = map.Column, Reason = reason };
    }

    private EndStep End(Fields fields, YamlMap map)
    {
        var result = fields.Text("end") is { Length: > 0 } text ? text : "completed";
        return new() { Name = Name(fields, Generated("end", result)), Was = fields.Words("was"), Line = map.Line, Column = map.Column, Result = result, Closes = fields.Text("closes") };
    }

    private string Slot(Fields fields, string verb)
    {
        var slot = fields.Required(verb);
        if (slot.Length > 0 && !slot.All(IsNameLetter)) source.Fault(fields.Value(verb)!, $"`{slot}` cannot name a slot; use letters a-z, digits and -");
        return slot;
    }

    private string Name(Fields fields, string otherwise)
    {
        if (fields.Text("name") is not { } name) return otherwise;
        if (name.Length > 0 && name.All(c => IsNameLetter(c) || c == '.')) return name;
        source.Fault(fields.Value("name")!, $"`{name}` cannot name a step; use letters a-z, digits and -");
        return otherwise;
    }

    private static bool IsNameLetter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private AnswerType Type(Fields fields)
    {
        var text = fields.Text("type") ?? "text";
        if (AnswerTypes.Parse(text) is { } type) return type;
        source.Fault(fields.Value("type")!, $"`{text}` is not a type; the types are {string.Join(", ", AnswerTypes.Names)}");
        return AnswerType.Text;
    }

    private int Tries(Fields fields)
    {
        var tries = fields.Number("tries") ?? 3;
        if (tries >= 1) return tries;
        source.Fault(fields.Value("tries")!, "`tries` must be at least 1");
        return 3;
    }

    private static List<Template> Templates(Fields fields, string key) => [.. fields.Texts(key).Select(t => Template.Parse(t.Text))];

    private List<Option> Options(Fields fields, YamlMap map, bool needed)
    {
        var options = new List<Option>();
        if (fields.Value("options") is not YamlMap values)
        {
            if (needed || fields.Value("options") is not null) source.Fault(fields.Value("options") ?? map, "a `choose` step needs `options`, a mapping such as { agree: 同意, refuse: 不同意 }");
            return options;
        }
        foreach (var (key, value) in values.Entries)
        {
            if (value is YamlMap longer)
            {
                var inner = new Fields(source, longer, $"the option `{key.Text}`");
                options.Add(new(key.Text, inner.Required("label"), inner.Words("words")));
                inner.Close();
            }
            else if (value is YamlText { Text.Length: > 0 } label) options.Add(new(key.Text, label.Text, []));
            else source.Fault(value, $"the option `{key.Text}` needs a label");
        }
        if (options.Count == 0) source.Fault(values, "a `choose` step needs at least one option");
        return options;
    }

    private List<Branch> On(Fields fields, IReadOnlyList<string>? outcomes)
    {
        var branches = new List<Branch>();
        switch (fields.Value("on"))
        {
            case null: break;
            case YamlMap map:
                foreach (var (key, value) in map.Entries)
                {
                    if (outcomes is not null && !outcomes.Contains(key.Text))
                        source.Fault(key, $"`{key.Text}` cannot happen here; possible: {string.Join(", ", outcomes)}");
                    branches.Add(ReadBranch(key.Text, value, key));
                }
                break;
            case var other: source.Fault(other, "`on` must be a mapping from outcomes to steps"); break;
        }
        return branches;
    }

    private Branch ReadBranch(string outcome, YamlValue? value, YamlValue at) =>
        new() { Outcome = outcome, Line = at.Line, Column = at.Column, Steps = Read(value, $"`{outcome}`") };

    private string Generated(string verb, IEnumerable<string> texts) => Generated($"{verb}.{ContentHash.Of(string.Join('\n', texts))[..6]}");

    private string Generated(string verb, string content) =>
        Generated(content.All(c => IsNameLetter(c) || c == '.') ? $"{verb}.{content}" : $"{verb}.{ContentHash.Of(content)[..6]}");

    // The second of two equal steps gets a number: their order among themselves is all that can tell them apart.
    private string Generated(string name)
    {
        var count = _generated[name] = _generated.GetValueOrDefault(name) + 1;
        return count == 1 ? name : $"{name}-{count}";
    }
}
