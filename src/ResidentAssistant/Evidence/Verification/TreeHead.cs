using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>How large a community's tree was at an instant, and its root. A daily head also names the day at the site that it ends.</summary>
internal sealed record TreeHead(Guid CommunityId, DateOnly? Day, long Size, byte[] Root, DateTimeOffset At)
{
    /// <summary>The text that is signed: canonical JSON.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture,
        $$"""{"at":"{{Instant(At)}}","community":"{{CommunityId:D}}",{{(Day is { } day ? $"\"day\":\"{day:yyyy-MM-dd}\"," : "")}}"root":"{{Convert.ToHexStringLower(Root)}}","size":{{Size}},"v":1}""");

    /// <summary>The bytes that are signed.</summary>
    public byte[] Bytes => Encoding.UTF8.GetBytes(Text);

    /// <summary>For people: the day, or the instant of a head that ends none.</summary>
    public string Name => Day is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Instant(At);

    /// <summary>Reads the text of a head; null when it is not exactly the text of one.</summary>
    public static TreeHead? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var head = json.RootElement;
            var read = new TreeHead(head.GetProperty("community").GetGuid(),
                head.TryGetProperty("day", out var day) ? DateOnly.ParseExact(day.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
                head.GetProperty("size").GetInt64(), Convert.FromHexString(head.GetProperty("root").GetString()!), head.GetProperty("at").GetDateTimeOffset());
            return read.Text == text ? read : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string Instant(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A head with its signature, ECDSA over P-256 with SHA-256 as r‖s, and the name of the key.</summary>
internal sealed record SignedHead(TreeHead Head, string Key, byte[] Signature);
