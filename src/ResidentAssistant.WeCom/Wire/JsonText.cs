using System.Text.Json;

namespace ResidentAssistant.WeCom.Wire;

/// <summary>Texts in JSON that may be of any form.</summary>
internal static class JsonText
{
    /// <summary>The text of a property; null when it is absent, empty, no text, or no Unicode.</summary>
    public static string? Of(JsonElement from, string name)
    {
        if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: one odd message must not spoil its page.
            return null;
        }
    }
}
