namespace FakeWeCom.World;

/// <summary>A self-built app with what it has sent.</summary>
internal sealed class App(AppOptions options)
{
    public AppOptions Options { get; } = options;

    public int AgentId => Options.AgentId;

    /// <summary>Messages of the app, by msgid.</summary>
    public Dictionary<string, AppMessage> Messages { get; } = [];

    /// <summary>task_ids that cards of the app have used.</summary>
    public HashSet<string> TaskIds { get; } = [];

    /// <summary>response_code → what may be changed with it, once.</summary>
    public Dictionary<string, CardPermit> Permits { get; } = [];

    /// <summary>Contents that the duplicate check remembers, with the end of their time.</summary>
    public Dictionary<string, DateTimeOffset> Repeats { get; } = [];

    /// <summary>Passive replies that were no good.</summary>
    public List<string> BadReplies { get; } = [];

    public bool SeenBy(string userId) => Options.VisibleTo.Count == 0 || Options.VisibleTo.Contains(userId);
}

/// <summary>A token of one app.</summary>
internal sealed record AccessToken(string Value, App App, DateTimeOffset Ends)
{
    public bool Revoked { get; set; }
}

/// <summary>The right to change one card: from the send, or from a click.</summary>
internal sealed record CardPermit(AppMessage Message, string? Clicker, DateTimeOffset Ends);
