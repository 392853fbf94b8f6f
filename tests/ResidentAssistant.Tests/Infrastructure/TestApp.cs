using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Knowledge.Retrieval;
using ResidentAssistant.Language;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>The real application in this process, on a database and a key ring of its own, with a clock that jumps.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    // Learned once for all tests: it is the same for all, and learning takes most of a second.
    private static readonly Lazy<Understanding> Learned = new(() => new Understanding(Path.Combine(AppContext.BaseDirectory, "dialogs", "understanding")));

    // Read once for all tests that take the product's own answers; every later application finds them unchanged.
    private static readonly string Dialogs = Path.Combine(AppContext.BaseDirectory, "dialogs");
    private static readonly EntryFiles Answers = new([Dialogs], () => Understanding.Starts);
    private static readonly IndexBuilder Indexes = new(Path.Combine(Dialogs, "understanding", "lexicon.yaml"), new Hearing(Normal.Of, Han.Syllable));

    private readonly TestDatabase database;
    private readonly TestKeys keys;
    private readonly bool started;

    private TestApp(WebApplication host, TestDatabase database, TestKeys keys, FakeClock clock, bool started)
    {
        (Host, this.database, this.keys, Clock, this.started) = (host, database, keys, clock, started);
    }

    /// <summary>What all tests understand with.</summary>
    public static Understanding Understanding => Learned.Value;

    /// <summary>The application.</summary>
    public WebApplication Host { get; }

    /// <summary>Its clock; it stands still unless advanced.</summary>
    public FakeClock Clock { get; }

    /// <summary>Where it listens, when started.</summary>
    public Uri Address => new(Host.Urls.First());

    /// <summary>A service of the application.</summary>
    public T Get<T>() where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>Builds and prepares the application; <paramref name="listen"/> also starts its web server and its tick.</summary>
    public static async Task<TestApp> StartAsync(Provider provider = Provider.Sqlite, bool listen = false, IReadOnlyDictionary<string, string?>? settings = null,
        Action<WebApplicationBuilder>? adjust = null, FakeClock? clock = null)
    {
        var database = await TestDatabase.OnAsync(provider);
        var keys = new TestKeys();
        clock ??= new FakeClock(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero));
        var host = Build(database, keys, clock, settings, adjust);
        await Application.PrepareAsync(host, CancellationToken.None);
        if (listen) await host.StartAsync();
        return new TestApp(host, database, keys, clock, listen);
    }

    /// <summary>Another node on the same database, key ring and clock, perhaps with other dialogs; the caller disposes it before this one.</summary>
    public WebApplication OtherNode(IReadOnlyDictionary<string, string?>? settings = null) => Build(database, keys, Clock, settings, null);

    private static WebApplication Build(TestDatabase database, TestKeys keys, FakeClock clock, IReadOnlyDictionary<string, string?>? settings, Action<WebApplicationBuilder>? adjust)
    {
        var host = Application.Build(["--environment=Development"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Urls"] = "http://127.0.0.1:0", ["Storage:Provider"] = database.Settings.Provider, ["Storage:ConnectionString"] = database.Settings.ConnectionString,
                ["Keys:Path"] = keys.Folder.FullName, ["Logging:LogLevel:Default"] = "Error",
            });
            if (settings is not null) builder.Configuration.AddInMemoryCollection(settings);
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Services.AddSingleton(Learned.Value);
            if (settings?.Keys.Any(k => k.StartsWith("Dialogs:", StringComparison.Ordinal)) is not true) builder.Services.AddSingleton(Answers).AddSingleton(Indexes);
            adjust?.Invoke(builder);
        });
        host.Urls.Clear();
        return host;
    }

    /// <summary>Takes a message as a channel would.</summary>
    public Task<TurnReceipt> TakeAsync(InboundMessage message) => Get<TakeTurn>()(message, CancellationToken.None);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (started) await Host.StopAsync();
        await Host.DisposeAsync();
        await database.DisposeAsync();
        keys.Dispose();
    }
}
