using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>A Bot Framework channel at the other end: posts activities and keeps every reply that reaches its serviceUrl.</summary>
internal sealed class BotClient : IAsyncDisposable
{
    private readonly WebApplication stub;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Reply>> replies = new();

    private BotClient(WebApplication stub) => this.stub = stub;

    /// <summary>Address given as serviceUrl.</summary>
    public string ServiceUrl => stub.Urls.First();

    /// <summary>Starts the receiving end.</summary>
    public static async Task<BotClient> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var client = new BotClient(app);
        app.MapPost("/v3/conversations/{conversation}/activities/{replyTo?}", async (string conversation, string? replyTo, HttpRequest request) =>
        {
            var activity = await request.ReadFromJsonAsync<JsonElement>();
            client.Of(conversation).Enqueue(new Reply(
                activity.TryGetProperty("id", out var id) ? id.GetString() ?? "" : "", replyTo, activity.GetProperty("text").GetString() ?? ""));
            return Results.Json(new { id = Guid.NewGuid().ToString("N") });
        });
        await app.StartAsync();
        return client;
    }

    /// <summary>Replies received so far for a conversation, in order.</summary>
    public ConcurrentQueue<Reply> Of(string conversation) => replies.GetOrAdd(conversation, _ => new());

    /// <summary>Posts a message and returns the status.</summary>
    public async Task<int> PostAsync(Uri app, string conversation, string id, string text, CancellationToken ct = default)
    {
        using var response = await http.PostAsJsonAsync(new Uri(app, "/api/messages"), new
        {
            type = "message", id, channelId = "emulator", serviceUrl = ServiceUrl, timestamp = "2026-11-22T00:00:00Z",
            from = new { id = $"user-{conversation}" }, recipient = new { id = "bot" }, conversation = new { id = conversation }, text, locale = "zh-CN",
        }, ct);
        return (int)response.StatusCode;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await stub.DisposeAsync();
    }

    /// <summary>One reply as it arrived.</summary>
    internal sealed record Reply(string Id, string? ReplyTo, string Text);
}
