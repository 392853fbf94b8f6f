using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.LongConnection;

/// <summary>Frames to a bot.</summary>
internal static class BotCallbacks
{
    /// <summary>A message of a member.</summary>
    public static JsonObject Message(Corp corp, AiBot bot, string reqId, AiBotChat chat, AiBotLine line)
    {
        var body = Body(corp, bot, line.MsgId, chat, line.From);
        body["msgtype"] = line.MsgType;
        body[line.MsgType] = line.Content.DeepClone();
        return Frame("aibot_msg_callback", reqId, body);
    }

    /// <summary>An event.</summary>
    public static JsonObject Event(Corp corp, AiBot bot, string reqId, string msgId, AiBotChat? chat, string? userId, JsonObject happened)
    {
        var body = Body(corp, bot, msgId, chat, userId);
        body["msgtype"] = "event";
        body["event"] = happened;
        return Frame("aibot_event_callback", reqId, body);
    }

    private static JsonObject Body(Corp corp, AiBot bot, string msgId, AiBotChat? chat, string? userId)
    {
        var body = new JsonObject { ["msgid"] = msgId, ["create_time"] = corp.Seconds, ["aibotid"] = bot.BotId };
        if (chat is { Group: true }) body["chatid"] = chat.Id;
        if (chat is not null) body["chattype"] = chat.Group ? "group" : "single";
        if (userId is not null) body["from"] = new JsonObject { ["userid"] = userId };
        return body;
    }

    private static JsonObject Frame(string command, string reqId, JsonObject body) => new() { ["cmd"] = command, ["headers"] = new JsonObject { ["req_id"] = reqId }, ["body"] = body };
}
