namespace ResidentAssistant.Consent;

/// <summary>The disclosure as it reads today.</summary>
internal sealed class Disclosures
{
    /// <summary>What a household of the community must be told at that instant.</summary>
    public Task<Disclosure> NowAsync(Guid? communityId, DateTimeOffset now, CancellationToken ct) => Task.FromResult(Disclosure.Of(_ => null));
}
