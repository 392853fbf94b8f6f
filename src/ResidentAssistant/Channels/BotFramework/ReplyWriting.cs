using System.Buffers;
using System.Text.Json;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels.BotFramework;

/// <summary>Writes replies as activities of the Bot Framework protocol.</summary>
internal static class ReplyWriting
{
    /// <summary>Writes one reply.</summary>
    public static void Write(IBufferWriter<byte> to, BotAddress address, string? id, string? replyTo, Entry entry)
    {
        using var json = new Utf8JsonWriter(to, Answers.Json);
        Write(json, address, id, replyTo, entry, entry.Buttons, entry.Prompt);
    }

    /// <summary>Writes one reply with the buttons to show.</summary>
    public static void Write(Utf8JsonWriter json, BotAddress address, string? id, string? replyTo, Entry entry, IReadOnlyList<Button>? buttons, string? prompt)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        // The same at every attempt, so that a channel can tell a repetition.
        if (id is not null) json.WriteString("id"u8, id);
        json.WriteString("timestamp"u8, entry.At.UtcDateTime);
        json.WriteString("channelId"u8, address.ChannelId);
        json.WriteString("serviceUrl"u8, address.ServiceUrl);
        json.WriteStartObject("from"u8);
        json.WriteString("id"u8, address.Bot);
        json.WriteString("name"u8, entry.From is Speaker.Staff && entry.Name is not null ? entry.Name : ActivityWriting.AssistantName);
        json.WriteString("role"u8, "bot"u8);
        json.WriteEndObject();
        json.WriteStartObject("recipient"u8);
        json.WriteString("id"u8, address.User);
        json.WriteEndObject();
        json.WriteStartObject("conversation"u8);
        json.WriteString("id"u8, address.Conversation);
        json.WriteEndObject();
        if (replyTo is not null) json.WriteString("replyToId"u8, replyTo);
        json.WriteString("locale"u8, address.Locale ?? "zh-CN");
        json.WriteString("inputHint"u8, buttons is { Count: > 0 } ? "expectingInput"u8 : "acceptingInput"u8);
        // Staff's files are fetched by people, not by channels: no link here.
        ActivityWriting.Content(json, entry, buttons, prompt, plain: !KnowsMessageBack(address.ChannelId), link: null);
        json.WriteEndObject();
    }

    // Known to hand a messageBack's value back to the bot. All others get buttons that send their label as words.
    private static bool KnowsMessageBack(string channelId) => channelId is "emulator" or "webchat" or "directline";
}
