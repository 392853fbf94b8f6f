namespace FakeWeCom.World;

/// <summary>A customer group, made by a member, with residents in it. The vendor has no interface to write into it.</summary>
internal sealed class CustomerGroup(string chatId, string name, string owner)
{
    public string ChatId => chatId;

    public string Name => name;

    public string Owner => owner;

    /// <summary>What members of the group read, the newest last.</summary>
    public List<GroupLine> Lines { get; } = [];

    /// <summary>When mass messages came, by any corp's members.</summary>
    public List<DateTimeOffset> MassMessages { get; } = [];
}

/// <summary>One message in a customer group.</summary>
internal sealed record GroupLine(string UserId, string Text, DateTimeOffset At);

/// <summary>A mass message: a task for its sender until he taps.</summary>
internal sealed class MassTask(string msgId, string sender, string text, IReadOnlyList<string> chatIds, DateTimeOffset at)
{
    public string MsgId => msgId;

    public string Sender => sender;

    public string Text => text;

    public DateTimeOffset At => at;

    /// <summary>0 not sent, 1 sent, 2 failed, 3 the group has had enough; by group.</summary>
    public Dictionary<string, int> Results { get; } = chatIds.ToDictionary(id => id, _ => 0);

    public bool Tapped { get; set; }

    public bool Cancelled { get; set; }

    public List<DateTimeOffset> Reminders { get; } = [];
}
