using FakeWeCom;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>One token for all nodes: fetched once, renewed before its end, and nobody hammers a vendor who says no.</summary>
public sealed class AccessTokensTests
{
    [BothDatabases]
    public async Task Two_hundred_calls_on_two_nodes_fetch_an_expired_token_once(Provider provider)
    {
        await using var nodes = await Nodes.StartAsync(provider);
        await AllAsync();
        nodes.Fetched.ShouldBe(1);

        nodes.Clock.Advance(TimeSpan.FromSeconds(7201));
        await AllAsync();
        nodes.Fetched.ShouldBe(2);

        async Task AllAsync()
        {
            var tokens = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => (i % 2 == 0 ? nodes.One : nodes.Other).CurrentAsync(default).AsTask())));
            tokens.Distinct().ShouldHaveSingleItem();
        }
    }

    [BothDatabases]
    public async Task A_token_is_kept_sealed(Provider provider)
    {
        await using var nodes = await Nodes.StartAsync(provider);
        var token = await nodes.One.CurrentAsync(default);

        var kept = (await nodes.Store.ReadAsync(nodes.App.Key, default)).Token;
        var bytes = await nodes.Database.FirstAsync<byte[]>("select token from wecom_tokens", null, default);

        kept.ShouldBe(token);
        System.Text.Encoding.UTF8.GetString(bytes!).ShouldNotContain(token[..10]);
        nodes.App.Key.ShouldNotContain(nodes.Vendor.App.Secret);
    }

    [Fact]
    public async Task A_token_is_renewed_before_its_end_and_used_until_then()
    {
        await using var nodes = await Nodes.StartAsync(Provider.Sqlite);
        var first = await nodes.One.CurrentAsync(default);

        nodes.Clock.Advance(TimeSpan.FromSeconds(7200 * 0.79));
        (await nodes.One.CurrentAsync(default)).ShouldBe(first);
        nodes.Fetched.ShouldBe(1);

        nodes.Clock.Advance(TimeSpan.FromSeconds(7200 * 0.07));
        // Within its life the vendor gives the same one.
        (await nodes.One.CurrentAsync(default)).ShouldBe(first);
        (await nodes.One.CurrentAsync(default)).ShouldBe(first);
        nodes.Fetched.ShouldBe(2);

        nodes.Clock.Advance(TimeSpan.FromSeconds(7200 * 0.15));
        (await nodes.One.CurrentAsync(default)).ShouldNotBe(first);
        nodes.Fetched.ShouldBe(3);
    }

    [Fact]
    public async Task A_renewal_that_fails_does_not_cost_the_token_that_serves()
    {
        await using var nodes = await Nodes.StartAsync(Provider.Sqlite);
        var first = await nodes.One.CurrentAsync(default);
        nodes.Vendor.Faults.Fail(TimeSpan.FromHours(1), "gettoken");

        nodes.Clock.Advance(TimeSpan.FromSeconds(7200 * 0.9));
        for (var i = 0; i < 20; i++) (await nodes.One.CurrentAsync(default)).ShouldBe(first);

        nodes.Fetched.ShouldBe(2);
    }

    [BothDatabases]
    public async Task A_wrong_secret_is_tried_once_an_hour_by_all_nodes_together(Provider provider)
    {
        await using var nodes = await Nodes.StartAsync(provider, secret: "wrong");

        (await RefusedAsync(nodes.One)).Code.ShouldBe(WeComErrors.WrongSecret);
        nodes.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var tokens in new[] { nodes.Other, nodes.One, nodes.Other })
        {
            var refusal = await RefusedAsync(tokens);
            refusal.Class.ShouldBe(ErrorClass.Auth);
            refusal.PauseFor.ShouldBe(TimeSpan.FromMinutes(59));
        }

        nodes.Clock.Advance(TimeSpan.FromMinutes(58));
        await RefusedAsync(nodes.One);
        nodes.Fetched.ShouldBe(1);
        nodes.Clock.Advance(TimeSpan.FromMinutes(2));
        await RefusedAsync(nodes.Other);
        await RefusedAsync(nodes.One);
        nodes.Fetched.ShouldBe(2);

        // A secret that was put right is asked for at once.
        await nodes.With(nodes.Vendor.App.Secret).CurrentAsync(default);
        nodes.Fetched.ShouldBe(3);
    }

    [Fact]
    public async Task A_vendor_in_trouble_is_asked_once_in_a_while_however_many_wait()
    {
        await using var nodes = await Nodes.StartAsync(Provider.Sqlite);
        nodes.Vendor.Faults.Fail(TimeSpan.FromSeconds(10), "gettoken");

        var waiting = Enumerable.Range(0, 100).Select(i => RefusedAsync(i % 2 == 0 ? nodes.One : nodes.Other)).ToList();
        (await Task.WhenAll(waiting)).ShouldAllBe(refusal => refusal.Class == ErrorClass.Transient && refusal.PauseFor < TimeSpan.FromSeconds(3));
        nodes.Fetched.ShouldBe(1);

        nodes.Clock.Advance(TimeSpan.FromSeconds(11));
        await nodes.One.CurrentAsync(default);
        nodes.Fetched.ShouldBe(2);
    }

    [BothDatabases]
    public async Task A_node_that_died_while_fetching_does_not_stop_the_others_and_cannot_write_later(Provider provider)
    {
        await using var nodes = await Nodes.StartAsync(provider);
        var lease = (await nodes.Store.TryEnterAsync(nodes.App.Key, 0, default))!;
        (await nodes.Store.TryEnterAsync(nodes.App.Key, 0, default)).ShouldBeNull();
        var waiting = nodes.One.CurrentAsync(default).AsTask();
        await nodes.Database.ExecuteAsync("update wecom_tokens set leased_until = @past", new { past = DateTimeOffset.UtcNow.AddMinutes(-1) }, default);

        var token = await waiting.WaitAsync(TimeSpan.FromSeconds(5));
        await nodes.Store.KeepAsync(lease, "of the dead", nodes.Clock.GetUtcNow(), nodes.Clock.GetUtcNow(), default);
        await nodes.Store.PauseAsync(lease, 40001, nodes.Clock.GetUtcNow().AddHours(1), default);

        (await nodes.Store.ReadAsync(nodes.App.Key, default)).Token.ShouldBe(token);
        (await nodes.Other.CurrentAsync(default)).ShouldBe(token);
        nodes.Fetched.ShouldBe(1);
    }

    [Theory]
    [InlineData(42001)]
    [InlineData(40014)]
    public async Task A_token_that_was_withdrawn_is_replaced_and_the_call_made_once_more(int code)
    {
        await using var nodes = await Nodes.StartAsync(Provider.Sqlite);
        nodes.Vendor.Options.Behaviour.ExpiredTokenCode = code;
        await nodes.Client.KfAccountsAsync(0, default);
        nodes.Vendor.Faults.RevokeTokens();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => nodes.Client.KfAccountsAsync(0, default)));

        nodes.Fetched.ShouldBe(2);
        nodes.Vendor.Log.Of("kf/account/list").Count(c => c.ErrCode == 0).ShouldBe(21);
        nodes.Vendor.Log.Of("kf/account/list").Count(c => c.ErrCode != 0).ShouldBeLessThanOrEqualTo(20);
    }

    [Fact]
    public async Task A_vendor_who_refuses_every_token_is_not_asked_for_more_and_more()
    {
        await using var nodes = await Nodes.StartAsync(Provider.Sqlite);
        nodes.Vendor.Faults.Refuse(WeComErrors.InvalidToken, times: 1000, "kf/account/list");

        for (var i = 0; i < 50; i++)
            (await Should.ThrowAsync<WeComException>(() => nodes.Client.KfAccountsAsync(0, default))).Class.ShouldBe(ErrorClass.Auth);

        nodes.Fetched.ShouldBeLessThanOrEqualTo(7);
    }

    [Fact]
    public async Task A_store_out_of_reach_does_not_cost_the_token_that_serves()
    {
        await using var nodes = await Nodes.StartAsync(Provider.Sqlite);
        var first = await nodes.One.CurrentAsync(default);
        await nodes.Database.ExecuteAsync("drop table wecom_tokens", null, default);

        nodes.Clock.Advance(TimeSpan.FromSeconds(7200 * 0.9));
        (await nodes.One.CurrentAsync(default)).ShouldBe(first);
        nodes.Clock.Advance(TimeSpan.FromSeconds(7200 * 0.2));
        (await RefusedAsync(nodes.One)).Class.ShouldBe(ErrorClass.Transient);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_stop_the_others()
    {
        await using var nodes = await Nodes.StartAsync(Provider.Sqlite);
        nodes.Vendor.Faults.Hang(TimeSpan.FromMinutes(1), "gettoken");
        using var impatient = new CancellationTokenSource();
        var first = nodes.One.CurrentAsync(impatient.Token).AsTask();
        var second = nodes.One.CurrentAsync(default).AsTask();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        nodes.Vendor.Faults.Clear();

        (await second.WaitAsync(TimeSpan.FromSeconds(5))).ShouldNotBeEmpty();
        nodes.Fetched.ShouldBe(1);
    }

    private static Task<WeComException> RefusedAsync(AccessTokens tokens) => Should.ThrowAsync<WeComException>(() => tokens.CurrentAsync(default).AsTask());

    /// <summary>Two nodes on one database, and the vendor.</summary>
    private sealed class Nodes : IAsyncDisposable
    {
        private readonly TestDatabase database;
        private readonly TestKeys keys;
        private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64 });
        private readonly Database otherDoor;

        private Nodes(TestDatabase database, TestKeys keys, FakeWeComHost vendor, FakeClock clock, string? secret)
        {
            (this.database, this.keys, Vendor, Clock) = (database, keys, vendor, clock);
            otherDoor = Database.For(database.Settings);
            App = new WeComApp(vendor.Options.CorpId, secret ?? vendor.App.Secret, vendor.App.AgentId);
            Store = new TokenStore(database.Database, keys.Open());
            One = new AccessTokens(App, http, vendor.Address, Store, clock);
            Other = new AccessTokens(App, http, vendor.Address, new TokenStore(otherDoor, keys.Open()), clock);
            Client = new WeComClient(App, http, vendor.Address, One);
        }

        public FakeWeComHost Vendor { get; }

        public FakeClock Clock { get; }

        public WeComApp App { get; }

        public TokenStore Store { get; }

        public Database Database => database.Database;

        public AccessTokens One { get; }

        public AccessTokens Other { get; }

        public WeComClient Client { get; }

        public int Fetched => Vendor.Log.Of("gettoken").Count();

        public static async Task<Nodes> StartAsync(Provider provider, string? secret = null)
        {
            var clock = new FakeClock();
            return new Nodes(await TestDatabase.OnAsync(provider), new TestKeys(), await FakeWeComHost.StartAsync(new() { Seed = 1, Clock = clock }), clock, secret);
        }

        public AccessTokens With(string secret) => new(new WeComApp(App.CorpId, secret, App.AgentId), http, Vendor.Address, Store, Clock);

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await Vendor.DisposeAsync();
            await otherDoor.DisposeAsync();
            await database.DisposeAsync();
            keys.Dispose();
        }
    }
}
