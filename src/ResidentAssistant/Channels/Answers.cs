using System.Text.Encodings.Web;
using System.Text.Json;

namespace ResidentAssistant.Channels;

/// <summary>JSON answers of the channels. Refusals and faults become <c>{"error":{"code","message"}}</c> further out, in Web.</summary>
internal static class Answers
{
    /// <summary>How JSON is written: Chinese stays readable, and nothing here is put into HTML.</summary>
    public static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes one JSON object.</summary>
    public static async Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> properties)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, Json);
        json.WriteStartObject();
        properties(json);
        json.WriteEndObject();
    }
}
