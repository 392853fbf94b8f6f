using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using FakeWeCom.Api;
using FakeWeCom.World;

namespace FakeWeCom.Callbacks;

/// <summary>The encrypted answer inside the 200 of a callback: read, checked, and shown to the member.</summary>
internal static class PassiveReply
{
    private static readonly string[] Replyable = ["subscribe", "enter_agent", "LOCATION", "click", "view", "view_miniprogram", "scancode_waitmsg", "template_card_menu_event", "template_card_event"];

    /// <summary>Takes the answer to what was sent; one that is no reply, or not allowed there, is noted as bad.</summary>
    public static void Take(Corp corp, App app, Member member, string asked, string said)
    {
        var fault = Read(corp, app, member, asked, said);
        lock (corp.Sync)
            if (fault is not null) app.BadReplies.Add(fault);
        corp.Changes.Tell();
    }

    private static string? Read(Corp corp, App app, Member member, string asked, string said)
    {
        // Some events take "success" for an answer.
        if (said.Trim() is "" or "success") return null;
        var crypto = new Crypto(app.Options.Token, app.Options.EncodingAesKey, corp.Id);
        try
        {
            var envelope = XElement.Parse(said);
            string Of(string name) => (string?)envelope.Element(name) ?? "";
            if (crypto.Sign(Of("TimeStamp"), Of("Nonce"), Of("Encrypt")) != Of("MsgSignature")) return "wrong signature";
            if (crypto.Decrypt(Of("Encrypt")) is not { } plain) return "cannot be decrypted";
            return Show(corp, app, member, XElement.Parse(asked), XElement.Parse(plain));
        }
        catch (XmlException)
        {
            return "not XML";
        }
    }

    private static string? Show(Corp corp, App app, Member member, XElement asked, XElement reply)
    {
        var happened = (string?)asked.Element("Event");
        if (happened is not null && !Replyable.Contains(happened)) return $"no reply to {happened}";
        if ((string?)reply.Element("ToUserName") != member.UserId || (string?)reply.Element("FromUserName") != corp.Id) return "wrong sender or receiver";
        var type = (string?)reply.Element("MsgType");
        lock (corp.Sync)
        {
            switch (type)
            {
                case "text":
                    var content = new JsonObject { ["content"] = Words.Cut((string?)reply.Element("Content") ?? "", 2048) };
                    member.Seen.Add(new SeenMessage(new AppMessage(corp.Ids.Word("", 64), app, "text", content, corp.Now, [member.UserId])));
                    return null;
                case "update_button" when happened == "template_card_event":
                    var task = (string?)asked.Element("TaskId");
                    var seen = member.Seen.FindLast(s => s.Message.App == app && s.Message.TaskId == task);
                    if (seen is null || reply.Element("Button")?.Element("ReplaceName") is not { } name) return "nothing to update";
                    MessageCalls.Change(seen, name.Value, null);
                    return null;
                default:
                    return $"reply of type {type} is not taken here";
            }
        }
    }
}
