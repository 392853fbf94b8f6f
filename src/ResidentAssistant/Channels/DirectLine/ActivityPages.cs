using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels.DirectLine;

/// <summary>Writes turns of the transcript as pages of activities. A page holds whole turns; its watermark is the number of the last.</summary>
internal sealed class ActivityPages(DirectLineTokens tokens)
{
    /// <summary>Most turns in one page.</summary>
    public const int Turns = 50;

    /// <summary>The activity's id: stable, and sorted as text in the order of the conversation.</summary>
    public static string IdOf(string conversation, int turn, int position) => string.Create(CultureInfo.InvariantCulture, $"{conversation}|{turn:0000000}{position:00}");

    /// <summary>The id of the person's own message in a turn: where the given message stands, else where the turn began.</summary>
    public static string IdOf(TurnReceipt receipt, string messageId)
    {
        var position = receipt.Entries.FirstOrDefault(e => e.MessageId == messageId)?.Position ?? receipt.Entries.FirstOrDefault(e => e.From is Speaker.Resident)?.Position ?? 0;
        return IdOf(receipt.ConversationKey, receipt.Turn, position);
    }

    /// <summary>Writes <c>{"activities":[…],"watermark":"…"}</c>.</summary>
    public void Write(IBufferWriter<byte> to, string conversation, string user, string origin, IReadOnlyList<TurnRecord> turns, int watermark)
    {
        using var json = new Utf8JsonWriter(to, Answers.Json);
        json.WriteStartObject();
        json.WriteStartArray("activities"u8);
        foreach (var turn in turns) Turn(json, conversation, user, origin, turn);
        json.WriteEndArray();
        json.WriteString("watermark"u8, (turns.Count > 0 ? turns[^1].Turn : watermark).ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private void Turn(Utf8JsonWriter json, string conversation, string user, string origin, TurnRecord turn)
    {
        string? cause = null;
        foreach (var entry in turn.Entries)
        {
            if (entry.From is not Speaker.Resident) continue;
            var id = IdOf(conversation, turn.Turn, entry.Position);
            cause ??= id;
            Begin(json, conversation, id, entry, entry.Kind is EntryKind.Event ? "event"u8 : "message"u8);
            From(json, user, "user"u8, null);
            Own(json, entry, origin);
            json.WriteEndObject();
        }

        foreach (var (entry, buttons, prompt) in ActivityWriting.Replies(turn.Entries))
        {
            Begin(json, conversation, IdOf(conversation, turn.Turn, entry.Position), entry, "message"u8);
            // Colleagues speak with the bot's role: the client knows two sides only.
            if (entry.From is Speaker.Staff) From(json, "staff", "bot"u8, entry.Name);
            else From(json, "assistant", "bot"u8, ActivityWriting.AssistantName);
            if (cause is not null) json.WriteString("replyToId"u8, cause);
            json.WriteString("inputHint"u8, buttons is null ? "acceptingInput"u8 : "expectingInput"u8);
            ActivityWriting.Content(json, entry, buttons, prompt, plain: false, file => Link(origin, file), path => origin + path);
            json.WriteEndObject();
        }
    }

    // The echo that marks the message as sent in the client: same channelData, now with an id.
    private void Own(Utf8JsonWriter json, Entry entry, string origin)
    {
        if (entry.Kind is EntryKind.Event) json.WriteString("name"u8, "webchat/join"u8);
        else ActivityWriting.Content(json, entry.Kind is EntryKind.Tap ? entry with { Text = entry.Text ?? entry.Value } : entry, null, null, plain: false, file => Link(origin, file));
        if (entry is { Kind: EntryKind.Tap, Value: { } value }) ActivityWriting.Tap(json, entry.Prompt, value);
        if (entry.ClientData is null) return;
        json.WritePropertyName("channelData"u8);
        json.WriteRawValue(entry.ClientData, skipInputValidation: true);
    }

    private static void Begin(Utf8JsonWriter json, string conversation, string id, Entry entry, ReadOnlySpan<byte> type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("id"u8, id);
        json.WriteString("timestamp"u8, entry.At.UtcDateTime);
        json.WriteString("channelId"u8, "directline"u8);
        json.WriteStartObject("conversation"u8);
        json.WriteString("id"u8, conversation);
        json.WriteEndObject();
    }

    private static void From(Utf8JsonWriter json, string id, ReadOnlySpan<byte> role, string? name)
    {
        json.WriteStartObject("from"u8);
        json.WriteString("id"u8, id);
        if (name is not null) json.WriteString("name"u8, name);
        json.WriteString("role"u8, role);
        json.WriteEndObject();
    }

    private string Link(string origin, AttachmentInfo file) => $"{origin}/v3/directline/attachments/{file.Id:N}?t={tokens.IssueFile(file.Id)}";
}
