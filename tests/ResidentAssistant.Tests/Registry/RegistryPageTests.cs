using System.Net;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Registry;

/// <summary>The register's pages without a browser: two colleagues at once, what is written down, and whose register it is.</summary>
public sealed class RegistryPageTests
{
    [Fact]
    public async Task The_second_of_two_colleagues_gets_a_clear_sentence_and_loses_nothing_typed()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var flat = await FlatAsync(app);
        using var first = await StaffClient.SignedInAsync(app, StaffRole.Committee, Pilot.CommunityId);
        using var second = await StaffClient.SignedInAsync(app, StaffRole.Street, Pilot.CommunityId);
        var path = $"/staff/register/flats/{flat.Id}?handler=Flat";

        (await first.PostAsync(path, ("seen", "0"), ("floor", "5"), ("occupancy", "Let"), ("decoratedOn", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var late = await second.PostAsync(path, ("seen", "0"), ("floor", "5"), ("occupancy", "Vacant"), ("decoratedOn", "2025-05-06"));

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await late.Content.ReadAsStringAsync();
        page.ShouldContain("刚才有同事改过这里");
        page.ShouldContain("<option value=\"Vacant\" selected=\"selected\">");
        page.ShouldContain("value=\"2025-05-06\"");
        page.ShouldContain("<input type=\"hidden\" name=\"seen\" value=\"1\">");
        (await FlatAsync(app)).Occupancy.ShouldBe(Occupancy.Let);

        (await second.PostAsync(path, ("seen", "1"), ("floor", "5"), ("occupancy", "Vacant"), ("decoratedOn", "2025-05-06"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await FlatAsync(app)).Occupancy.ShouldBe(Occupancy.Vacant);
    }

    [Fact]
    public async Task A_person_is_added_changed_with_a_paper_and_moved_out_and_words_that_are_wrong_come_back()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var flat = await FlatAsync(app);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee, Pilot.CommunityId);
        var person = $"/staff/register/flats/{flat.Id}?handler=Person";

        using var wrong = await client.PostAsync(person, ("person", ""), ("name", "赵示例"), ("phone", "8888"), ("capacity", "Guardian"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var again = await wrong.Content.ReadAsStringAsync();
        again.ShouldContain("手机是 11 位数字");
        again.ShouldContain("value=\"赵示例\"");
        (await client.PostAsync(person, ("person", ""), ("name", "赵示例"), ("phone", "１３８００００９９９９"), ("capacity", "Guardian"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.PostAsync(person, ("person", ""), ("name", "赵示例"), ("capacity", "Owner"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var added = (await app.Get<People>().OfHouseholdAsync(flat.Id, default)).Single(p => p.Capacity is Capacity.Guardian);
        (added.MaskedPhone, added.LivesHere).ShouldBe(("138****9999", false));

        (await client.PostAsync(person, ("person", added.Id.ToString()), ("seen", "0"), ("capacity", "Proxy"), ("livesHere", "true"), ("document", "公证委托书"), ("from", "2026-01-01"), ("to", "2027-01-01"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.Get<Mandates>().OfHouseholdAsync(flat.Id, default)).Single().Paper.Document.ShouldBe("公证委托书");
        (await app.Get<People>().OpenAsync(added.Id, default))!.ShouldBe(new PersonalData("赵示例", "13800009999"));
        (await client.PostAsync($"/staff/register/flats/{flat.Id}?handler=Left", ("person", added.Id.ToString()), ("seen", "0"), ("reason", "搬走了"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await client.PostAsync($"/staff/register/flats/{flat.Id}?handler=Left", ("person", added.Id.ToString()), ("seen", "1"), ("reason", "搬走了"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.Get<People>().OfHouseholdAsync(flat.Id, default)).ShouldNotContain(p => p.Id == added.Id);
        (await app.Get<Mandates>().OfHouseholdAsync(flat.Id, default)).ShouldBeEmpty();
        (await client.PageAsync($"/staff/register/flats/{flat.Id}")).ShouldNotContain("赵示例");
    }

    [Fact]
    public async Task A_name_is_shown_only_after_it_was_asked_for_and_written_down()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var flat = await FlatAsync(app);
        var person = (await app.Get<People>().OfHouseholdAsync(flat.Id, default))[0];
        var data = (await app.Get<People>().OpenAsync(person.Id, default))!;
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee, Pilot.CommunityId);

        (await client.PageAsync($"/staff/register/flats/{flat.Id}")).ShouldNotContain(data.Name);
        using var shown = await client.PostAsync($"/staff/register/flats/{flat.Id}?handler=Reveal", ("person", person.Id.ToString()));

        (await shown.Content.ReadAsStringAsync()).ShouldContain(data.Name);
        (await app.Get<Database>().FirstAsync<Guid>("select person_id from audit_reads where kind = 'Person' and reason = 'Register'", null, default)).ShouldBe(person.Id);
        using var export = await client.PostAsync($"/staff/register?handler=Export&community={Pilot.CommunityId}");
        export.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        (await app.Get<Database>().FirstAsync<Guid>("select community_id from audit_reads where kind = 'Register'", null, default)).ShouldBe(Pilot.CommunityId);
    }

    [Fact]
    public async Task Who_works_for_another_community_finds_nothing_here()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        var flat = await FlatAsync(app);
        var other = await Seeds.In(app).CommunityAsync("柳荫里小区");
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee, other);

        foreach (var path in new[]
        {
            $"/staff/register?community={Pilot.CommunityId}", $"/staff/register/buildings/{flat.BuildingId}", $"/staff/register/buildings/{flat.BuildingId}/units", $"/staff/register/flats/{flat.Id}",
            $"/staff/register/letters?flat={flat.Id}", $"/staff/register/letters?entrance={flat.EntranceId}", $"/staff/register/letters?building={flat.BuildingId}", $"/staff/register/letters?community={Pilot.CommunityId}",
            "/staff/register/letters", $"/staff/register/print?flat={flat.Id}", $"/staff/register/imports/{Guid.NewGuid()}",
        })
        {
            using var reply = await client.GetAsync(path);
            reply.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        var page = await client.PageAsync("/staff/register/import");
        using var foreign = await client.PostBareAsync($"/staff/register/flats/{flat.Id}?handler=Flat", ("seen", "0"), ("floor", "1"), ("occupancy", "Let"), ("__RequestVerificationToken", StaffClient.TokenIn(page)));
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        page.ShouldNotContain("新的小区");
    }

    [Fact]
    public async Task Letters_are_revoked_with_a_reason_issued_anew_and_printed_with_a_code_that_proves_the_flat()
    {
        await using var app = await TestApp.StartAsync(listen: true, settings: new Dictionary<string, string?> { ["PublicUrl"] = "http://chat.example.org" });
        var flat = await FlatAsync(app);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee, Pilot.CommunityId);
        var query = $"entrance={flat.EntranceId}";

        using var silent = await client.PostAsync($"/staff/register/letters?handler=Revoke&{query}", ("reason", ""));
        silent.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var revoked = await client.PostAsync($"/staff/register/letters?handler=Revoke&{query}", ("reason", "信箱被撬了"));
        (await revoked.Content.ReadAsStringAsync()).ShouldContain("作废了 18 封信");
        (await app.Get<Letters>().CodeOfAsync(flat.Id, default)).ShouldBeNull();
        using var issued = await client.PostAsync($"/staff/register/letters?handler=Issue&{query}");
        (await issued.Content.ReadAsStringAsync()).ShouldContain("发了 18 封新的信");
        var code = (await app.Get<Letters>().CodeOfAsync(flat.Id, default))!;
        code.Shown.ShouldNotBe(Pilot.KnownCode);

        (await client.PageAsync($"/staff/register/print?flat={flat.Id}")).ShouldContain(code.Shown);
        (await app.Get<RegisterChanges>().OfBuildingAsync(flat.BuildingId, default)).Select(c => (c.Kind, c.Detail, c.Reason)).ShouldBe(
            [(ChangeKind.LettersIssued, "3号楼2单元：发了 18 封新的信", null), (ChangeKind.LettersRevoked, "3号楼2单元：作废了 18 封信", "信箱被撬了")]);
        (await app.Get<RegisterChanges>().OfHouseholdAsync(flat.Id, default)).Single().Kind.ShouldBe(ChangeKind.LettersPrinted);
    }

    [BothDatabases]
    public async Task What_no_form_can_hold_is_answered_and_never_a_fault(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, listen: true);
        var flat = await FlatAsync(app);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee, Pilot.CommunityId);
        var page = $"/staff/register/flats/{flat.Id}";

        foreach (var (path, fields) in new (string, (string, string)[])[]
        {
            ($"{page}?handler=Flat", [("seen", "x"), ("floor", "x"), ("occupancy", "x"), ("decoratedOn", "x")]),
            ($"{page}?handler=Person", [("person", ""), ("name", "王\0"), ("phone", "1\0"), ("capacity", "99"), ("document", "\0"), ("from", "x")]),
            ($"{page}?handler=Left", [("person", Guid.NewGuid().ToString()), ("seen", "0"), ("reason", "没有这个人")]),
            ($"{page}?handler=Attempt", [("way", "Door"), ("result", "NoAnswer"), ("at", "0001-01-01T00:00"), ("note", "\0")]),
            ($"{page}?handler=Attempt", [("way", "Door"), ("result", "NoAnswer"), ("at", "2026-11-01T09:00"), ("note", "灯\0没亮")]),
            ($"{page}?handler=Reach", [("reachable", "x"), ("reason", "\0")]),
            ($"{page}?handler=Reveal", [("person", "x")]),
            ($"/staff/register/buildings/{flat.BuildingId}", [("entrance", "x"), ("owner", "x"), ("seenOwner", "x")]),
            ($"/staff/register/buildings/{flat.BuildingId}/units?handler=Merge", [("unit", "x"), ("label", "\0"), ("reason", "\0")]),
            ($"/staff/register/buildings/{flat.BuildingId}/units?handler=Split", [("unit", "x"), ("reason", "为什么\0")]),
            ($"/staff/register/letters?handler=Revoke&flat={flat.Id}", [("reason", "\0")]),
            ("/staff/register/import", [("community", "x")]),
        })
        {
            using var reply = await client.PostPartsAsync(path, fields);
            ((int)reply.StatusCode).ShouldBeLessThan(500, path);
        }

        foreach (var path in new[] { "/staff/register?community=%00", "/staff/register/letters?flat=x", "/staff/register/print", "/staff/register/import?handler=%00" })
            ((int)(await client.GetAsync(path)).StatusCode).ShouldBeLessThan(500, path);
        (await app.Get<Reachability>().AttemptsAsync(flat.Id, default)).Single().Note.ShouldBe("灯没亮");
    }

    private static async Task<Household> FlatAsync(TestApp app) =>
        (await app.Get<Register>().FindAsync(Pilot.CommunityId, Pilot.KnownHousehold, default)).ShouldBeOfType<HouseholdSearch.Found>().Household;
}
