using System.Text.Json.Nodes;

namespace FakeWeCom.World;

/// <summary>A robot in an internal group with what it has said there.</summary>
internal sealed class Robot(RobotOptions options)
{
    public string Key => options.Key;

    public string Name => options.Name;

    public string Group => options.Group;

    /// <summary>Taken out of the group by somebody.</summary>
    public bool Removed { get; set; }

    public List<RobotMessage> Messages { get; } = [];
}

/// <summary>One message of a robot.</summary>
internal sealed record RobotMessage(string MsgType, JsonObject Content, DateTimeOffset At)
{
    /// <summary>All the words a reader sees.</summary>
    public string Text => Words.Of(Content);
}
