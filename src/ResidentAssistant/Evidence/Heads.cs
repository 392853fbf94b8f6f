using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Evidence;

/// <summary>Signs trees: once a day for good, and for receipts and exports as they are asked for.</summary>
internal sealed class Heads(Database database, EvidenceTrees trees, KeyRing keys, TimeProvider clock)
{
    /// <summary>Signs the head of the day that ended last for every tree that has none; two nodes may try, one row stays.</summary>
    public async Task<int> SignDayAsync(DateTimeOffset now, CancellationToken ct)
    {
        var day = SiteClock.Day(now).AddDays(-1);
        var signed = 0;
        foreach (var tree in await trees.AllAsync(ct))
        {
            if (tree.Size == 0 || await database.FirstAsync<long>("select count(*) from evidence_heads where community_id = @CommunityId and day >= @day", new { tree.CommunityId, day }, ct) > 0) continue;
            var head = Sign(new TreeHead(tree.CommunityId, day, tree.Size, tree.Root, CanonicalJson.Whole(now)));
            signed += await database.ExecuteAsync("""
                insert into evidence_heads (community_id, day, size, root, signed_at, key, signature) values (@CommunityId, @day, @Size, @Root, @At, @Key, @Signature)
                on conflict (community_id, day) do nothing
                """, new { tree.CommunityId, day, tree.Size, tree.Root, head.Head.At, head.Key, head.Signature }, ct);
        }

        return signed;
    }

    /// <summary>The tree as it is now, signed; it ends no day and is stored nowhere.</summary>
    public async Task<SignedHead> NowAsync(Guid communityId, CancellationToken ct)
    {
        var tree = await trees.TreeAsync(communityId, ct);
        return Sign(new TreeHead(communityId, null, tree.Size, tree.Root, CanonicalJson.Whole(clock.GetUtcNow())));
    }

    /// <summary>The daily heads of a community, oldest first.</summary>
    public Task<IReadOnlyList<SignedHead>> OfAsync(Guid communityId, CancellationToken ct) => OfAsync(database, communityId, ct);

    /// <summary>The daily heads that stand in a database, oldest first.</summary>
    public static async Task<IReadOnlyList<SignedHead>> OfAsync(IReads database, Guid communityId, CancellationToken ct) => [.. (await database.QueryAsync<Row>("""
        select day, size, root, signed_at, key, signature from evidence_heads where community_id = @communityId order by day
        """, new { communityId }, ct)).Select(r => new SignedHead(new TreeHead(communityId, r.Day, r.Size, r.Root, r.SignedAt), r.Key, r.Signature))];

    private SignedHead Sign(TreeHead head)
    {
        var (key, signature) = keys.TreeHeads.Sign(head.Bytes);
        return new SignedHead(head, key, signature);
    }

    private sealed record Row
    {
        public required DateOnly Day { get; init; }

        public required long Size { get; init; }

        public required byte[] Root { get; init; }

        public required DateTimeOffset SignedAt { get; init; }

        public required string Key { get; init; }

        public required byte[] Signature { get; init; }
    }
}
