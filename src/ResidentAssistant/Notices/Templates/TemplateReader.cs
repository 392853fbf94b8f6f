using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Format;
using ResidentAssistant.Policy;

namespace ResidentAssistant.Notices.Templates;

/// <summary>Reads the forms of notices: keys in YAML, then the words. What cannot be used becomes a fault with its place.</summary>
internal sealed class TemplateReader(List<DialogFault> faults)
{
    /// <summary>The place of the addressed risers and buildings in the words.</summary>
    public const string Place = "place";

    /// <summary>Reads one file; null when it cannot be used.</summary>
    public NoticeTemplate? Read(string file, string text)
    {
        var before = faults.Count;
        var source = new Source(file, faults);
        if (FrontMatter.Read(source, text, "a notice") is not { } front) return null;
        var fields = new Dialogs.Format.Fields(source, front.Keys, "a notice");
        var body = string.Join('\n', front.Lines.Skip(front.Body)).Trim();
        var template = new NoticeTemplate
        {
            Id = fields.Required("id"), Title = fields.Required("title"), Ahead = Ahead(source, fields), Urgent = fields.Flag("urgent", otherwise: false), AboutRisers = About(source, fields), Fields = Filled(source, fields.Value("fields")), Body = Template.Parse(body),
        };
        fields.Close();
        if (body.Length == 0) source.Fault(front.Body + 1, 1, "the words of the notice are missing");
        foreach (var place in template.Body.Slots.Where(s => s != Place && template.Fields.All(f => f.Name != s)).Distinct()) source.Fault(front.Body + 1, 1, $"{{{place}}} is not among the `fields` of this notice");
        foreach (var unused in template.Fields.Where(f => !template.Body.Slots.Contains(f.Name))) source.Fault(front.Body + 1, 1, $"the field `{unused.Name}` is asked for and not said");
        return faults.Count == before ? template : null;
    }

    private static string? Ahead(Source source, Dialogs.Format.Fields fields)
    {
        var ahead = fields.Text("ahead");
        if (ahead is not null && SettingCatalogue.Find(ahead)?.Kind is not SettingKind.Hours) source.Fault(fields.Value("ahead")!, $"`{ahead}` is no sourced setting in hours");
        return ahead;
    }

    private static bool About(Source source, Dialogs.Format.Fields fields)
    {
        var about = fields.Required("about");
        if (about is not ("riser" or "community" or "")) source.Fault(fields.Value("about")!, "`about` is riser or community");
        return about == "riser";
    }

    private static List<NoticeField> Filled(Source source, YamlValue? value)
    {
        var found = new List<NoticeField>();
        foreach (var (key, one) in (value as YamlMap)?.Entries.Select(e => (e.Key, e.Value)) ?? [])
        {
            if (one is not YamlMap map)
            {
                source.Fault(one, "a field is a mapping such as { label: 为什么停水 }");
                continue;
            }

            var fields = new Dialogs.Format.Fields(source, map, $"the field `{key.Text}`");
            var kind = fields.Text("kind") ?? "text";
            if (!Enum.TryParse<FieldKind>(kind, ignoreCase: true, out var known)) source.Fault(fields.Value("kind")!, "`kind` is text, lines, time, day or phone");
            found.Add(new NoticeField(key.Text, fields.Required("label"), known, fields.Text("hint")));
            fields.Close();
        }

        return found;
    }
}
