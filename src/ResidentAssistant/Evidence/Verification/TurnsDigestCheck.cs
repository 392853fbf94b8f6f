using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>The digest of a transcript from its exported lines: each turn's salt and text carried on from the turn before.</summary>
internal static class TurnsDigestCheck
{
    /// <summary>In hex; null when a line cannot be read.</summary>
    public static string? Of(IEnumerable<string> lines)
    {
        var digest = new byte[MerkleTree.Length];
        try
        {
            foreach (var line in lines)
            {
                using var turn = JsonDocument.Parse(line);
                digest = SHA256.HashData([.. "resident-assistant.turn.1\n"u8, .. digest, .. Convert.FromHexString(turn.RootElement.GetProperty("salt").GetString()!), .. Encoding.UTF8.GetBytes(turn.RootElement.GetProperty("text").GetString()!)]);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
        {
            return null;
        }

        return Convert.ToHexStringLower(digest);
    }
}
