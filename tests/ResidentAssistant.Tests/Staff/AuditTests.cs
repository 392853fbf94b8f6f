using System.Data.Common;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Staff;

public sealed class AuditTests
{
    [BothDatabases]
    public async Task Rows_are_added_and_can_neither_be_changed_nor_removed(Provider provider)
    {
        await using var test = await TestDatabase.OnAsync(provider);
        var staff = new CurrentStaff(Guid.NewGuid(), "li", "小李", StaffRole.Committee, StaffScope.All(true), false);
        var conversation = Guid.NewGuid();
        await new Audit(test.Database, new FakeClock()).ReadAsync(staff, AuditKind.Transcript, AuditReason.Desk, new AuditSubject(conversation), CancellationToken.None);

        foreach (var sql in new[] { "update audit_reads set reason = 'Outcome'", "delete from audit_reads" })
            await Should.ThrowAsync<DbException>(() => test.Database.ExecuteAsync(sql, null, CancellationToken.None));

        var reasons = await test.Database.QueryAsync<string>("select reason from audit_reads where conversation_id = @conversation and staff_id = @Id",
            new { conversation, staff.Id }, CancellationToken.None);
        reasons.ShouldBe(["Desk"]);
    }
}
