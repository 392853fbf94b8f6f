using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>What may be sent over kf, measured in bytes.</summary>
internal static partial class KfContent
{
    /// <summary>The content if it is right; on an event only text, after a welcome or an end also a menu.</summary>
    public static JsonObject Check(Call call, EventKind? onEvent)
    {
        var type = call.Body.TextOrEmpty("msgtype");
        string[] types = onEvent switch
        {
            null => ["text", "image", "voice", "video", "file", "link", "miniprogram", "location", "business_card", "ca_link", "msgmenu"],
            EventKind.Welcome or EventKind.Ended => ["text", "msgmenu"],
            _ => ["text"],
        };
        if (!types.Contains(type)) throw new VendorRefusal(40008, "invalid message type");
        if (call.Body.Part(type) is not { } content) throw new VendorRefusal(44004, "empty content");
        switch (type)
        {
            case "text":
                if (content.TextOrEmpty("content").Length == 0) throw new VendorRefusal(44004, "empty content");
                Long(content.Text("content"), 2048);
                break;
            case "image" or "voice" or "video" or "file":
                call.Corp.Media.Get(content.Text("media_id"), type);
                break;
            case "link":
                Call.Demand(content.TextOrEmpty("title").Length > 0, "title");
                Call.Demand(Url().IsMatch(content.TextOrEmpty("url")), "url");
                call.Corp.Media.Get(content.Text("thumb_media_id"), "image");
                break;
            case "miniprogram":
                Call.Demand(content.Has("appid"), "appid");
                Call.Demand(content.TextOrEmpty("pagepath").Split('?')[0].EndsWith(".html", StringComparison.Ordinal), "pagepath");
                call.Corp.Media.Get(content.Text("thumb_media_id"), "image");
                break;
            case "location":
                if (content.Decimal("latitude") is not (>= -90 and <= 90) || content.Decimal("longitude") is not (>= -180 and <= 180)) throw new VendorRefusal(95022, "invalid location");
                break;
            case "business_card":
                if (!call.Corp.Members.ContainsKey(content.TextOrEmpty("userid"))) throw new VendorRefusal(60111, "userid not found");
                break;
            case "ca_link":
                Call.Demand(Url().IsMatch(content.TextOrEmpty("link_url")), "link_url");
                break;
            case "msgmenu":
                Menu(content, onEvent is null);
                break;
        }

        return (JsonObject)content.Json.DeepClone();
    }

    private static void Menu(Fields menu, bool send)
    {
        Long(menu.Text("head_content"), 1024);
        Long(menu.Text("tail_content"), 1024);
        var items = menu.Parts("list");
        if (items.Count > (send ? 50 : 10) || items.Count(i => i.Text("type") is "click" or "view" or "miniprogram") > 10) throw new VendorRefusal(95008, "too many menu items");
        foreach (var item in items)
        {
            var type = item.TextOrEmpty("type");
            if (type is not ("click" or "view" or "miniprogram" or "text") || item.Part(type) is not { } part) throw new VendorRefusal(95009, "invalid menu item type");
            switch (type)
            {
                case "click":
                    Call.Demand(ClickId().IsMatch(part.TextOrEmpty("id")), "msgmenu click id");
                    Between(part.Text("content"), 1, 128, "msgmenu click content");
                    break;
                case "view":
                    Between(part.Text("url"), 1, 2048, "msgmenu view url");
                    Call.Demand(Url().IsMatch(part.TextOrEmpty("url")), "msgmenu view url");
                    Between(part.Text("content"), 1, 1024, "msgmenu view content");
                    break;
                case "miniprogram":
                    Between(part.Text("appid"), 1, 32, "msgmenu appid");
                    Between(part.Text("pagepath"), 1, 1024, "msgmenu pagepath");
                    Between(part.Text("content"), 1, 1024, "msgmenu content");
                    break;
                default:
                    Between(part.Text("content"), 1, 256, "msgmenu text content");
                    break;
            }
        }
    }

    private static void Long(string? text, int bytes)
    {
        if (Words.Bytes(text) > bytes) throw new VendorRefusal(45002, "content size out of limit");
    }

    private static void Between(string? text, int least, int most, string what) => Call.Demand(Words.Bytes(text) is var bytes && bytes >= least && bytes <= most, what);

    // The id is optional; what is given is letters, digits and _.
    [GeneratedRegex("^[0-9A-Za-z_]{0,128}$", RegexOptions.None, 1000)]
    private static partial Regex ClickId();

    [GeneratedRegex(@"^https?://\S+$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Url();
}
