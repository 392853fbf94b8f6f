using System.Reflection;
using ResidentAssistant.Dialogs.Format;

namespace ResidentAssistant.Dialogs;

/// <summary>What the runtime itself says; a text an installation does not write is taken from the file built in.</summary>
public sealed class RuntimeTexts
{
    private static readonly Dictionary<string, Template> BuiltIn = ReadBuiltIn();
    private readonly IReadOnlyDictionary<string, Template> _texts;

    internal RuntimeTexts(IReadOnlyDictionary<string, Template> texts, IReadOnlyDictionary<string, DialogFault> places) => (_texts, Places) = (texts, places);

    /// <summary>The keys the runtime uses.</summary>
    public static IReadOnlyCollection<string> Keys => BuiltIn.Keys;

    /// <summary>Where the installation's own texts stand, by key.</summary>
    public IReadOnlyDictionary<string, DialogFault> Places { get; }

    /// <summary>The installation's own text of a key, or null.</summary>
    public Template? Own(string key) => _texts.GetValueOrDefault(key);

    /// <summary>The built-in text of a key.</summary>
    public static Template Standard(string key) => BuiltIn[key];

    /// <summary>The text of a key, with its places filled by name.</summary>
    public string this[string key, string? name = null, string? value = null, string? otherName = null, string? otherValue = null]
    {
        get
        {
            var template = _texts.GetValueOrDefault(key) ?? BuiltIn[key];
            return template.Render(place => place == name ? Shown(value) : place == otherName ? Shown(otherValue) : null);
        }
    }

    private static SlotValue Shown(string? value) => SlotValue.Of(value ?? "");

    private static Dictionary<string, Template> ReadBuiltIn()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("runtime.yaml")
            ?? throw new InvalidOperationException("the built-in runtime.yaml is missing");
        using var reader = new StreamReader(stream);
        var faults = new List<DialogFault>();
        var dialogs = new DialogReader(faults);
        _ = dialogs.Read("runtime.yaml", reader.ReadToEnd()).Count();
        return faults.Count == 0 ? dialogs.Texts : throw new DialogFormatException(faults);
    }
}
