using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging;

/// <summary>Reads what was said: turns with their entries, unsealed.</summary>
internal sealed class Transcript(Database database, KeyRing keys)
{
    // Readable as it is in an export, and half as long.
    private static readonly TranscriptJson Written = new(new JsonSerializerOptions(TranscriptJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private const byte Salted = 1;
    private const int SaltLength = 32;

    private readonly Sealer sealer = keys.For("conversation");

    /// <summary>Turns after <paramref name="after"/>, oldest first, at most <paramref name="limit"/>; empty when the conversation is unknown.</summary>
    public async Task<IReadOnlyList<TurnRecord>> AfterAsync(string channel, string conversationKey, int after, int limit, CancellationToken ct)
    {
        var rows = await database.QueryAsync<Row>("""
            select t.turn, t.at, t.body from turns t join conversations c on c.id = t.conversation_id
             where c.channel = @channel and c.conversation_key = @conversationKey and t.turn > @after
             order by t.turn limit @limit
            """, new { channel, conversationKey, after, limit }, ct);
        return [.. rows.Select(Unseal)];
    }

    /// <summary>All turns of a conversation, oldest first.</summary>
    public async Task<IReadOnlyList<TurnRecord>> OfAsync(Guid conversationId, CancellationToken ct)
    {
        var rows = await database.QueryAsync<Row>("select turn, at, body from turns where conversation_id = @conversationId order by turn", new { conversationId }, ct);
        return [.. rows.Select(Unseal)];
    }

    /// <summary>One turn, or null.</summary>
    public async Task<TurnRecord?> TurnAsync(Guid conversationId, int turn, CancellationToken ct) =>
        await database.FirstAsync<Row>("select turn, at, body from turns where conversation_id = @conversationId and turn = @turn", new { conversationId, turn }, ct)
            is { } row ? Unseal(row) : null;

    /// <summary>The exact bytes of a conversation's turns from one number to another, each with its salt: what a digest was made of.</summary>
    public async Task<IReadOnlyList<TurnBytes>> BytesAsync(Guid conversationId, int from, int to, CancellationToken ct)
    {
        var rows = await database.QueryAsync<Row>("select turn, at, body from turns where conversation_id = @conversationId and turn >= @from and turn <= @to order by turn", new { conversationId, from, to }, ct);
        return [.. rows.Select(row =>
        {
            var open = sealer.Open(row.Body);
            var at = TextAt(open);
            return new TurnBytes(row.Turn, at == 0 ? [] : open[1..at], open[at..]);
        })];
    }

    /// <summary>The sealed form of a turn's entries.</summary>
    public byte[] Seal(IReadOnlyList<Entry> entries) => Seal(entries, default).Sealed;

    /// <summary>The sealed form of a turn's entries, and the digest of the turns before it carried on over this one (docs/evidence-format.md).</summary>
    public (byte[] Sealed, byte[] Digest) Seal(IReadOnlyList<Entry> entries, ReadOnlySpan<byte> before)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(entries, Written.IReadOnlyListEntry);
        // What people say is short and easily guessed: without the salt nobody can test a guess against the digest.
        var open = new byte[1 + SaltLength + text.Length];
        open[0] = Salted;
        RandomNumberGenerator.Fill(open.AsSpan(1, SaltLength));
        text.CopyTo(open, 1 + SaltLength);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("resident-assistant.turn.1\n"u8);
        hash.AppendData(before.Length > 0 ? before : stackalloc byte[SHA256.HashSizeInBytes]);
        hash.AppendData(open.AsSpan(1));
        return (sealer.Seal(open), hash.GetHashAndReset());
    }

    private TurnRecord Unseal(Row row)
    {
        var open = sealer.Open(row.Body);
        return new(row.Turn, row.At, JsonSerializer.Deserialize(open.AsSpan(TextAt(open)), TranscriptJson.Default.IReadOnlyListEntry)!);
    }

    // Turns of before there were digests have no salt; their text begins with a bracket.
    private static int TextAt(byte[] open) => open[0] == Salted ? 1 + SaltLength : 0;

    private sealed record Row
    {
        public required int Turn { get; init; }

        public required DateTimeOffset At { get; init; }

        public required byte[] Body { get; init; }
    }
}

/// <summary>One committed turn.</summary>
internal sealed record TurnRecord(int Turn, DateTimeOffset At, IReadOnlyList<Entry> Entries);

/// <summary>One committed turn as it was written.</summary>
internal sealed record TurnBytes(int Turn, byte[] Salt, byte[] Text);

/// <summary>How entries are written inside a sealed turn.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Entry>))]
internal sealed partial class TranscriptJson : JsonSerializerContext;
