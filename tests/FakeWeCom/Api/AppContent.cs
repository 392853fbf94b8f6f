using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>What an app may send to members.</summary>
internal static class AppContent
{
    private static readonly string[] Types = ["text", "image", "voice", "video", "file", "textcard", "news", "markdown", "template_card"];

    /// <summary>The content as it will be seen: a long text is cut, not refused.</summary>
    public static JsonObject Check(Call call, App app, string type)
    {
        if (!Types.Contains(type)) throw new VendorRefusal(40008, "invalid message type");
        if (call.Body.Part(type) is not { } content) throw new VendorRefusal(44004, "empty content");
        switch (type)
        {
            case "text" or "markdown":
                var words = content.TextOrEmpty("content");
                if (words.Length == 0) throw new VendorRefusal(44004, "empty content");
                if (type == "markdown" && Words.Bytes(words) > 2048) throw new VendorRefusal(45002, "content size out of limit");
                return new() { ["content"] = Words.Cut(words, 2048) };
            case "image" or "voice" or "file" or "video":
                call.Corp.Media.Get(content.Text("media_id"), type);
                break;
            case "textcard":
                Size(content, "title", 1, 128, 45003);
                Size(content, "description", 1, 512, 45004);
                if (!content.TextOrEmpty("url").Contains("://", StringComparison.Ordinal)) throw new VendorRefusal(40058, "invalid Request Parameter, url");
                break;
            case "news":
                var articles = content.Parts("articles");
                if (articles.Count > 8) throw new VendorRefusal(45008, "article count out of limit");
                if (articles.Count == 0) throw new VendorRefusal(44003, "empty news data");
                foreach (var article in articles) Size(article, "title", 1, 128, 45003);
                break;
            case "template_card":
                TemplateCard.Check(app.TaskIds, content, update: false);
                // Without a callback address nobody would learn of the tap.
                if (Acts(content.Json) && app.Options.CallbackUrl.Length == 0) throw new VendorRefusal(42014, "callback url of the app is not set");
                break;
        }

        return (JsonObject)content.Json.DeepClone();
    }

    /// <summary>Whether a click on the card comes back, so that it can be changed.</summary>
    public static bool Acts(JsonObject card) => (string?)card["card_type"] is "button_interaction" or "vote_interaction" or "multiple_interaction" || card["action_menu"] is not null;

    private static void Size(Fields part, string name, int least, int most, int code)
    {
        var bytes = Words.Bytes(part.Text(name));
        if (bytes < least) throw new VendorRefusal(44004, $"empty {name}");
        if (bytes > most) throw new VendorRefusal(code, $"{name} size out of limit");
    }
}
