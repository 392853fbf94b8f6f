using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ResidentAssistant.Consent;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

public sealed partial class ConsentEvidenceTests
{
    [BothDatabases]
    public async Task Who_approved_which_text_which_wording_and_which_scan_came_when_stands_in_the_evidence(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        var application = await world.SignAsync("3-2-501");
        await world.App.Get<Scans>().AddAsync(application.Id, ConsentWorld.Picture, "王示例1签字.png", world.Colleague, default);
        await world.App.Get<Scans>().AddAsync(application.Id, ConsentWorld.Picture, "again.png", world.Colleague, default);
        await world.App.Get<Wordings>().ApproveAsync(ApplicationWording.Now.Hash, world.Colleague, default);
        await world.App.Get<Wordings>().ApproveAsync(ApplicationWording.Now.Hash, world.Colleague, default);
        var building = (await world.HomeAsync("3-2-501")).BuildingId;
        await ApproveAsync(world, 0, DisclosureChange.First, []);
        await ApproveAsync(world, 1, DisclosureChange.Material, [building]);

        var scan = (await OfAsync(world, "application.scan")).ShouldHaveSingleItem();
        scan.GetProperty("fields").GetProperty("reference").GetString().ShouldBe(application.Reference);
        scan.GetProperty("personal").TryGetProperty("name", out _).ShouldBeTrue();
        (await OfAsync(world, "wording.approved")).ShouldHaveSingleItem().GetProperty("fields").GetProperty("staff").GetString().ShouldBe(world.Colleague.Id.ToString());
        var approved = await OfAsync(world, "disclosure.approved");
        approved.Count.ShouldBe(2);
        approved[1].GetProperty("fields").GetProperty("change").GetString().ShouldBe("Material");
        approved[1].GetProperty("fields").GetProperty("buildings")[0].GetString().ShouldBe(building.ToString());
        approved[1].GetRawText().ShouldNotContain("王示例1来问过");
        (await OfAsync(world, "disclosure.lapsed")).Count.ShouldBe((int)await world.CountAsync("select count(*) from disclosure_lapses"));
        (await OfAsync(world, "disclosure.lapsed")).Count.ShouldBeGreaterThan(0);
    }

    [BothDatabases]
    public async Task A_signature_says_that_the_six_matters_were_read_and_which_rule_of_co_owners_held(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        var today = new DateOnly(2026, 11, 2);
        await world.App.Get<SourcedSettings>().SetAsync(new SettingDraft
        {
            Key = "consent.co-owners", Value = SettingCatalogue.OneCoOwner, Source = "区里的公告", DecidedBy = "区政府", ValidFrom = today, SetBy = Guid.NewGuid(), SetByName = "小李", Seen = 0,
        }, today, default);
        var application = await world.PrintAsync("3-2-501");
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var path = $"/staff/consent/applications/{application.Id}";

        using var signed = await client.PostFilesAsync(path, [("a.png", ConsentWorld.Picture)], ("act", "sign"), ("seen", ConsentWorld.SeenIn(await client.PageAsync(path))), ("signer", "王示例1"), ("capacity", "CoOwner"),
            ("paper", "deed"), ("decision", "房产证上有他"), ("signedOn", "2026-11-23"), ("told", "true"));

        signed.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        var fields = (await OfAsync(world, LedgerKinds.Signed))[0].GetProperty("fields");
        fields.GetProperty("told").GetString().ShouldBe("yes");
        fields.GetProperty("coOwners").GetString().ShouldBe(SettingCatalogue.OneCoOwner);
        fields.GetProperty("coOwnersRule").GetString().ShouldBe("区里的公告");
        (await client.PageAsync($"/staff/consent/flats/{application.HouseholdId}")).ShouldContain("共有人按哪条规定");
    }

    [BothDatabases]
    public async Task Every_application_shown_or_printed_and_every_export_is_written_down_with_its_place(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        var homes = new[] { (await world.HomeAsync("3-2-501")).Id, (await world.HomeAsync("3-2-502")).Id };

        using (var printed = await client.PostAsync("/staff/consent", "/staff/consent/print", ("household", $"{homes[0]}"), ("household", $"{homes[1]}"))) printed.EnsureSuccessStatusCode();
        foreach (var home in homes) (await ReadsAsync(home)).ShouldBe(1);
        var id = await world.Database.FirstAsync<Guid>("select id from applications where household_id = @home", new { home = homes[0] }, default);
        await client.PageAsync($"/staff/consent/print?id={id}");
        (await ReadsAsync(homes[0])).ShouldBe(2);

        using (var export = await client.GetAsync($"/staff/consent/export.xlsx?community={Pilot.CommunityId}")) export.EnsureSuccessStatusCode();
        (await world.Database.FirstAsync<long>("select count(*) from audit_reads where kind = 'Consent' and household_id is null and community_id = @community", new { community = Pilot.CommunityId }, default)).ShouldBe(1);

        Task<long> ReadsAsync(Guid home) => world.Database.FirstAsync<long>("select count(*) from audit_reads where kind = 'Consent' and household_id = @home", new { home }, default);
    }

    [Fact]
    public void The_format_names_every_kind_of_record()
    {
        var root = Root();
        var known = File.ReadAllText(Path.Combine(root, "docs", "evidence-format.md"));
        var literal = Directory.EnumerateFiles(Path.Combine(root, "src", "ResidentAssistant"), "*.cs", SearchOption.AllDirectories).SelectMany(f => Literal().Matches(File.ReadAllText(f))).Select(m => m.Groups["kind"].Value);
        var acts = typeof(LedgerKinds).GetFields().Select(f => (string)f.GetValue(null)!).Where(k => !k.StartsWith(LedgerKinds.Said, StringComparison.Ordinal));

        literal.Concat(acts).Distinct().Where(kind => !known.Contains($"`{kind}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json"))) folder = folder.Parent!; // the tests lie in the repository
        return folder.FullName;
    }

    private static async Task ApproveAsync(ConsentWorld world, int seen, DisclosureChange change, IReadOnlyList<Guid> buildings)
    {
        world.App.Clock.Advance(TimeSpan.FromSeconds(5));
        var draft = await world.App.Get<Disclosures>().DraftAsync(Pilot.CommunityId, world.App.Clock.GetUtcNow(), default);
        await world.App.Get<DisclosureVersions>().ApproveAsync(new DisclosureApproval(Pilot.CommunityId, seen, draft, change, "王示例1来问过", buildings), world.Colleague, default);
    }

    private static async Task<List<JsonElement>> OfAsync(ConsentWorld world, string kind) =>
        [.. (await world.Database.QueryAsync<string>("select body from (select at, body, kind from evidence_unlinked union all select at, body, kind from evidence_records) r where kind = @kind order by at", new { kind }, default))
            .Select(body => JsonDocument.Parse(body).RootElement)];

    [GeneratedRegex("""[ ,(]Kind = (given is null \? )?"(?<kind>[a-z-]+(\.[a-z-]+)?)"|: "(?<kind>(plan|notice|consent)\.[a-z-]+)"[,;]""", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Literal();
}
