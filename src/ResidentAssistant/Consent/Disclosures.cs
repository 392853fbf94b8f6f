using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>The six items as a household is told them, and as they would read if somebody approved them now.</summary>
internal sealed class Disclosures(SourcedSettings settings, DisclosureVersions versions, Serving serving)
{
    /// <summary>The same, read on a transaction where one is open.</summary>
    public Disclosures On(Transaction? open) => open is null ? this : new Disclosures(settings.On(open), versions.On(open), serving);

    /// <summary>What a household of the community is told: the newest approved text while the rules in it hold; without any, the draft where drafts are said, else null.</summary>
    public async Task<Disclosure?> NowAsync(Guid? communityId, DateTimeOffset now, CancellationToken ct)
    {
        if (communityId is { } id && await versions.AllAsync(id, ct) is [.., var newest] && await HoldsAsync(id, newest, SiteClock.Day(now), ct)) return Disclosure.Kept((await versions.TextAsync(newest.Hash, ct))!);
        return serving.Drafts ? await DraftAsync(communityId, now, ct) : null;
    }

    /// <summary>How the settings put the six items today.</summary>
    public Task<Disclosure> DraftAsync(Guid? communityId, DateTimeOffset now, CancellationToken ct) => DraftOnAsync(communityId, SiteClock.Day(now), ct);

    /// <summary>The text of the version is right on a day: no rule in it has ended, or what ended was prolonged in the same words.</summary>
    public async Task<bool> HoldsAsync(Guid communityId, DisclosureVersion version, DateOnly day, CancellationToken ct) =>
        version.ValidTo is not { } last || day <= last || (await DraftOnAsync(communityId, day, ct)).Hash == version.Hash;

    private async Task<Disclosure> DraftOnAsync(Guid? communityId, DateOnly day, CancellationToken ct)
    {
        var standing = (await settings.AllAsync(communityId, day, ct)).ToDictionary(s => s.Definition.Key);
        return Disclosure.Of(item => standing[item.Setting]);
    }

    /// <summary>Who was told the text with this hash need not be told again.</summary>
    public async Task<bool> StandsAsync(Guid? communityId, string hash, Disclosure now, CancellationToken ct) =>
        hash == now.Hash || (communityId is { } id && (await versions.AllAsync(id, ct)).StillTold(hash));
}
