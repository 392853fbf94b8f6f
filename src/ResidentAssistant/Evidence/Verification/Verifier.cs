using System.Security.Cryptography;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>Verifies an archive in one pass over its leaves, as docs/evidence-format.md says it is done.</summary>
/// <remarks>This folder is the whole verifier: it uses nothing of the application, no database and no web.</remarks>
internal sealed class Verifier(PublicKeys keys)
{
    private const int FindingsPerCommunity = 100;

    private readonly List<Finding> findings = [];
    private long leaves;
    private long records;
    private int heads;

    /// <summary>Checks records, order, heads and what people kept (receipts, printed heads) of all communities of the archive.</summary>
    public async Task<Verdict> RunAsync(IArchive archive, IReadOnlyList<(string Name, string Text)> receipts, CancellationToken ct)
    {
        findings.AddRange(await archive.OwnFindingsAsync(ct));
        var papers = receipts.Select(r => Paper.Of(r.Name, r.Text)).ToList();
        foreach (var paper in papers)
        {
            if ((paper.Head is { } head ? keys.Fault(head) : "is neither a receipt nor a head, or its proof does not fit") is { } fault) findings.Add(new(paper.Where, fault));
        }

        // Only a paper that we signed can say something about the tree.
        papers.RemoveAll(p => p.Head is null || keys.Fault(p.Head) is not null);
        var communities = await archive.CommunitiesAsync(ct);
        foreach (var community in communities) await CommunityAsync(archive, community, [.. papers.Where(p => p.Head!.Head.CommunityId == community)], ct);
        foreach (var paper in papers.Where(p => !communities.Contains(p.Head!.Head.CommunityId)))
            findings.Add(new(paper.Where, $"belongs to community {paper.Head!.Head.CommunityId}, which is not here"));
        return new Verdict(leaves, records, heads, receipts.Count, findings);
    }

    private async Task CommunityAsync(IArchive archive, Guid community, IReadOnlyList<Paper> papers, CancellationToken ct)
    {
        // In this order, so that what grows meanwhile is never taken for something lost: every head counts what the tree has, and every number of the tree is among the leaves.
        var signed = await archive.HeadsAsync(community, ct);
        var state = await archive.TreeAsync(community, ct);
        heads += signed.Count;
        Signatures(community, signed);
        var due = signed.Select(h => new Due(h.Head.Size, h.Head.Root, $"head {h.Head.Name} of community {community}", false))
            .Concat(papers.Select(p => new Due(p.Head!.Head.Size, p.Head.Head.Root, p.Where, true)))
            .OrderBy(d => d.Size).ToList();
        var places = papers.Where(p => p.Receipt is not null).ToLookup(p => p.Receipt!.Number);

        var covered = signed.Where(h => h.Head.CommunityId == community && keys.Fault(h) is null).Select(h => h.Head.Size).DefaultIfEmpty(0).Max();
        var (latest, uncovered) = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        long? beyond = null;

        var tree = new Frontier();
        var broken = false;
        var next = 0;
        var told = findings.Count;
        Roots();
        await foreach (var leaf in archive.LeavesAsync(community, ct))
        {
            if (leaf.Number >= state.Size)
            {
                beyond = leaf.Number;
                break;
            }

            var where = leaf.Record is { } known ? $"record {known.Id} (number {leaf.Number} of community {community})" : $"leaf {leaf.Number} of community {community}";
            if (leaf.Number != tree.Size)
            {
                if (!broken || findings.Count - told < FindingsPerCommunity)
                    findings.Add(leaf.Number > tree.Size
                        ? new($"record number {tree.Size} of community {community}", leaf.Number - tree.Size == 1 ? "is missing" : $"is missing, and so are those up to number {leaf.Number - 1}")
                        : new(where, "has a number that was given already"));
                broken = true;
                if (leaf.Number < tree.Size) continue;
                // No root fits any more; the numbers go on as they stand, so that later records are still compared with their own texts.
                if (leaf.Number - tree.Size > 1_000_000) return;
                while (tree.Size < leaf.Number) Grow(new byte[MerkleTree.Length]);
            }

            leaves++;
            if (leaf.Record is { } record)
            {
                records++;
                if (record.Columns is { } columns && columns.At > latest) latest = columns.At;
                if (leaf.Number >= covered && latest < uncovered) uncovered = latest;
                if (RecordCheck.Fault(leaf, record, community) is { } fault && findings.Count - told < FindingsPerCommunity) findings.Add(new(where, fault));
            }

            foreach (var paper in places[leaf.Number])
            {
                if (!paper.Receipt!.Leaf.AsSpan().SequenceEqual(leaf.Hash)) findings.Add(new(paper.Where, $"is for another record than the one numbered {leaf.Number}"));
                else if (leaf.Record is { } found && found.Id != paper.Receipt.RecordId) findings.Add(new(paper.Where, $"names record {paper.Receipt.RecordId}, but number {leaf.Number} is {found.Id}"));
            }

            Grow(leaf.Hash);
        }

        // What was signed and is no longer there.
        if (due.Skip(next).FirstOrDefault() is { } cut)
            findings.Add(new(cut.Where, $"counts {cut.Size} records, but only {tree.Size} are left: the end was cut off from number {tree.Size} on"));
        if (!broken)
        {
            if (state.Size > tree.Size) findings.Add(new($"record number {tree.Size} of community {community}", $"is missing at the end: {state.Size} were numbered"));
            else if (next == due.Count && !state.Root.AsSpan().SequenceEqual(tree.Root) && findings.Count == told)
                findings.Add(new($"tree of community {community}", "has another root than its records: one of those after the last head was changed"));
        }

        // The linker may have gone on since; what it has not numbered until now was put there by another.
        if (beyond is { } added && (await archive.TreeAsync(community, ct)).Size is var numbered && added >= numbered)
            findings.Add(new($"record number {added} of community {community}", $"was added past the linker, which has numbered {numbered}"));
        if (archive.Unsigned is { } longest)
        {
            if (tree.Size > covered && latest - uncovered > longest)
                findings.Add(new($"tree of community {community}", $"has records from number {covered} on that no head with a right signature counts, although they stand for more than {longest.TotalDays:0} days"));
        }
        else if (covered != tree.Size)
        {
            findings.Add(new($"tree of community {community}", $"has {tree.Size} leaves, but no head with a right signature counts exactly these"));
        }

        void Grow(byte[] hash)
        {
            tree.Add(hash);
            Roots();
        }

        void Roots()
        {
            byte[]? root = null;
            for (; next < due.Count && due[next].Size <= tree.Size; next++)
            {
                // After a gap, or once a head has failed, no later root can fit; saying so for each would hide the one that matters.
                if (broken && !due[next].OnPaper) continue;
                root ??= tree.Root;
                if (due[next].Size == tree.Size && CryptographicOperations.FixedTimeEquals(root, due[next].Root)) continue;
                var before = due[..next].LastOrDefault(d => d.Size < due[next].Size)?.Size ?? 0;
                findings.Add(new(due[next].Where, $"has another root than the records it counts: one of those numbered {before} to {due[next].Size - 1} was changed, added, removed or moved"));
                broken = true;
            }
        }
    }

    private void Signatures(Guid community, IReadOnlyList<SignedHead> signed)
    {
        SignedHead? before = null;
        foreach (var head in signed)
        {
            var where = $"head {head.Head.Name} of community {community}";
            if (head.Head.CommunityId != community) findings.Add(new(where, "belongs to another community"));
            else if (keys.Fault(head) is { } fault) findings.Add(new(where, fault));
            else if (before is not null && head.Head.Size < before.Head.Size) findings.Add(new(where, $"counts fewer records than the head {before.Head.Name} before it"));
            before = head;
        }
    }

    private sealed record Due(long Size, byte[] Root, string Where, bool OnPaper);

    // What somebody kept outside: a receipt, or a head from the notice board.
    private sealed record Paper(string Where, SignedHead? Head, Receipt? Receipt)
    {
        public static Paper Of(string name, string text) => SignedHead.Read(text) is { } head
            ? new Paper($"head {name}", head, null)
            : new Paper($"receipt {name}", Receipt.Read(text)?.Head, Receipt.Read(text));
    }
}
