using FakeWeCom;
using FakeWeCom.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.WeCom;
using ResidentAssistant.WeCom.AiBot;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>Secrets, tokens and people's words are in no log and no error, whatever goes wrong.</summary>
public sealed class SecretsTests
{
    [Fact]
    public async Task Nothing_that_is_logged_or_thrown_holds_a_secret()
    {
        await using var vendor = await FakeWeComHost.StartAsync(new() { Seed = 9 });
        var log = new KeptLog();
        await using var app = await TestApp.StartAsync(listen: true, settings: Settings(vendor), adjust: builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace).AddFilter(_ => true);
        });
        var client = app.Get<WeComClient>();
        await client.KfAccountsAsync(0, default);
        var token = (await app.Get<ITokenStore>().ReadAsync(app.Get<WeComApp>().Key, default)).Token!;
        var robot = new GroupRobot(app.Get<WeComHttp>().Invoker, vendor.Address, vendor.Options.Robots[0].Key);

        var said = new List<string>();
        foreach (var kind in new[] { FaultKind.Fail, FaultKind.Break, FaultKind.LoseAnswer, FaultKind.Refuse, FaultKind.FailAfter })
        {
            vendor.Faults.Add(new Fault(kind) { Code = 40001, Times = 2 });
            said.Add((await Should.ThrowAsync<WeComException>(() => client.SendAsync(["zhaomin"], new ResidentAssistant.WeCom.Messages.AppMessage.Text("王阿姨家漏水"), null, default))).ToString());
            said.Add((await Should.ThrowAsync<WeComException>(() => robot.SendTextAsync("王阿姨家漏水", null, null, default))).ToString());
        }

        vendor.Faults.RevokeTokens();
        vendor.Faults.Add(new Fault(FaultKind.Refuse) { Path = "gettoken", Code = 40001 });
        said.Add((await Should.ThrowAsync<WeComException>(() => client.KfAccountsAsync(0, default))).ToString());
        using (var anybody = new HttpClient { BaseAddress = app.Address })
        {
            using var answer = await anybody.PostAsync(new Uri("/wecom/callback?msg_signature=x&timestamp=1&nonce=1", UriKind.Relative), new StringContent("王阿姨家漏水"));
            said.Add(await answer.Content.ReadAsStringAsync());
        }

        said.AddRange([app.Get<WeComApp>().ToString(), robot.ToString(), new AiBotApp("aib", vendor.Options.AiBots[0].Secret).ToString(), $"{await app.Get<ITokenStore>().ReadAsync(app.Get<WeComApp>().Key, default)}", app.Get<WeComSettings>().ToString()]);
        string[] secrets = [vendor.App.Secret, token, vendor.Options.Robots[0].Key, vendor.Options.AiBots[0].Secret, vendor.App.Token, vendor.App.EncodingAesKey, "王阿姨"];
        log.Lines.ShouldNotBeEmpty("the log is heard");
        foreach (var secret in secrets)
        {
            log.Lines.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal));
            said.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Spans_of_calls_hold_no_query()
    {
        await using var vendor = await FakeWeComHost.StartAsync(new() { Seed = 9 });
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("System.Net", StringComparison.Ordinal),
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllData,
            ActivityStopped = activity => seen.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)}"),
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await using var app = await TestApp.StartAsync(settings: Settings(vendor));
        await app.Get<WeComClient>().KfAccountsAsync(0, default);

        seen.ShouldContain(line => line.Contains("gettoken", StringComparison.Ordinal));
        seen.ShouldAllBe(line => !line.Contains("corpsecret=f", StringComparison.Ordinal) && !line.Contains(vendor.App.Secret, StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> Settings(FakeWeComHost vendor) => new()
    {
        ["WeCom:ApiBaseUrl"] = vendor.Address.ToString(), ["WeCom:CorpId"] = vendor.Options.CorpId, ["WeCom:Assistant:AgentId"] = $"{vendor.App.AgentId}",
        ["WeCom:Assistant:Secret"] = vendor.App.Secret, ["WeCom:Assistant:Token"] = vendor.App.Token, ["WeCom:Assistant:EncodingAesKey"] = vendor.App.EncodingAesKey,
        ["WeCom:Robots:duty"] = vendor.Options.Robots[0].Key, ["Logging:LogLevel:Default"] = "Trace",
    };
}
