using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResidentAssistant.Channels;

/// <summary>What we read of an activity; everything else in it is ignored, as the protocol asks (A2005).</summary>
internal sealed record IncomingActivity
{
    /// <summary>Kind of activity: <c>message</c>, <c>event</c>, <c>conversationUpdate</c>, ….</summary>
    public string? Type { get; init; }

    /// <summary>Id given by the channel.</summary>
    public string? Id { get; init; }

    /// <summary>Name of the sending channel.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Where replies go.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>Language of the sender.</summary>
    public string? Locale { get; init; }

    /// <summary>Name of an event or invoke.</summary>
    public string? Name { get; init; }

    /// <summary>The words.</summary>
    public string? Text { get; init; }

    /// <summary><c>expectReplies</c> wants the replies in the HTTP answer.</summary>
    public string? DeliveryMode { get; init; }

    /// <summary>What a button carries, or an event's parameters.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>The client's own data.</summary>
    public JsonElement? ChannelData { get; init; }

    /// <summary>Who speaks.</summary>
    public ActivityAccount? From { get; init; }

    /// <summary>To whom; in what comes in, the bot.</summary>
    public ActivityAccount? Recipient { get; init; }

    /// <summary>The conversation.</summary>
    public ActivityAccount? Conversation { get; init; }

    /// <summary>Who joined.</summary>
    public IReadOnlyList<ActivityAccount?>? MembersAdded { get; init; }

    /// <summary>Files.</summary>
    public IReadOnlyList<IncomingAttachment?>? Attachments { get; init; }
}

/// <summary>A person, bot or conversation in an activity.</summary>
internal sealed record ActivityAccount
{
    /// <summary>Id in the channel.</summary>
    public string? Id { get; init; }

    /// <summary>Shown name.</summary>
    public string? Name { get; init; }
}

/// <summary>A file in an activity.</summary>
internal sealed record IncomingAttachment
{
    /// <summary>Declared media type.</summary>
    public string? ContentType { get; init; }

    /// <summary>Where its bytes are; a <c>data:</c> address carries them.</summary>
    public string? ContentUrl { get; init; }

    /// <summary>File name.</summary>
    public string? Name { get; init; }
}

/// <summary>Body of <c>tokens/generate</c> and <c>conversations</c>.</summary>
internal sealed record ConversationParameters
{
    /// <summary>The person, where the caller may name one.</summary>
    public ActivityAccount? User { get; init; }

    /// <summary>Origins from which the token may be used.</summary>
    public IReadOnlyList<string?>? TrustedOrigins { get; init; }
}

/// <summary>How incoming JSON is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(IncomingActivity))]
[JsonSerializable(typeof(ConversationParameters))]
internal sealed partial class IncomingJson : JsonSerializerContext;
