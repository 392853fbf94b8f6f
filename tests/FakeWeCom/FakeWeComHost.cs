using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using FakeWeCom.Api;
using FakeWeCom.Callbacks;
using FakeWeCom.Control;
using FakeWeCom.LongConnection;
using FakeWeCom.Phones;
using FakeWeCom.SignIn;
using FakeWeCom.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FakeWeCom;

/// <summary>The simulator, running; a test holds its phones, its clock and its faults.</summary>
internal sealed class FakeWeComHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeWeComHost(Corp corp, WebApplication app)
    {
        Corp = corp;
        this.app = app;
    }

    /// <summary>What stands for https://qyapi.weixin.qq.com and the other hosts of the vendor.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Where aibots connect.</summary>
    public Uri WebSocketAddress => new UriBuilder(Address) { Scheme = "ws" }.Uri;

    /// <summary>The state behind everything; whoever touches it holds its lock.</summary>
    public Corp Corp { get; }

    public FakeWeComOptions Options => Corp.Options;

    public ShiftedClock Clock => Corp.Clock;

    public Faults Faults => Corp.Faults;

    public ReceivedLog Log => Corp.Log;

    /// <summary>The first app, the one that tests mostly mean.</summary>
    public AppOptions App => Options.Apps[0];

    /// <summary>Starts on a free port of this machine.</summary>
    public static async Task<FakeWeComHost> StartAsync(FakeWeComOptions? options = null)
    {
        options ??= new FakeWeComOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Urls);
        builder.Logging.ClearProviders();
        var host = Build(builder, options);
        await host.app.StartAsync();
        return host;
    }

    /// <summary>The simulator as a web application that is not yet started.</summary>
    public static FakeWeComHost Build(WebApplicationBuilder builder, FakeWeComOptions options)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 32 << 20);
        // Enums as words; the words of residents as they are.
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        var corp = new Corp(options);
        var app = builder.Build();
        app.UseWebSockets();
        var calls = VendorCalls.All.ToDictionary(call => call.Path);
        app.Map("/cgi-bin/{**path}", new Gateway(corp, calls).TakeAsync);
        var host = new FakeWeComHost(corp, app);
        SignInPage.Map(app, corp);
        ControlRoutes.Map(app, host);
        PhonesPage.Map(app);
        app.MapGet("/", async (HttpContext http) =>
        {
            if (!http.WebSockets.IsWebSocketRequest) return PhonesPage.Index();
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            using var bot = new BotSocket(corp, socket);
            await bot.RunAsync(http.RequestAborted);
            return Results.Empty;
        });
        return host;
    }

    /// <summary>Begins to listen.</summary>
    public Task StartAsync() => app.StartAsync();

    /// <summary>Until the process is told to stop.</summary>
    public Task WaitForShutdownAsync() => app.WaitForShutdownAsync();

    /// <summary>The administrator sets the callback address of an app (the first one), without the check.</summary>
    public void CallbackTo(string url, int? agentId = null)
    {
        lock (Corp.Sync) (agentId is { } id ? Corp.Apps[id] : Corp.Apps.Values.First()).Options.CallbackUrl = url;
    }

    /// <summary>The administrator sets it and the vendor checks it; null is fine, else the vendor's complaint and nothing is set.</summary>
    public async Task<string?> SaveCallbackAsync(string url, int? agentId = null)
    {
        var of = agentId is { } id ? Corp.Apps[id] : Corp.Apps.Values.First();
        var before = of.Options.CallbackUrl;
        of.Options.CallbackUrl = url;
        var complaint = await Corp.Mail.VerifyAsync(of);
        if (complaint is not null) of.Options.CallbackUrl = before;
        return complaint;
    }

    /// <summary>A stranger posts something wrong to the callback address of the first app; gives the status it was answered with.</summary>
    public async Task<int> ForgeAsync(Forgery kind)
    {
        using var forgeries = new Forgeries(Corp);
        return await forgeries.PostAsync(Corp.Apps.Values.First(), kind);
    }

    /// <summary>The WeChat of a resident on an account (the first one); a new one is made on first sight.</summary>
    public ResidentPhone Resident(string externalUserId, string? openKfId = null)
    {
        lock (Corp.Sync)
        {
            if (!Corp.Residents.TryGetValue(externalUserId, out var resident))
                Corp.Residents[externalUserId] = resident = new Resident(new ResidentOptions { ExternalUserId = externalUserId });
            return new ResidentPhone(Corp, resident, openKfId is null ? Corp.KfAccounts.Values.First() : Corp.KfAccounts[openKfId]);
        }
    }

    /// <summary>A servicer of a kf account (the first one) stops receiving residents, or begins again.</summary>
    public void ServicerReceives(string userId, bool receives, string? openKfId = null)
    {
        lock (Corp.Sync)
        {
            var account = openKfId is null ? Corp.KfAccounts.Values.First() : Corp.KfAccounts[openKfId];
            account.Servicers[userId] = receives;
            account.Add(KfEvents.ServicerChanged(account, Corp, userId, receives));
        }

        Corp.Changes.Tell();
    }

    /// <summary>The WeCom of a member; a new one is made on first sight.</summary>
    public MemberPhone Member(string userId)
    {
        lock (Corp.Sync)
        {
            if (!Corp.Members.TryGetValue(userId, out var member)) Corp.Members[userId] = member = new Member(new MemberOptions { UserId = userId });
            return new MemberPhone(Corp, member);
        }
    }

    /// <summary>The WeCom of a member who owns customer groups.</summary>
    public GroupOwnerPhone GroupOwner(string userId) => new(Corp, userId);

    /// <summary>The group of a robot (the first one).</summary>
    public GroupPhone Group(string? key = null)
    {
        lock (Corp.Sync) return new GroupPhone(Corp, key is null ? Corp.Robots.Values.First() : Corp.Robots[key]);
    }

    /// <summary>A staff group of the aibot (the first one).</summary>
    public AiBotRoom AiBotGroup(string? chatId = null)
    {
        lock (Corp.Sync)
        {
            var bot = Corp.AiBots.Values.First(b => chatId is null || b.Chats.ContainsKey(chatId));
            return new AiBotRoom(Corp, bot, chatId is null ? bot.Chats.Values.First(c => c.Group) : bot.Chats[chatId]);
        }
    }

    /// <summary>A member's own chat with the aibot.</summary>
    public AiBotRoom AiBotSingle(string userId)
    {
        lock (Corp.Sync)
        {
            var bot = Corp.AiBots.Values.First();
            return new AiBotRoom(Corp, bot, bot.Single(userId));
        }
    }

    /// <summary>Waits until it holds; looked at again after everything that happens here.</summary>
    public Task UntilAsync(Func<bool> holds, string what, TimeSpan? within = null) => Corp.Changes.UntilAsync(holds, what, within);

    /// <summary>Waits until every callback is answered or given up.</summary>
    public Task QuietAsync(TimeSpan? within = null) => UntilAsync(() => Corp.Mail.UnderWay == 0, "no callback is under way", within);

    public async ValueTask DisposeAsync()
    {
        Faults.Clear();
        lock (Corp.Sync)
            foreach (var bot in Corp.AiBots.Values) bot.Connection?.Break();
        Corp.Mail.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }
}
