using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>message/send, update_template_card and recall.</summary>
internal static class MessageCalls
{
    public static IEnumerable<VendorCall> All =>
    [
        new("POST", "message/send", Send) { Counted = false },
        new("POST", "message/update_template_card", Update),
        new("POST", "message/recall", Recall),
    ];

    private static Answer Send(Call call)
    {
        var corp = call.Corp;
        var app = OwnApp(call);
        var type = call.Body.TextOrEmpty("msgtype");
        string[] to = [.. Split(call.Body.Text("touser"))];
        if (to.Length == 0 && call.Body.TextOrEmpty("toparty").Length == 0 && call.Body.TextOrEmpty("totag").Length == 0) throw new VendorRefusal(82001, "All touser & toparty & totag is empty");
        Call.Demand(to.Length <= 1000, "touser");
        var everybody = to is ["@all"];
        var receivers = corp.Members.Values.Where(m => app.SeenBy(m.UserId) && (everybody || to.Contains(m.UserId, StringComparer.OrdinalIgnoreCase))).ToList();
        var invalid = everybody ? [] : to.Where(id => !receivers.Any(m => m.UserId.Equals(id, StringComparison.OrdinalIgnoreCase))).ToList();
        var content = AppContent.Check(call, app, type);
        if (receivers.Count == 0) throw new VendorRefusal(81013, "user & party & tag all invalid");

        var permit = type == "template_card" && AppContent.Acts(content);
        var answer = new JsonObject { ["invaliduser"] = string.Join('|', invalid.Select(id => id.ToLowerInvariant())), ["invalidparty"] = call.Body.TextOrEmpty("toparty"), ["invalidtag"] = call.Body.TextOrEmpty("totag"), ["unlicenseduser"] = "" };
        if (Repeated(call, app)) return Answer.With(answer);
        if (!corp.Frequency.TakeDaily(app.AgentId, receivers.Count, corp.Limits.LicensedAccounts * 200)) throw new VendorRefusal(45009, "api freq out of limit");

        var message = new AppMessage(corp.Ids.Word("", 64), app, type, content, corp.Now, [.. receivers.Select(m => m.UserId)]);
        app.Messages[message.MsgId] = message;
        if (message.TaskId is { } task && type == "template_card") app.TaskIds.Add(task);
        foreach (var member in receivers)
        {
            // What goes over 30 in a minute is dropped, and nobody is told.
            if (corp.Frequency.TakeSliding($"member {app.AgentId} {member.UserId}", corp.Limits.MemberPerMinute, TimeSpan.FromMinutes(1))) member.Seen.Add(new SeenMessage(message));
        }

        answer["msgid"] = message.MsgId;
        if (permit) answer["response_code"] = Permit(corp, message, null);
        return Answer.With(answer);
    }

    /// <summary>A new right to change a card once, within 72 hours.</summary>
    public static string Permit(Corp corp, AppMessage message, string? clicker)
    {
        var code = corp.Ids.Word("", 64);
        message.App.Permits[code] = new CardPermit(message, clicker, corp.Now.AddHours(72));
        return code;
    }

    private static Answer Update(Call call)
    {
        var corp = call.Corp;
        var app = OwnApp(call);
        var code = call.Body.TextOrEmpty("response_code");
        if (!app.Permits.TryGetValue(code, out var permit) || corp.Now >= permit.Ends) throw new VendorRefusal(42044, "invalid response_code");
        var everybody = call.Body.Number("atall") == 1;
        var names = call.Body.Texts("userids");
        if (names.Count == 0 && !everybody && call.Body.Texts("partyids").Count == 0 && call.Body.Texts("tagids").Count == 0) throw new VendorRefusal(82001, "userids empty");
        var replace = call.Body.Part("button")?.Text("replace_name");
        var card = call.Body.Part("template_card");
        Call.Demand(replace is { Length: > 0 } ^ card is not null, "button or template_card");
        if (card is not null) TemplateCard.Check(app.TaskIds, card, update: true);

        app.Permits.Remove(code);
        var invalid = new JsonArray();
        foreach (var name in everybody ? permit.Message.To : names)
        {
            if (corp.Members.GetValueOrDefault(name)?.Seen.Find(s => s.Message == permit.Message) is not { } seen) invalid.Add((JsonNode)name);
            else Change(seen, replace, card?.Json);
        }

        return Answer.With(new() { ["invaliduser"] = invalid });
    }

    /// <summary>Changes what one member sees.</summary>
    public static void Change(SeenMessage seen, string? replaceName, JsonObject? card)
    {
        if (card is null)
        {
            seen.Replaced = replaceName;
            return;
        }

        seen.Content = (JsonObject)card.DeepClone();
        seen.Replaced = (string?)card["replace_text"];
    }

    private static Answer Recall(Call call)
    {
        var message = call.App.Messages.GetValueOrDefault(call.Body.TextOrEmpty("msgid"));
        Call.Demand(message is not null && call.Corp.Now - message.At < TimeSpan.FromHours(24), "msgid");
        message.Recalled = true;
        return Answer.Ok;
    }

    // The token must be of the app that speaks.
    private static App OwnApp(Call call)
    {
        if (call.Body.Number("agentid") is not { } agentId) throw new VendorRefusal(40056, "invalid agentid");
        if (!call.Corp.Apps.TryGetValue((int)agentId, out var app)) throw new VendorRefusal(40056, "invalid agentid");
        return app == call.App ? app : throw new VendorRefusal(301002, "not allow operate another agent with this accesstoken");
    }

    private static bool Repeated(Call call, App app)
    {
        if (call.Body.Number("enable_duplicate_check") != 1) return false;
        var span = call.Body.Number("duplicate_check_interval") ?? 1800;
        Call.Demand(span is >= 1 and <= 14400, "duplicate_check_interval");
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(call.Body.Json.ToJsonString())));
        if (app.Repeats.TryGetValue(hash, out var until) && call.Corp.Now < until) return true;
        app.Repeats[hash] = call.Corp.Now.AddSeconds(span);
        return false;
    }

    private static IEnumerable<string> Split(string? names) => (names ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase);
}
