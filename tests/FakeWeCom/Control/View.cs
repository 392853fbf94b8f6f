using FakeWeCom.World;

namespace FakeWeCom.Control;

/// <summary>What is shown of the world, as JSON.</summary>
internal static class View
{
    private const int Last = 200;

    public static object All(Corp corp)
    {
        lock (corp.Sync)
        {
            return new
            {
                now = corp.Now.ToUnixTimeMilliseconds(),
                corpId = corp.Id,
                apps = corp.Apps.Values.Select(a => new { agentId = a.AgentId, name = a.Options.Name, callbackUrl = a.Options.CallbackUrl, badReplies = a.BadReplies.ToList() }).ToList(),
                kfAccounts = corp.KfAccounts.Values.Select(a => new { openKfId = a.OpenKfId, name = a.Name }).ToList(),
                residents = corp.Residents.Values.Select(r => Person(corp, r)).ToList(),
                members = corp.Members.Values.Select(m => Person(corp, m)).ToList(),
                rooms = corp.AiBots.Values.SelectMany(bot => bot.Chats.Values.Select(chat => Room(bot, chat))).ToList(),
                groups = corp.Robots.Values.Select(r => new { key = r.Key, group = r.Group, robot = r.Name, removed = r.Removed, messages = r.Messages.TakeLast(Last).Select(Said).ToList() }).ToList(),
            };
        }
    }

    public static object Line(KfLine line) => new
    {
        msgid = line.MsgId, from = line.From.ToString().ToLowerInvariant(), type = line.MsgType, content = line.Content.DeepClone(), text = line.Text,
        recalled = line.Recalled, at = line.At.ToUnixTimeMilliseconds(),
    };

    public static object Seen(SeenMessage seen) => new
    {
        msgid = seen.MsgId, app = seen.Message.App.Options.Name, type = seen.MsgType, content = seen.Content.DeepClone(), replaced = seen.Replaced, text = seen.Text,
        at = seen.Message.At.ToUnixTimeMilliseconds(),
    };

    public static object RoomLine(AiBotLine line) => new
    {
        msgid = line.MsgId, from = line.From, type = line.MsgType, content = line.Content.DeepClone(), text = line.Text, finished = line.Finished, replaced = line.Replaced,
        heard = line.Heard, answers = line.Answers, at = line.At.ToUnixTimeMilliseconds(),
    };

    private static object Typed(string words, DateTimeOffset at, App app) =>
        new { from = "me", app = app.Options.Name, type = "text", content = new { content = words }, text = words, at = at.ToUnixTimeMilliseconds() };

    private static object Said(RobotMessage message) => new { type = message.MsgType, content = message.Content.DeepClone(), text = message.Text, at = message.At.ToUnixTimeMilliseconds() };

    private static object Person(Corp corp, Resident resident) => new
    {
        id = resident.ExternalUserId,
        name = resident.Nickname,
        refuses = resident.Refuses,
        chats = corp.KfAccounts.Values.Where(a => a.Sessions.ContainsKey(resident.ExternalUserId)).Select(account =>
        {
            var session = account.Session(resident);
            return new
            {
                openKfId = account.OpenKfId, state = session.State, servicer = session.Servicer, sent = session.Sent, limit = corp.Limits.KfMessages,
                open = session.LastSaid is { } said && corp.Now - said < TimeSpan.FromHours(corp.Limits.KfHours), entered = session.Entered is not null,
                lines = session.Lines.TakeLast(Last).Select(Line).ToList(),
            };
        }).ToList(),
    };

    private static object Person(Corp corp, Member member) => new
    {
        id = member.UserId,
        name = member.Name,
        duty = member.Duty,
        messages = member.Seen.Where(s => !s.Message.Recalled).Select(s => (s.Message.At, Shown: Seen(s)))
            .Concat(member.Said.Select(s => (s.At, Shown: Typed(s.Words, s.At, s.App)))).OrderBy(m => m.At).TakeLast(Last).Select(m => m.Shown).ToList(),
        ringing = member.Calls.Any(c => !c.Taken && corp.Now - c.At < TimeSpan.FromMinutes(1)),
    };

    private static object Room(AiBot bot, AiBotChat chat) => new
    {
        chatId = chat.Id, group = chat.Group, bot = bot.Name, connected = bot.Connection is not null, lines = chat.Lines.TakeLast(Last).Select(RoomLine).ToList(),
    };
}
