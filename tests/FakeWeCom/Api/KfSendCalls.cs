using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>send_msg under its window, and send_msg_on_event with a code.</summary>
internal static partial class KfSendCalls
{
    public static IEnumerable<VendorCall> All => [new("POST", "kf/send_msg", Send), new("POST", "kf/send_msg_on_event", SendOnEvent)];

    private static Answer Send(Call call)
    {
        var corp = call.Corp;
        var account = KfCalls.Account(call, call.Body.Text("open_kfid"));
        var to = call.Body.TextOrEmpty("touser");
        if (!account.Sessions.TryGetValue(to, out var session)) throw new VendorRefusal(40096, "invalid external userid");
        session = account.Session(session.Resident);
        var msgId = MsgId(call);
        var content = KfContent.Check(call, onEvent: null);
        if (corp.Behaviour.DuplicateNoticedFirst) RefuseRepeated(corp, account, msgId);
        var failure = Window(corp, session);
        if (failure is null && session.State is not (0 or 1)) throw new VendorRefusal(95018, "send msg session status invalid");
        RefuseRepeated(corp, account, msgId);

        account.MsgIds.Add(msgId);
        if (session.State == 0) session.State = 1;
        session.Sent++;
        if (session.Resident.Refuses) failure = 10;
        if (failure is not null) account.Add(KfEvents.SendFailed(account, session, corp, msgId, failure.Value));
        else session.Lines.Add(new KfLine(msgId, KfSpeaker.Account, call.Body.Text("msgtype")!, content, corp.Now));
        return Answer.With(new() { ["msgid"] = msgId });
    }

    // The vendor documents both: an error at once, or an event later. What is returned is the type of the latter.
    private static int? Window(Corp corp, KfSession session)
    {
        var late = session.LastSaid is { } said && corp.Now - said >= TimeSpan.FromHours(corp.Limits.KfHours);
        var full = session.Sent >= corp.Limits.KfMessages;
        if (corp.Behaviour.Windows == WindowRefusal.Later) return late ? 4 : full ? 6 : null;
        if (late) throw new VendorRefusal(95002, "send msg time limit");
        if (full && session.LastSaid is not null) throw new VendorRefusal(95001, "send msg count limit");
        return null;
    }

    private static Answer SendOnEvent(Call call)
    {
        var corp = call.Corp;
        var value = call.Body.TextOrEmpty("code");
        var account = corp.KfAccounts.Values.FirstOrDefault(a => a.Codes.ContainsKey(value)) ?? throw new VendorRefusal(40029, "invalid code");
        KfCalls.Account(call, account.OpenKfId);
        var code = account.Codes[value];
        if (corp.Now >= code.Ends) throw new VendorRefusal(40029, "invalid code");
        if (code.State is { } state && account.Session(code.Session.Resident).State != state) throw new VendorRefusal(95018, "send msg session status invalid");
        var msgId = MsgId(call);
        var content = KfContent.Check(call, code.Kind);
        RefuseRepeated(corp, account, msgId);

        account.MsgIds.Add(msgId);
        account.Codes.Remove(value);
        if (code.Kind == EventKind.Welcome) code.Session.Welcomed = corp.Now;
        code.Session.Lines.Add(new KfLine(msgId, KfSpeaker.Account, call.Body.Text("msgtype")!, content, corp.Now));
        return Answer.With(new() { ["msgid"] = msgId });
    }

    private static string MsgId(Call call)
    {
        var given = call.Body.TextOrEmpty("msgid");
        Call.Demand(MsgIdForm().IsMatch(given), "msgid");
        return given.Length > 0 ? given : call.Corp.Ids.Word("", 32);
    }

    private static void RefuseRepeated(Corp corp, KfAccount account, string msgId)
    {
        if (account.MsgIds.Contains(msgId)) throw new VendorRefusal(corp.DuplicateMsgIdCode, "msgid has been used");
    }

    [GeneratedRegex("^[0-9A-Za-z_-]{0,32}$", RegexOptions.None, 1000)]
    private static partial Regex MsgIdForm();
}
