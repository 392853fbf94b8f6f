using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResidentAssistant.Channels;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Web;

namespace ResidentAssistant.Tests.Channels;

/// <summary>The channels on a real port of this machine, with a database of their own and a clock that can be moved.</summary>
internal sealed class ChannelHost : IAsyncDisposable
{
    public const string Secret = "a-secret-of-the-tests";

    private readonly WebApplication app;
    private readonly TestDatabase database;
    private readonly TestKeys keys;

    private ChannelHost(WebApplication app, TestDatabase database, TestKeys keys)
    {
        (this.app, this.database, this.keys) = (app, database, keys);
        Client = new HttpClient { BaseAddress = Address };
    }

    public HttpClient Client { get; }

    public Uri Address => new(app.Urls.First());

    public StandInTurns Turns => Get<StandInTurns>();

    public FakeClock Clock => (FakeClock)Get<TimeProvider>();

    public Database Database => database.Database;

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<ChannelHost> StartAsync(string environment = "Development", Dictionary<string, string?>? settings = null, Action<WebApplication>? map = null, Provider provider = Provider.Sqlite, TimeProvider? clock = null)
    {
        var store = await TestDatabase.OnAsync(provider);
        var ring = new TestKeys();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = ring.Folder.FullName });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = store.Settings.Provider, ["Storage:ConnectionString"] = store.Settings.ConnectionString, ["Keys:Path"] = ring.Folder.FullName,
            ["DirectLine:Secret"] = Secret, ["DirectLine:TokensPerMinute"] = "100000",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("RESIDENT_LOG") == "1") builder.Logging.AddConsole();
        builder.Services.AddSingleton(clock ?? new FakeClock());
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddSingleton<Transcript>().AddSingleton<TurnSignal>().AddSingleton<Standings>().AddSingleton<Attachments>().AddSingleton<Deliveries>();
        builder.Services.AddChannels(builder.Configuration);
        builder.Services.AddSingleton<StandInTurns>();
        builder.Services.AddSingleton<TakeTurn>(p => p.GetRequiredService<StandInTurns>().TakeAsync);
        var built = builder.Build();
        built.UseErrors();
        built.UseRouting();
        built.MapChannels();
        map?.Invoke(built);
        await built.StartAsync();
        return new ChannelHost(built, store, ring);
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await database.DisposeAsync();
        keys.Dispose();
    }

    /// <summary>Sends JSON and reads the answer.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, string? bearer = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            byte[] bytes => new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } },
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        change?.Invoke(request);
        using var response = await Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        return new Reply((int)response.StatusCode, answer.Length > 0 && answer[0] == '{' ? JsonNode.Parse(answer)!.AsObject() : null, response.Headers, answer);
    }

    public Task<Reply> PostAsync(string path, object? body = null, string? bearer = null) => SendAsync(HttpMethod.Post, path, body, bearer);

    public Task<Reply> GetAsync(string path, string? bearer = null) => SendAsync(HttpMethod.Get, path, null, bearer);

    /// <summary>A conversation as our own page opens it.</summary>
    public async Task<(string Id, string Token, string StreamUrl)> OpenAsync()
    {
        var made = await PostAsync("/v3/directline/tokens/generate");
        made.Status.ShouldBe(200, made.Text);
        var opened = await PostAsync("/v3/directline/conversations", """{"user":{}}""", made["token"]);
        opened.Status.ShouldBe(201, opened.Text);
        return (opened["conversationId"], opened["token"], opened["streamUrl"]);
    }
}

/// <summary>An answer of the host.</summary>
internal sealed record Reply(int Status, JsonObject? Json, HttpResponseHeaders Headers, string Text)
{
    public string this[string name] => Json![name]!.GetValue<string>();

    public string? ErrorCode => Json?["error"]?["code"]?.GetValue<string>();

    public IReadOnlyList<JsonObject> Activities => [.. Json!["activities"]!.AsArray().Select(a => a!.AsObject())];
}
