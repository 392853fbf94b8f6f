using System.Security.Cryptography;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>The hashes of RFC 6962: SHA-256, a leaf behind the byte 0, two subtrees behind the byte 1.</summary>
internal static class MerkleTree
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    /// <summary>Root of the tree without a leaf.</summary>
    public static byte[] Empty => SHA256.HashData([]);

    /// <summary>Hash of a record's bytes as a leaf.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> body)
    {
        Span<byte> bytes = body.Length < 4096 ? stackalloc byte[body.Length + 1] : new byte[body.Length + 1];
        bytes[0] = 0;
        body.CopyTo(bytes[1..]);
        return SHA256.HashData(bytes);
    }

    /// <summary>Hash of two subtrees side by side.</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> bytes = stackalloc byte[1 + Length + Length];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + Length)..]);
        return SHA256.HashData(bytes);
    }
}
