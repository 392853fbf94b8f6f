using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using ResidentAssistant.Emergencies;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Notices;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Emergencies;

/// <summary>The board, a ticket, the roster and the figures, over HTTP and in a real browser; and the open data beside them.</summary>
[Collection(BrowserTests.Name)]
public sealed class EmergencyPagesTests(Chromium chromium)
{
    [BothDatabases]
    public async Task A_ticket_goes_from_taken_to_repaired_and_the_second_of_two_writes_nothing(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        await new Chat(app, "a").SayAsync("水管爆了，3-2-501，13800000000");
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var id = await OnlyAsync(app);
        var path = $"/staff/emergencies/{id}";
        (await committee.PageAsync("/staff/emergencies")).ShouldContain("3号楼2单元");
        var page = await committee.PageAsync(path);
        page.ShouldContain("13800000000");
        page.ShouldContain("3-2-501");
        var seen = await SeenAsync(app, id);
        (await committee.PostAsync(path, ("act", ActKinds.Acknowledged), ("seen", seen))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var second = await committee.PostAsync(path, ("act", ActKinds.OnSite), ("seen", seen), ("words", "我也去"));
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await second.Content.ReadAsStringAsync()).ShouldContain("我也去");
        (await committee.PostAsync(path, ("act", ActKinds.CannotRepair), ("seen", await SeenAsync(app, id)))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await committee.PostAsync(path, ("act", ActKinds.WaterOff), ("seen", await SeenAsync(app, id)), ("ago", "10"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await committee.PostAsync(path, ("act", ActKinds.Repaired), ("seen", await SeenAsync(app, id)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.Get<Database>().FirstAsync<string>("select state from tickets", null, default)).ShouldBe("Repaired");
        (await app.Get<Database>().FirstAsync<long>("select count(*) from audit_reads where kind = 'Emergency'", null, default)).ShouldBeGreaterThan(0);
    }

    [BothDatabases]
    public async Task Who_may_not_act_sees_no_flat_no_words_and_no_number_and_another_community_nothing_at_all(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        await new Chat(app, "a").SayAsync("我是老王，水管爆了，3-2-501，13800000000");
        var id = await OnlyAsync(app);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        await street.PostAsync($"/staff/emergencies/{id}", $"/staff/emergencies/{id}?handler=Neighbours");
        await street.PostAsync($"/staff/emergencies/{id}", ("act", ActKinds.Acknowledged), ("seen", await SeenAsync(app, id)), ("words", "老王说钥匙在门口"));
        await app.Get<Database>().ExecuteAsync("update tickets set alone = 'yes'", null, default);
        (await street.PageAsync($"/staff/emergencies/{id}")).ShouldContain("有老人或者病人");
        using var supervisor = await StaffClient.SignedInAsync(app, StaffRole.Supervisor, Pilot.CommunityId);
        foreach (var path in new[] { "/staff/emergencies", $"/staff/emergencies/{id}" })
        {
            var page = await supervisor.PageAsync(path);
            page.ShouldContain("3号楼2单元");
            page.ShouldNotContain("3-2-501");
            page.ShouldNotContain("老王");
            page.ShouldNotContain("13800000000");
            page.ShouldNotContain("有老人或病人");
            page.ShouldNotContain("有老人或者病人");
            page.ShouldNotContain("601");
        }

        (await supervisor.PostAsync("/staff/emergencies", $"/staff/emergencies/{id}", ("act", ActKinds.Acknowledged), ("seen", "1"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = await StaffClient.SignedInAsync(app, StaffRole.Property, Guid.NewGuid());
        (await stranger.GetAsync($"/staff/emergencies/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.PageAsync("/staff/emergencies")).ShouldNotContain("E-0001");
    }

    [BothDatabases]
    public async Task What_was_told_with_a_report_is_erased_with_the_household_and_what_happened_stays(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = await new Chat(app, "a").JoinAsync("8241-7730");
        await chat.SayAsync("我是老王，水管爆了，3-2-501，13800000000");
        var id = await OnlyAsync(app);
        (await app.Get<Told>().OfAsync(id, default)).ShouldContain(t => t.Words.Contains("老王", StringComparison.Ordinal));
        var home = await NoticeStoreTests.HomeAsync(app, "3-2-501");
        await app.Get<ResidentAssistant.Consent.Erasures>().OfHouseholdAsync(home.Id, "asked", "", new(Guid.NewGuid(), "root", "管理员", StaffRole.Administrator, StaffScope.All(true), MustChangePassword: false), default);
        var told = await app.Get<Told>().OfAsync(id, default);
        told.ShouldNotBeEmpty();
        told.ShouldAllBe(t => !t.Words.Contains("老王", StringComparison.Ordinal) && !t.Words.Contains("138", StringComparison.Ordinal));
        await Should.ThrowAsync<System.Data.Common.DbException>(app.Get<Database>().ExecuteAsync("update ticket_events set kind = 'x'", null, default));
        await Should.ThrowAsync<System.Data.Common.DbException>(app.Get<Database>().ExecuteAsync("update ticket_events set sealed = @words", new { words = new byte[] { 1 } }, default));
    }

    [BothDatabases]
    public async Task Neighbours_are_listed_from_the_top_and_sent_is_not_told(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        await new Chat(app, "a").SayAsync("水管爆了，3-2-301");
        var id = await OnlyAsync(app);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var path = $"/staff/emergencies/{id}";
        (await committee.PostAsync(path, $"{path}?handler=Neighbours")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var homes = await app.Get<Neighbours>().ListAsync(id, numbers: true, default);
        homes.Count.ShouldBeGreaterThan(2);
        homes.Select(h => h.Floor).ShouldBe(homes.Select(h => h.Floor).OrderDescending());
        homes.ShouldNotContain(h => h.Label.EndsWith("301", StringComparison.Ordinal));
        homes.ShouldAllBe(h => h.Result == null);
        (await committee.PageAsync(path)).ShouldContain("家还不算知道");
        (await committee.PostAsync(path, $"{path}?handler=Tick", ("household", homes[0].HouseholdId.ToString()), ("result", "told"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.Get<Neighbours>().ListAsync(id, numbers: false, default))[0].Result.ShouldBe("told");
        (await app.Get<Neighbours>().ListAsync(id, numbers: false, default))[0].Phones.ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task A_roster_is_pasted_whole_or_not_at_all_and_a_ladder_gets_a_new_version(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        const string Path = "/staff/emergencies/rules";
        var community = ("community", Pilot.CommunityId.ToString());
        var refused = await street.PostAsync(Path, $"{Path}?handler=Import", community, ("rows", "3\t2\t物业\t王师傅\t13800000000\t\t每天\t全天\t\n99\t\t物业\t李师傅\t13800000001\t\t每天\t全天\t"));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("第 2 行：登记册里没有99号楼");
        (await street.PostAsync(Path, $"{Path}?handler=Import", community, ("rows", "楼\t单元\t哪一方\n3\t2\t物业\t王师傅\t13800000000\t\t工作日\t18:00-8:00\t\n\t\t街道\t值班室\t010-12345678\t\t\t\t是"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var people = await app.Get<DutyRoster>().ListAsync(Pilot.CommunityId, default);
        people.Select(p => p.Shift).ShouldBe(["周一到周五 18:00–次日08:00", "每天 全天"], ignoreOrder: true);
        // A line is changed in its place: what stands there is in the form, and of two who change it the second is told.
        var wang = people.Single(p => p.Name == "王师傅");
        var form = await street.PageAsync($"{Path}?community={Pilot.CommunityId}&edit={wang.Id}");
        foreach (var value in new[] { "改这一行", "王师傅", "13800000000", "18:00-08:00", "周一到周五" }) form.ShouldContain(value);
        (string, string)[] changed = [community, ("instead", wang.Id.ToString()), ("place", "3/2"), ("party", "property"), ("name", "王师傅"), ("phone", "13800000002"), ("days", "周一到周五"), ("hours", "18:00-08:00")];
        (await street.PostAsync(Path, $"{Path}?handler=Add", changed)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await street.PostAsync(Path, $"{Path}?handler=Add", changed)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await app.Get<DutyRoster>().ListAsync(Pilot.CommunityId, default)).Select(p => p.Phone).ShouldBe(["13800000002", "010-12345678"], ignoreOrder: true);
        (await street.PostAsync(Path, $"{Path}?handler=Ladder", community, ("severity", "danger"), ("seen", "0"), ("steps", "马上：物业\n3分钟后：街道、值班群\n每10分钟再来一遍"), ("reason", "街道会上定的"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var policy = await app.Get<Policies>().OfAsync(Pilot.CommunityId, FaultClass.Find("burst")!, app.Clock.GetUtcNow(), default);
        policy.Steps[1].After.ShouldBe(TimeSpan.FromMinutes(3));
        (await street.PostAsync(Path, $"{Path}?handler=Ladder", community, ("severity", "danger"), ("seen", "0"), ("steps", "马上：物业\n3分钟后：街道\n每10分钟再来一遍"), ("reason", "晚了"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var property = await StaffClient.SignedInAsync(app, StaffRole.Property, Pilot.CommunityId);
        (await property.PostAsync("/staff/emergencies", $"{Path}?handler=End", community, ("person", people[0].Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [BothDatabases]
    public async Task The_month_is_a_table_and_a_workbook_without_flats_and_names(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        await new Chat(app, "a").SayAsync("我是老王，水管爆了，3-2-501，13800000000");
        app.Clock.Advance(TimeSpan.FromMinutes(4));
        var id = await OnlyAsync(app);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        await street.PostAsync($"/staff/emergencies/{id}", ("act", ActKinds.Acknowledged), ("seen", await SeenAsync(app, id)));
        (await street.PageAsync("/staff/emergencies/figures")).ShouldContain("4 分钟");
        var file = await (await street.GetAsync("/staff/emergencies/figures.xlsx")).Content.ReadAsByteArrayAsync();
        using var book = new ZipArchive(new MemoryStream(file));
        var text = string.Concat(book.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)).Select(e => new StreamReader(e.Open(), Encoding.UTF8).ReadToEnd()));
        text.ShouldContain("E-0001");
        text.ShouldContain("没有核实");
        text.ShouldNotContain("老王");
        text.ShouldNotContain("501");
        text.ShouldNotContain("13800000000");
    }

    [BothDatabases]
    public async Task Open_data_has_every_field_of_the_specification_and_neither_flat_nor_number(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        await new Chat(app, "a").SayAsync("我是老王，水管爆了，3-2-501，13800000000");
        await new Chat(app, "b").SayAsync("我爸摔倒了起不来，3-2-502");
        using var http = new HttpClient { BaseAddress = app.Address };
        var body = await http.GetStringAsync("/open311/v2/requests.json");
        foreach (var secret in new[] { "501", "502", "老王", "13800000000", "2单元", "摔" }) body.ShouldNotContain(secret);
        var request = JsonDocument.Parse(body).RootElement.EnumerateArray().Single();
        // The fields and the order of the specification's example (https://wiki.open311.org/GeoReport_v2).
        request.EnumerateObject().Select(p => p.Name).ShouldBe(["service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice", "requested_datetime", "updated_datetime",
            "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url"]);
        request.GetProperty("status").GetString().ShouldBe("open");
        // Kinds of values as the schemas of the specification's keepers have them (open311/schema-validation, schema/georeport-v2): what is required is never null.
        foreach (var field in request.EnumerateObject())
            field.Value.ValueKind.ShouldBeOneOf(field.Name switch
            {
                "service_request_id" or "status" or "service_code" or "requested_datetime" => [JsonValueKind.String],
                "lat" or "long" => [JsonValueKind.Number, JsonValueKind.Null],
                _ => [JsonValueKind.String, JsonValueKind.Null],
            });
        request.GetProperty("requested_datetime").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$");
        var services = JsonDocument.Parse(await http.GetStringAsync("/open311/v2/services.json")).RootElement;
        foreach (var service in services.EnumerateArray())
        {
            service.EnumerateObject().Select(p => p.Name).ShouldBe(["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]);
            service.GetProperty("type").GetString().ShouldBe("realtime");
            service.GetProperty("metadata").ValueKind.ShouldBe(JsonValueKind.False);
            foreach (var name in new[] { "service_code", "service_name", "description", "keywords", "group" }) service.GetProperty(name).ValueKind.ShouldBe(JsonValueKind.String);
        }

        JsonDocument.Parse(await http.GetStringAsync("/open311/v2/services/burst.json")).RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["service_code", "attributes"]);
        JsonDocument.Parse(await http.GetStringAsync("/open311/v2/discovery.json")).RootElement.GetProperty("endpoints")[0].EnumerateObject().Select(p => p.Name).ShouldBe(["specification", "url", "changeset", "type", "formats"]);
        JsonDocument.Parse(await http.GetStringAsync("/open311/v2/requests/E-0001.json")).RootElement.GetArrayLength().ShouldBe(1);
        JsonDocument.Parse(await http.GetStringAsync("/open311/v2/requests.json?status=closed")).RootElement.GetArrayLength().ShouldBe(0);
        JsonDocument.Parse(await http.GetStringAsync("/open311/v2/requests.json?service_code=leak,sewage")).RootElement.GetArrayLength().ShouldBe(0);
        // Of what is closed the last update is its closing, whatever a resident says of it afterwards.
        await app.Get<TicketActs>().ActAsync(await OnlyAsync(app), 1, ActKinds.Closed, "看过了", 0, null, new(Guid.NewGuid(), "zhao", "赵敏", StaffRole.Committee, StaffScope.All(true), MustChangePassword: false), default);
        var closing = app.Clock.GetUtcNow();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await new Chat(app, "a").SayAsync("修得怎么样了");
        var closed = JsonDocument.Parse(await http.GetStringAsync("/open311/v2/requests.json?status=closed")).RootElement.EnumerateArray().Single();
        closed.GetProperty("status").GetString().ShouldBe("closed");
        DateTimeOffset.Parse(closed.GetProperty("updated_datetime").GetString()!, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(closing, TimeSpan.FromSeconds(1));
        foreach (var (path, status) in new[] { ("requests/E-9999.json", 404), ("services/bridge.json", 404), ("requests.json?status=lost", 400), ("requests.json?start_date=gestern", 400), ("requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z", 400) })
        {
            var answer = await http.GetAsync($"/open311/v2/{path}");
            ((int)answer.StatusCode).ShouldBe(status, path);
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement[0].EnumerateObject().Select(p => p.Name).ShouldBe(["code", "description"]);
        }
    }

    [BothDatabases(Browser = true)]
    public async Task The_board_tells_of_a_burst_by_itself_and_one_tap_takes_it(Provider provider)
    {
        // On a phone over one database, at a desk over the other.
        var (width, height) = provider is Provider.Sqlite ? (390, 844) : (1280, 800);
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        await using var phone = await chromium.SignedInAsync(app, StaffRole.Street, width, height);
        var page = phone.Page;
        await page.GotoAsync("/staff/emergencies");
        await new Chat(app, "a").SayAsync("水管爆了，3-2-501，13800000000");
        await new Chat(app, "b").SayAsync("厨房水管滴水，5-1-201");
        // The stream waits on the clock of the test.
        for (var i = 0; i < 20 && await page.GetByText("E-0001").CountAsync() == 0; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(100);
        }

        await page.GetByText("E-0001").First.WaitForAsync();
        await Looks.CheckAsync(page, "emergencies", width);
        await page.ClickAsync("button:has-text('我来处理')");
        await page.GetByText("谁在管").WaitForAsync();
        await page.ClickAsync("button:has-text('列出来，马上告诉')");
        await page.GetByText("家还不算知道").WaitForAsync();
        await Looks.CheckAsync(page, "emergency", width);
        await page.GotoAsync("/staff/emergencies/rules");
        await Looks.CheckAsync(page, "emergency-rules", width);
        await page.ClickAsync("summary:has-text('加一个人')");
        await page.FillAsync("#name", "周师傅");
        await page.FillAsync("#phone", "13800000077");
        await page.FillAsync("#hours", "18:00-8:00");
        await page.ClickAsync("button:has-text('排上')");
        await page.ClickAsync("a:has-text('改一改')");
        await page.GetByText("改这一行").WaitForAsync();
        (await page.InputValueAsync("#name")).ShouldBe("周师傅");
        await Looks.CheckAsync(page, "emergency-roster", width);
        await page.GotoAsync("/staff/emergencies/figures");
        await Looks.CheckAsync(page, "emergency-figures", width);
    }

    private static Task<Guid> OnlyAsync(TestApp app) => app.Get<Database>().FirstAsync<Guid>("select id from tickets where main_id is null order by opened_at limit 1", null, default);

    private static async Task<string> SeenAsync(TestApp app, Guid id) => (await app.Get<Database>().FirstAsync<int>("select number from tickets where id = @id", new { id }, default)).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
