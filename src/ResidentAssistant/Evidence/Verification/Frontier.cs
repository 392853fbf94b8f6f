using System.Numerics;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>A tree that grows leaf by leaf and remembers only the complete subtrees it consists of, largest first: one for each bit of its size.</summary>
internal sealed class Frontier
{
    private readonly List<byte[]> subtrees = new(40);

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>Root of the tree as it is now.</summary>
    public byte[] Root
    {
        get
        {
            if (subtrees.Count == 0) return MerkleTree.Empty;
            var root = subtrees[^1];
            for (var i = subtrees.Count - 2; i >= 0; i--) root = MerkleTree.Node(subtrees[i], root);
            return root;
        }
    }

    /// <summary>The frontier of a tree of that size, from the hashes that <see cref="Write"/> gave.</summary>
    public static Frontier Read(long size, ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length != BitOperations.PopCount((ulong)size) * MerkleTree.Length) throw new InvalidDataException($"A tree of {size} leaves has another frontier.");
        var frontier = new Frontier { Size = size };
        for (var at = 0; at < hashes.Length; at += MerkleTree.Length) frontier.subtrees.Add(hashes.Slice(at, MerkleTree.Length).ToArray());
        return frontier;
    }

    /// <summary>The hashes one after the other.</summary>
    public byte[] Write() => [.. subtrees.SelectMany(s => s)];

    /// <summary>Adds a leaf; <paramref name="completed"/> hears level, number and hash of every larger subtree that it completes.</summary>
    public void Add(byte[] leaf, Action<int, long, byte[]>? completed = null)
    {
        var hash = leaf;
        var level = 0;
        for (var rest = Size; (rest & 1) == 1; rest >>= 1)
        {
            hash = MerkleTree.Node(subtrees[^1], hash);
            subtrees.RemoveAt(subtrees.Count - 1);
            level++;
            completed?.Invoke(level, Size >> level, hash);
        }

        subtrees.Add(hash);
        Size++;
    }
}
