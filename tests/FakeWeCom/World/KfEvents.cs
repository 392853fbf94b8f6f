using System.Text.Json.Nodes;

namespace FakeWeCom.World;

/// <summary>Events of a kf account as sync_msg gives them: the ids stand inside the event only.</summary>
internal static class KfEvents
{
    public static JsonObject Event(KfAccount account, Corp corp, string type, Action<JsonObject> fill)
    {
        var inner = new JsonObject { ["event_type"] = type, ["open_kfid"] = account.OpenKfId };
        fill(inner);
        return new() { ["msgid"] = corp.Ids.Word("", 32), ["send_time"] = corp.Seconds, ["origin"] = 4, ["msgtype"] = "event", ["event"] = inner };
    }

    public static JsonObject SendFailed(KfAccount account, KfSession session, Corp corp, string msgId, int type) => Event(account, corp, "msg_send_fail", e =>
    {
        e["external_userid"] = session.Resident.ExternalUserId;
        e["fail_msgid"] = msgId;
        e["fail_type"] = type;
    });

    public static JsonObject ServicerChanged(KfAccount account, Corp corp, string userId, bool receives) => Event(account, corp, "servicer_status_change", e =>
    {
        e["servicer_userid"] = userId;
        e["status"] = receives ? 1 : 2;
        if (!receives) e["stop_type"] = 0;
    });

    /// <summary>A code for one message: 20 s after a welcome or an end, 48 h in between, there only while the state stays.</summary>
    public static string Code(Corp corp, KfAccount account, KfSession session, EventKind kind)
    {
        var code = corp.Ids.Word("CODE", 32);
        var life = kind is EventKind.Welcome or EventKind.Ended ? TimeSpan.FromSeconds(20) : TimeSpan.FromHours(48);
        account.Codes[code] = new EventCode(session, kind, corp.Now + life, kind switch { EventKind.Welcome => null, EventKind.Pooled => 2, EventKind.Taken => 3, _ => 4 });
        return code;
    }
}
