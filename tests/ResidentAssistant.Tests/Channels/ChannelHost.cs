using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ResidentAssistant.Channels;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Tests.Channels;

/// <summary>The channels on a real port of this machine, with a database of their own and a clock that can be moved.</summary>
internal sealed class ChannelHost : IAsyncDisposable
{
    public const string Secret = "a-secret-of-the-tests";

    private readonly WebApplication app;
    private readonly DirectoryInfo folder;

    private ChannelHost(WebApplication app, DirectoryInfo folder)
    {
        this.app = app;
        this.folder = folder;
        Client = new HttpClient { BaseAddress = Address };
    }

    public HttpClient Client { get; }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public StandInTurns Turns => app.Services.GetRequiredService<StandInTurns>();

    public MovableClock Clock => (MovableClock)app.Services.GetRequiredService<TimeProvider>();

    public Database Database => app.Services.GetRequiredService<Database>();

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<ChannelHost> StartAsync(string environment = "Development", Dictionary<string, string?>? settings = null, Action<WebApplication>? map = null)
    {
        var place = Directory.CreateTempSubdirectory("resident-channels-");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = place.FullName });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:ConnectionString"] = $"Data Source={Path.Combine(place.FullName, "test.db")};Pooling=true",
            ["Keys:Path"] = Path.Combine(place.FullName, "keys"),
            ["DirectLine:Secret"] = Secret,
            ["DirectLine:TokensPerMinute"] = "100000",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("RESIDENT_LOG") == "1") builder.Logging.AddConsole();
        builder.Services.AddSingleton<TimeProvider>(new MovableClock());
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddChannels(builder.Configuration);
        builder.Services.AddSingleton<StandInTurns>();
        builder.Services.AddSingleton<TakeTurn>(p => p.GetRequiredService<StandInTurns>().TakeAsync);
        var built = builder.Build();
        await built.Services.GetRequiredService<Migrator>().MigrateAsync(null, default);
        built.MapChannels();
        map?.Invoke(built);
        await built.StartAsync();
        return new ChannelHost(built, place);
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
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

/// <summary>The system's clock, moved forward by hand.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long moved;

    public void Move(TimeSpan by) => Interlocked.Add(ref moved, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref moved));
}
