using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>The six items as a household is told them, and as they would read if somebody approved them now.</summary>
internal sealed class Disclosures(SourcedSettings settings, DisclosureVersions versions, Serving serving)
{
    /// <summary>The same, read on a transaction where one is open.</summary>
    public Disclosures On(Transaction? open) => open is null ? this : new Disclosures(settings.On(open), versions.On(open), serving);

    /// <summary>What a household of the community is told: the newest approved text; without any, the draft where drafts are said, else null.</summary>
    public async Task<Disclosure?> NowAsync(Guid? communityId, DateTimeOffset now, CancellationToken ct)
    {
        if (communityId is { } id && await versions.AllAsync(id, ct) is [.., var newest]) return Disclosure.Kept((await versions.TextAsync(newest.Hash, ct))!);
        return serving.Drafts ? await DraftAsync(communityId, now, ct) : null;
    }

    /// <summary>How the settings put the six items today.</summary>
    public async Task<Disclosure> DraftAsync(Guid? communityId, DateTimeOffset now, CancellationToken ct)
    {
        var standing = (await settings.AllAsync(communityId, SiteClock.Day(now), ct)).ToDictionary(s => s.Definition.Key);
        return Disclosure.Of(item => standing[item.Setting]);
    }

    /// <summary>Who was told the text with this hash need not be told again.</summary>
    public async Task<bool> StandsAsync(Guid? communityId, string hash, Disclosure now, CancellationToken ct) =>
        hash == now.Hash || (communityId is { } id && (await versions.AllAsync(id, ct)).StillTold(hash));
}
