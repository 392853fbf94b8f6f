using System.Text.Json.Nodes;

namespace FakeWeCom.World;

/// <summary>A message of an app to members.</summary>
internal sealed record AppMessage(string MsgId, App App, string MsgType, JsonObject Content, DateTimeOffset At, IReadOnlyList<string> To)
{
    public bool Recalled { get; set; }

    public string? TaskId => (string?)Content["task_id"];
}

/// <summary>What one member sees of it: cards change for each alone.</summary>
internal sealed class SeenMessage(AppMessage message)
{
    public AppMessage Message { get; } = message;

    public string MsgId => Message.MsgId;

    public string MsgType => Message.MsgType;

    /// <summary>The content as it stands now.</summary>
    public JsonObject Content { get; set; } = (JsonObject)message.Content.DeepClone();

    /// <summary>What the buttons of a card were replaced with.</summary>
    public string? Replaced { get; set; }

    /// <summary>All the words a reader sees, in one text.</summary>
    public string Text => Words.Of(Content);
}
