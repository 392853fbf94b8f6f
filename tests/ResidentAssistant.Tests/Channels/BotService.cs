using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ResidentAssistant.Tests.Channels;

/// <summary>A channel's service on this machine: keeps what is posted to it and answers as a test wants.</summary>
internal sealed class BotService : IAsyncDisposable
{
    private readonly WebApplication app;

    private BotService(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    public ConcurrentQueue<(string Path, string? Authorization, JsonObject Body)> Posted { get; } = new();

    /// <summary>Answers a post: status and body. Null aborts the connection.</summary>
    public Func<int, (int Status, string Body)?> Answer { get; set; } = _ => (200, """{"id":"given"}""");

    /// <summary>How often a token was fetched.</summary>
    public int Tokens { get; private set; }

    public static async Task<BotService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var built = builder.Build();
        var service = new BotService(built);
        built.MapPost("/token", (HttpRequest request) =>
        {
            service.Tokens++;
            return Results.Json(new { access_token = $"token-{service.Tokens}", expires_in = 3600, token_type = "Bearer" });
        });
        built.MapGet("/photo", () => Results.Bytes(Uploaded.Jpeg, "image/jpeg"));
        built.MapPost("/{**path}", service.TakeAsync);
        await built.StartAsync();
        return service;
    }

    public JsonObject Activity(string conversation, string id, string text) => new()
    {
        ["type"] = "message", ["id"] = id, ["channelId"] = "emulator", ["serviceUrl"] = Url, ["timestamp"] = "2026-11-22T00:00:00Z", ["text"] = text, ["locale"] = "zh-CN",
        ["from"] = new JsonObject { ["id"] = "user-1" }, ["recipient"] = new JsonObject { ["id"] = "bot" }, ["conversation"] = new JsonObject { ["id"] = conversation },
    };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Posted.Enqueue((context.Request.Path.Value!, context.Request.Headers.Authorization, JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject()));
        if (Answer(Posted.Count) is not { } answer)
        {
            context.Abort();
            return;
        }

        if (answer.Status is 301 or 302 or 307 or 308) context.Response.Headers.Location = $"{Url}/elsewhere";
        context.Response.StatusCode = answer.Status;
        await context.Response.WriteAsync(answer.Body);
    }
}
