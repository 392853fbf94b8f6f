using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>What a resident keeps: that a record stands at its place in a tree with a signed head. Short enough for a QR code.</summary>
internal sealed record Receipt(Guid RecordId, byte[] Leaf, long Number, IReadOnlyList<byte[]> Proof, SignedHead Head)
{
    private const string Prefix = "RA1.";
    private const int Fixed = 16 + 16 + 32 + 8 + 8 + 8 + 8 + 64;

    /// <summary>The compact text: <c>RA1.</c> and the bytes in base64url.</summary>
    public string Text
    {
        get
        {
            var bytes = new byte[Fixed + (Proof.Count * MerkleTree.Length)];
            RecordId.TryWriteBytes(bytes, bigEndian: true, out _);
            Head.Head.CommunityId.TryWriteBytes(bytes.AsSpan(16), bigEndian: true, out _);
            Leaf.CopyTo(bytes, 32);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(64), Number);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(72), Head.Head.Size);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(80), Head.Head.At.ToUnixTimeMilliseconds());
            Convert.FromHexString(Head.Key).CopyTo(bytes, 88);
            Head.Signature.CopyTo(bytes, 96);
            for (var i = 0; i < Proof.Count; i++) Proof[i].CopyTo(bytes, Fixed + (i * MerkleTree.Length));
            return Prefix + Encoding.ASCII.GetString(Base64Url.EncodeToUtf8(bytes));
        }
    }

    /// <summary>Reads the compact text; null when it is none, or when its proof does not fit its numbers.</summary>
    public static Receipt? Read(string text)
    {
        text = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(text.AsSpan(Prefix.Length))) return null;
        var bytes = Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length));
        if (bytes.Length < Fixed || (bytes.Length - Fixed) % MerkleTree.Length != 0) return null;
        var proof = bytes[Fixed..].Chunk(MerkleTree.Length).ToList();
        var number = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(64));
        var size = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(72));
        var at = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(80));
        if (at is < 0 or > 253402300799999 || Proofs.RootOf(bytes[32..64], number, size, proof) is not { } root) return null;
        var head = new TreeHead(new Guid(bytes.AsSpan(16, 16), bigEndian: true), null, size, root, DateTimeOffset.FromUnixTimeMilliseconds(at));
        return new Receipt(new Guid(bytes.AsSpan(0, 16), bigEndian: true), bytes[32..64], number, proof,
            new SignedHead(head, Convert.ToHexStringLower(bytes.AsSpan(88, 8)), bytes[96..160]));
    }
}
