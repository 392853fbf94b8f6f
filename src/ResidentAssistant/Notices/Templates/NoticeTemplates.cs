using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Notices.Templates;

/// <summary>The forms of notices in <c>notices/*.md</c> below the folders of the dialogs; a fault in one stops the start with its place.</summary>
internal sealed class NoticeTemplates
{
    private readonly Dictionary<string, NoticeTemplate> byId;

    /// <summary>Reads the folders.</summary>
    public NoticeTemplates(IEnumerable<string> folders)
    {
        (byId, var faults) = Read(folders);
        if (faults.Count > 0) throw new SettingException(string.Join('\n', faults));
    }

    /// <summary>All forms by title.</summary>
    public IEnumerable<NoticeTemplate> All => byId.Values.OrderBy(t => t.Id, StringComparer.Ordinal);

    /// <summary>The form of that id, or null.</summary>
    public NoticeTemplate? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>Reads the forms and their faults.</summary>
    public static (Dictionary<string, NoticeTemplate> Forms, IReadOnlyList<DialogFault> Faults) Read(IEnumerable<string> folders)
    {
        var faults = new List<DialogFault>();
        var reader = new TemplateReader(faults);
        var forms = new Dictionary<string, NoticeTemplate>(StringComparer.Ordinal);
        foreach (var folder in folders.Select(f => Path.Combine(f, "notices")).Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal))
            {
                if (reader.Read(file, File.ReadAllText(file)) is not { } form) continue;
                if (!forms.TryAdd(form.Id, form)) faults.Add(new DialogFault(file, 2, 1, $"there is another notice `{form.Id}`"));
            }
        }

        return (forms, faults);
    }
}
