using System.Text.Json;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom.AiBot;

/// <summary>Reads the JSON of a message or event for the robot.</summary>
internal static class AiBotReading
{
    /// <summary>The callback, or null when it has no identity.</summary>
    public static AiBotCallback? Callback(string requestId, JsonElement body)
    {
        if (Text(body, "msgid") is not { } id) return null;
        var type = Text(body, "msgtype") ?? "";
        var happened = Object(body, "event");
        var name = Text(happened, "eventtype");
        // Older pages put a tap's particulars one level deeper.
        var tap = Object(happened, name ?? "") is { ValueKind: JsonValueKind.Object } deeper ? deeper : happened;
        return new AiBotCallback
        {
            RequestId = requestId, MessageId = id, ChatId = Text(body, "chatid"), Userid = Text(Object(body, "from"), "userid"), MsgType = type,
            Chat = Text(body, "chattype") switch { "single" => AiBotChat.Single, "group" => AiBotChat.Group, _ => AiBotChat.Either },
            Text = type is "text" or "voice" ? Text(Object(body, type), "content") : type is "mixed" ? Mixed(Object(body, "mixed")) : null,
            Event = name, EventKey = Text(tap, "event_key"), TaskId = Text(tap, "task_id"), Json = body.GetRawText(),
        };
    }

    /// <summary>Name of the event in a body.</summary>
    public static string? EventIn(JsonElement body) => Text(Object(body, "event"), "eventtype");

    private static string? Mixed(JsonElement mixed)
    {
        if (mixed.ValueKind != JsonValueKind.Object || !mixed.TryGetProperty("msg_item", out var items) || items.ValueKind != JsonValueKind.Array) return null;
        return string.Join('\n', items.EnumerateArray().Select(item => Text(Object(item, "text"), "content")).Where(t => t is not null));
    }

    private static JsonElement Object(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : default;

    private static string? Text(JsonElement from, string name) => JsonText.Of(from, name);
}
