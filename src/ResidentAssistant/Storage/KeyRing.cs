using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace ResidentAssistant.Storage;

/// <summary>The one ring of keys, kept under <c>Keys:Path</c>: sealing of fields, keyed hashes, signed links, tree heads, each under its own purpose.</summary>
/// <remarks>Sealing and links use ASP.NET Data Protection (rotates by itself, old keys still open old data); hash keys are added, never replaced.</remarks>
internal sealed class KeyRing
{
    private const string HeadsFile = "tree-heads.keys";

    private readonly IDataProtectionProvider provider;
    private readonly KeyLines hashLines;
    private readonly KeyLines headLines;
    private readonly Lazy<byte[][]> hashKeys;
    private readonly Lazy<HeadKeys> headKeys;

    /// <summary>The ring in that folder; nothing is read or made before the first use.</summary>
    public KeyRing(IDataProtectionProvider provider, DirectoryInfo folder)
    {
        this.provider = provider;
        hashLines = new KeyLines(folder, "hash.keys", () => RandomNumberGenerator.GetBytes(32));
        headLines = new KeyLines(folder, HeadsFile, HeadKeys.NewKey);
        hashKeys = new(hashLines.Read);
        headKeys = new(() => new HeadKeys(headLines.Read()));
    }

    /// <summary>The keys for tree heads of the ring in that folder, for reading only; null when there are none.</summary>
    public static HeadKeys? TreeHeadsIn(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, HeadsFile)) ? new HeadKeys(new KeyLines(folder, HeadsFile, HeadKeys.NewKey).Read()) : null;

    /// <summary>Reads the ring now, making the folder and the first keys when missing; throws <see cref="SettingException"/> when that cannot be done.</summary>
    public KeyRing Open()
    {
        _ = hashKeys.Value;
        _ = headKeys.Value;
        return this;
    }

    /// <summary>A sealer for one purpose, such as <c>person.phone</c> or <c>conversation</c>.</summary>
    public Sealer For(string purpose) => new(provider.CreateProtector("resident-assistant", purpose));

    /// <summary>A protector for links that end at a time.</summary>
    public ITimeLimitedDataProtector ForLinks(string purpose) => provider.CreateProtector("resident-assistant", "link", purpose).ToTimeLimitedDataProtector();

    /// <summary>Keyed hash under the newest key: equal texts give equal hashes, and nobody without the ring can test a guess.</summary>
    public string HashOf(string purpose, string text) => Hash(hashKeys.Value[^1], purpose, text);

    /// <summary>The hash under every key of the ring, newest first, to find rows written before a rotation.</summary>
    public IReadOnlyList<string> HashesOf(string purpose, string text) => [.. Enumerable.Reverse(hashKeys.Value).Select(key => Hash(key, purpose, text))];

    /// <summary>Keys of 32 bytes derived for one purpose, newest first: sign with the first, accept any.</summary>
    public IReadOnlyList<byte[]> KeysFor(string purpose) => [.. Enumerable.Reverse(hashKeys.Value).Select(key => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"key\n{purpose}")))];

    /// <summary>The keys that sign tree heads.</summary>
    public HeadKeys TreeHeads => headKeys.Value;

    /// <summary>Adds a hash key and a key for tree heads, which rings opened from now on use; rows written before stay findable, signatures given before verify.</summary>
    public void Rotate()
    {
        hashLines.Add();
        headLines.Add();
    }

    private static string Hash(byte[] key, string purpose, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{purpose}\n{text}")), 0, 18);
}

/// <summary>Seals and opens bytes and texts for one purpose.</summary>
internal sealed class Sealer(IDataProtector protector)
{
    /// <summary>Encrypts and authenticates.</summary>
    public byte[] Seal(byte[] plain) => protector.Protect(plain);

    /// <summary>Opens what was sealed; throws <see cref="CryptographicException"/> when it was altered or the key is gone.</summary>
    public byte[] Open(byte[] cipher) => protector.Unprotect(cipher);

    /// <summary>Encrypts a text.</summary>
    public byte[] SealText(string plain) => Seal(Encoding.UTF8.GetBytes(plain));

    /// <summary>Opens a sealed text.</summary>
    public string OpenText(byte[] cipher) => Encoding.UTF8.GetString(Open(cipher));

    /// <summary>Opens words that may have been erased; then it says so.</summary>
    public string OpenWords(byte[] cipher) => cipher.Length == 0 ? "（已经删去）" : OpenText(cipher);
}
