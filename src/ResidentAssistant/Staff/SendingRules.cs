using System.Globalization;

namespace ResidentAssistant.Staff;

/// <summary>The rules and faults of the ledgers as colleagues read them, with what to do.</summary>
internal static class SendingRules
{
    /// <summary>The sentence for a reason; one that is not known is shown as it is.</summary>
    public static string Words(string? reason) => reason switch
    {
        null => "还没有说法",
        "kf-5" => "住户上次来话以后，微信客服已经发满 5 条。要等他再来一句话，或者打电话。",
        "kf-48h" => "住户上次来话超过 48 小时，微信客服不让再发。请打电话或上门。",
        "kf-state" => "这个对话在微信客服里由人工接待，助手不能发。请在微信客服里回他。",
        "kf-refused" => "住户不收微信客服的消息。请打电话或上门。",
        "kf-welcome" => "欢迎语过了 20 秒，不能再发。住户不缺什么。",
        "robot-minute" => "这个群的机器人一分钟最多说 20 句，到时候接着发。",
        "robot-unknown" => "设置里已经没有这个群的机器人。",
        "member-minute" => "一个人一分钟最多收 30 条，到时候接着发。",
        "app-day" => "企业微信今天的总条数用完了，明天接着发。",
        "aibot-minute" or "aibot-hour" => "这个群里助手说得太多了，到时候接着说。",
        "aibot-late" => "问了六分钟以后才连上，企业微信不让再答。请再问一次。",
        "not-connected" => "助手和企业微信的连接断了，正在重连。",
        "member-unknown" => "企业微信里没有这个账号，或者他看不到这个应用。请到“账号”页改正。",
        "answer-lost" or "no-answer" => "企业微信没有回音，会再试。",
        "repeated" => "多半发到了，可没收到回音。",
        "no-way" => "一天里都没有办法发出去，不再试了。",
        "lost on the way" => "发到一半断了，会再试。",
        "not accepted within a day" => "试了一天也没发出去，不再试了。",
        _ when reason.EndsWith("is not configured", StringComparison.Ordinal) => "这个渠道现在没有开通。请告诉管理员。",
        _ => Code(reason),
    };

    private static string Code(string reason)
    {
        if (!reason.StartsWith("wecom-", StringComparison.Ordinal) || !int.TryParse(reason.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var code)) return reason;
        var why = code switch
        {
            40001 or 40013 => "应用的密钥不对",
            60020 => "这台服务器的地址不在“企业可信IP”里",
            50003 => "应用被停用了",
            48002 => "应用没有这个权限",
            93000 or 93004 or 93008 => "机器人被移出群了，或者停用了",
            81013 or 60111 => "企业微信里没有这个账号，或者他看不到这个应用",
            _ => "企业微信不收",
        };
        return $"{why}（代码 {code}）。请告诉管理员。";
    }
}
