using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>The disclosure as it reads on a day.</summary>
internal sealed class Disclosures(SourcedSettings settings)
{
    /// <summary>The same, read on a transaction where one is open.</summary>
    public Disclosures On(Transaction? open) => open is null ? this : new Disclosures(settings.On(open));

    /// <summary>What a household of the community must be told at that instant.</summary>
    public async Task<Disclosure> NowAsync(Guid? communityId, DateTimeOffset now, CancellationToken ct)
    {
        var standing = (await settings.AllAsync(communityId, SiteClock.Day(now), ct)).ToDictionary(s => s.Definition.Key);
        return Disclosure.Of(item => standing[item.Setting]);
    }
}
