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

    /// <summary>Checks records, order, heads and receipts of all communities of the archive.</summary>
    public async Task<Verdict> RunAsync(IArchive archive, IReadOnlyList<(string Name, string Text)> receipts, CancellationToken ct)
    {
        var read = receipts.Select(r => (r.Name, Receipt: Receipt.Read(r.Text))).ToList();
        foreach (var (name, receipt) in read)
        {
            if ((receipt is null ? "is not a receipt, or its proof does not fit" : keys.Fault(receipt.Head)) is { } fault) findings.Add(new($"receipt {name}", fault));
        }

        // Only a receipt that we signed can say something about the tree.
        read.RemoveAll(r => r.Receipt is null || keys.Fault(r.Receipt.Head) is not null);
        var communities = await archive.CommunitiesAsync(ct);
        foreach (var community in communities)
            await CommunityAsync(archive, community, [.. read.Where(r => r.Receipt?.Head.Head.CommunityId == community).Select(r => (r.Name, r.Receipt!))], ct);
        foreach (var (name, receipt) in read.Where(r => r.Receipt is { } known && !communities.Contains(known.Head.Head.CommunityId)))
            findings.Add(new($"receipt {name}", $"belongs to community {receipt!.Head.Head.CommunityId}, which is not here"));
        return new Verdict(leaves, records, heads, receipts.Count, findings);
    }

    private async Task CommunityAsync(IArchive archive, Guid community, IReadOnlyList<(string Name, Receipt Receipt)> receipts, CancellationToken ct)
    {
        var signed = await archive.HeadsAsync(community, ct);
        heads += signed.Count;
        Signatures(community, signed);
        var due = signed.Select(h => new Due(h.Head.Size, h.Head.Root, $"head {h.Head.Name} of community {community}", null))
            .Concat(receipts.Select(r => new Due(r.Receipt.Head.Head.Size, r.Receipt.Head.Head.Root, $"receipt {r.Name}", r.Receipt)))
            .OrderBy(d => d.Size).ToList();
        var places = receipts.ToLookup(r => r.Receipt.Number);

        var tree = new Frontier();
        var broken = false;
        var next = 0;
        var told = findings.Count;
        Roots();
        await foreach (var leaf in archive.LeavesAsync(community, ct))
        {
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
                if (RecordCheck.Fault(leaf, record, community) is { } fault && findings.Count - told < FindingsPerCommunity) findings.Add(new(where, fault));
            }

            foreach (var (name, receipt) in places[leaf.Number])
            {
                if (!receipt.Leaf.AsSpan().SequenceEqual(leaf.Hash)) findings.Add(new($"receipt {name}", $"is for another record than the one numbered {leaf.Number}"));
                else if (leaf.Record is { } found && found.Id != receipt.RecordId) findings.Add(new($"receipt {name}", $"names record {receipt.RecordId}, but number {leaf.Number} is {found.Id}"));
            }

            Grow(leaf.Hash);
        }

        // What was signed and is no longer there.
        if (due.Skip(next).FirstOrDefault() is { } cut)
            findings.Add(new(cut.Where, $"counts {cut.Size} records, but only {tree.Size} are left: the end was cut off from number {tree.Size} on"));
        if (await archive.TreeAsync(community, ct) is { } state && !broken)
        {
            if (state.Size > tree.Size) findings.Add(new($"record number {tree.Size} of community {community}", $"is missing at the end: {state.Size} were numbered"));
            else if (state.Size < tree.Size) findings.Add(new($"record number {state.Size} of community {community}", $"was added past the linker, which has numbered {state.Size}"));
            else if (next == due.Count && !state.Root.AsSpan().SequenceEqual(tree.Root) && findings.Count == told)
                findings.Add(new($"tree of community {community}", "has another root than its records: one of those after the last head was changed"));
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
                if (broken && due[next].Receipt is null) continue;
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

    private sealed record Due(long Size, byte[] Root, string Where, Receipt? Receipt);
}
