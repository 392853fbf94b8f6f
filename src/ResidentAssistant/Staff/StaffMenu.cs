namespace ResidentAssistant.Staff;

/// <summary>The console's menu; each colleague sees what their role may open.</summary>
internal sealed record StaffMenu(string Path, string Label, StaffAction Action)
{
    private static readonly StaffMenu[] All =
    [
        new("/staff", "今日待办", StaffAction.DeskRead),
        new("/staff/consent", "同意台账", StaffAction.ConsentRead),
        new("/staff/conversations", "对话记录", StaffAction.OutcomeList),
        new("/staff/messages", "没送到的消息", StaffAction.DeskReadAll),
        new("/staff/funnel", "对话断在哪里", StaffAction.FunnelRead),
        new("/staff/questions", "等答复的问题", StaffAction.QuestionRead),
        new("/staff/knowledge", "答案库", StaffAction.KnowledgeRead),
        new("/staff/register", "登记册", StaffAction.RegisterRead),
        new("/staff/plans", "施工方案", StaffAction.PlanRead),
        new("/staff/policy", "政策参数", StaffAction.PolicyRead),
        new("/staff/standard", "恢复标准", StaffAction.PolicyRead),
        new("/staff/disclosure", "告知六件事", StaffAction.PolicyRead),
        new("/staff/accounts", "账号", StaffAction.AccountManage),
        new("/staff/audit", "查看留痕", StaffAction.AuditRead),
        new("/staff/evidence", "每日存证", StaffAction.EvidenceRead),
    ];

    /// <summary>The entries this colleague may open.</summary>
    public static IEnumerable<StaffMenu> For(CurrentStaff staff) => All.Where(item => staff.May(item.Action));

    /// <summary>True on the entry's page and those below it.</summary>
    public bool IsHere(string path) => Path == "/staff" ? path == Path : path.StartsWith(Path, StringComparison.Ordinal);
}
