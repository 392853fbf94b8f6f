using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Addresses that open the chat with a community's customer service account; the vendor is asked once for each and process.</summary>
internal sealed partial class KfLinks(WeComClient client, WeComSettings settings, ILogger<KfLinks> log)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(string Account, string Scene), string> known = new();

    /// <summary>See <see cref="Messaging.LinkIntoWeChat"/>.</summary>
    public async Task<string?> MakeAsync(Guid communityId, string communityName, string scene, CancellationToken ct)
    {
        var account = settings.Kf.Accounts.Where(a => a.Value == communityName || (Guid.TryParse(a.Value, out var id) && id == communityId)).Select(a => a.Key).Order(StringComparer.Ordinal).FirstOrDefault();
        if (account is null) return null;
        if (known.TryGetValue((account, scene), out var link)) return link;
        try
        {
            return known[(account, scene)] = await client.KfLinkAsync(account, scene, ct);
        }
        catch (WeComException refusal)
        {
            Refused(scene, refusal.Code);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "WeCom gave no link for the scene {Scene}: {Code}")]
    private partial void Refused(string scene, int code);
}
