using System.Text;
using System.Text.Json;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels;

/// <summary>Writes an answer with its source as clients of the Bot Framework show it: a reference in Markdown and a schema.org claim.</summary>
/// <remarks>Specs: https://github.com/microsoft/BotFramework-WebChat/blob/main/docs/CITATION.md</remarks>
internal static class CitationWriting
{
    /// <summary>Writes the text and the entity.</summary>
    public static void Write(Utf8JsonWriter json, string text, Citation citation, string address)
    {
        json.WriteString("text"u8, $"{Markdown(text.AsSpan(0, Math.Clamp(citation.Body, 0, text.Length)))} [1]\n\n[1]: {address} \"{citation.Source.Replace('"', '”')}\"");
        json.WriteString("textFormat"u8, "markdown"u8);
        json.WriteStartArray("entities"u8);
        json.WriteStartObject();
        json.WriteString("@context"u8, "https://schema.org"u8);
        json.WriteString("@id"u8, ""u8);
        json.WriteString("@type"u8, "Message"u8);
        json.WriteString("type"u8, "https://schema.org/Message"u8);
        json.WriteStartArray("citation"u8);
        json.WriteStartObject();
        json.WriteString("@type"u8, "Claim"u8);
        json.WriteString("@id"u8, address);
        json.WriteString("position"u8, "1"u8);
        json.WriteStartObject("appearance"u8);
        json.WriteString("@type"u8, "DigitalDocument"u8);
        json.WriteString("name"u8, citation.Source);
        json.WriteString("url"u8, address);
        json.WriteString("abstract"u8, citation.Title);
        json.WriteString("identifier"u8, $"{citation.Id}#{citation.Hash}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>The text so that Markdown shows exactly it: signs are escaped, line breaks stay.</summary>
    public static string Markdown(ReadOnlySpan<char> text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (c == '\n') escaped.Append('\\');
            else if (char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c))) escaped.Append('\\');
            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
