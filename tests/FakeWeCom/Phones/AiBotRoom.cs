using System.Text.Json.Nodes;
using FakeWeCom.LongConnection;
using FakeWeCom.World;

namespace FakeWeCom.Phones;

/// <summary>A staff group with the aibot in it, or a member's own chat with it.</summary>
internal sealed class AiBotRoom(Corp corp, AiBot bot, AiBotChat chat)
{
    public string ChatId => chat.Id;

    /// <summary>Whether a bot is connected that could hear.</summary>
    public bool Connected
    {
        get
        {
            lock (corp.Sync) return bot.Connection is not null;
        }
    }

    /// <summary>All that was said, the newest last.</summary>
    public IReadOnlyList<AiBotLine> Lines
    {
        get
        {
            lock (corp.Sync) return [.. chat.Lines];
        }
    }

    /// <summary>Waits until a bot is connected.</summary>
    public Task ConnectedAsync(TimeSpan? within = null) => corp.Changes.UntilAsync(() => Connected, $"{bot.Name} is connected", within);

    /// <summary>A member mentions the bot (in a group “@name ” stands before the words) and asks; gives the msgid.</summary>
    public string Ask(string userId, string words) => Speak(userId, chat.Group ? $"@{bot.Name} {words}" : words, true);

    /// <summary>A member says something in the group without mentioning the bot, which does not hear it.</summary>
    public string Say(string userId, string words) => Speak(userId, words, !chat.Group);

    /// <summary>A member opens his chat with the bot for the first time that day.</summary>
    public void Enter(string userId)
    {
        lock (corp.Sync)
        {
            if (bot.Connection is not { } connection) return;
            var reqId = corp.Ids.Word("", 20);
            var msgId = corp.Ids.Word("", 32);
            bot.Requests[reqId] = new AiBotRequest("enter_chat", chat, msgId, corp.Now) { UserId = userId };
            connection.Send(BotCallbacks.Event(corp, bot, reqId, msgId, chat, userId, new() { ["eventtype"] = "enter_chat" }));
        }

        corp.Changes.Tell();
    }

    /// <summary>A member taps a button of a card; sent once. False when there is no such button, or nobody to hear.</summary>
    public bool Tap(AiBotLine card, string userId, string button)
    {
        lock (corp.Sync)
        {
            var found = (card.Content["button_list"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(b => (string?)b["key"] == button || (string?)b["text"] == button);
            if (found is null || card.Replaced is not null || bot.Connection is not { } connection) return false;
            var reqId = corp.Ids.Word("", 20);
            var msgId = corp.Ids.Word("", 32);
            bot.Requests[reqId] = new AiBotRequest("template_card_event", chat, msgId, corp.Now) { Card = card, UserId = userId };
            // The official page and the official SDK differ in where these stand; so do we.
            var inner = new JsonObject { ["card_type"] = (string?)card.Content["card_type"], ["event_key"] = (string?)found["key"], ["task_id"] = (string?)card.Content["task_id"] };
            JsonObject happened = corp.Ids.Dice.Next(2) == 0 ? new() { ["template_card_event"] = inner } : inner;
            happened["eventtype"] = "template_card_event";
            connection.Send(BotCallbacks.Event(corp, bot, reqId, msgId, chat, userId, happened));
        }

        corp.Changes.Tell();
        return true;
    }

    /// <summary>Waits for the finished answer to a question.</summary>
    public async Task<AiBotLine> AnswerAsync(string msgId, TimeSpan? within = null)
    {
        AiBotLine? found = null;
        await corp.Changes.UntilAsync(() => (found = Lines.LastOrDefault(l => l.Answers == msgId && l.Finished)) is not null, $"the answer of {bot.Name}", within);
        return found!;
    }

    /// <summary>Waits until the bot says these words.</summary>
    public async Task<AiBotLine> HearsAsync(string words, TimeSpan? within = null)
    {
        AiBotLine? found = null;
        await corp.Changes.UntilAsync(() => (found = Lines.LastOrDefault(l => l.From is null && l.Text.Contains(words, StringComparison.Ordinal))) is not null, $"{bot.Name} says “{words}”", within);
        return found!;
    }

    /// <summary>The connection breaks off.</summary>
    public void BreakConnection()
    {
        lock (corp.Sync) bot.Connection?.Break();
    }

    private string Speak(string userId, string words, bool heard)
    {
        string msgId;
        lock (corp.Sync)
        {
            msgId = corp.Ids.Word("", 32);
            var line = new AiBotLine(msgId, userId, "text", new() { ["content"] = words }, corp.Now);
            chat.Lines.Add(line);
            if (heard && bot.Connection is { } connection)
            {
                var reqId = corp.Ids.Word("", 20);
                line.Heard = chat.Spoken = true;
                bot.Requests[reqId] = new AiBotRequest("message", chat, msgId, corp.Now) { UserId = userId };
                connection.Send(BotCallbacks.Message(corp, bot, reqId, chat, line));
            }
        }

        corp.Changes.Tell();
        return msgId;
    }
}
