using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ResidentAssistant.Tests.Browser;

/// <summary>Stands before any host's endpoints: breaks what a test asks it to break, and notes what was posted.</summary>
internal sealed class Faults
{
    private readonly ConcurrentDictionary<HttpContext, byte> streams = new();
    private int answersToLose;

    /// <summary>The store is away: the channel and readiness answer 503, the page itself still comes.</summary>
    public bool IsDown { get; set; }

    /// <summary>WebSockets do not get through, as behind some proxies.</summary>
    public bool NoSockets { get; set; }

    /// <summary>Activities in the order they were posted, also those whose answer was lost.</summary>
    public ConcurrentQueue<JsonObject> Posted { get; } = new();

    public void DropSockets()
    {
        foreach (var stream in streams.Keys) stream.Abort();
    }

    /// <summary>The next posts are taken, but their answers never arrive.</summary>
    public void LoseAnswers(int count) => answersToLose = count;

    public void Use(WebApplication app) => app.Use(HandleAsync);

    private async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value!;
        var isChannel = path.StartsWith("/v3/directline", StringComparison.Ordinal);
        if (IsDown && (isChannel || path == "/health/ready"))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (path.EndsWith("/stream", StringComparison.Ordinal))
        {
            if (NoSockets)
            {
                context.Abort();
                return;
            }

            streams[context] = 0;
            try
            {
                await next(context);
            }
            finally
            {
                streams.TryRemove(context, out _);
            }

            return;
        }

        if (context.Request.Method == HttpMethods.Post && path.EndsWith("/activities", StringComparison.Ordinal))
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8, leaveOpen: true);
            Posted.Enqueue(JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject());
            context.Request.Body.Position = 0;
            if (Interlocked.Decrement(ref answersToLose) >= 0)
            {
                var answer = context.Response.Body;
                context.Response.Body = Stream.Null;
                await next(context);
                context.Response.Body = answer;
                context.Abort();
                return;
            }
        }

        await next(context);
    }
}
