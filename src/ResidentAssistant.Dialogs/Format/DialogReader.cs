namespace ResidentAssistant.Dialogs.Format;

/// <summary>Reads dialog files: one dialog or the runtime's texts per document.</summary>
internal sealed class DialogReader(List<DialogFault> faults)
{
    private static readonly TimeSpan Remind = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Expire = TimeSpan.FromDays(3);

    /// <summary>Dialogs read so far.</summary>
    public List<Dialog> Dialogs { get; } = [];

    /// <summary>Texts of the runtime read so far, by key, the later file first.</summary>
    public Dictionary<string, Template> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the runtime's texts stand, by key.</summary>
    public Dictionary<string, DialogFault> TextPlaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes in all documents of a file; gives back their hashes.</summary>
    public IEnumerable<string> Read(string file, string text)
    {
        var source = new Source(file, faults);
        var documents = YamlTree.Read(source, text);
        foreach (var document in documents)
        {
            if (document.Root is not YamlMap map) source.Fault(document.Root, "a dialog is a mapping with `id` and `steps`");
            else if (map.Entries.Any(e => e.Key.Text == "texts")) ReadTexts(source, map);
            else ReadDialog(source, map, document.Hash);
        }
        return documents.Select(d => d.Hash);
    }

    private void ReadTexts(Source source, YamlMap map)
    {
        var fields = new Fields(source, map, "the runtime's texts");
        if (fields.Required("id") is not "runtime" and not "") source.Fault(map, "a document with `texts` has the id `runtime`");
        if (fields.Value("texts") is YamlMap texts)
        {
            foreach (var (key, value) in texts.Entries)
            {
                if (value is not YamlText text)
                {
                    source.Fault(value, $"`{key.Text}` must be one text; a text that begins with {{ must stand in quotes");
                    continue;
                }
                Texts[key.Text] = Template.Parse(text.Text);
                TextPlaces[key.Text] = new(source.File, key.Line, key.Column, "");
            }
        }
        else
        {
            source.Fault(map, "`texts` must be a mapping from keys to texts");
        }
        fields.Close();
    }

    private void ReadDialog(Source source, YamlMap map, string hash)
    {
        var fields = new Fields(source, map, "a dialog");
        var id = fields.Required("id");
        if (id.Length > 0 && !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            source.Fault(fields.Value("id")!, $"`{id}` cannot be an id; use letters a-z, digits, dots and -");
        var reader = new StepReader(source, fields.Duration("remind-after") ?? Remind, fields.Duration("expire-after") ?? Expire);
        if (fields.Value("steps") is not YamlItems { Items.Count: > 0 })
            source.Fault(fields.Value("steps") ?? map, "a dialog needs `steps`, a list with at least one step");
        var dialog = new Dialog
        {
            Id = id, Title = fields.Text("title") ?? id, When = fields.Words("when"), Text = fields.Words("text"), Given = fields.Words("given"),
            Hear = Hear(source, fields.Value("hear")),
            Interrupts = fields.Flag("interrupts", false), Cancel = fields.Flag("cancel", true), Menu = fields.Flag("menu", false), Yields = fields.Flag("yields", false),
            First = fields.Flag("first", false), Person = fields.Flag("person", false),
            Expired = fields.Text("expired") is { Length: > 0 } expired ? Template.Parse(expired) : null,
            Version = hash, File = source.File, Line = map.Line, Column = map.Column, Body = reader.Read(fields.Value("steps"), "`steps`"),
        };
        fields.Close();
        dialog.Join(source.Fault);
        if (Dialogs.Find(d => d.Id == id) is { } first && id.Length > 0)
            source.Fault(map, $"the dialog `{id}` is already there in {first.File}:{first.Line}");
        else
            Dialogs.Add(dialog);
    }

    private static List<Heard> Hear(Source source, YamlValue? value)
    {
        if (value is null) return [];
        if (value is not YamlMap map)
        {
            source.Fault(value, "`hear` is a mapping from slots to types");
            return [];
        }
        var heard = new List<Heard>();
        foreach (var (key, named) in map.Entries)
        {
            if (named is YamlText text && AnswerTypes.Parse(text.Text) is { } type && AnswerTypes.Told.Contains(type)) heard.Add(new(key.Text, type));
            else source.Fault(named, $"`{key.Text}` cannot be heard as that; what can be is {string.Join(", ", AnswerTypes.Told.Select(t => t.Name()))}");
        }
        return heard;
    }
}
