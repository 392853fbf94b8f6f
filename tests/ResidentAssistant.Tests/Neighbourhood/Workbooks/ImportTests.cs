using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Neighbourhood.Workbooks;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Neighbourhood.Workbooks;

/// <summary>A committee clerk's workbook: all or nothing, and every fault has its place.</summary>
public sealed class ImportTests
{
    private static readonly string[] Tables = ["communities", "owners", "property_companies", "buildings", "entrances", "risers", "units", "unit_risers", "households", "riser_households", "persons", "mandates", "register_changes"];

    [BothDatabases]
    public async Task A_workbook_founds_a_community_and_a_second_time_changes_nothing(Provider provider)
    {
        await using var test = await ImportBench.OnAsync(provider);

        var first = await test.ImportAsync(Book.Small());
        first.Good.ShouldBeTrue();
        first.Lines.ShouldBe(["小区：新增 1", "单位：新增 2", "楼栋：新增 1", "单元：新增 1", "立管：新增 1", "住户：新增 1", "人员：新增 1"]);
        var after = await test.CountsAsync(Tables);
        var flat = await test.FlatAsync(first.CommunityId!.Value, "3-2-501");
        (flat.Floor, flat.Occupancy, flat.DecoratedOn).ShouldBe((5, Occupancy.OwnerLives, new DateOnly(2024, 5, 1)));
        (await test.Register.ResponsibleForAsync(flat.Id, default))!.ShouldBe(new Responsible { Owner = "机械厂", OwnerPhone = "01061234567", PropertyCompany = "第一物业" });
        (await test.Register.RisersOfAsync(flat.Id, default)).Single().Label.ShouldBe("3号楼2单元厨房立管01");
        (await test.Units.OfBuildingAsync(flat.BuildingId, default)).Single().Risers.Single().Label.ShouldBe("3号楼2单元厨房立管01");
        (await test.People.OfHouseholdAsync(flat.Id, default)).Single().MaskedName.ShouldBe("王**");

        var second = await test.ImportAsync(Book.Small());
        (second.Good, second.Changed, second.Lines.Count, second.Missing.Count).ShouldBe((true, false, 0, 0));
        (await test.CountsAsync(Tables)).ShouldBe(after);
    }

    [BothDatabases]
    public async Task What_is_exported_is_read_in_again_without_any_change(Provider provider)
    {
        await using var test = await ImportBench.OnAsync(provider, pilot: true);
        var before = await test.CountsAsync(Tables);

        var report = await test.Imports.RunAsync(await test.Imports.ExportAsync(Pilot.CommunityId, default), null, false, Editor.CommandLine, _ => { }, default);

        report.Faults.ShouldBeEmpty();
        (report.Refusal, report.Changed, report.Missing.Count).ShouldBe((null, false, 0));
        report.Rows.ShouldBeGreaterThan(540 + 1242);
        (await test.CountsAsync(Tables)).ShouldBe(before);
    }

    [BothDatabases]
    public async Task Later_workbooks_change_what_they_say_leave_what_is_empty_and_delete_nothing(Provider provider)
    {
        await using var test = await ImportBench.OnAsync(provider);
        var community = (await test.ImportAsync(Book.Small())).CommunityId!.Value;

        var report = await test.ImportAsync(Book.Small()
            .Sheet("住户", Book.Households, ["3", "2", "502", null, null, null, "2单元厨房立管01"])
            .Sheet("人员", Book.Persons, ["3", "2", "501", "王示例", "共有人", null, null, null, null, null, null, null],
                ["3", "2", "502", "李示例", "代理人", null, "否", null, null, "公证委托书", "2026-01-01", "2027-01-01"]));

        report.Lines.ShouldBe(["住户：新增 1", "人员：新增 1，改动 1"]);
        report.Missing.ShouldBe(["“住户”表里没有、但是已经登记的有 1 户，都还保留着：3号楼2单元501。"]);
        var person = (await test.People.OpenedAsync(community, (await test.FlatAsync(community, "3-2-501")).Id, default)).Single();
        (person.Facts.Capacity, person.Facts.Phone!.Digits, person.Facts.Elder, person.Facts.Smartphone).ShouldBe((Capacity.CoOwner, "13800000001", true, false));
        var proxy = await test.FlatAsync(community, "3-2-502");
        (await test.Mandates.OfHouseholdAsync(proxy.Id, default)).Single().Paper.ShouldBe(new MandatePaper("公证委托书", new DateOnly(2026, 1, 1), new DateOnly(2027, 1, 1)));
    }

    [BothDatabases]
    public async Task One_fault_and_nothing_at_all_is_registered(Provider provider)
    {
        await using var test = await ImportBench.OnAsync(provider);

        var report = await test.ImportAsync(Book.Small().Sheet("住户", Book.Households,
            ["3", "2", "501", null, "自住", null, "2单元厨房立管09"], ["3", "7", "101", null, null, null, null], ["3", "2", "1501", null, null, null, null]));

        report.Faults.Select(f => f.ToString()).ShouldBe(
        [
            "“住户”表第 2 行 立管：不认识立管“3号楼2单元厨房立管09”。请先在“立管”表里加一行，名称要写得一样。",
            "“住户”表第 3 行 单元：没有 3 号楼 7 单元。请先在“单元”表里加一行。",
            "“住户”表第 4 行 楼层：3 号楼只有 6 层，这里写的是 15 层。",
        ]);
        (await test.CountsAsync(Tables)).ShouldAllBe(count => count == 0);
    }

    [BothDatabases]
    public async Task A_change_made_while_the_workbook_was_compared_is_not_passed_over(Provider provider)
    {
        await using var test = await ImportBench.OnAsync(provider);
        var community = (await test.ImportAsync(Book.Small())).CommunityId!.Value;
        var changed = false;

        var report = await test.Imports.RunAsync(Book.Small().Sheet("人员", Book.Persons, ["3", "2", "501", "王示例", "租户"]).File(), null, false, Editor.CommandLine, percent =>
        {
            // Between comparing and writing.
            if (percent != 50 || changed) return;
            changed = true;
            test.Database.ExecuteAsync("update communities set register_version = register_version + 1", null, default).GetAwaiter().GetResult();
        }, default);

        (report.Good, report.Changed, changed).ShouldBe((true, true, true));
        (await test.People.OpenedAsync(community, null, default)).Single().Facts.Capacity.ShouldBe(Capacity.Tenant);
    }
}
