using System.Runtime.CompilerServices;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Staff;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.CommandLine.WeComChecks;

/// <summary>Who hears of what is urgent: the robots of duty groups, and colleagues with an account in WeCom.</summary>
internal sealed class DutyCheck(WeComSettings settings, WeComHttp http, StaffAccounts accounts)
{
    // Refused for having nothing to say: nothing appears in the group, and the key was looked at before.
    private const int EmptyContent = 44004;

    /// <summary>Tries every key, and counts the colleagues.</summary>
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (settings.Robots.Count == 0) yield return Finding.Off("值班群机器人：WeCom:Robots 没有填");
        foreach (var (name, key) in settings.Robots.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            var robot = new GroupRobot(http.Invoker, settings.Api, key);
            var refusal = await RefusalWords.OfAsync(() => robot.SendTextAsync("", null, null, ct));
            yield return refusal is null or { Code: EmptyContent } ? Finding.Well($"值班群机器人 {name}：key 是对的（没有在群里说话）") : RefusalWords.Finding($"值班群机器人 {name}", refusal, settings);
        }

        var reachable = settings.HasApp ? await accounts.ReachableAsync(ct) : [];
        if (reachable.Count > 0) yield return Finding.Well($"同事的企业微信：{reachable.Count} 位同事填了账号，有急事能收到卡片");
        else if (settings.Robots.Count == 0) yield return Finding.Wrong("有急事时，没有人能在企业微信里收到", "在工作台“账号”页给值班的同事填企业微信账号，或者在 WeCom:Robots 里填值班群的机器人。最好都填。");
        else if (settings.HasApp) yield return Finding.Note("同事的企业微信：还没有同事填账号，急事卡片发不到个人", "在工作台“账号”页填，填的是管理后台通讯录里的“账号”。");
    }
}
