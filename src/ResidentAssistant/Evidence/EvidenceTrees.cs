using System.Text;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Evidence;

/// <summary>The trees: numbers what is not numbered yet, and reads what proofs need.</summary>
internal sealed class EvidenceTrees(Database database)
{
    /// <summary>Records numbered in one transaction at most.</summary>
    public const int Most = 1000;

    // Proofs read at most this many leaves of one subtree.
    private const int StoredEvery = 8;

    // Long enough for any batch; a node that dies holds its trees up no longer than this.
    private const int LeaseSeconds = 5;

    private readonly string node = Guid.NewGuid().ToString("N");

    /// <summary>Communities with records that have no number yet.</summary>
    public Task<IReadOnlyList<Guid>> WaitingAsync(CancellationToken ct) => database.QueryAsync<Guid>("""
        select id from communities c where exists (select 1 from evidence_unlinked u where u.community_id = c.id)
        union all
        select community_id from (select community_id from evidence_unlinked where community_id = @none limit 1) u
        """, new { none = Guid.Empty }, ct);

    /// <summary>Takes the lease of a tree; null while another node has it.</summary>
    public async Task<Lease?> TakeAsync(Guid communityId, CancellationToken ct)
    {
        var row = (await database.WriteAsync<TreeRow>($"""
            insert into evidence_trees (community_id, size, root, frontier, leased_by, leased_until, fence)
            values (@communityId, 0, @empty, @none, @node, {database.Dialect.NowPlus(LeaseSeconds)}, 1)
            on conflict (community_id) do update set leased_by = @node, leased_until = excluded.leased_until, fence = evidence_trees.fence + 1
             where evidence_trees.leased_by = @node or evidence_trees.leased_until is null or evidence_trees.leased_until < {database.Dialect.Now}
            returning size, frontier, fence
            """, new { communityId, empty = MerkleTree.Empty, none = Array.Empty<byte>(), node }, ct)).FirstOrDefault();
        return row is null ? null : new Lease(communityId, Frontier.Read(row.Size, row.Frontier), row.Fence);
    }

    /// <summary>Numbers the next batch under the lease and returns how many; null when the lease was lost meanwhile, and nothing was written.</summary>
    public async Task<int?> LinkAsync(Lease lease, DateTimeOffset now, CancellationToken ct)
    {
        // A record whose id is numbered already stays where it is, and the verifier names it.
        var rows = await database.QueryAsync<Unlinked>("""
            select id, body from evidence_unlinked u where community_id = @CommunityId
               and not exists (select 1 from evidence_records r where r.id = u.id)
             order by id limit @most
            """, new { lease.CommunityId, most = Most }, ct);
        if (rows.Count == 0) return 0;

        var before = lease.Tree.Size;
        var writes = new Batch();
        var given = new StringBuilder("[");
        foreach (var row in rows)
        {
            var leaf = MerkleTree.Leaf(Encoding.UTF8.GetBytes(row.Body));
            given.Append(given.Length > 1 ? "," : "").Append('[').Append(lease.Tree.Size).Append(",\"").Append(row.Id).Append("\",\"").Append(Convert.ToHexStringLower(leaf)).Append("\"]");
            lease.Tree.Add(leaf, (level, number, hash) =>
            {
                if (level % StoredEvery == 0)
                    writes.Add("insert into evidence_subtrees (community_id, level, number, hash) values ($1, $2, $3, $4)", lease.CommunityId, level, number, hash);
            });
        }

        given.Append(']');
        var all = Batch.Of([
            new Batch().Add("""
                update evidence_trees set size = $2, root = $3, frontier = $4, linked_at = $5, leased_until = case when $6 then null else leased_until end
                 where community_id = $1 and fence = $7 and size = $8
                """, lease.CommunityId, lease.Tree.Size, lease.Tree.Root, lease.Tree.Write(), now, rows.Count < Most, lease.Fence, before)
                .Add($"""
                insert into evidence_records (community_id, number, id, kind, household_id, riser_id, at, body, leaf)
                select u.community_id, g.number, u.id, u.kind, u.household_id, u.riser_id, u.at, u.body, g.leaf
                  from {database.Dialect.Rows("$2", ("number", "bigint"), ("id", "uuid"), ("leaf", "bytea"))} g
                  join evidence_unlinked u on u.community_id = $1 and u.id = g.id
                """, lease.CommunityId, given.ToString())
                .Add($"""
                delete from evidence_unlinked where community_id = $1 and id in (select id from {database.Dialect.Rows("$2", ("id", "uuid"))} g)
                """, lease.CommunityId, Ids(rows)),
            writes,
        ]);
        await using var transaction = await database.BeginAsync(ct);
        var counts = await transaction.RunAsync(all, ct);
        // Another node took the tree over, or somebody took a record away: nothing of this is written.
        if (counts[0] != 1 || counts[1] != rows.Count || counts[2] != rows.Count) return null;
        await transaction.CommitAsync(ct);
        return rows.Count;
    }

    /// <summary>Every tree as it is now.</summary>
    public Task<IReadOnlyList<Tree>> AllAsync(CancellationToken ct) =>
        database.QueryAsync<Tree>("select community_id, size, root, linked_at from evidence_trees order by community_id", null, ct);

    /// <summary>One tree as it is now; empty when nothing was numbered.</summary>
    public async Task<Tree> TreeAsync(Guid communityId, CancellationToken ct) =>
        await database.FirstAsync<Tree>("select community_id, size, root, linked_at from evidence_trees where community_id = @communityId", new { communityId }, ct)
            ?? new Tree { CommunityId = communityId, Size = 0, Root = MerkleTree.Empty };

    /// <summary>Hashes of complete subtrees of one tree, read for one proof.</summary>
    public Proofs.Subtree SubtreesOf(Guid communityId, CancellationToken ct)
    {
        var known = new Dictionary<(int, long), byte[]>();
        return SubtreeAsync;

        async ValueTask<byte[]> SubtreeAsync(int level, long number)
        {
            if (known.TryGetValue((level, number), out var hash)) return hash;
            var stored = level - (level % StoredEvery);
            await FetchAsync(stored, number << (level - stored), 1 << (level - stored));
            return Combined(level, number, stored);
        }

        byte[] Combined(int level, long number, int stored) => known.TryGetValue((level, number), out var hash) ? hash
            : level == stored ? throw new InvalidDataException($"The tree of {communityId} lacks the hash {number} of level {level}.")
            : known[(level, number)] = MerkleTree.Node(Combined(level - 1, number * 2, stored), Combined(level - 1, (number * 2) + 1, stored));

        async Task FetchAsync(int level, long from, long count)
        {
            var rows = await database.QueryAsync<HashRow>(level == 0
                ? "select number, leaf as hash from evidence_records where community_id = @communityId and number >= @from and number < @to"
                : "select number, hash from evidence_subtrees where community_id = @communityId and level = @level and number >= @from and number < @to",
                new { communityId, level, from, to = from + count }, ct);
            foreach (var row in rows) known[(level, row.Number)] = row.Hash;
        }
    }

    private static string Ids(IReadOnlyList<Unlinked> rows) => $"[{string.Join(',', rows.Select(r => $"[\"{r.Id}\"]"))}]";

    /// <summary>The right to number, with the tree as it is.</summary>
    internal sealed record Lease(Guid CommunityId, Frontier Tree, int Fence);

    private sealed record TreeRow
    {
        public required long Size { get; init; }

        public required byte[] Frontier { get; init; }

        public required int Fence { get; init; }
    }

    private sealed record Unlinked
    {
        public required Guid Id { get; init; }

        public required string Body { get; init; }
    }

    private sealed record HashRow
    {
        public required long Number { get; init; }

        public required byte[] Hash { get; init; }
    }
}

/// <summary>A community's tree as it is now.</summary>
internal sealed record Tree
{
    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Numbered records.</summary>
    public required long Size { get; init; }

    /// <summary>Root.</summary>
    public required byte[] Root { get; init; }

    /// <summary>When the last record was numbered.</summary>
    public DateTimeOffset? LinkedAt { get; init; }
}
