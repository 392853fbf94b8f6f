using System.Runtime.CompilerServices;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.WeCom;
using ResidentAssistant.WeCom.Messages;

namespace ResidentAssistant.CommandLine.WeComChecks;

/// <summary>The self-built app: its secret, this machine's address, its number.</summary>
internal sealed class AppCheck(WeComSettings settings, WeComApp app, AccessTokens tokens, WeComClient client, ITokenStore store, TimeProvider clock)
{
    private const string NoSuchFile = "resident-assistant-check";

    /// <summary>Tries them in order and ends at the first that fails: the rest would fail for the same reason.</summary>
    /// <param name="again">Ask for a token although a wrong secret makes everybody wait.</param>
    public async IAsyncEnumerable<Finding> RunAsync(bool again, [EnumeratorCancellation] CancellationToken ct)
    {
        var kept = await store.ReadAsync(app.Key, ct);
        var paused = clock.GetUtcNow() < kept.PausedUntil && WeComErrors.ClassOf(kept.PausedBy) is ErrorClass.Auth or ErrorClass.Quota;
        if (paused && !again)
        {
            yield return Finding.Wrong($"换令牌：用这个 Secret 问过，企业微信不认（错误码 {kept.PausedBy}）。再过 {Math.Ceiling((kept.PausedUntil - clock.GetUtcNow()).TotalMinutes)} 分钟才会再问，免得 IP 被封",
                "核对 WeCom:CorpId 和 WeCom:Assistant:Secret，改了就能马上再查。\n不是改设置、是在管理后台改好的（比如把应用启用了），用 wecom check --again 再问一次。");
            yield break;
        }

        var refusal = await RefusalWords.OfAsync(() => tokens.CurrentAsync(ct).AsTask());
        yield return refusal is null ? Finding.Well("换令牌：CorpId 和 Secret 是对的") : RefusalWords.Finding("换令牌", refusal, settings);
        if (refusal is not null) yield break;
        if (paused) yield return Finding.Note("先前的暂停解除了", "正在运行的程序还记着暂停，请把它重启。");

        // A file that is not there: refused in any case, and the refusal tells whether this machine may call at all.
        refusal = await RefusalWords.OfAsync(() => client.DownloadAsync(NoSuchFile, 4096, ct));
        var may = refusal is null or { Class: ErrorClass.Data };
        yield return may ? Finding.Well("调用接口：可以，这台机器的 IP 也放行了") : RefusalWords.Finding("调用接口", refusal!, settings);
        if (!may) yield break;

        // To nobody: the vendor refuses it for that alone, unless the number is not the app's.
        refusal = await RefusalWords.OfAsync(() => client.SendAsync([], new AppMessage.Text("检查"), null, ct));
        yield return refusal is null or { Class: ErrorClass.Data } ? Finding.Well($"应用发消息：AgentId {settings.Assistant.AgentId} 对得上（没有发给任何人）") : RefusalWords.Finding("应用发消息", refusal, settings);

        // Not every installation has customer groups: without the right, notices are pasted by hand.
        refusal = await RefusalWords.OfAsync(() => client.GroupsAsync(null, ct));
        yield return refusal is null ? Finding.Well("客户群：读得到，发通知的时候能请群主点") : Finding.Note($"客户群：读不到（错误码 {refusal.Code}）", "想用客户群，请管理员在“客户联系”里把这个应用加进“可调用接口的应用”。不用的，不用管，把话复制到群里就行。");
    }
}
