using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Consent;

/// <summary>The disclosure as it reads today.</summary>
internal sealed class Disclosures(SourcedSettings settings)
{
    /// <summary>What a household of the community must be told at that instant.</summary>
    public async Task<Disclosure> NowAsync(Guid? communityId, DateTimeOffset now, CancellationToken ct)
    {
        var standing = await settings.AllAsync(communityId, SiteClock.Day(now), ct);
        return Disclosure.Of(item => standing.OfType<SourcedSetting.Set>().FirstOrDefault(s => s.Definition.Key == item.Setting) is { } set
            ? new Disclosure.Published(set.Value, set.Source) : null);
    }
}
