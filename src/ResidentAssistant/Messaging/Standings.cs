using ResidentAssistant.Storage;

namespace ResidentAssistant.Messaging;

/// <summary>What a channel must know of a conversation before it reads the transcript.</summary>
internal sealed record Standing
{
    /// <summary>The channel's own id of the conversation.</summary>
    public required string ConversationKey { get; init; }

    /// <summary>The channel's own id of the person.</summary>
    public required string UserId { get; init; }

    /// <summary>Number of the last turn.</summary>
    public required int Version { get; init; }
}

/// <summary>Looks up conversations by the channel's own id.</summary>
internal sealed class Standings(Database database)
{
    /// <summary>The conversation's standing, or null when nothing has been said in it yet.</summary>
    public Task<Standing?> OfAsync(string channel, string conversationKey, CancellationToken ct) => database.FirstAsync<Standing>("""
        select conversation_key, user_id, version from conversations where channel = @channel and conversation_key = @conversationKey
        """, new { channel, conversationKey }, ct);

    /// <summary>The standings of many conversations in one query.</summary>
    public Task<IReadOnlyList<Standing>> OfAsync(string channel, string[] keys, CancellationToken ct) => database.QueryAsync<Standing>($"""
        select conversation_key, user_id, version from conversations where channel = @channel and {database.Dialect.In("conversation_key", "keys")}
        """, new { channel, keys }, ct);
}
