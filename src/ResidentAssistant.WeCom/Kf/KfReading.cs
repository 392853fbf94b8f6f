using System.Text.Json;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom.Kf;

/// <summary>Reads the vendor's JSON of one message.</summary>
internal static class KfReading
{
    /// <summary>The message; what cannot be read is <see cref="KfUnknown"/>.</summary>
    public static KfMessage Message(JsonElement item)
    {
        var type = Text(item, "msgtype") ?? "";
        var inner = Object(item, type);
        var place = type == "event" ? inner : item;
        return new KfMessage
        {
            MessageId = Text(item, "msgid") ?? "",
            OpenKfid = Text(place, "open_kfid") ?? "",
            ExternalUserid = Text(place, "external_userid") ?? "",
            SentAt = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(Number(item, "send_time") ?? 0, 0, 253402300799)),
            Origin = Number(item, "origin") is (3 or 4 or 5) and { } origin ? (KfOrigin)origin : KfOrigin.Unknown,
            ServicerUserid = Text(place, "servicer_userid"),
            Body = (type == "event" ? Event(inner) : Said(type, inner)) ?? new KfUnknown(type == "event" ? Text(inner, "event_type") ?? type : type),
            Json = item.GetRawText(),
        };
    }

    private static KfBody? Said(string type, JsonElement said) => type switch
    {
        "text" => Text(said, "content") is { } content ? new KfText(content, Text(said, "menu_id")) : null,
        "image" or "voice" or "video" or "file" => Text(said, "media_id") is { Length: > 0 } media ? new KfMedia(type, media) : null,
        "location" => Real(said, "latitude") is { } latitude && Real(said, "longitude") is { } longitude
            ? new KfLocation(latitude, longitude, Text(said, "name"), Text(said, "address")) : null,
        "link" => new KfLink(Text(said, "title"), Text(said, "desc"), Text(said, "url"), Text(said, "pic_url")),
        "msgmenu" => new KfMenuShown(Text(said, "head_content"), Text(said, "tail_content")),
        "merged_msg" => new KfForwarded(Text(said, "title"), Lines(said)),
        _ => null,
    };

    private static KfBody? Event(JsonElement happened) => Text(happened, "event_type") switch
    {
        "enter_session" => new KfEntered(Text(happened, "scene"), Text(happened, "scene_param"), Text(happened, "welcome_code")),
        "msg_send_fail" => Text(happened, "fail_msgid") is { Length: > 0 } id ? new KfSendFailed(id, (int)(Number(happened, "fail_type") ?? 0)) : null,
        "servicer_status_change" => new KfServicerChanged((int)(Number(happened, "status") ?? 0)),
        "session_status_change" => new KfStateChanged((int)(Number(happened, "change_type") ?? 0),
            Text(happened, "old_servicer_userid"), Text(happened, "new_servicer_userid"), Text(happened, "msg_code")),
        "user_recall_msg" => Text(happened, "recall_msgid") is { Length: > 0 } id ? new KfRecalled(id) : null,
        _ => null,
    };

    // Each forwarded line is JSON inside a text; what cannot be read is left out.
    private static List<string> Lines(JsonElement merged)
    {
        var lines = new List<string>();
        if (merged.ValueKind != JsonValueKind.Object || !merged.TryGetProperty("item", out var items) || items.ValueKind != JsonValueKind.Array) return lines;
        foreach (var item in items.EnumerateArray())
        {
            try
            {
                using var content = JsonDocument.Parse(Text(item, "msg_content") ?? "null");
                if (Text(Object(content.RootElement, "text"), "content") is { Length: > 0 } words) lines.Add(words);
            }
            catch (JsonException)
            {
            }
        }

        return lines;
    }

    private static JsonElement Object(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : default;

    private static string? Text(JsonElement from, string name) => JsonText.Of(from, name);

    private static long? Number(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static double? Real(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
