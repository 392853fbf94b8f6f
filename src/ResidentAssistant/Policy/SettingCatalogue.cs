using System.Collections.Frozen;
using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Policy;

/// <summary>Every sourced setting there is. The notice names almost no numbers, so nearly all of them are not set until somebody decides.</summary>
internal static class SettingCatalogue
{
    private const string District = "区政府";
    private const string Street = "街道办事处";
    private const string Builder = "实施主体（组织施工的单位）";
    private const string Draft = "《关于进一步做好老旧小区综合整治项目中楼内上下水管线改造工作的通知（征求意见稿）》";
    /// <summary>Value of <c>consent.co-owners</c>: every co-owner signs.</summary>
    public const string AllCoOwners = "每一位都要签";

    /// <summary>Value of <c>consent.co-owners</c>: one of them signs for all.</summary>
    public const string OneCoOwner = "其中一位签就可以";

    /// <summary>Value of <c>consent.co-owners</c>: more than half of them sign.</summary>
    public const string MostCoOwners = "一半以上的人签";

    /// <summary>Value of <c>consent.drawn-signature</c>: a signature drawn on a screen is taken like one on paper.</summary>
    public const string DrawnTaken = "收";

    /// <summary>Value of <c>notice.quiet</c>: from eight to eight.</summary>
    public const string EarlyNight = "晚上8点到早上8点";

    /// <summary>Value of <c>notice.quiet</c> that holds while nobody has chosen: from nine to eight.</summary>
    public const string UsualNight = "晚上9点到早上8点";

    /// <summary>Value of <c>notice.quiet</c>: from ten to seven.</summary>
    public const string ShortNight = "晚上10点到早上7点";

    /// <summary>Value of <c>notice.quiet</c>: the night is like the day.</summary>
    public const string NoNight = "不设";

    /// <summary>Value of <c>notice.group-limit</c>: one on a day, as the vendor's text of 2023 has it; it never breaks that of 2026 either.</summary>
    public const string GroupDaily = "一天最多一条";

    /// <summary>Value of <c>notice.group-limit</c>: in a month as many as it has days, as the vendor's text of 2026 has it.</summary>
    public const string GroupMonthly = "一个月最多跟当月天数一样多";

    private const string Safety = "居民助手的安全时限";

    /// <summary>All settings, in the order of the staff page.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        new("disclosure.scope", Disclosure, "告知：换什么", SettingKind.Text, District) { Article = 2 },
        new("disclosure.restoration", Disclosure, "告知：换完怎么恢复（基本恢复标准）", SettingKind.Text, District) { Article = 2 },
        new("disclosure.duties", Disclosure, "告知：您家要配合什么", SettingKind.Text, Street) { Article = 3 },
        new("disclosure.duration", Disclosure, "告知：要多少天、什么会耽误", SettingKind.Text, Builder) { Article = 3 },
        new("disclosure.outage", Disclosure, "告知：什么时候用不了水、排不了水", SettingKind.Text, Builder) { Article = 3 },
        new("disclosure.temporary", Disclosure, "告知：停水、下水不能用的时候怎么办", SettingKind.Text, Builder) { Article = 3 },

        new("unit.definition", Consent, "实施单元怎么划分", SettingKind.Text, Street) { Article = 1 },
        new("consent.validity", Consent, "意愿的有效期", SettingKind.Days, Street) { Article = 1, Template = "您答复的意愿，{value}天内有效。" },
        new("consent.signers", Consent, "哪些身份的人可以签书面申请", SettingKind.Several, Street)
        {
            Article = 1, Template = "可以签书面申请的人：{value}。", Choices = [.. Enum.GetValues<Capacity>().Select(c => c.Label())],
        },
        new("consent.co-owners", Consent, "房子是几个人共有的，要几位签", SettingKind.One, Street)
        {
            Article = 1, Template = "房子是几个人共有的，{value}。", Choices = [AllCoOwners, OneCoOwner, MostCoOwners],
        },
        new("consent.drawn-signature", Consent, "在屏幕上手写签名收不收", SettingKind.One, Street) { Article = 1, Template = "在屏幕上手写签名：{value}。", Choices = [DrawnTaken, "不收"] },
        new("visits.count", Consent, "上门沟通的次数", SettingKind.Count, Street) { Article = 3, Template = "不同意的人家，工作人员上门沟通{value}次。" },
        new("visits.gap", Consent, "两次上门隔多久", SettingKind.Days, Street) { Article = 3, Template = "两次上门，至少隔{value}天。" },
        new("funding.after-refusal", Consent, "不同意改造以后的资金", SettingKind.Text, "市、区政府")
        {
            Article = 3, Template = "{value}",
            Standing = new StandingValue("“十四五”时期政府将不再提供改造资金支持。", Draft + "第三条") { ValidTo = new DateOnly(2025, 12, 31) },
        },
        new("upgrade.price-list", Consent, "超出基本恢复标准的价目", SettingKind.Text, Builder) { Article = 2 },

        new("notice.listing", Notices, "纳入项目储备库后多久告知", SettingKind.Days, Street) { Article = 4, Template = "小区纳入项目储备库以后，{value}天内告知您。" },
        new("notice.entry", Notices, "入户施工提前多久通知", SettingKind.Hours, Builder) { Article = 7, Template = "进您家施工，至少提前{value}小时通知您。" },
        new("notice.outage", Notices, "计划停水提前多久通知", SettingKind.Hours, Builder)
        {
            Article = 3, Minimum = 24, Template = "计划停水，至少提前{value}小时通知您。", Standing = new StandingValue("24", "《城市供水条例》第二十二条"),
        },
        new("notice.second-person", Notices, "发通知要几个人看过", SettingKind.One, Street) { Article = 3, Template = "发通知：{value}。", Choices = ["一个人看过就能发", "要另一位同事看过才能发"] },
        new("notice.quiet", Notices, "夜里什么时候不发通知", SettingKind.One, Street)
        {
            Article = 7, Template = "夜里不发通知的时间：{value}。急的除外。", Choices = [EarlyNight, UsualNight, ShortNight, NoNight], Standing = new StandingValue(UsualNight, Safety) { Ours = true },
        },
        new("notice.group-limit", Notices, "一个客户群能收几条群发", SettingKind.One, "企业微信")
        {
            Article = 7, Template = "客户群群发：{value}。", Choices = [GroupDaily, GroupMonthly], Standing = new StandingValue(GroupDaily, "企业微信开发文档“创建企业群发”，2023年的说法，比2026年的严"),
        },
        new("plan.comment-period", Notices, "方案征求意见的时间", SettingKind.Days, Builder) { Article = 5, Template = "施工方案公布以后，{value}天内都可以提意见。" },
        new("entry.most", Notices, "一个班组半天最多进几户", SettingKind.Count, Builder) { Article = 7, Template = "一个班组半天最多进{value}户。" },
        new("complaint.answer", Notices, "投诉多久答复", SettingKind.Days, Street) { Article = 7, Template = "投诉，{value}天内答复您。" },
        new("work.hours", Notices, "可以施工的时段", SettingKind.Text, Street) { Article = 7, Template = "可以施工的时段：{value}" },

        new("response.burst", Repairs, "爆管、跑水多久到场", SettingKind.Minutes, District) { Article = 8, Template = "爆管、跑水，{value}分钟内到场。" },
        new("response.sewage", Repairs, "污水倒灌、堵塞多久到场", SettingKind.Minutes, District) { Article = 8, Template = "污水倒灌或者下水堵了，{value}分钟内到场。" },
        new("response.leak", Repairs, "渗漏多久上门", SettingKind.Hours, District) { Article = 8, Template = "渗水、漏水，{value}小时内上门。" },
        new("response.low-pressure", Repairs, "水压不足多久上门", SettingKind.Hours, District) { Article = 8, Template = "水小或者没水，{value}小时内上门。" },
        new("repair.escalation", Repairs, "修不了多久转街道", SettingKind.Hours, Street) { Article = 8, Template = "产权单位和物业修不了的，{value}小时内转给街道。" },
        Ours("danger.acknowledge", "危险：多久有人应答", "有危险的报修，{value}分钟内要有工作人员应答。", "5"),
        Ours("danger.on-site", "危险：多久到场", "有危险的报修，{value}分钟内要有人到场。", "30"),
        Ours("danger.water-off", "危险：多久关上水", "有危险的报修，{value}分钟内要把水关上。", "60"),

        Confirmed("phone.fire", "火警", "119", "全国统一的火警电话"),
        Confirmed("phone.ambulance", "急救", "120", "全国统一的急救电话"),
        Confirmed("phone.police", "报警", "110", "全国统一的报警电话"),
        Confirmed("phone.water", "自来水集团（昼夜）", "96116", "北京市自来水集团服务热线，见《北京日报》2017年报道"),
        Confirmed("phone.citizen", "市民服务热线", "12345", "《北京市接诉即办工作条例》"),
        Phone("phone.gas", "燃气抢修", "燃气公司"),
        Phone("phone.water-bureau", "区水务局值班", "区水务局") with { Article = 8 },
        Phone("phone.sewer", "排水抢修", "排水公司"),
        Phone("phone.power", "供电抢修", "供电公司"),
        Phone("phone.committee", "居委会", "居委会"),
        new("phone.committee-hours", Phones, "居委会的值班时间", SettingKind.Text, "居委会"),
        Phone("phone.street", "街道值班", Street),
        Phone("phone.project", "施工现场公开", "施工单位") with { Article = 6 },
        new("phone.project-hours", Phones, "施工现场的值班时间", SettingKind.Text, "施工单位") { Article = 6 },

        new("retention.conversations", Privacy, "对话记录保存多久", SettingKind.Days, Street) { Template = "您和助手的对话，保存{value}天。" },
        new("retention.register", Privacy, "姓名和电话保存多久", SettingKind.Days, Street) { Template = "您的姓名和电话，项目结束以后保存{value}天。" },
        new("retention.consent", Privacy, "征求意见的记录保存多久", SettingKind.Days, Street) { Article = 3, Template = "征求意见的记录，项目结束以后保存{value}天。" },
    ];

    private const string Disclosure = "开工前要告诉居民的六件事";
    private const string Consent = "同意、不同意和上门";
    private const string Notices = "通知和施工";
    private const string Repairs = "报修的时限";
    private const string Phones = "电话";
    private const string Privacy = "个人信息";

    private static readonly FrozenDictionary<string, SettingDefinition> ByKey = All.ToFrozenDictionary(d => d.Key);

    /// <summary>The setting of that name; a name that is not in the catalogue is a fault of the program.</summary>
    public static SettingDefinition Of(string key) => Find(key) ?? throw new ArgumentException($"There is no setting {key}.", nameof(key));

    /// <summary>The setting of that name, or null.</summary>
    public static SettingDefinition? Find(string key) => ByKey.GetValueOrDefault(key);

    private static SettingDefinition Ours(string key, string name, string template, string minutes) =>
        new(key, Repairs, name, SettingKind.Minutes, District) { Article = 8, Template = template, Standing = new StandingValue(minutes, Safety) { Ours = true } };

    private static SettingDefinition Phone(string key, string name, string confirmedBy) =>
        new(key, Phones, name + "电话", SettingKind.Phone, confirmedBy) { Template = "{name}：{value}" };

    private static SettingDefinition Confirmed(string key, string name, string number, string source) =>
        Phone(key, name, Street) with { Standing = new StandingValue(number, source) };
}
