using System.Text.Json;
using System.Text.Json.Serialization;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging;

/// <summary>Reads what was said: turns with their entries, unsealed.</summary>
internal sealed class Transcript(Database database, KeyRing keys)
{
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

    /// <summary>The sealed form of a turn's entries.</summary>
    public byte[] Seal(IReadOnlyList<Entry> entries) => sealer.Seal(JsonSerializer.SerializeToUtf8Bytes(entries, TranscriptJson.Default.IReadOnlyListEntry));

    private TurnRecord Unseal(Row row) => new(row.Turn, row.At, JsonSerializer.Deserialize(sealer.Open(row.Body), TranscriptJson.Default.IReadOnlyListEntry)!);

    private sealed record Row
    {
        public required int Turn { get; init; }

        public required DateTimeOffset At { get; init; }

        public required byte[] Body { get; init; }
    }
}

/// <summary>One committed turn.</summary>
internal sealed record TurnRecord(int Turn, DateTimeOffset At, IReadOnlyList<Entry> Entries);

/// <summary>How entries are written inside a sealed turn.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Entry>))]
internal sealed partial class TranscriptJson : JsonSerializerContext;
