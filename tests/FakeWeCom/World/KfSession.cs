using System.Text.Json.Nodes;

namespace FakeWeCom.World;

/// <summary>One resident on one kf account: state, window and everything said.</summary>
internal sealed class KfSession(Resident resident)
{
    public Resident Resident { get; } = resident;

    /// <summary>0 new, 1 assistant, 2 pool, 3 servicer, 4 none.</summary>
    public int State { get; set; } = 4;

    public string? Servicer { get; set; }

    public DateTimeOffset? LastSaid { get; set; }

    /// <summary>Our messages since the resident last said something.</summary>
    public int Sent { get; set; }

    public DateTimeOffset? Welcomed { get; set; }

    /// <summary>With what the resident came in last.</summary>
    public (string Scene, string SceneParam)? Entered { get; set; }

    /// <summary>States that have given their code.</summary>
    public HashSet<int> CodeGiven { get; } = [];

    /// <summary>What both see on the phone, in order.</summary>
    public List<KfLine> Lines { get; } = [];
}

/// <summary>One line of a kf chat.</summary>
internal sealed record KfLine(string MsgId, KfSpeaker From, string MsgType, JsonObject Content, DateTimeOffset At)
{
    public bool Recalled { get; set; }

    /// <summary>All the words a reader sees.</summary>
    public string Text => Words.Of(Content);

    /// <summary>What can be tapped: id and words.</summary>
    public IReadOnlyList<(string Id, string Content)> Choices =>
        MsgType != "msgmenu" || Content["list"] is not JsonArray list ? [] :
            [.. list.Where(item => (string?)item!["type"] == "click").Select(item => item!["click"]!).Select(click => ((string?)click["id"] ?? "", (string?)click["content"] ?? ""))];
}

/// <summary>Who speaks in a kf chat.</summary>
internal enum KfSpeaker
{
    Resident,
    Account,
    Servicer,
}
