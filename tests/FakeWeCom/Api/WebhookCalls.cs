using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>Group robots: the key is the only right, twenty messages a minute.</summary>
internal static class WebhookCalls
{
    public static IEnumerable<VendorCall> All =>
    [
        new("POST", "webhook/send", Send) { Token = false },
        new("POST", "webhook/upload_media", call => MediaCalls.Put(call, Find(call).Key, ["file", "voice"])) { Token = false },
    ];

    private static Answer Send(Call call)
    {
        var corp = call.Corp;
        var robot = Find(call);
        if (!corp.Frequency.TakeSliding($"robot {robot.Key}", corp.Limits.RobotPerMinute, TimeSpan.FromMinutes(1))) throw new VendorRefusal(45009, "api freq out of limit");
        var type = call.Body.TextOrEmpty("msgtype");
        if (type is not ("text" or "markdown" or "markdown_v2" or "image" or "news" or "file" or "voice" or "template_card")) throw new VendorRefusal(40008, "invalid message type");
        if (call.Body.Part(type) is not { } content) throw new VendorRefusal(44004, "empty content");
        Check(call, robot, type, content);
        robot.Messages.Add(new RobotMessage(type, (JsonObject)content.Json.DeepClone(), corp.Now));
        return Answer.Ok;
    }

    private static void Check(Call call, Robot robot, string type, Fields content)
    {
        switch (type)
        {
            case "text" or "markdown" or "markdown_v2":
                var words = content.TextOrEmpty("content");
                if (words.Length == 0) throw new VendorRefusal(44004, "empty content");
                if (Words.Bytes(words) > (type == "text" ? 2048 : 4096)) throw new VendorRefusal(45002, "content size out of limit");
                break;
            case "image":
                Image(content);
                break;
            case "news":
                var articles = content.Parts("articles");
                if (articles.Count is 0 or > 8) throw new VendorRefusal(45008, "article count out of limit");
                foreach (var article in articles) Call.Demand(article.TextOrEmpty("title").Length > 0 && article.TextOrEmpty("url").Contains("://", StringComparison.Ordinal), "articles");
                break;
            case "file" or "voice":
                call.Corp.Media.Get(content.Text("media_id"), type, robot.Key);
                break;
            default:
                TemplateCard.Check(null, content, update: false, ["text_notice", "news_notice"]);
                break;
        }
    }

    private static void Image(Fields content)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(content.TextOrEmpty("base64"));
        }
        catch (FormatException)
        {
            throw new VendorRefusal(40058, "invalid Request Parameter, base64");
        }

        if (bytes.Length is 0 or > 2 << 20) throw new VendorRefusal(40009, "invalid image size");
        Call.Demand(Convert.ToHexStringLower(MD5.HashData(bytes)).Equals(content.Text("md5"), StringComparison.OrdinalIgnoreCase), "md5");
    }

    private static Robot Find(Call call) =>
        call.Corp.Robots.GetValueOrDefault(call.Query("key") ?? "") is { Removed: false } robot ? robot : throw new VendorRefusal(93000, "invalid webhook url");
}
