using System.Text.Encodings.Web;
using System.Text.Json;

namespace ResidentAssistant.Channels;

/// <summary>HTTP answers of the channels: JSON, and errors as <c>{"error":{"code","message"}}</c>.</summary>
internal static partial class Answers
{
    /// <summary>How JSON is written: Chinese stays readable, and nothing here is put into HTML.</summary>
    public static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes an error.</summary>
    public static Task ErrorAsync(HttpContext context, int status, string code, string message) => JsonAsync(context, status, json =>
    {
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteEndObject();
    });

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

    /// <summary>An endpoint whose refusals and faults become error answers; a fault is logged once.</summary>
    public static RequestDelegate Guarded(RequestDelegate handle) => async context =>
    {
        try
        {
            await handle(context);
        }
        catch (RefusedException no) when (!context.Response.HasStarted)
        {
            if (no.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
            await ErrorAsync(context, no.Status, no.Code, no.Message);
        }
        catch (BadHttpRequestException no) when (!context.Response.HasStarted)
        {
            await ErrorAsync(context, no.StatusCode, no.StatusCode == StatusCodes.Status413PayloadTooLarge ? "MessageSizeTooBig" : "BadSyntax", "The request cannot be read.");
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("ResidentAssistant.Channels");
            Fault(logger, fault, context.Request.Method, context.Request.RouteValues["id"] as string ?? "", context.TraceIdentifier);
            await ErrorAsync(context, StatusCodes.Status500InternalServerError, "ServiceError", "Nothing was stored. Please send it again.");
        }
    };

    [LoggerMessage(LogLevel.Error, "{Method} for conversation {Conversation} failed ({Request})")]
    private static partial void Fault(ILogger logger, Exception fault, string method, string conversation, string request);
}
