using System.Text.Json.Nodes;

namespace FakeWeCom.World;

/// <summary>A kf account: its sessions and the queue that sync_msg reads.</summary>
internal sealed class KfAccount(Corp corp, KfAccountOptions options)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(3);
    private readonly List<KfItem> items = [];
    private readonly Dictionary<string, int> cursors = [];
    private readonly Dictionary<int, string> given = [];
    private readonly Dictionary<string, DateTimeOffset> notices = [];

    public string OpenKfId { get; } = options.OpenKfId;

    public string Name { get; set; } = options.Name;

    /// <summary>Servicers and whether they receive.</summary>
    public Dictionary<string, bool> Servicers { get; } = options.Servicers.ToDictionary(id => id, _ => true);

    public Dictionary<string, KfSession> Sessions { get; } = [];

    /// <summary>msgids that sends have used.</summary>
    public HashSet<string> MsgIds { get; } = [];

    /// <summary>enc_scene of a contact way → its scene.</summary>
    public Dictionary<string, string> Scenes { get; } = [];

    /// <summary>Codes for send_msg_on_event.</summary>
    public Dictionary<string, EventCode> Codes { get; } = [];

    /// <summary>All that sync_msg has to give, old and new.</summary>
    public IReadOnlyList<KfItem> Items => items;

    public KfSession Session(Resident resident)
    {
        if (!Sessions.TryGetValue(resident.ExternalUserId, out var session)) Sessions[resident.ExternalUserId] = session = new KfSession(resident);
        // A session lasts 48 hours, or until it is ended.
        if (session.State != 4 && session.LastSaid is { } said && corp.Now - said >= TimeSpan.FromHours(corp.Limits.KfHours))
        {
            session.State = 4;
            session.Servicer = null;
        }

        return session;
    }

    /// <summary>Something for sync_msg; its notice goes out.</summary>
    public void Add(JsonObject json)
    {
        items.Add(new KfItem(corp.Now, json));
        Notify();
    }

    /// <summary>Sends the notice "something is new", which carries no more than that.</summary>
    public void Notify()
    {
        var token = corp.Ids.Word("ENC", 60);
        notices[token] = corp.Now.AddMinutes(10);
        if (corp.KfApp is { } app) corp.Mail.Post(app, Callbacks.Plain.KfNotice(corp.Id, corp.Seconds, token, OpenKfId), AgentIn.Nothing);
    }

    /// <summary>Whether the token is one of a notice about this account, not older than ten minutes.</summary>
    public bool Knows(string token) => notices.TryGetValue(token, out var ends) && corp.Now < ends;

    /// <summary>A page behind the cursor; null when the cursor is none of this account's.</summary>
    public (IReadOnlyList<KfItem> Page, string Next, bool More)? Read(string? cursor, int limit)
    {
        var from = 0;
        if (!string.IsNullOrEmpty(cursor) && !cursors.TryGetValue(cursor, out from)) return null;
        while (from < items.Count && corp.Now - items[from].At >= Kept) from++;
        var count = Math.Min(limit, items.Count - from);
        if (corp.Behaviour.UnevenPages && count > 0)
        {
            var dice = corp.Ids.Dice.Next(6);
            if (dice == 0) count = 0;
            else if (dice == 1) count = (count + 1) / 2;
        }

        var to = from + count;
        return (items.GetRange(from, count), Cursor(to), to < items.Count);
    }

    private string Cursor(int position)
    {
        if (given.TryGetValue(position, out var known)) return known;
        known = corp.Ids.Word("4gw7MepFLfgF2VC5", 40);
        cursors[known] = position;
        return given[position] = known;
    }
}

/// <summary>One thing that sync_msg gives.</summary>
internal sealed record KfItem(DateTimeOffset At, JsonObject Json);

/// <summary>A right to one message on an event.</summary>
internal sealed record EventCode(KfSession Session, EventKind Kind, DateTimeOffset Ends, int? State);

/// <summary>What gave the code.</summary>
internal enum EventKind
{
    Welcome,
    Pooled,
    Taken,
    Ended,
}

/// <summary>Whether an envelope names the app.</summary>
internal enum AgentIn
{
    Envelope,
    Nothing,
}
