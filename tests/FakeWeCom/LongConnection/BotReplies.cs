using System.Text.Json.Nodes;
using FakeWeCom.Api;
using FakeWeCom.World;

namespace FakeWeCom.LongConnection;

/// <summary>What a bot says: replies with the req_id of a callback, and words of its own where somebody has spoken to it.</summary>
internal static class BotReplies
{
    private const int LongestMarkdown = 20480;

    /// <summary>A stream that replaces itself until it is finished, a card, or both.</summary>
    public static JsonObject? Respond(Corp corp, AiBot bot, string reqId, Fields body)
    {
        var request = Request(corp, bot, reqId);
        var type = body.TextOrEmpty("msgtype");
        switch (type)
        {
            case "stream":
                Stream(corp, bot, request, body.Part("stream"));
                break;
            case "stream_with_template_card":
                Stream(corp, bot, request, body.Part("stream"));
                if (body.Part("template_card") is { } card) Add(corp, bot, request.Chat, "template_card", Card(bot, card), request.MsgId);
                break;
            case "template_card":
                Add(corp, bot, request.Chat, type, Card(bot, body.Part(type)), request.MsgId);
                break;
            case "markdown" or "image" or "voice" or "video" or "file":
                Add(corp, bot, request.Chat, type, Content(corp, type, body.Part(type)), request.MsgId);
                break;
            default:
                throw new VendorRefusal(40008, "invalid message type");
        }

        return null;
    }

    /// <summary>The greeting, within 5 s of an enter_chat.</summary>
    public static JsonObject? Welcome(Corp corp, AiBot bot, string reqId, Fields body)
    {
        var request = InTime(corp, bot, reqId, "enter_chat");
        var type = body.TextOrEmpty("msgtype");
        if (type is not ("text" or "template_card")) throw new VendorRefusal(40008, "invalid message type");
        var content = type == "text" ? Text(body.Part("text"), 2048) : Card(bot, body.Part(type));
        request.Used = true;
        Add(corp, bot, request.Chat, type, content, request.MsgId);
        return null;
    }

    /// <summary>A changed card, within 5 s of the tap.</summary>
    public static JsonObject? Update(Corp corp, AiBot bot, string reqId, Fields body)
    {
        var request = InTime(corp, bot, reqId, "template_card_event");
        Call.Demand(body.Text("response_type") == "update_template_card", "response_type");
        if (body.Part("template_card") is not { } card) throw new VendorRefusal(44004, "empty content");
        var task = (string?)request.Card!.Content["task_id"];
        Call.Demand(card.TextOrEmpty("task_id") is "" || card.Text("task_id") == task, "task_id");
        TemplateCard.Check(null, card, update: true);
        request.Used = true;
        request.Card.Content = (JsonObject)card.Json.DeepClone();
        request.Card.Replaced = card.Text("replace_text");
        return null;
    }

    /// <summary>Words of its own.</summary>
    public static JsonObject? Push(Corp corp, AiBot bot, Fields body)
    {
        var chatType = body.Number("chat_type") ?? 0;
        Call.Demand(chatType is 0 or 1 or 2, "chat_type");
        var type = body.TextOrEmpty("msgtype");
        // Plain text is refused here.
        if (type is not ("markdown" or "template_card" or "image" or "voice" or "video" or "file")) throw new VendorRefusal(40008, "invalid message type");
        if (!bot.Chats.TryGetValue(body.TextOrEmpty("chatid"), out var chat) || (chatType != 0 && chat.Group != (chatType == 2)) || !chat.Spoken) throw new VendorRefusal(93006, "invalid chatid");
        Add(corp, bot, chat, type, type == "template_card" ? Card(bot, body.Part(type)) : Content(corp, type, body.Part(type)), null);
        return null;
    }

    private static void Stream(Corp corp, AiBot bot, AiBotRequest request, Fields? stream)
    {
        if (stream is null) throw new VendorRefusal(44004, "empty content");
        var id = stream.TextOrEmpty("id");
        Call.Demand(id.Length > 0, "stream.id");
        var content = stream.TextOrEmpty("content");
        if (Words.Bytes(content) > LongestMarkdown) throw new VendorRefusal(45002, "content size out of limit");
        var finish = stream.Json["finish"]?.GetValueKind() == System.Text.Json.JsonValueKind.True;
        Call.Demand(finish || stream.Parts("msg_item").Count == 0, "msg_item before finish");
        Call.Demand(stream.Parts("msg_item").Count <= 10, "msg_item");
        var line = request.Chat.Lines.Find(l => l.StreamId == id && l.Answers == request.MsgId);
        if (line is null)
        {
            line = Add(corp, bot, request.Chat, "stream", [], request.MsgId, id);
        }
        else if (line.Finished || corp.Now - line.At >= corp.Behaviour.AiBotStream)
        {
            throw new VendorRefusal(846608, "stream message update expired");
        }

        line.Content = new JsonObject { ["content"] = content };
        line.Shown.Add(content);
        line.Finished = finish;
    }

    private static AiBotLine Add(Corp corp, AiBot bot, AiBotChat chat, string type, JsonObject content, string? answers, string? stream = null)
    {
        if (!corp.Frequency.TakeSliding($"aibot {bot.BotId} {chat.Id}", corp.Limits.AiBotPerMinute, TimeSpan.FromMinutes(1))
            || !corp.Frequency.TakeSliding($"aibot {bot.BotId} {chat.Id}", corp.Limits.AiBotPerHour, TimeSpan.FromHours(1)))
            throw new VendorRefusal(45009, "api freq out of limit");
        if (type == "template_card" && (string?)content["task_id"] is { } task) bot.TaskIds.Add(task);
        var line = new AiBotLine(corp.Ids.Word("", 32), null, type, content, corp.Now) { Answers = answers, StreamId = stream, Finished = stream is null };
        chat.Lines.Add(line);
        return line;
    }

    private static AiBotRequest Request(Corp corp, AiBot bot, string reqId) =>
        bot.Requests.TryGetValue(reqId, out var request) && corp.Now - request.At < TimeSpan.FromHours(24) ? request : throw new VendorRefusal(846605, "invalid req_id");

    private static AiBotRequest InTime(Corp corp, AiBot bot, string reqId, string kind)
    {
        var request = Request(corp, bot, reqId);
        return request.Kind == kind && !request.Used && corp.Now - request.At < TimeSpan.FromSeconds(5) ? request : throw new VendorRefusal(846605, "invalid req_id");
    }

    private static JsonObject Card(AiBot bot, Fields? card)
    {
        if (card is null) throw new VendorRefusal(44004, "empty content");
        TemplateCard.Check(bot.TaskIds, card, update: false);
        return (JsonObject)card.Json.DeepClone();
    }

    private static JsonObject Content(Corp corp, string type, Fields? content)
    {
        if (content is null) throw new VendorRefusal(44004, "empty content");
        if (type == "markdown") return Text(content, LongestMarkdown);
        corp.Media.Get(content.Text("media_id"), type);
        return (JsonObject)content.Json.DeepClone();
    }

    private static JsonObject Text(Fields? text, int bytes)
    {
        if (text is null || text.TextOrEmpty("content").Length == 0) throw new VendorRefusal(44004, "empty content");
        if (Words.Bytes(text.Text("content")) > bytes) throw new VendorRefusal(45002, "content size out of limit");
        return new() { ["content"] = text.Text("content") };
    }
}
