using System.Text.RegularExpressions;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.CommandLine.WeComChecks;

/// <summary>The vendor's refusals in plain words: what they mean here, what to do and where.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/90313</remarks>
internal static partial class RefusalWords
{
    private const string AppPage = "企业微信管理后台，这个自建应用的页面";
    private const string KfPage = "企业微信管理后台的“微信客服”";

    /// <summary>Tries a call; null when it was not refused.</summary>
    public static async Task<WeComException?> OfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (WeComException refusal)
        {
            return refusal;
        }
    }

    /// <summary>A finding for what was tried and refused.</summary>
    public static Finding Finding(string tried, WeComException refusal, WeComSettings settings)
    {
        var (means, toDo) = Of(refusal, settings);
        return WeComChecks.Finding.Wrong(refusal.Code == 0 ? $"{tried}：{means}" : $"{tried}：{means}（错误码 {refusal.Code}）", toDo);
    }

    /// <summary>What a refusal means and what to do.</summary>
    public static (string Means, string ToDo) Of(WeComException refusal, WeComSettings settings) => refusal.Code switch
    {
        0 => ($"没有等到企业微信的回答（{refusal.Message}）", $"看这台机器能不能上外网，能不能打开 {settings.Api.Host}。要走代理的，设好环境变量 HTTPS_PROXY。"),
        -1 => ("企业微信说自己正忙", "过几分钟再查一次。"),
        40001 => ("Secret 不对，或者应用停用了", $"到{AppPage}，核对 Secret，填进 WeCom:Assistant:Secret；看应用是不是启用的。\n别拿错的 Secret 反复试：错多了，企业微信会把这台机器的 IP 封一小时。"),
        40013 => ("企业 ID 不对", "到管理后台“我的企业”，把“企业ID”填进 WeCom:CorpId。"),
        40014 or 42001 => ("刚换来的令牌就失效了", "再查一次。还是这样，看有没有别的程序在用同一个应用的 Secret。"),
        40056 => ("AgentId 不对", $"到{AppPage}，把 AgentId 填进 WeCom:Assistant:AgentId。"),
        301002 => ("AgentId 和 Secret 不是同一个应用的", $"到{AppPage}，AgentId 和 Secret 都从这一页抄，填进 WeCom:Assistant。"),
        45009 => ("问得太勤，或者错的 Secret 试多了，这台机器的 IP 被拦住了", "等一等：一般一分钟就好；要是试过很多次错的 Secret，要等一小时。"),
        45033 => ("同时问得太多", "过一分钟再查一次。"),
        50001 => ("登录要回到的网址不在可信域名里", $"到{AppPage}，把 PublicUrl 里的域名填进“可信域名”。"),
        50003 => ("应用停用了", $"到{AppPage}，把应用启用。"),
        60020 => Untrusted(refusal),
        60011 => ("应用没有权限看这些人", $"到{AppPage}，把他们加进“可见范围”。"),
        48007 => ("这个客服账号没有交给这个应用管", $"到{KfPage}，打开“通过API管理”，把这个自建应用加进“可调用接口的应用”，再把这个客服账号交给它。"),
        48001 or 48002 or 48003 or 48004 => ("这个应用没有权限调用这个接口", $"客服接口：到{KfPage}，把这个自建应用加进“可调用接口的应用”。别的接口：到{AppPage}看权限。"),
        93000 => ("webhook 的 key 不对，或者机器人已经被移出了群", "到群里看机器人还在不在；把它的 webhook 地址里 key= 后面的一串填进 WeCom:Robots。"),
        93004 => ("机器人停用了", "到群里把机器人启用，或者换一个新的。"),
        93008 => ("机器人不在群里了", "到群里重新加机器人，把新的 key 填进 WeCom:Robots。"),
        95000 or 95004 => ("没有这个客服账号", $"到{KfPage}核对客服账号，把它的 open_kfid 填进 WeCom:Kf:Accounts。"),
        95011 => ("客服已经接到企业微信里，不能用独立版的 Secret", "Secret 要用自建应用的。填进 WeCom:Assistant:Secret。"),
        95012 => ("客服还是独立版的，不能用企业微信的 Secret", $"到{KfPage}，先把微信客服接到企业微信里来。"),
        95014 => ("接待人员不是客服人员，或者还没有激活", $"到{KfPage}，看接待人员的企业微信是不是已经激活。"),
        95015 => ("这个客服账号另设了专属服务", $"到{KfPage}，看这个账号的接待方式。"),
        95017 => ("客服的“通过API管理”没有打开", $"到{KfPage}，打开“通过API管理”，再把这个自建应用加进“可调用接口的应用”。"),
        95023 => ("客服的接口权限给了别的应用", $"到{KfPage}，在“可调用接口的应用”里换成这个自建应用。"),
        _ => refusal.Class switch
        {
            ErrorClass.Auth => ("企业 ID 或 Secret 不对", "核对 WeCom:CorpId 和 WeCom:Assistant:Secret。"),
            ErrorClass.Quota => ("超过了企业微信的次数", "过一会儿再查。"),
            ErrorClass.Transient => ("企业微信一时办不了", "过几分钟再查一次。"),
            ErrorClass.Permission => ("没有权限", $"到{AppPage}看权限和可见范围；客服的事到{KfPage}看。"),
            _ => ("企业微信不认这个请求", "把错误码发给管程序的同事。"),
        },
    };

    private static (string Means, string ToDo) Untrusted(WeComException refusal)
    {
        var address = refusal.VendorText is { } text && Address().Match(text) is { Success: true } found ? found.Groups[1].Value : null;
        return (address is null ? "这台机器的出口 IP 不在“企业可信IP”里" : $"这台机器的出口 IP {address} 不在“企业可信IP”里",
            $"到{AppPage}，在“企业可信IP”里加上{(address is null ? "这台机器上外网用的 IP" : $" {address}")}。改了要等一分钟左右才生效。");
    }

    // Only to show it to a person; where the vendor words it otherwise the sentence does without.
    [GeneratedRegex(@"from ip: ([0-9A-Fa-f.:]+)", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
