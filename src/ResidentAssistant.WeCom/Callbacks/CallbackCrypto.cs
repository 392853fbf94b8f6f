using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ResidentAssistant.WeCom.Callbacks;

/// <summary>Signature and encryption of callbacks and their replies.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/91144</remarks>
public sealed class CallbackCrypto
{
    private const int Block = 32;
    private const int Head = 20;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string token;
    private readonly byte[] key;
    private readonly byte[] receiver;

    /// <summary>For one callback address; <paramref name="receiveId"/> is the corp's id, or empty for the corp's own smart robot.</summary>
    public CallbackCrypto(string token, string encodingAesKey, string receiveId)
    {
        if (!IsKey(encodingAesKey)) throw new ArgumentException("An EncodingAESKey has 43 letters and digits.", nameof(encodingAesKey));
        this.token = token;
        key = Key(encodingAesKey);
        receiver = Utf8.GetBytes(receiveId);
    }

    /// <summary>True for 43 letters and digits, which make 32 bytes.</summary>
    public static bool IsKey(string text) => text.Length == 43 && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>The signature over a ciphertext.</summary>
    public string Sign(string timestamp, string nonce, string encrypt)
    {
        string[] parts = [token, timestamp, nonce, encrypt];
        Array.Sort(parts, string.CompareOrdinal);
#pragma warning disable CA5350 // The vendor's protocol says SHA-1.
        return Convert.ToHexStringLower(SHA1.HashData(Utf8.GetBytes(string.Concat(parts))));
#pragma warning restore CA5350
    }

    /// <summary>Checks and decrypts; what is wrong is told in the result and never thrown.</summary>
    public OpenedCallback Open(string signature, string timestamp, string nonce, string encrypt)
    {
        string expected;
        try
        {
            expected = Sign(timestamp, nonce, encrypt);
        }
        catch (EncoderFallbackException)
        {
            return new(CallbackFault.Signature);
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature))) return new(CallbackFault.Signature);
        return Decrypt(encrypt);
    }

    /// <summary>Decrypts what was checked otherwise.</summary>
    public OpenedCallback Decrypt(string encrypt)
    {
        var cipher = new byte[encrypt.Length / 4 * 3];
        if (encrypt.Length % 4 != 0 || !Convert.TryFromBase64String(encrypt, cipher, out var length)) return new(CallbackFault.Base64);
        if (length < Block || length % 16 != 0) return new(CallbackFault.Length);
        using var aes = Aes.Create();
        aes.Key = key;
        var plain = aes.DecryptCbc(cipher.AsSpan(0, length), key.AsSpan(0, 16), PaddingMode.None);
        // The vendor's own library takes a last byte outside 1..32 as no padding.
        var end = plain[^1] is >= 1 and <= Block and var pad ? plain.Length - pad : plain.Length;
        if (end < Head) return new(CallbackFault.Length);
        var size = BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(16));
        if (size > (uint)(end - Head)) return new(CallbackFault.Length);
        var from = plain.AsSpan(Head + (int)size, end - Head - (int)size);
        if (!CryptographicOperations.FixedTimeEquals(from, receiver)) return new(CallbackFault.Receiver);
        try
        {
            return new(Utf8.GetString(plain.AsSpan(Head, (int)size)));
        }
        catch (DecoderFallbackException)
        {
            return new(CallbackFault.Text);
        }
    }

    /// <summary>Encrypts and signs a reply.</summary>
    public SealedCallback Seal(string plain, string timestamp, string nonce)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return Seal(plain, timestamp, nonce, random);
    }

    internal SealedCallback Seal(string plain, string timestamp, string nonce, ReadOnlySpan<byte> random)
    {
        var message = Utf8.GetBytes(plain);
        var length = Head + message.Length + receiver.Length;
        var pad = Block - length % Block;
        var bytes = new byte[length + pad];
        random.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), message.Length);
        message.CopyTo(bytes, Head);
        receiver.CopyTo(bytes, Head + message.Length);
        bytes.AsSpan(length).Fill((byte)pad);
        using var aes = Aes.Create();
        aes.Key = key;
        var encrypt = Convert.ToBase64String(aes.EncryptCbc(bytes, key.AsSpan(0, 16), PaddingMode.None));
        return new(encrypt, Sign(timestamp, nonce, encrypt), timestamp, nonce);
    }

    // 43 letters hold 258 bits: the last two are dropped, whatever they are, as the vendor's own libraries do.
    private static byte[] Key(string encodingAesKey)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var last = Alphabet[Alphabet.IndexOf(encodingAesKey[^1], StringComparison.Ordinal) & ~3];
        return Convert.FromBase64String($"{encodingAesKey[..^1]}{last}=");
    }
}

/// <summary>What is wrong with a callback.</summary>
public enum CallbackFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is not signed by somebody who knows the token.</summary>
    Signature,

    /// <summary>The ciphertext is not base64.</summary>
    Base64,

    /// <summary>The ciphertext is cut off or was not made with this key.</summary>
    Length,

    /// <summary>It was meant for another corp.</summary>
    Receiver,

    /// <summary>What was encrypted is not UTF-8.</summary>
    Text,

    /// <summary>The body is not the expected XML.</summary>
    Xml,
}

/// <summary>A callback that was opened, or why not.</summary>
public sealed class OpenedCallback
{
    internal OpenedCallback(string plain) => Plain = plain;

    internal OpenedCallback(CallbackFault fault) => Fault = fault;

    /// <summary>There was no ciphertext to open.</summary>
    public static OpenedCallback NotXml { get; } = new(CallbackFault.Xml);

    /// <summary>What was encrypted; null when there is a fault.</summary>
    public string? Plain { get; }

    /// <summary>What is wrong.</summary>
    public CallbackFault Fault { get; }
}

/// <summary>An encrypted and signed reply.</summary>
public sealed record SealedCallback(string Encrypt, string Signature, string Timestamp, string Nonce);
