using System.Text.Json.Nodes;
using FakeWeCom.LongConnection;

namespace FakeWeCom.World;

/// <summary>An aibot with its conversations and its one connection.</summary>
internal sealed class AiBot(AiBotOptions options)
{
    public AiBotOptions Options => options;

    public string BotId => options.BotId;

    public string Name => options.Name;

    /// <summary>The connection that has subscribed last.</summary>
    public BotSocket? Connection { get; set; }

    /// <summary>Conversations by chatid, a member's by his userid.</summary>
    public Dictionary<string, AiBotChat> Chats { get; } = options.Groups.ToDictionary(id => id, id => new AiBotChat(id, true));

    /// <summary>req_id → what it was about.</summary>
    public Dictionary<string, AiBotRequest> Requests { get; } = [];

    /// <summary>task_ids that cards of the bot have used.</summary>
    public HashSet<string> TaskIds { get; } = [];

    public AiBotChat Single(string userId)
    {
        if (!Chats.TryGetValue(userId, out var chat)) Chats[userId] = chat = new AiBotChat(userId, false);
        return chat;
    }
}

/// <summary>A conversation with an aibot: a group, or one member.</summary>
internal sealed class AiBotChat(string id, bool group)
{
    public string Id => id;

    public bool Group => group;

    /// <summary>Somebody has spoken to the bot here; before that it may not speak by itself.</summary>
    public bool Spoken { get; set; }

    public List<AiBotLine> Lines { get; } = [];
}

/// <summary>One line of such a conversation.</summary>
internal sealed class AiBotLine(string msgId, string? from, string msgType, JsonObject content, DateTimeOffset at)
{
    public string MsgId => msgId;

    /// <summary>The member; null is the bot.</summary>
    public string? From => from;

    public string MsgType => msgType;

    public JsonObject Content { get; set; } = content;

    public DateTimeOffset At => at;

    /// <summary>The stream that may still replace the content.</summary>
    public string? StreamId { get; init; }

    /// <summary>The question it answers.</summary>
    public string? Answers { get; init; }

    /// <summary>Everything is said.</summary>
    public bool Finished { get; set; } = true;

    /// <summary>Every content a stream has shown.</summary>
    public List<string> Shown { get; } = [];

    /// <summary>Whether the bot heard it: it was connected and mentioned.</summary>
    public bool Heard { get; set; }

    /// <summary>What a card's buttons were replaced with.</summary>
    public string? Replaced { get; set; }

    public string Text => Words.Of(Content);
}

/// <summary>A callback to the bot, to which it may reply with its req_id.</summary>
internal sealed record AiBotRequest(string Kind, AiBotChat Chat, string MsgId, DateTimeOffset At)
{
    /// <summary>The card that was tapped.</summary>
    public AiBotLine? Card { get; init; }

    public string? UserId { get; init; }

    /// <summary>Greeted, or updated: once.</summary>
    public bool Used { get; set; }
}
