using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>Who has been told the six items in a version that still counts; who was told an older one is told again.</summary>
internal static class Told
{
    /// <summary>Households of a community that are told.</summary>
    public static async Task<IReadOnlySet<Guid>> OfCommunityAsync(IReads reads, Guid communityId, CancellationToken ct) => await OfAsync(reads, communityId,
        "select distinct household_id, hash from disclosures_shown where community_id = @communityId and event = 'acknowledged' and proven and household_id is not null", new { communityId }, ct);

    /// <summary>The household is told.</summary>
    public static async Task<bool> IsAsync(IReads reads, Guid communityId, Guid householdId, CancellationToken ct) => (await OfAsync(reads, communityId,
        "select distinct household_id, hash from disclosures_shown where household_id = @householdId and event = 'acknowledged' and proven", new { householdId }, ct)).Count > 0;

    private static async Task<IReadOnlySet<Guid>> OfAsync(IReads reads, Guid communityId, string sql, object args, CancellationToken ct)
    {
        var versions = await DisclosureVersions.OfAsync(reads, communityId, ct);
        // Without any version only a trial tells drafts at all.
        return (await reads.QueryAsync<Acknowledged>(sql, args, ct)).Where(a => versions.Count == 0 || versions.StillTold(a.Hash)).Select(a => a.HouseholdId).ToHashSet();
    }

    private sealed record Acknowledged
    {
        public required Guid HouseholdId { get; init; }

        public required string Hash { get; init; }
    }
}
