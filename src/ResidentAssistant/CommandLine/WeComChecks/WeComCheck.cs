using System.Runtime.CompilerServices;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.CommandLine.WeComChecks;

/// <summary>Tries every call that can be tried without anybody noticing, and prints what works and what is missing.</summary>
internal static class WeComCheck
{
    /// <summary>Runs all steps, prints each as it ends, and a sum; 0 only when nothing is wrong.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, bool connectAiBot, bool again, CancellationToken ct)
    {
        var all = new List<Finding>();
        await foreach (var finding in FindAsync(services, connectAiBot, again, ct))
        {
            all.Add(finding);
            await output.WriteLineAsync(finding.Lines);
        }

        var bad = all.Count(f => f.Standing is Standing.Wrong or Standing.Untried);
        await output.WriteLineAsync();
        await output.WriteLineAsync(bad == 0
            ? $"{(all.Exists(f => f.Standing is Standing.Note) ? "没有不行的，标着“留意”的请看一眼。" : "都正常。")}可信域名、应用的可见范围从这里看不出来：请同事从卡片上登录一次工作台试试。"
            : $"有 {bad} 项要办。改好设置要重启程序；改好以后再查一次。");
        return bad == 0 ? 0 : 1;
    }

    private static async IAsyncEnumerable<Finding> FindAsync(IServiceProvider services, bool connectAiBot, bool again, [EnumeratorCancellation] CancellationToken ct)
    {
        var settings = services.GetRequiredService<WeComSettings>();
        var clock = services.GetRequiredService<TimeProvider>();
        var http = services.GetRequiredService<WeComHttp>();
        if (settings is { HasApp: false, HasAiBot: false, Robots.Count: 0 })
        {
            yield return Finding.Wrong("企业微信的设置还没有填", "照着 docs/wecom.zh-CN.md 一步一步来。先填 WeCom:CorpId 和 WeCom:Assistant。");
            yield break;
        }

        if (!settings.HasApp) yield return Finding.Off("自建应用和微信客服：WeCom:CorpId、WeCom:Assistant:Secret 没有填");
        else
        {
            var app = services.GetRequiredService<WeComApp>();
            var store = services.GetRequiredService<ITokenStore>();
            var tokens = new AccessTokens(app, http.Invoker, settings.Api, new AskAnew(store), clock);
            var client = new WeComClient(app, http.Invoker, settings.Api, tokens);
            var may = true;
            await foreach (var finding in new AppCheck(settings, app, tokens, client, store, clock).RunAsync(again, ct))
            {
                may &= finding.Standing is not Standing.Wrong;
                yield return finding;
            }

            if (!may) yield return Finding.Untried("微信客服：要先把上面的办好");
            else await foreach (var finding in new KfCheck(settings, client, services.GetRequiredService<Register>()).RunAsync(ct)) yield return finding;
        }

        if (settings.HasCallback)
            await foreach (var finding in new CallbackCheck(settings, services.GetRequiredService<IConfiguration>(), services.GetRequiredService<Database>(), clock).RunAsync(ct)) yield return finding;
        else if (settings.HasApp)
            yield return Finding.Wrong("回调：WeCom:Assistant:Token 和 EncodingAesKey 没有填", "没有回调，居民的话要等半分钟才看得到，同事点卡片也没有反应。到管理后台这个自建应用的页面，“接收消息”里“设置API接收”，把那里的 Token 和 EncodingAESKey 填进来。");

        await foreach (var finding in new DutyCheck(settings, http, services.GetRequiredService<StaffAccounts>()).RunAsync(ct)) yield return finding;
        yield return await new AiBotCheck(settings, clock).RunAsync(connectAiBot, ct);
    }
}
