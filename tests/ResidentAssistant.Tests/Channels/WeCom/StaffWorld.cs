using FakeWeCom;
using FakeWeCom.Phones;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Channels.WeCom;

/// <summary>The application with its colleagues in WeCom, both on one clock that stands still.</summary>
internal sealed class StaffWorld : IAsyncDisposable
{
    private StaffWorld(TestApp app, FakeWeComHost fake) => (App, Fake) = (app, fake);

    public TestApp App { get; }

    public FakeWeComHost Fake { get; }

    public Seeds Seeds => Seeds.In(App);

    public Database Database => App.Get<Database>();

    public GroupPhone Duty => Fake.Group();

    public static async Task<StaffWorld> StartAsync(Provider provider = Provider.Sqlite, bool robots = true, bool aiBot = false, Action<FakeWeComOptions>? adjust = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero));
        var options = new FakeWeComOptions { Clock = clock, Seed = 7 };
        adjust?.Invoke(options);
        var fake = await FakeWeComHost.StartAsync(options);
        var all = ProductSettings.Lines(options, fake.Address).Select(l => l.Split('=', 2)).ToDictionary(l => l[0].Replace("__", ":", StringComparison.Ordinal), l => (string?)l[1]);
        // Another site than the product's, as the vendor's sign-in page is.
        all["WeCom:OAuthBaseUrl"] = $"http://localhost:{fake.Address.Port}";
        if (!robots) foreach (var robot in all.Keys.Where(k => k.StartsWith("WeCom:Robots", StringComparison.Ordinal)).ToList()) all.Remove(robot);
        if (!aiBot) foreach (var bot in all.Keys.Where(k => k.StartsWith("WeCom:AiBot", StringComparison.Ordinal)).ToList()) all.Remove(bot);
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>()) all[key] = value;
        var app = await TestApp.StartAsync(provider, listen: true, settings: all, clock: clock);
        fake.CallbackTo(new Uri(app.Address, "/wecom/callback").ToString());
        return new StaffWorld(app, fake);
    }

    /// <summary>A colleague with an account here and in WeCom, who has chosen a password.</summary>
    public async Task<MemberPhone> ColleagueAsync(string member, StaffRole role, params Guid[] communities)
    {
        var accounts = App.Get<StaffAccounts>();
        var added = await accounts.AddAsync(new NewStaff(member, $"{Permissions.NameOf(role)}{member}", role, communities.Length == 0, communities), CancellationToken.None);
        await accounts.ChangePasswordAsync(added.Id, added.OneTimePassword, "correct horse staple", CancellationToken.None);
        await accounts.NoteMemberAsync(added.Id, member, CancellationToken.None);
        return Fake.Member(member);
    }

    /// <summary>Time passes: every duty of the application has run once, and what it sends has gone.</summary>
    public async Task TickAsync(int seconds = 1)
    {
        var tick = App.Get<Tick>();
        while (tick.LastRound is null) await Task.Delay(1);
        App.Clock.Advance(TimeSpan.FromSeconds(seconds));
        while (tick.LastRound < App.Clock.GetUtcNow()) await Task.Delay(1);
        await App.Get<StaffSender>().SettledAsync();
    }

    /// <summary>Every callback has been answered, and what it caused has gone.</summary>
    public async Task SettledAsync()
    {
        await Fake.QuietAsync();
        await App.Get<StaffSender>().SettledAsync();
    }

    public Task<long> CountAsync(string where) => Database.FirstAsync<long>($"select count(*) from staff_messages where {where}", null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Fake.DisposeAsync();
    }
}
