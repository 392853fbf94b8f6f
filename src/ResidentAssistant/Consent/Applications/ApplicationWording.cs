using System.Security.Cryptography;
using System.Text;

namespace ResidentAssistant.Consent.Applications;

/// <summary>Our own words on the written application. Another word is another version, which a named person must approve again.</summary>
internal sealed record ApplicationWording
{
    /// <summary>The words as they stand now.</summary>
    public static ApplicationWording Now { get; } = new();

    /// <summary>Heading.</summary>
    public string Title { get; init; } = "楼内上下水管线改造申请书";

    /// <summary>What is applied for.</summary>
    public string Request { get; init; } = "我家同意换上面写的立管，提出申请。同一根立管上的人家都申请了，才会施工。";

    /// <summary>That it is free, and how it is taken back.</summary>
    public string Freedom { get; init; } = "申不申请，由我家自己定。签字以后、施工队进场以前，可以撤回。进场以后要撤回，由工作人员当面商量。";

    /// <summary>That the six matters were read.</summary>
    public string Read { get; init; } = "□ 要告诉我家的六件事，我看过了，或者有人念给我听了。";

    /// <summary>In what capacity.</summary>
    public string Capacity { get; init; } = "□ 产权人　□ 共有人　□ 公房承租人　□ 产权单位　□ 监护人　□ 代理人（要有委托书）　□ 其他：＿＿＿＿＿＿";

    /// <summary>Papers that were looked at.</summary>
    public string Papers { get; init; } = "□ 房产证　□ 公房租约　□ 身份证　□ 户口簿　□ 委托书　□ 其他：＿＿＿＿＿＿　（只看一眼，不留复印件）";

    /// <summary>Needs, without their nature.</summary>
    public string Needs { get; init; } = "□ 没有　□ 有，请工作人员另外登记（这里不写病情）";

    /// <summary>Wishes above the standard.</summary>
    public string Wishes { get; init; } = "□ 没有　□ 有：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿（另外设计、另外报价，看过价钱再定）";

    /// <summary>Phone and what it may be used for.</summary>
    public string Contact { get; init; } = "电话（可以不留）：＿＿＿＿＿＿＿＿＿＿＿　□ 同意这个电话只用来联系这次改造的事";

    /// <summary>Where this comes from.</summary>
    public string Origin { get; init; } = "依据：《关于进一步做好老旧小区综合整治项目中楼内上下水管线改造工作的通知（征求意见稿）》第一条。它是 2021 年的征求意见稿，还不是正式文件。";

    /// <summary>What the QR is for.</summary>
    public string Scan { get; init; } = "工作人员扫这里，记录签字";

    /// <summary>All words, for reading and for the hash.</summary>
    public string Body => string.Join('\n', Title, Request, Freedom, Read, Capacity, Papers, Needs, Wishes, Contact, Origin, Scan);

    /// <summary>Hash of the words.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)));
}
