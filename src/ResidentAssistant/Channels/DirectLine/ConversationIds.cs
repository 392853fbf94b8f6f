using System.Security.Cryptography;
using System.Text;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Channels.DirectLine;

/// <summary>Makes conversation ids that this installation knows again without having stored them.</summary>
internal sealed class ConversationIds(KeyRing keys)
{
    private const int Random = 24;
    private const int Mark = 12;
    private readonly Lazy<IReadOnlyList<byte[]>> marks = new(() => keys.KeysFor("directline.conversation"));

    /// <summary>A new id.</summary>
    public string Next()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Random / 2));
        return id + MarkOf(marks.Value[0], id);
    }

    /// <summary>True for an id made here.</summary>
    public bool Knows(string id)
    {
        if (id.Length != Random + Mark) return false;
        var mark = Encoding.UTF8.GetBytes(id[Random..]);
        return marks.Value.Any(key => CryptographicOperations.FixedTimeEquals(mark, Encoding.UTF8.GetBytes(MarkOf(key, id[..Random]))));
    }

    /// <summary>A user id that only our tokens carry.</summary>
    public static string NextUser() => "dl_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));

    private static string MarkOf(byte[] key, string id) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id)).AsSpan(0, Mark / 2));
}
