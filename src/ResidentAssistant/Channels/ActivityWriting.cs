using System.Text.Json;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels;

/// <summary>The parts of an activity that say something, written the same for every channel.</summary>
internal static class ActivityWriting
{
    /// <summary>Name the assistant goes by.</summary>
    public const string AssistantName = "居民助手";

    /// <summary>Writes text, files and buttons of a message.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="entry">What is said.</param>
    /// <param name="buttons">Buttons to show; null for none.</param>
    /// <param name="prompt">The prompt they answer.</param>
    /// <param name="plain">The client knows only buttons that send their label as words.</param>
    /// <param name="link">Makes the address of a stored file; null where files cannot be fetched.</param>
    /// <param name="page">Address of a page of ours, by its path; null where citations are not shown.</param>
    public static void Content(Utf8JsonWriter json, Entry entry, IReadOnlyList<Button>? buttons, string? prompt, bool plain, Func<AttachmentInfo, string>? link,
        Func<string, string?>? page = null)
    {
        if (entry is { Text: { } said, Cites: { } citation } && page?.Invoke(citation.Path) is { } source) CitationWriting.Write(json, said, citation, source);
        else if (entry.Text is not null)
        {
            json.WriteString("text"u8, entry.Text);
            // Plain: line breaks stay, and 3-2-501 or 1. are never read as Markdown.
            json.WriteString("textFormat"u8, "plain"u8);
        }

        if (link is not null && entry.Attachments is { Count: > 0 } files)
        {
            json.WriteStartArray("attachments"u8);
            foreach (var file in files)
            {
                json.WriteStartObject();
                json.WriteString("contentType"u8, file.ContentType);
                var address = link(file);
                json.WriteString("contentUrl"u8, address);
                // Without it Web Chat draws a person's own photo as a file to download.
                if (file.ContentType.StartsWith("image/", StringComparison.Ordinal)) json.WriteString("thumbnailUrl"u8, address);
                json.WriteString("name"u8, file.Name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (buttons is { Count: > 0 }) Buttons(json, buttons, prompt, plain);
    }

    // messageBack, not postBack: the resident's choice stays readable in the chat (displayText, text), and value carries
    // the prompt, so a tap on an old button is known for what it is. Channels that do not know messageBack get imBack with
    // the label; the dialog understands a label typed or sent as words.
    private static void Buttons(Utf8JsonWriter json, IReadOnlyList<Button> buttons, string? prompt, bool plain)
    {
        json.WriteStartObject("suggestedActions"u8);
        json.WriteStartArray("actions"u8);
        foreach (var button in buttons)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, plain ? "imBack"u8 : "messageBack"u8);
            json.WriteString("title"u8, button.Label);
            if (plain)
            {
                json.WriteString("value"u8, button.Label);
            }
            else
            {
                json.WriteString("text"u8, button.Label);
                json.WriteString("displayText"u8, button.Label);
                Tap(json, prompt, button.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes what a tapped button carries.</summary>
    public static void Tap(Utf8JsonWriter json, string? prompt, string value)
    {
        json.WriteStartObject("value"u8);
        if (prompt is not null) json.WriteString("prompt"u8, prompt);
        json.WriteString("value"u8, value);
        json.WriteEndObject();
    }

    /// <summary>The bot's messages of a turn, each with the buttons to show: clients draw only those of the last message, so they stand there.</summary>
    public static IEnumerable<(Entry Entry, IReadOnlyList<Button>? Buttons, string? Prompt)> Replies(IReadOnlyList<Entry> entries)
    {
        Entry? last = null, asking = null;
        foreach (var entry in entries)
        {
            if (!IsReply(entry)) continue;
            last = entry;
            if (entry.Buttons is { Count: > 0 }) asking = entry;
        }

        foreach (var entry in entries)
            if (IsReply(entry)) yield return entry == last ? (entry, asking?.Buttons, asking?.Prompt) : (entry, null, null);
    }

    /// <summary>Said by the assistant or a colleague to the person.</summary>
    public static bool IsReply(Entry entry) => entry.From is Speaker.Assistant or Speaker.Staff && entry.Kind is not EntryKind.Event;
}
