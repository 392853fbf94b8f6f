using System.Security.Cryptography;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>The public keys a verifier believes, by name: the first 16 hex digits of the SHA-256 of the key (SubjectPublicKeyInfo, DER).</summary>
internal sealed class PublicKeys
{
    private readonly Dictionary<string, ECDsa> keys = [];

    /// <summary>These keys.</summary>
    public PublicKeys(IEnumerable<byte[]> subjectPublicKeyInfos)
    {
        foreach (var info in subjectPublicKeyInfos)
        {
            var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(info, out _);
            keys[NameOf(info)] = key;
        }
    }

    /// <summary>The names.</summary>
    public IReadOnlyCollection<string> Names => keys.Keys;

    /// <summary>Name of a key.</summary>
    public static string NameOf(byte[] subjectPublicKeyInfo) => Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo))[..16];

    /// <summary>Reads keys from text: on each line a key in base64, a name before it is allowed. Throws <see cref="InvalidDataException"/>.</summary>
    public static PublicKeys Read(IEnumerable<string> lines)
    {
        try
        {
            return new PublicKeys(lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').Select(l => Convert.FromBase64String(l[(l.LastIndexOf(' ') + 1)..])));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new InvalidDataException("The file of public keys cannot be read: each line holds a key in base64.");
        }
    }

    /// <summary>Null when the signature is right, else what is wrong with it.</summary>
    public string? Fault(SignedHead signed)
    {
        if (!keys.TryGetValue(signed.Key, out var key)) return $"is signed with the key {signed.Key}, which is not among the public keys";
        return key.VerifyData(signed.Head.Bytes, signed.Signature, HashAlgorithmName.SHA256) ? null : "has a wrong signature";
    }
}
