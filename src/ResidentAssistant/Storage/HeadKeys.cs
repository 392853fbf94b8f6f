using System.Security.Cryptography;

namespace ResidentAssistant.Storage;

/// <summary>The keys that sign tree heads: ECDSA over P-256 with SHA-256, signatures as r‖s of 64 bytes; the newest signs, every one verifies.</summary>
/// <remarks>The name of a key is the first 16 hex digits of the SHA-256 of its public key, so that a verifier who was handed the public keys finds the right one.</remarks>
internal sealed class HeadKeys
{
    private readonly List<(string Name, ECDsa Key)> keys;

    /// <summary>Keys in PKCS #8 form, oldest first.</summary>
    public HeadKeys(IEnumerable<byte[]> pkcs8) => keys = [.. pkcs8.Select(Import)];

    /// <summary>Names and public keys (SubjectPublicKeyInfo, DER), oldest first, to hand to verifiers.</summary>
    public IReadOnlyList<(string Name, byte[] PublicKey)> PublicKeys => [.. keys.Select(k => (k.Name, k.Key.ExportSubjectPublicKeyInfo()))];

    /// <summary>A new key in PKCS #8 form.</summary>
    public static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    /// <summary>Signs with the newest key and names it.</summary>
    public (string Key, byte[] Signature) Sign(ReadOnlySpan<byte> head)
    {
        // An ECDsa object is not promised to be safe for several threads; heads are signed once a day.
        lock (keys) return (keys[^1].Name, keys[^1].Key.SignData(head, HashAlgorithmName.SHA256));
    }

    /// <summary>The signature is of that key of the ring over that head.</summary>
    public bool Verifies(string key, ReadOnlySpan<byte> head, ReadOnlySpan<byte> signature)
    {
        lock (keys)
        {
            foreach (var (name, own) in keys)
            {
                if (name == key) return own.VerifyData(head, signature, HashAlgorithmName.SHA256);
            }
        }

        return false;
    }

    private static (string, ECDsa) Import(byte[] pkcs8)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
        }
        catch (CryptographicException)
        {
            throw new SettingException("Keys:Path: a key for tree heads is damaged. Restore the key ring from its backup.");
        }

        return (Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16], key);
    }
}
