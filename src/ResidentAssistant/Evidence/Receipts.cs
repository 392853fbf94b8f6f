using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Evidence;

/// <summary>What a resident may take home about a record: its place in the tree, under a head signed now.</summary>
internal sealed class Receipts(Database database, EvidenceTrees trees, Heads heads)
{
    /// <summary>The receipt of a record; null while it has no number yet, which is a matter of seconds, or when there is no such record.</summary>
    public async Task<Receipt?> OfAsync(Guid recordId, CancellationToken ct)
    {
        if (await database.FirstAsync<Row>("select community_id, number, leaf from evidence_records where id = @recordId", new { recordId }, ct) is not { } row) return null;
        var head = await heads.NowAsync(row.CommunityId, ct);
        var proof = await Proofs.InclusionAsync(row.Number, head.Head.Size, trees.SubtreesOf(row.CommunityId, ct));
        return new Receipt(recordId, row.Leaf, row.Number, proof, head);
    }

    private sealed record Row
    {
        public required Guid CommunityId { get; init; }

        public required long Number { get; init; }

        public required byte[] Leaf { get; init; }
    }
}
