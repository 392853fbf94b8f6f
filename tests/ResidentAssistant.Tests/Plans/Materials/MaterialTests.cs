using System.Net;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Plans.Materials;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Plans.Materials;

/// <summary>The materials board, from the form to the public page and the poster.</summary>
public sealed class MaterialTests
{
    private static readonly (string, byte[]) Report = ("报告.pdf", [.. "%PDF-1.4 sample"u8]);

    [BothDatabases]
    public async Task What_the_contractor_writes_stands_on_the_board_until_it_is_taken_off(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var contractor = await StaffClient.SignedInAsync(app, StaffRole.Contractor, Pilot.CommunityId);
        using var supervisor = await StaffClient.SignedInAsync(app, StaffRole.Supervisor, Pilot.CommunityId);
        using var anybody = new HttpClient { BaseAddress = app.Address };
        var board = MaterialStore.PathOf(Pilot.CommunityId);
        (await anybody.GetStringAsync(board)).ShouldContain("还没有公示");

        (await PostAsync(contractor, [Report], Fields("不锈钢给水管", 0, null))).ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync(contractor, [], Fields("", 0, null))).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(contractor, [("x.exe", [77, 90, 1])], Fields("假报告", 0, null))).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(supervisor, [], Fields("监理写的", 0, null))).ShouldBe(HttpStatusCode.Forbidden);

        var one = (await app.Get<MaterialStore>().ShownAsync(Pilot.CommunityId, default)).ShouldHaveSingleItem();
        var page = await anybody.GetStringAsync(board);
        page.ShouldContain("示例管业公司");
        page.ShouldContain("还没有公布，由施工单位来定");
        (await anybody.GetByteArrayAsync($"{board}/files/{one.FileId:N}")).ShouldBe(Report.Item2);
        (await contractor.PageAsync($"/staff/materials/poster?community={Pilot.CommunityId}")).ShouldContain("示例管业公司");

        // Of two who change the same version the second is told and keeps what he typed.
        (await PostAsync(contractor, [], Fields("不锈钢给水管 DN25", 1, one.MaterialId))).ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync(contractor, [], Fields("我也改了", 1, one.MaterialId))).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(contractor, [], [.. Fields("不锈钢给水管 DN25", 2, one.MaterialId)[..^1], ("act", "hide")])).ShouldBe(HttpStatusCode.Redirect);

        (await anybody.GetStringAsync(board)).ShouldContain("还没有公示");
        using (var gone = await anybody.GetAsync($"{board}/files/{one.FileId:N}")) gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get<Database>().FirstAsync<long>("select count(*) from materials", null, default)).ShouldBe(3);
        (await app.Get<Database>().FirstAsync<long>("select count(*) from (select kind from evidence_unlinked union all select kind from evidence_records) e where kind like 'material.%'", null, default)).ShouldBe(3);
    }

    internal static (string Name, string Value)[] Fields(string name, int number, Guid? id) =>
    [
        ("community", Pilot.CommunityId.ToString()), ("materialId", (id ?? Guid.Empty).ToString()), ("number", $"{number}"), ("name", name), ("used", "厨房给水立管"), ("maker", "示例管业公司"), ("standard", "GB/T 12771"), ("batch", "2026-08"),
        ("report", "示-0001"), ("act", "show"),
    ];

    internal static async Task<HttpStatusCode> PostAsync(StaffClient client, IReadOnlyList<(string Name, byte[] Content)> files, params (string Name, string Value)[] fields)
    {
        using var posted = await client.PostFilesAsync($"/staff/materials?community={Pilot.CommunityId}", files, fields);
        return posted.StatusCode;
    }
}
