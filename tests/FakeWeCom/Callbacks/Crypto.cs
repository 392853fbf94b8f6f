using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FakeWeCom.Callbacks;

/// <summary>The vendor's side of callback encryption; its own code, so that a mistake of the product's cannot hide in it.</summary>
internal sealed class Crypto(string token, string encodingAesKey, string receiveId)
{
    private const int Block = 32;
    private readonly byte[] key = Convert.FromBase64String(encodingAesKey + "=");

    /// <summary>SHA-1 over the four sorted strings.</summary>
    public string Sign(string timestamp, string nonce, string encrypted)
    {
        string[] parts = [token, timestamp, nonce, encrypted];
        Array.Sort(parts, string.CompareOrdinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }

    /// <summary>16 random bytes, length, message, receiveid; padded to 32.</summary>
    public string Encrypt(string message)
    {
        var text = Encoding.UTF8.GetBytes(message);
        var receiver = Encoding.UTF8.GetBytes(receiveId);
        var length = 20 + text.Length + receiver.Length;
        var padding = Block - (length % Block);
        var plain = new byte[length + padding];
        RandomNumberGenerator.Fill(plain.AsSpan(0, 16));
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(16), text.Length);
        text.CopyTo(plain, 20);
        receiver.CopyTo(plain, 20 + text.Length);
        plain.AsSpan(length).Fill((byte)padding);
        using var aes = Cipher();
        return Convert.ToBase64String(aes.CreateEncryptor().TransformFinalBlock(plain, 0, plain.Length));
    }

    /// <summary>The message inside, or null when it is not one of ours to this receiver.</summary>
    public string? Decrypt(string encrypted)
    {
        byte[] plain;
        try
        {
            var cipher = Convert.FromBase64String(encrypted);
            if (cipher.Length is 0 || cipher.Length % Block != 0) return null;
            using var aes = Cipher();
            plain = aes.CreateDecryptor().TransformFinalBlock(cipher, 0, cipher.Length);
        }
        catch (FormatException)
        {
            return null;
        }

        int padding = plain[^1];
        if (padding is < 1 or > Block) return null;
        var end = plain.Length - padding;
        if (end < 20) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(16));
        if (length < 0 || length > end - 20) return null;
        var receiver = Encoding.UTF8.GetString(plain, 20 + length, end - 20 - length);
        return receiver == receiveId ? Encoding.UTF8.GetString(plain, 20, length) : null;
    }

    private Aes Cipher()
    {
        var aes = Aes.Create();
        aes.Key = key;
        aes.IV = key[..16];
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.None;
        return aes;
    }
}
