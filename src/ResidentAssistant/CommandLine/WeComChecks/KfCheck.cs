using System.Runtime.CompilerServices;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.WeCom;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.CommandLine.WeComChecks;

/// <summary>Customer service: the accounts the app may manage, those in the settings, and the community each belongs to.</summary>
internal sealed class KfCheck(WeComSettings settings, WeComClient client, Register register)
{
    private const int Page = 100;

    /// <summary>Lists the accounts, then looks at each one that is set.</summary>
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var known = new List<KfAccount>();
        var refusal = await RefusalWords.OfAsync(() => ListAsync(known, ct));
        if (refusal is not null)
        {
            yield return RefusalWords.Finding("微信客服", refusal, settings);
            yield break;
        }

        var rest = known.Where(a => !settings.Kf.Accounts.ContainsKey(a.OpenKfid)).ToList();
        if (settings.Kf.Accounts.Count == 0)
            yield return Finding.Note("微信客服：接口可以用，可是 WeCom:Kf:Accounts 没有填，居民进来没有人答", $"把要用的客服账号填进去。现有：{Named(rest)}。");
        var communities = (await register.CommunitiesAsync(ct)).Select(c => c.Name).ToList();
        foreach (var (id, community) in settings.Kf.Accounts) yield return await AccountAsync(id, community, known, communities, ct);
        if (settings.Kf.Accounts.Count > 0 && rest.Count > 0) yield return Finding.Note($"微信客服：还有账号没有填进设置：{Named(rest)}。不归本程序管的，不用理会");
    }

    private async Task<Finding> AccountAsync(string id, string community, List<KfAccount> known, List<string> communities, CancellationToken ct)
    {
        var account = known.Find(a => a.OpenKfid == id);
        var tried = $"客服账号 {(account is null ? id : $"{account.Name}（{id}）")}";
        if (account is null)
            return Finding.Wrong($"{tried}：不在这个应用管的客服账号里", $"核对 WeCom:Kf:Accounts 里的 open_kfid。现有：{Named(known)}。\n后台有、这里没有的：到“微信客服”把这个账号交给这个自建应用管。");
        if (!communities.Contains(community))
            return Finding.Wrong($"{tried}：设置里写的小区“{community}”不在名册里", $"WeCom:Kf:Accounts 里要写名册上的小区名，一个字不能差。名册上有：{(communities.Count == 0 ? "还没有小区" : string.Join("、", communities))}。");
        // Read from the beginning, one message, and thrown away: where the running program stands is its own matter.
        var refusal = await RefusalWords.OfAsync(() => client.KfServicersAsync(id, ct)) ?? await RefusalWords.OfAsync(() => client.KfSyncAsync(id, null, null, 1, ct));
        return refusal switch
        {
            null => Finding.Well($"{tried}：能读居民的消息，小区是“{community}”"),
            { Code: WeComErrors.TooOften } => Finding.Note($"{tried}：刚才读得太勤，企业微信让等一会儿（错误码 {refusal.Code}）", "过一分钟再查一次。"),
            _ => RefusalWords.Finding(tried, refusal, settings),
        };
    }

    private async Task ListAsync(List<KfAccount> known, CancellationToken ct)
    {
        IReadOnlyList<KfAccount> page;
        do
        {
            page = await client.KfAccountsAsync(known.Count, ct);
            known.AddRange(page);
        }
        while (page.Count == Page);
    }

    private static string Named(List<KfAccount> accounts) => accounts.Count == 0 ? "没有" : string.Join("、", accounts.Select(a => $"{a.Name} {a.OpenKfid}"));
}
