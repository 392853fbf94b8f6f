using System.Text;
using ResidentAssistant.Dialogs.Format;

namespace ResidentAssistant.Dialogs;

/// <summary>All dialogs of an installation, read once and never changed.</summary>
public sealed class DialogLibrary
{
    // These folders lie among the dialogs and belong to others.
    private static readonly string[] Foreign = ["knowledge", "understanding", "notices"];

    private readonly Dictionary<string, Dialog> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dialog> _intents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dialog> _texts = new(StringComparer.Ordinal);

    private DialogLibrary(DialogReader reader, string hash)
    {
        All = reader.Dialogs;
        Hash = hash;
        Texts = new(reader.Texts, reader.TextPlaces);
        foreach (var dialog in All)
        {
            _ids[dialog.Id] = dialog;
            foreach (var intent in dialog.When) _intents.TryAdd(intent, dialog);
            foreach (var text in dialog.Text) _texts.TryAdd(Answers.Fold.Text(text), dialog);
        }
    }

    /// <summary>Every dialog, in file order.</summary>
    public IReadOnlyList<Dialog> All { get; }

    /// <summary>What the runtime itself says.</summary>
    public RuntimeTexts Texts { get; }

    /// <summary>Hash of everything read; two libraries with one hash say and do the same.</summary>
    public string Hash { get; }

    /// <summary>The dialog for dangers, or null.</summary>
    public Dialog? Emergency => StartedBy("emergency");

    /// <summary>Reads every <c>*.yaml</c> below the folders except knowledge/, understanding/ and notices/; throws <see cref="DialogFormatException"/> with all faults found.</summary>
    public static DialogLibrary Load(IEnumerable<string> folders) => Load([.. folders]);

    /// <summary>Reads every <c>*.yaml</c> below the folders except knowledge/, understanding/ and notices/; throws <see cref="DialogFormatException"/> with all faults found.</summary>
    public static DialogLibrary Load(params string[] folders)
    {
        var files = new List<(string, string)>();
        foreach (var folder in folders)
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var inner = Path.GetRelativePath(folder, file).Split('/', '\\');
                if (!inner.SkipLast(1).Any(Foreign.Contains)) files.Add((Path.Combine(folder, Path.Combine(inner)), File.ReadAllText(file)));
            }
        }
        return Read([.. files]);
    }

    /// <summary>Reads dialogs from texts; throws <see cref="DialogFormatException"/> with all faults found.</summary>
    public static DialogLibrary Read(params (string File, string Text)[] files)
    {
        var faults = new List<DialogFault>();
        var reader = new DialogReader(faults);
        var hashes = new StringBuilder();
        foreach (var (file, text) in files)
            foreach (var hash in reader.Read(file, text)) hashes.Append(hash).Append(' ');
        foreach (var dialog in reader.Dialogs)
        {
            foreach (var call in dialog.Steps.OfType<CallStep>())
            {
                if (reader.Dialogs.Exists(d => d.Id == call.Target)) continue;
                var near = Spelling.Nearest(call.Target, reader.Dialogs.Select(d => d.Id));
                faults.Add(new(dialog.File, call.Line, call.Column,
                    $"`call: {call.Target}` leads nowhere; " + (near is null ? "no dialog has that id" : $"did you mean `{near}`?")));
            }
        }
        return faults.Count == 0 ? new(reader, ContentHash.Of(hashes.ToString())) : throw new DialogFormatException(
            [.. faults.OrderBy(f => Array.FindIndex(files, x => x.File == f.File)).ThenBy(f => f.Line).ThenBy(f => f.Column)]);
    }

    /// <summary>The dialog with that id, or null.</summary>
    public Dialog? Find(string id) => _ids.GetValueOrDefault(id);

    /// <summary>The dialog that intent starts, or null.</summary>
    public Dialog? StartedBy(string intent) => _intents.GetValueOrDefault(intent);

    /// <summary>The dialog that exact text starts, or null.</summary>
    public Dialog? StartedByText(string text) =>
        _texts.Count == 0 || text.Length > 100 ? null : _texts.GetValueOrDefault(Answers.Fold.Text(text));
}
