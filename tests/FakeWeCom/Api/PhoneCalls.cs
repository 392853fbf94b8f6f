using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>pstncc: the emergency call to members.</summary>
internal static class PhoneCalls
{
    public static IEnumerable<VendorCall> All => [new("POST", "pstncc/call", Ring), new("POST", "pstncc/getstates", State)];

    private static Answer Ring(Call call)
    {
        if (!call.App.Options.Calls) throw new VendorRefusal(301049, "app is not linked to emergency calls");
        var names = call.Body.Texts("callee_userid");
        Call.Demand(names.Count is >= 1 and <= 100, "callee_userid");
        return Answer.With(new() { ["states"] = new JsonArray([.. names.Select(name => RingOne(call.Corp, name))]) });
    }

    private static JsonObject RingOne(Corp corp, string userId)
    {
        if (!corp.Members.TryGetValue(userId, out var member)) return new JsonObject { ["userid"] = userId, ["code"] = 60111 };
        // Three in eight minutes, eight in a day; beyond that it does not ring.
        var rings = member.Calls.Count(c => corp.Now - c.At < TimeSpan.FromMinutes(8)) < 3 && member.Calls.Count(c => corp.Now - c.At < TimeSpan.FromHours(24)) < 8;
        var made = new PhoneCall(corp.Ids.Word("", 32), userId, corp.Now);
        if (rings) member.Calls.Add(made);
        corp.PhoneCalls[made.CallId] = rings ? made : made with { NotMade = true };
        return new JsonObject { ["userid"] = userId, ["callid"] = made.CallId, ["code"] = 0 };
    }

    private static Answer State(Call call)
    {
        if (!call.Corp.PhoneCalls.TryGetValue(call.Body.TextOrEmpty("callid"), out var made) || made.UserId != call.Body.Text("callee_userid")) throw new VendorRefusal(40058, "invalid Request Parameter, callid");
        var reason = made.NotMade ? 13 : made.Taken ? 0 : call.Corp.Now - made.At < TimeSpan.FromMinutes(1) ? 1 : 4;
        return Answer.With(new() { ["istalked"] = made.Taken ? 1 : 0, ["calltime"] = made.At.ToUnixTimeSeconds(), ["talktime"] = made.Taken ? 10 : 0, ["reason"] = reason });
    }
}
