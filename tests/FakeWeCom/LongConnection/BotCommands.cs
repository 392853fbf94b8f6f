using System.Text.Json;
using System.Text.Json.Nodes;
using FakeWeCom.Api;
using FakeWeCom.World;

namespace FakeWeCom.LongConnection;

/// <summary>What a bot may ask for over its connection.</summary>
internal static class BotCommands
{
    /// <summary>Takes one frame and answers it, unless a fault keeps the answer.</summary>
    public static void Take(Corp corp, BotSocket socket, string text)
    {
        JsonObject frame;
        try
        {
            frame = JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            socket.Close();
            return;
        }

        var command = frame["cmd"]?.GetValueKind() == JsonValueKind.String ? (string)frame["cmd"]! : "";
        var reqId = (frame["headers"] as JsonObject)?["req_id"]?.ToString() ?? "";
        var received = new ReceivedCall(corp.Now, command, reqId, frame["body"]?.DeepClone());
        corp.Log.Add(received);
        Fault? fault;
        lock (corp.Sync) fault = corp.Faults.Meet(command);
        if (fault?.Kind is FaultKind.Hang) return;
        if (fault?.Kind is FaultKind.Break or FaultKind.Fail)
        {
            socket.Break();
            return;
        }

        var ack = Perform(corp, socket, command, reqId, frame["body"] as JsonObject ?? [], fault, received);
        corp.Changes.Tell();
        received.AnswerLost = fault?.Kind is FaultKind.LoseAnswer or FaultKind.FailAfter or FaultKind.HangAfter;
        if (fault?.Kind is FaultKind.LoseAnswer or FaultKind.FailAfter) socket.Break();
        else if (!received.AnswerLost) socket.Send(ack);
    }

    private static JsonObject Perform(Corp corp, BotSocket socket, string command, string reqId, JsonObject body, Fault? fault, ReceivedCall received)
    {
        lock (corp.Sync)
        {
            try
            {
                if (fault?.Kind == FaultKind.Refuse) throw new VendorRefusal(fault.Code, "refused on demand");
                if (reqId.Length == 0) throw new VendorRefusal(846605, "invalid req_id");
                var fields = new Fields(body, []);
                if (command == "aibot_subscribe") Subscribe(corp, socket, fields);
                else if (command != "ping" && (socket.Bot is null || socket.Bot.Connection != socket)) throw new VendorRefusal(846609, "aibot not subscribed");
                var answer = command switch
                {
                    "aibot_subscribe" or "ping" => null,
                    "aibot_respond_msg" => BotReplies.Respond(corp, socket.Bot!, reqId, fields),
                    "aibot_respond_welcome_msg" => BotReplies.Welcome(corp, socket.Bot!, reqId, fields),
                    "aibot_respond_update_msg" => BotReplies.Update(corp, socket.Bot!, reqId, fields),
                    "aibot_send_msg" => BotReplies.Push(corp, socket.Bot!, fields),
                    "aibot_upload_media_init" => BotUploads.Begin(corp, socket.Bot!, fields),
                    "aibot_upload_media_chunk" => BotUploads.Add(corp, fields),
                    "aibot_upload_media_finish" => BotUploads.Finish(corp, fields),
                    _ => throw new VendorRefusal(40058, "invalid cmd"),
                };
                var ack = Ack(reqId, 0, "ok");
                if (answer is not null) ack["body"] = answer;
                return ack;
            }
            catch (VendorRefusal refusal)
            {
                received.ErrCode = refusal.Code;
                return Ack(reqId, refusal.Code, refusal.Message);
            }
        }
    }

    private static void Subscribe(Corp corp, BotSocket socket, Fields body)
    {
        if (!corp.AiBots.TryGetValue(body.TextOrEmpty("bot_id"), out var bot)) throw new VendorRefusal(93019, "invalid bot_id");
        if (!corp.Frequency.TakeSliding($"subscribe {bot.BotId}", corp.Limits.AiBotSubscribesPerMinute, TimeSpan.FromMinutes(1))) throw new VendorRefusal(45009, "api freq out of limit");
        if (body.TextOrEmpty("secret") != bot.Options.Secret) throw new VendorRefusal(853000, "signature is incorrect, please check if the bot secret is correct");
        if (bot.Connection is { } older && older != socket)
        {
            older.Send(BotCallbacks.Event(corp, bot, corp.Ids.Word("", 20), corp.Ids.Word("", 32), null, null, new() { ["eventtype"] = "disconnected_event" }));
            older.Close();
        }

        bot.Connection = socket;
        socket.Bot = bot;
    }

    private static JsonObject Ack(string reqId, int code, string text) => new() { ["headers"] = new JsonObject { ["req_id"] = reqId }, ["errcode"] = code, ["errmsg"] = text };
}
