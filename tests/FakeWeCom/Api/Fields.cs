using System.Text.Json;
using System.Text.Json.Nodes;

namespace FakeWeCom.Api;

/// <summary>Reads a request as leniently as the vendor: a value of the wrong type is taken where it can be, with a warning in errmsg.</summary>
internal sealed class Fields(JsonObject json, List<string> warnings)
{
    public JsonObject Json => json;

    public bool Has(string name) => json[name] is not null;

    public string? Text(string name)
    {
        switch (json[name])
        {
            case null:
                return null;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return value.GetValue<string>();
            case JsonValue value:
                warnings.Add(name);
                return value.ToJsonString();
            default:
                warnings.Add(name);
                return null;
        }
    }

    public string TextOrEmpty(string name) => Text(name) ?? "";

    public long? Number(string name)
    {
        if (json[name] is not JsonValue value)
        {
            if (Has(name)) warnings.Add(name);
            return null;
        }

        if (value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<JsonElement>(out var element) && element.TryGetInt64(out var whole)) return whole;
        if (value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out long number)) return number;
        warnings.Add(name);
        return value.GetValueKind() == JsonValueKind.String && long.TryParse(value.GetValue<string>(), out var read) ? read : null;
    }

    public double? Decimal(string name) => json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>() : null;

    public Fields? Part(string name)
    {
        if (json[name] is JsonObject part) return new Fields(part, warnings);
        if (Has(name)) warnings.Add(name);
        return null;
    }

    public IReadOnlyList<Fields> Parts(string name)
    {
        if (json[name] is JsonArray list) return [.. list.OfType<JsonObject>().Select(part => new Fields(part, warnings))];
        if (Has(name)) warnings.Add(name);
        return [];
    }

    public IReadOnlyList<string> Texts(string name)
    {
        if (json[name] is JsonArray list) return [.. list.OfType<JsonValue>().Select(v => v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : v.ToJsonString())];
        if (Has(name)) warnings.Add(name);
        return [];
    }
}
