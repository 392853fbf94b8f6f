using System.Globalization;

namespace ResidentAssistant.Dialogs.Format;

/// <summary>Takes the keys of one mapping out by name and type; what nobody asked for is a fault.</summary>
public sealed class Fields(Source source, YamlMap map, string owner)
{
    private readonly List<string> _known = [];

    /// <summary>Where the mapping stands.</summary>
    public YamlMap Map => map;

    /// <summary>The raw value of a key, or null.</summary>
    public YamlValue? Value(string key)
    {
        _known.Add(key);
        foreach (var entry in map.Entries)
            if (entry.Key.Text == key) return entry.Value;
        return null;
    }

    /// <summary>A single text, or null.</summary>
    public string? Text(string key) => Value(key) switch
    {
        null => null,
        YamlText text => text.Text,
        var other => Wrong(other, key, other is YamlMap ? "a text; a text that begins with { must stand in quotes" : "one text, not a list"),
    };

    /// <summary>One text that must be there.</summary>
    public string Required(string key)
    {
        var at = Value(key);
        if (Text(key) is { Length: > 0 } text) return text;
        if (at is null or YamlText) source.Fault(at ?? map, $"{owner} needs `{key}`");
        return "";
    }

    /// <summary>One text or a list of texts.</summary>
    public IReadOnlyList<YamlText> Texts(string key)
    {
        switch (Value(key))
        {
            case null: return [];
            case YamlText one: return [one];
            case YamlItems list:
                foreach (var item in list.Items)
                    if (item is not YamlText) Wrong(item, key, "a list of texts; a text that begins with { must stand in quotes");
                return [.. list.Items.OfType<YamlText>()];
            case var other:
                Wrong(other, key, "a text or a list of texts; a text that begins with { must stand in quotes");
                return [];
        }
    }

    /// <summary>The texts of <see cref="Texts"/> without their places.</summary>
    public IReadOnlyList<string> Words(string key) => [.. Texts(key).Select(t => t.Text)];

    /// <summary>true or false.</summary>
    public bool Flag(string key, bool otherwise) => Text(key) switch
    {
        null => otherwise,
        "true" or "yes" => true,
        "false" or "no" => false,
        _ => Wrong(Value(key)!, key, "true or false") is null && otherwise,
    };

    /// <summary>A whole number.</summary>
    public int? Number(string key)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        Wrong(Value(key)!, key, "a whole number");
        return null;
    }

    /// <summary>A length of time such as 30m; <c>never</c> is <see cref="TimeSpan.MaxValue"/>.</summary>
    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text) return null;
        if (Durations.Parse(text) is { } span) return span;
        Wrong(Value(key)!, key, "a time such as 10s, 5m, 2h or 3d, or never");
        return null;
    }

    /// <summary>Reports keys nobody asked for.</summary>
    public void Close()
    {
        foreach (var entry in map.Entries)
        {
            if (_known.Contains(entry.Key.Text)) continue;
            var near = Spelling.Nearest(entry.Key.Text, _known);
            var advice = near is null ? $"known here: {string.Join(", ", _known.Distinct())}" : $"did you mean `{near}`?";
            source.Fault(entry.Key, $"`{entry.Key.Text}` is not known in {owner}; {advice}");
        }
    }

    private string? Wrong(YamlValue at, string key, string expected)
    {
        source.Fault(at, $"`{key}` of {owner} must be {expected}");
        return null;
    }
}
