using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResidentAssistant.Tests.Browser;

/// <summary>What the stand-in answers: one case of everything the page must be able to show.</summary>
internal static class StandInReplies
{
    public static IEnumerable<JsonObject> To(JsonObject activity)
    {
        var text = activity["text"]?.GetValue<string>();
        if (activity["type"]!.GetValue<string>() == "event")
        {
            var code = activity["channelData"]?["letterCode"]?.GetValue<string>();
            yield return Says(code is null
                ? "您好，我是居民助手。楼里换水管的事，您可以问我，也可以请我转给居委会的同事。"
                : $"您好，看到您信上的号码了，{code[..4]}-{code[4..]}。请问您是3号楼2单元501的住户吗？",
                new { type = "messageBack", title = "问改造的事", displayText = "问改造的事", value = new { prompt = "p1", answer = "ask" } },
                new { type = "postBack", title = "报修漏水", value = "leak" },
                new { type = "imBack", title = "找人", value = "找人" });
            yield break;
        }

        if (activity["attachments"] is JsonArray { Count: > 0 })
        {
            yield return Says("收到了，谢谢您。");
            yield break;
        }

        if (activity["value"] is JsonObject)
        {
            yield return Consent();
            yield break;
        }

        switch (text)
        {
            case "找人":
                var staff = Says("王阿姨您好，我是居委会的小李。您慢慢说，我在听。");
                staff["from"] = new JsonObject { ["id"] = "desk", ["name"] = "居委会 小李", ["role"] = "bot" };
                yield return staff;
                break;
            case "依据":
                var cited = Says("同一根立管上的住户都同意，才能换。[1]\n\n[1]: https://example.org/notice \"征求意见稿\"");
                cited["entities"] = JsonSerializer.SerializeToNode(new[]
                {
                    new { type = "https://schema.org/Message", citation = new[] { new { position = "1", appearance = new { name = "通知（征求意见稿）第一条", url = "https://example.org/notice" } } } },
                });
                yield return cited;
                break;
            case "坏标记":
                yield return Says("<img src=x onerror=alert(1)> <b>粗</b> javascript:alert(1) 看 https://example.org/a?b=1。打 tel:96116",
                    new { type = "openUrl", title = "坏按钮", value = "javascript:alert(1)" });
                break;
            case "漏水跑水":
                yield return Says("先别急，照着做：\n1. 水边有插座、电灯的，人先离开，别碰开关。\n2. 家里总水阀拧得动，就关上。\n\n您家是几号楼几单元几室？");
                break;
            default:
                yield return Says($"记下了：{text}");
                break;
        }
    }

    private static JsonObject Consent() => Says(
        "看完了以上几条，您家同不同意换这根管子？\n不着急，想好了再点，以后也可以改。",
        new { type = "messageBack", title = "同意", displayText = "同意", value = new { prompt = "p2", answer = "agree" } },
        new { type = "messageBack", title = "不同意", displayText = "不同意", value = new { prompt = "p2", answer = "refuse" } },
        new { type = "messageBack", title = "再想想，跟家里人商量一下", displayText = "再想想", value = new { prompt = "p2", answer = "undecided" } });

    private static JsonObject Says(string text, params object[] actions)
    {
        var message = new JsonObject
        {
            ["type"] = "message",
            ["text"] = text,
            ["from"] = new JsonObject { ["id"] = "assistant", ["name"] = "居民助手", ["role"] = "bot" },
        };
        if (actions.Length > 0) message["suggestedActions"] = new JsonObject { ["actions"] = JsonSerializer.SerializeToNode(actions) };
        return message;
    }
}
