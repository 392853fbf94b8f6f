using System.Text;
using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>externalcontact: customer groups and mass messages to them, which only their sender's tap sends.</summary>
internal static class GroupCalls
{
    private static readonly TimeSpan Dispatching = TimeSpan.FromSeconds(2);

    public static IEnumerable<VendorCall> All =>
    [
        new("POST", "externalcontact/groupchat/list", List), new("POST", "externalcontact/groupchat/get", Get), new("POST", "externalcontact/add_msg_template", Add),
        new("POST", "externalcontact/get_groupmsg_list_v2", Made), new("POST", "externalcontact/get_groupmsg_task", Senders), new("POST", "externalcontact/get_groupmsg_send_result", Results),
        new("POST", "externalcontact/remind_groupmsg_send", Remind), new("POST", "externalcontact/cancel_groupmsg_send", Cancel),
    ];

    private static Answer List(Call call)
    {
        Allowed(call);
        var limit = call.Body.Number("limit") ?? 0;
        Call.Demand(limit is >= 1 and <= 1000, "limit");
        var all = call.Corp.Groups.Values.OrderBy(g => g.ChatId, StringComparer.Ordinal).ToList();
        var (page, next) = Page(all, call.Body.Text("cursor"), (int)Math.Min(limit, call.Corp.Behaviour.UnevenPages ? 2 : limit));
        return Answer.With(new() { ["group_chat_list"] = new JsonArray([.. page.Select(g => new JsonObject { ["chat_id"] = g.ChatId, ["status"] = 0 })]), ["next_cursor"] = next });
    }

    private static Answer Get(Call call)
    {
        Allowed(call);
        if (!call.Corp.Groups.TryGetValue(call.Body.TextOrEmpty("chat_id"), out var group)) throw new VendorRefusal(40050, "invalid chatid");
        return Answer.With(new() { ["group_chat"] = new JsonObject { ["chat_id"] = group.ChatId, ["name"] = group.Name, ["owner"] = group.Owner, ["create_time"] = call.Corp.Seconds, ["member_list"] = new JsonArray(), ["admin_list"] = new JsonArray() } });
    }

    private static Answer Add(Call call)
    {
        Allowed(call);
        Call.Demand(call.Body.Text("chat_type") == "group", "chat_type");
        var sender = call.Body.TextOrEmpty("sender");
        Call.Demand(sender.Length > 0, "sender");
        var chats = call.Body.Texts("chat_id_list");
        Call.Demand(chats.Count is >= 1 and <= 2000, "chat_id_list");
        var text = call.Body.Part("text")?.Text("content") ?? "";
        if (Encoding.UTF8.GetByteCount(text) is 0 or > 4000) throw new VendorRefusal(45002, "content size out of limit");
        var own = chats.Where(id => call.Corp.Groups.TryGetValue(id, out var group) && group.Owner == sender).ToList();
        if (own.Count == 0) throw new VendorRefusal(41048, "no customer to send");
        var made = new MassTask(call.Corp.Ids.Word("msg", 32), sender, text, own, call.Corp.Now);
        call.Corp.MassTasks[made.MsgId] = made;
        return Answer.With(new() { ["fail_list"] = new JsonArray([.. chats.Except(own).Select(id => (JsonNode)id)]), ["msgid"] = made.MsgId });
    }

    private static Answer Made(Call call)
    {
        Allowed(call);
        var (from, to) = (call.Body.Number("start_time") ?? 0, call.Body.Number("end_time") ?? 0);
        Call.Demand(to >= from && to - from <= 31 * 86_400, "end_time");
        var all = call.Corp.MassTasks.Values.Where(t => t.At.ToUnixTimeSeconds() >= from && t.At.ToUnixTimeSeconds() <= to).ToList();
        var (page, next) = Page(all, call.Body.Text("cursor"), 100);
        return Answer.With(new() { ["group_msg_list"] = new JsonArray([.. page.Select(t => new JsonObject { ["msgid"] = t.MsgId, ["create_time"] = $"{t.At.ToUnixTimeSeconds()}", ["create_type"] = 0, ["text"] = new JsonObject { ["content"] = t.Text } })]), ["next_cursor"] = next });
    }

    private static Answer Senders(Call call)
    {
        var task = Ready(call);
        return Answer.With(new() { ["task_list"] = new JsonArray(new JsonObject { ["userid"] = task.Sender, ["status"] = task.Tapped ? 2 : 0 }), ["next_cursor"] = "" });
    }

    private static Answer Results(Call call)
    {
        var task = Ready(call);
        Call.Demand(call.Body.Text("userid") == task.Sender, "userid");
        var (page, next) = Page([.. task.Results], call.Body.Text("cursor"), 1000);
        return Answer.With(new() { ["send_list"] = new JsonArray([.. page.Select(r => new JsonObject { ["chat_id"] = r.Key, ["userid"] = task.Sender, ["status"] = r.Value })]), ["next_cursor"] = next });
    }

    private static Answer Remind(Call call)
    {
        var task = Of(call);
        if (task.Reminders.Count(at => call.Corp.Now - at < TimeSpan.FromHours(24)) >= 3) throw new VendorRefusal(41094, "remind too often");
        task.Reminders.Add(call.Corp.Now);
        return Answer.Ok;
    }

    private static Answer Cancel(Call call)
    {
        var task = Of(call);
        if (task.Tapped || task.Cancelled) throw new VendorRefusal(41093, "msg can not be cancelled");
        task.Cancelled = true;
        return Answer.Ok;
    }

    private static void Allowed(Call call)
    {
        if (!call.App.Options.CustomerContact) throw new VendorRefusal(48002, "api forbidden for this app");
    }

    private static MassTask Of(Call call)
    {
        Allowed(call);
        return call.Corp.MassTasks.TryGetValue(call.Body.TextOrEmpty("msgid"), out var task) ? task : throw new VendorRefusal(41047, "invalid msgid");
    }

    private static MassTask Ready(Call call)
    {
        var task = Of(call);
        return call.Corp.Now - task.At < Dispatching ? throw new VendorRefusal(41063, "msg is being dispatched") : task;
    }

    private static (IReadOnlyList<T> Items, string Next) Page<T>(IReadOnlyList<T> all, string? cursor, int size)
    {
        var from = string.IsNullOrEmpty(cursor) ? 0 : int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
        var page = all.Skip(from).Take(size).ToList();
        return (page, from + page.Count < all.Count ? $"{from + page.Count}" : "");
    }
}
