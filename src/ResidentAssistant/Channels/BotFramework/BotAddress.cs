using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResidentAssistant.Channels.BotFramework;

/// <summary>Where replies to a conversation go, as stored with it.</summary>
internal sealed record BotAddress
{
    /// <summary>The channel's service.</summary>
    [JsonPropertyName("s")]
    public required string ServiceUrl { get; init; }

    /// <summary>Name of the channel.</summary>
    [JsonPropertyName("c")]
    public required string ChannelId { get; init; }

    /// <summary>The channel's id of the conversation.</summary>
    [JsonPropertyName("v")]
    public required string Conversation { get; init; }

    /// <summary>The account the bot has there.</summary>
    [JsonPropertyName("b")]
    public required string Bot { get; init; }

    /// <summary>The person's account.</summary>
    [JsonPropertyName("u")]
    public required string User { get; init; }

    /// <summary>The person's language.</summary>
    [JsonPropertyName("l")]
    public string? Locale { get; init; }

    /// <summary>Id of the message whose replies went into the HTTP answer (<c>expectReplies</c>); they are not sent again.</summary>
    [JsonPropertyName("x")]
    public string? Inline { get; init; }

    /// <summary>The stored form.</summary>
    public string ToText() => JsonSerializer.Serialize(this, BotAddressJson.Default.BotAddress);

    /// <summary>Reads the stored form; null when it is none.</summary>
    public static BotAddress? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, BotAddressJson.Default.BotAddress);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Identity of a message over all channels: the same id twice has one effect.</summary>
    public string MessageId(string activityId) => $"{ChannelId}/{Conversation}/{activityId}";

    /// <summary>The channel's own id of a message we identified.</summary>
    public string? ActivityIdOf(string? messageId) =>
        messageId is not null && messageId.Length > ChannelId.Length + Conversation.Length + 2
            && messageId.StartsWith(ChannelId, StringComparison.Ordinal) && messageId.AsSpan(ChannelId.Length + 1).StartsWith(Conversation, StringComparison.Ordinal)
            ? messageId[(ChannelId.Length + Conversation.Length + 2)..] : null;
}

/// <summary>How addresses are written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BotAddress))]
internal sealed partial class BotAddressJson : JsonSerializerContext;
