using ResidentAssistant.Staff;

namespace ResidentAssistant.Tests.Staff;

public sealed class PermissionsTests
{
    [Fact]
    public void The_matrix_is_exactly_this()
    {
        var table = string.Join('\n', Enum.GetValues<StaffAction>().Select(action =>
            $"{action,-21}{string.Concat(Enum.GetValues<StaffRole>().Select(role => Permissions.Allow(role, action) ? " x" : " ."))}"));

        // administrator, committee, street, contractor, supervisor, property
        table.ShouldBe("""
            None                  . . . . . .
            OwnAccount            x x x x x x
            DeskRead              x x x x x x
            DeskReadAll           x x x . . .
            DeskDone              x x x . . x
            OutcomeList           x x x . . .
            FunnelRead            x x x . . .
            ConversationRead      x x x . . .
            ConversationTakeOver  x x x . . .
            ConversationSpeak     x x x . . .
            PolicyRead            x x x x x x
            PolicySet             x . x . . .
            StandardPost          x x x . . .
            DisclosureApprove     x . x . . .
            KnowledgeRead         x x x x x x
            KnowledgeEdit         x x x . . .
            KnowledgeApprove      x . x . . .
            QuestionRead          x x x . . .
            QuestionAnswer        x x x . . .
            PlanRead              x x x x x x
            PlanPublish           x . x . . .
            MaterialRead          x x x x x x
            MaterialEdit          x x x x . .
            UpgradeRead           x x x . . .
            UpgradeRecord         x x x . . .
            UpgradeRelease        x . x . . .
            UpgradeReleaseEarly   . . x . . .
            WorksRead             x x x x x x
            WorksPlan             x . x x . .
            ComplaintRead         x x x . . .
            ComplaintAnswer       x x x . . .
            CareRead              x x x . . .
            CareWrite             x x x . . .
            CareSign              x . x . . .
            CareHealth            . x x . . .
            EntryRead             x x x x x .
            EntryRecord           x . x x . .
            EntryCheck            . . . . x .
            EmergencyRead         x x x x x x
            EmergencyAct          x x x x . x
            EmergencyRules        x . x . . .
            NoticeRead            x x x . . .
            NoticeWrite           x x x . . .
            ConsentRead           x x x . . .
            ConsentRecord         x x x . . .
            ConsentApprove        x . x . . .
            RefusalClose          x . x . . .
            RegisterRead          x x x . . .
            RegisterEdit          x x x . . .
            AccountManage         x . . . . .
            AuditRead             x . . . . .
            PersonalErase         x . . . . .
            EvidenceRead          x x x . . .
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void An_undefined_role_may_do_nothing() =>
        Enum.GetValues<StaffAction>().ShouldAllBe(action => !Permissions.Allow((StaffRole)99, action));

    [Fact]
    public void A_given_password_must_be_changed_before_anything_else()
    {
        var staff = new CurrentStaff(Guid.NewGuid(), "li", "小李", StaffRole.Administrator, StaffScope.All(true), MustChangePassword: true);

        Enum.GetValues<StaffAction>().Where(staff.May).ShouldBe([StaffAction.OwnAccount]);
    }

    [Fact]
    public void Accounts_are_managed_and_answers_approved_only_by_who_works_for_every_community()
    {
        var staff = new CurrentStaff(Guid.NewGuid(), "li", "小李", StaffRole.Administrator, StaffScope.Of(true, Guid.NewGuid()), MustChangePassword: false);

        Enum.GetValues<StaffAction>().Where(a => Permissions.Allow(staff.Role, a) && !staff.May(a)).ShouldBe([StaffAction.KnowledgeApprove, StaffAction.ConsentApprove, StaffAction.AccountManage]);
    }

    [Theory]
    [InlineData("GET", StaffAction.DeskRead)]
    [InlineData("HEAD", StaffAction.DeskRead)]
    [InlineData("POST", StaffAction.None)]
    [InlineData("DELETE", StaffAction.None)]
    internal void A_page_that_declares_nothing_for_posting_takes_no_post(string method, StaffAction needed) =>
        new RequiresAttribute(StaffAction.DeskRead).For(method).ShouldBe(needed);
}
