using FakeWeCom;
using FakeWeCom.Phones;
using Microsoft.AspNetCore.Builder;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.CustomerService;

/// <summary>The real application and a simulated WeCom on one clock, with residents who hold phones.</summary>
internal sealed class KfWorld : IAsyncDisposable
{
    public const string Wang = "wmWangGuifen0000000000000000001";
    public const string Li = "wmLiJianguo00000000000000000002";

    private KfWorld(FakeWeComHost fake, TestApp app, IReadOnlyDictionary<string, string?> settings) => (Fake, App, Settings) = (fake, app, settings);

    public FakeWeComHost Fake { get; }

    public TestApp App { get; }

    /// <summary>For another node.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    public FakeClock Clock => App.Clock;

    public ResidentPhone Resident => Fake.Resident(Wang);

    public string Account => Fake.Options.KfAccounts[0].OpenKfId;

    public static async Task<KfWorld> StartAsync(Provider provider, Action<FakeWeComOptions>? vendor = null, Action<WebApplicationBuilder>? adjust = null, bool callbacks = true)
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero));
        var options = new FakeWeComOptions { Clock = clock, Seed = 11, Limits = { SyncWithoutToken = 1000 } };
        vendor?.Invoke(options);
        var fake = await FakeWeComHost.StartAsync(options);
        var settings = new Dictionary<string, string?>
        {
            ["WeCom:ApiBaseUrl"] = fake.Address.ToString(), ["WeCom:CorpId"] = options.CorpId, ["WeCom:Assistant:AgentId"] = "1000002", ["WeCom:Assistant:Secret"] = fake.App.Secret,
            ["WeCom:Assistant:Token"] = fake.App.Token, ["WeCom:Assistant:EncodingAesKey"] = fake.App.EncodingAesKey, [$"WeCom:Kf:Accounts:{options.KfAccounts[0].OpenKfId}"] = "东风社区",
        };
        var app = await TestApp.StartAsync(provider, listen: true, settings, adjust, clock);
        if (callbacks) fake.CallbackTo(new Uri(app.Address, "/wecom/callback").ToString());
        return new KfWorld(fake, app, settings);
    }

    /// <summary>Lets time pass in steps, for duties and repetitions, until it holds.</summary>
    public async Task PassUntilAsync(Func<Task<bool>> holds, TimeSpan step, int most = 400)
    {
        for (var i = 0; i < most; i++)
        {
            if (await holds()) return;
            Clock.Advance(step);
            await App.Get<Tick>().RunOnceAsync(CancellationToken.None);
            // What was woken runs beside the test in real time.
            await Task.Delay(15);
        }

        throw new TimeoutException("It did not come about.");
    }

    public Task PassUntilAsync(Func<bool> holds, TimeSpan step, int most = 400) => PassUntilAsync(() => Task.FromResult(holds()), step, most);

    /// <summary>Waits in real time, with the clock standing still.</summary>
    public static async Task WaitAsync(Func<Task<bool>> holds, int most = 400)
    {
        for (var i = 0; i < most; i++)
        {
            if (await holds()) return;
            await Task.Delay(20);
        }

        throw new TimeoutException("It did not come about.");
    }

    public Task<long> CountAsync(string sql) => App.Get<Database>().FirstAsync<long>(sql, null, CancellationToken.None);

    /// <summary>States and reasons of what went out, in order.</summary>
    public async Task<IReadOnlyList<string>> LedgerAsync() => [.. (await App.Get<Database>().QueryAsync<Row>(
        "select state, reason from outbox where channel = 'wecom-kf' order by conversation_id, turn, position", null, CancellationToken.None)).Select(r => r.Reason is null ? r.State : $"{r.State} {r.Reason}")];

    /// <summary>States of what went out to one resident.</summary>
    public Task<IReadOnlyList<string>> LedgerOfAsync(string person) => App.Get<Database>().QueryAsync<string>("""
        select o.state from outbox o join conversations c on c.id = o.conversation_id where c.user_id = @person order by o.turn, o.position
        """, new { person }, CancellationToken.None);

    /// <summary>Waits until nothing waits: neither for its turn nor to go out.</summary>
    public async Task SettledAsync() => await WaitAsync(async () =>
        await CountAsync("select count(*) from kf_messages where state = 'waiting'") == 0 && (await LedgerAsync()).All(s => !s.StartsWith("Sending", StringComparison.Ordinal)));

    /// <summary>What was said in a resident's conversation.</summary>
    public async Task<IReadOnlyList<Entry>> TranscriptAsync(string person = Wang) =>
        [.. (await App.Get<Transcript>().AfterAsync("wecom-kf", $"{Account}/{person}", 0, 1000, CancellationToken.None)).SelectMany(t => t.Entries)];

    public async ValueTask DisposeAsync()
    {
        Fake.Faults.Clear();
        await App.DisposeAsync();
        await Fake.DisposeAsync();
    }

    private sealed record Row
    {
        public required string State { get; init; }

        public string? Reason { get; init; }
    }
}
