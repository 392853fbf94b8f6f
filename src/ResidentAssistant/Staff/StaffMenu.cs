namespace ResidentAssistant.Staff;

/// <summary>The console's menu; each colleague sees what their role may open, in groups of which only the names stand in the head of a page.</summary>
internal sealed record StaffMenu(string Group, string Path, string Label, StaffAction Action)
{
    private static readonly StaffMenu[] All =
    [
        new("今天", "/staff", "今日待办", StaffAction.DeskRead),
        new("今天", "/staff/emergencies", "紧急报修", StaffAction.EmergencyRead),
        new("今天", "/staff/questions", "等答复的问题", StaffAction.QuestionRead),
        new("今天", "/staff/messages", "没送到的消息", StaffAction.DeskReadAll),
        new("居民", "/staff/conversations", "对话记录", StaffAction.OutcomeList),
        new("居民", "/staff/complaints", "投诉", StaffAction.ComplaintRead),
        new("居民", "/staff/speak", "代住户说", StaffAction.ConversationSpeak),
        new("居民", "/staff/register", "登记册", StaffAction.RegisterRead),
        new("征询", "/staff/consent", "同意台账", StaffAction.ConsentRead),
        new("征询", "/staff/visits", "上门", StaffAction.ConsentRead),
        new("征询", "/staff/standard", "恢复标准", StaffAction.PolicyRead),
        new("征询", "/staff/disclosure", "告知六件事", StaffAction.PolicyRead),
        new("施工", "/staff/plans", "施工方案", StaffAction.PlanRead),
        new("施工", "/staff/materials", "材料公示", StaffAction.MaterialRead),
        new("施工", "/staff/samples", "看样板间", StaffAction.MaterialRead),
        new("施工", "/staff/upgrades", "超标准的要求", StaffAction.UpgradeRead),
        new("施工", "/staff/entries", "今天进户", StaffAction.EntryRead),
        new("施工", "/staff/works", "施工安排", StaffAction.WorksRead),
        new("施工", "/staff/care", "要照顾的人家", StaffAction.CareRead),
        new("施工", "/staff/notices", "通知", StaffAction.NoticeRead),
        new("内容", "/staff/knowledge", "答案库", StaffAction.KnowledgeRead),
        new("内容", "/staff/policy", "政策参数", StaffAction.PolicyRead),
        new("内容", "/staff/funnel", "对话断在哪里", StaffAction.FunnelRead),
        new("管理", "/staff/accounts", "账号", StaffAction.AccountManage),
        new("管理", "/staff/audit", "查看留痕", StaffAction.AuditRead),
        new("管理", "/staff/evidence", "每日存证", StaffAction.EvidenceRead),
    ];

    /// <summary>The entries this colleague may open, by their groups.</summary>
    public static IEnumerable<IGrouping<string, StaffMenu>> For(CurrentStaff staff) => All.Where(item => staff.May(item.Action)).GroupBy(item => item.Group);

    /// <summary>True on the entry's page and those below it.</summary>
    public bool IsHere(string path) => Path == "/staff" ? path == Path : path.StartsWith(Path, StringComparison.Ordinal);
}
