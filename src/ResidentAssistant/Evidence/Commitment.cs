using System.Security.Cryptography;
using System.Text;

namespace ResidentAssistant.Evidence;

/// <summary>A hash that binds a record to personal words without telling them: nobody can test a guess without the salt.</summary>
internal static class Commitment
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltLength = 32;

    /// <summary>A new salt.</summary>
    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltLength);

    /// <summary>SHA-256 over a fixed prefix, the salt and the words, in hex.</summary>
    public static string Of(ReadOnlySpan<byte> salt, string words)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("resident-assistant.personal.1\n"u8);
        hash.AppendData(salt);
        hash.AppendData(Encoding.UTF8.GetBytes(words));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
