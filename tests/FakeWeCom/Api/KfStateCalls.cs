using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>service_state: who serves the resident.</summary>
internal static class KfStateCalls
{
    // From → to; anything else is 95016.
    private static readonly HashSet<(int, int)> Allowed = [(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 3), (3, 4)];

    public static IEnumerable<VendorCall> All => [new("POST", "kf/service_state/get", Get), new("POST", "kf/service_state/trans", Change)];

    private static Answer Get(Call call)
    {
        var (_, session) = Find(call);
        var answer = new JsonObject { ["service_state"] = session.State };
        if (session.State == 3) answer["servicer_userid"] = session.Servicer;
        return Answer.With(answer);
    }

    private static Answer Change(Call call)
    {
        var (account, session) = Find(call);
        if (call.Body.Number("service_state") is not (>= 0 and <= 4 and var to)) throw new VendorRefusal(40058, "invalid Request Parameter, service_state");
        if (session.State == 4) throw new VendorRefusal(95013, "session has been ended");
        var servicer = to == 3 ? call.Body.TextOrEmpty("servicer_userid") : null;
        if (!Allowed.Contains((session.State, (int)to)) || (session.State == 3 && servicer == session.Servicer)) throw new VendorRefusal(95016, "state transition not allowed");
        if (servicer is not null)
        {
            if (!account.Servicers.TryGetValue(servicer, out var receiving)) throw new VendorRefusal(95014, "user is not a servicer");
            if (!receiving) throw new VendorRefusal(95019, "servicer does not receive");
        }

        session.State = (int)to;
        session.Servicer = servicer;
        // A code comes with the first change to 2 or 3, and with the end.
        if (to is not (2 or 3 or 4) || (to != 4 && !session.CodeGiven.Add((int)to))) return Answer.Ok;
        return Answer.With(new() { ["msg_code"] = KfEvents.Code(call.Corp, account, session, to switch { 2 => EventKind.Pooled, 3 => EventKind.Taken, _ => EventKind.Ended }) });
    }

    private static (KfAccount Account, KfSession Session) Find(Call call)
    {
        var account = KfCalls.Account(call, call.Body.Text("open_kfid"));
        if (!account.Sessions.TryGetValue(call.Body.TextOrEmpty("external_userid"), out var session)) throw new VendorRefusal(40096, "invalid external userid");
        return (account, account.Session(session.Resident));
    }
}
