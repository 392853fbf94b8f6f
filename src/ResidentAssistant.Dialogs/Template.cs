using System.Text;

namespace ResidentAssistant.Dialogs;

/// <summary>A text with places for slots: <c>{slot}</c> shows the label, <c>{slot.value}</c> the value, <c>{{</c> is a brace.</summary>
public sealed class Template
{
    private readonly Part[] _parts;

    private Template(string text, Part[] parts) => (Text, _parts) = (text, parts);

    /// <summary>The text as written.</summary>
    public string Text { get; }

    /// <summary>Names of the slots it shows.</summary>
    public IEnumerable<string> Slots => _parts.Where(p => p.Slot is not null).Select(p => p.Slot!);

    /// <summary>Reads a text; anything that is not a well-formed place stays as it is.</summary>
    public static Template Parse(string text)
    {
        var parts = new List<Part>();
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '{' && i + 1 < text.Length && text[i + 1] == '{')
            {
                plain.Append('{');
                i++;
            }
            else if (text[i] == '{' && text.IndexOf('}', i) is var end and > 0 && IsName(text.AsSpan(i + 1, end - i - 1)))
            {
                if (plain.Length > 0) parts.Add(new(plain.ToString(), null, false));
                plain.Clear();
                parts.Add(Place(text[(i + 1)..end]));
                i = end;
            }
            else
            {
                plain.Append(text[i]);
            }
        }
        if (plain.Length > 0 || parts.Count == 0) parts.Add(new(plain.ToString(), null, false));
        return new(text, [.. parts]);
    }

    /// <summary>The text with what the function knows of each slot; an unknown one leaves its place empty.</summary>
    public string Render(Func<string, SlotValue?> slot)
    {
        if (_parts.Length == 1) return Fill(_parts[0], slot);
        var text = new StringBuilder(Text.Length + 16);
        foreach (var part in _parts) text.Append(Fill(part, slot));
        return text.ToString();
    }

    private static string Fill(Part part, Func<string, SlotValue?> slot) =>
        part.Slot is null ? part.Plain : slot(part.Slot) is { } value ? part.Value ? value.Value : value.Label : "";

    private static Part Place(string name) =>
        name.EndsWith(".value", StringComparison.Ordinal) ? new("", name[..^6], true)
        : name.EndsWith(".label", StringComparison.Ordinal) ? new("", name[..^6], false)
        : new("", name, false);

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) return false;
        return name.Length is > 0 and <= 80;
    }

    private readonly record struct Part(string Plain, string? Slot, bool Value);
}
