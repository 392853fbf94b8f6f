using System.Numerics;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>Proofs of RFC 6962, section 2.1: that a leaf stands in a tree, and that a smaller tree is the beginning of a larger one.</summary>
internal static class Proofs
{
    /// <summary>Gives the hash of a complete subtree: its level (0 is a leaf) and its number among those of the level.</summary>
    public delegate ValueTask<byte[]> Subtree(int level, long number);

    /// <summary>The hashes that lead from a leaf to the root, lowest first.</summary>
    public static async Task<IReadOnlyList<byte[]>> InclusionAsync(long number, long size, Subtree subtree)
    {
        if (number < 0 || number >= size) throw new ArgumentOutOfRangeException(nameof(number));
        var path = new List<byte[]>();
        await DescendAsync(0, size);
        return path;

        async ValueTask DescendAsync(long from, long to)
        {
            if (to - from == 1) return;
            var middle = from + Half(to - from);
            if (number < middle)
            {
                await DescendAsync(from, middle);
                path.Add(await RangeAsync(middle, to, subtree));
            }
            else
            {
                await DescendAsync(middle, to);
                path.Add(await RangeAsync(from, middle, subtree));
            }
        }
    }

    /// <summary>The hashes that show the tree of the first <paramref name="earlier"/> leaves in the tree of <paramref name="later"/>.</summary>
    public static async Task<IReadOnlyList<byte[]>> ConsistencyAsync(long earlier, long later, Subtree subtree)
    {
        if (earlier < 0 || earlier > later) throw new ArgumentOutOfRangeException(nameof(earlier));
        var path = new List<byte[]>();
        if (earlier > 0 && earlier < later) await DescendAsync(0, later, true);
        return path;

        async ValueTask DescendAsync(long from, long to, bool whole)
        {
            if (earlier == to)
            {
                if (!whole) path.Add(await RangeAsync(from, to, subtree));
                return;
            }

            var middle = from + Half(to - from);
            if (earlier <= middle)
            {
                await DescendAsync(from, middle, whole);
                path.Add(await RangeAsync(middle, to, subtree));
            }
            else
            {
                await DescendAsync(middle, to, false);
                path.Add(await RangeAsync(from, middle, subtree));
            }
        }
    }

    /// <summary>The root that a leaf and its inclusion proof lead to, or null when the proof has not the right number of hashes.</summary>
    public static byte[]? RootOf(byte[] leaf, long number, long size, IReadOnlyList<byte[]> proof)
    {
        if (number < 0 || number >= size) return null;
        var (at, last, hash) = (number, size - 1, leaf);
        foreach (var other in proof)
        {
            if (last == 0) return null;
            if ((at & 1) == 1 || at == last)
            {
                hash = MerkleTree.Node(other, hash);
                while ((at & 1) == 0 && at != 0) (at, last) = (at >> 1, last >> 1);
            }
            else hash = MerkleTree.Node(hash, other);

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 ? hash : null;
    }

    /// <summary>The proof shows that the tree with the later root begins with the tree of the earlier root.</summary>
    public static bool IsConsistent(long earlier, byte[] earlierRoot, long later, byte[] laterRoot, IReadOnlyList<byte[]> proof)
    {
        if (earlier < 0 || earlier > later) return false;
        if (earlier == later) return proof.Count == 0 && earlierRoot.AsSpan().SequenceEqual(laterRoot);
        if (earlier == 0) return proof.Count == 0 && earlierRoot.AsSpan().SequenceEqual(MerkleTree.Empty);
        var hashes = BitOperations.IsPow2(earlier) ? [earlierRoot, .. proof] : proof;
        if (hashes.Count == 0) return false;
        var (at, last) = (earlier - 1, later - 1);
        while ((at & 1) == 1) (at, last) = (at >> 1, last >> 1);
        var (first, second) = (hashes[0], hashes[0]);
        foreach (var other in hashes.Skip(1))
        {
            if (last == 0) return false;
            if ((at & 1) == 1 || at == last)
            {
                first = MerkleTree.Node(other, first);
                second = MerkleTree.Node(other, second);
                while ((at & 1) == 0 && at != 0) (at, last) = (at >> 1, last >> 1);
            }
            else second = MerkleTree.Node(second, other);

            (at, last) = (at >> 1, last >> 1);
        }

        return last == 0 && first.AsSpan().SequenceEqual(earlierRoot) && second.AsSpan().SequenceEqual(laterRoot);
    }

    // The largest power of two below a size of two or more.
    private static long Half(long size) => 1L << BitOperations.Log2((ulong)(size - 1));

    private static async ValueTask<byte[]> RangeAsync(long from, long to, Subtree subtree)
    {
        var size = to - from;
        if (BitOperations.IsPow2(size)) return await subtree(BitOperations.Log2((ulong)size), from / size);
        var middle = from + Half(size);
        var (left, right) = (await RangeAsync(from, middle, subtree), await RangeAsync(middle, to, subtree));
        return MerkleTree.Node(left, right);
    }
}
