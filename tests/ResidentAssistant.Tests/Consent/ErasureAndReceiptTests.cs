using System.IO.Compression;
using System.Net;
using ResidentAssistant.Consent;
using ResidentAssistant.Evidence;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

/// <summary>What a household takes home, what is handed out about it, and what is forgotten.</summary>
public sealed class ErasureAndReceiptTests
{
    [BothDatabases]
    public async Task A_receipt_from_the_chat_opens_without_saying_whose_it_is_and_verifies(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        var resident = await new Chat(world.App, "wang").JoinAsync("82417730");
        await resident.SayAsync("凭据");
        resident.Reply.ShouldContain("还没有记过什么");
        await world.SignAsync("3-2-501");
        await resident.SayAsync("给我个凭据");
        resident.Reply.ShouldContain("您家签的书面申请");
        var link = resident.Reply[resident.Reply.IndexOf("/r/receipt/", StringComparison.Ordinal)..].Trim();

        using var http = new HttpClient { BaseAddress = world.App.Address };
        await LinkAsync(world);
        var page = await http.GetStringAsync(new Uri(link, UriKind.Relative));
        page.ShouldContain("您家一条记录的凭据");
        foreach (var secret in new[] { "单元501", "A-0001", "同意", "王示例", "申请" }) page.ShouldNotContain(secret);
        var text = await http.GetStringAsync(new Uri($"{link}?handler=File", UriKind.Relative));

        var verdict = await new Verifier(new PublicKeys(world.App.Get<KeyRing>().TreeHeads.PublicKeys.Select(k => k.PublicKey))).RunAsync(new DatabaseArchive(world.Database), [("receipt.txt", text)], default);
        (verdict.Findings.Count, verdict.Receipts).ShouldBe((0, 1));
        using var altered = await http.GetAsync(new Uri(link[..^4] + "AAAA", UriKind.Relative));
        altered.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [BothDatabases]
    public async Task Words_transcripts_and_photos_at_rest_are_erased_and_the_tree_still_verifies(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        await new Chat(world.App, "wang").JoinAsync("82417730");
        await world.SayAsync("3-2-501", "agree");
        var application = await world.SignAsync("3-2-501");
        var home = (await world.HomeAsync("3-2-501")).Id;
        world.App.Clock.WakeAfter(TimeSpan.FromDays(2));
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Administrator);
        var path = $"/staff/consent/flats/{home}/erase";

        using (var kept = await client.PostAsync(path, ("reason", "asked"), ("although", ""), ("word", "抹去")))
        {
            kept.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await kept.Content.ReadAsStringAsync()).ShouldContain("签字的记录要留存");
        }

        using (var untyped = await client.PostAsync(path, ("reason", "asked"), ("although", "法院判决要求删除"), ("word", "好")))
        {
            untyped.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await untyped.Content.ReadAsStringAsync()).ShouldContain("法院判决要求删除");
        }

        using (var done = await client.PostAsync(path, ("reason", "asked"), ("although", "法院判决要求删除"), ("word", "抹去")))
            (await done.Content.ReadAsStringAsync()).ShouldContain("抹去了：");
        (await world.CountAsync("select count(*) from turns t join conversations c on c.id = t.conversation_id where c.household_id is not null")).ShouldBe(0);
        (await world.CountAsync($"select count(*) from evidence_personal p join evidence e on e.id = p.record_id where e.kind <> 'personal.erased'")).ShouldBe(0);
        await LinkAsync(world);
        await world.App.Get<Heads>().SignDayAsync(world.App.Clock.GetUtcNow(), default);
        (await new Verifier(new PublicKeys(world.App.Get<KeyRing>().TreeHeads.PublicKeys.Select(k => k.PublicKey))).RunAsync(new DatabaseArchive(world.Database), [], default)).Findings
            // What this test answered for the household was written past the evidence, and is seen to be.
            .ShouldAllBe(f => f.Where.EndsWith(" of intents", StringComparison.Ordinal));
        application.Reference.ShouldBe("A-0001");
    }

    [BothDatabases]
    public async Task A_household_that_only_talked_is_erased_with_a_record_and_so_is_what_a_stranger_said_in_its_name(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var stranger = new Chat(world.App, "lin");
        await stranger.SayAsync("我不同意换管子");
        await stranger.SayAsync("3-2-501");
        await stranger.SayAsync("取消");
        var own = await new Chat(world.App, "wang").JoinAsync("82417730");
        await own.SayAsync("你好");
        await LinkAsync(world);
        var home = (await world.HomeAsync("3-2-501")).Id;

        // What somebody says who has proven nothing is not handed to the household.
        (await TranscriptsAsync(world, new ExportScope(Pilot.CommunityId, HouseholdId: home))).ShouldNotContain(t => t.Contains("我不同意换管子", StringComparison.Ordinal));
        (await TranscriptsAsync(world, new ExportScope(Pilot.CommunityId))).ShouldContain(t => t.Contains("我不同意换管子", StringComparison.Ordinal));

        await world.Database.ExecuteAsync("delete from evidence_personal", null, default);
        world.App.Clock.WakeAfter(TimeSpan.FromDays(2));
        var erased = await world.App.Get<Erasures>().OfHouseholdAsync(home, "asked", "", world.Colleague, default);

        erased.Words.ShouldBe(0);
        erased.Turns.ShouldBeGreaterThan(3);
        // A dialog that ended before any flat was named is nobody's.
        (await world.CountAsync("select count(*) from turns where turn > 1")).ShouldBe(0);
        (await world.CountAsync($"select count(*) from evidence where kind = 'personal.erased' and body like '%\"turns\":{erased.Turns},%'")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_no_administrator_may_not_erase()
    {
        await using var world = await ConsentWorld.StartAsync();
        using var client = await StaffClient.SignedInAsync(world.App, StaffRole.Committee, Pilot.CommunityId);
        (await client.GetAsync($"/staff/consent/flats/{(await world.HomeAsync("3-2-501")).Id}/erase")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [BothDatabases]
    public async Task An_export_with_words_holds_the_paper_and_its_scan_and_leaves_a_mark_in_the_tree(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var application = await world.SignAsync("3-2-501");
        await world.App.Get<ResidentAssistant.Consent.Applications.Scans>().AddAsync(application.Id, ConsentWorld.Picture, "签字.png", world.Colleague, default);
        await LinkAsync(world);
        var riser = (await world.LedgerAsync("3-2-501")).Risers[0].Id;

        using var file = new MemoryStream();
        await world.App.Get<EvidenceExport>().WriteAsync(file, new ExportScope(Pilot.CommunityId, RiserId: riser), personal: true, default);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        zip.Entries.Select(e => e.FullName).ShouldContain("applications/A-0001.docx");
        zip.Entries.Select(e => e.FullName).ShouldContain(n => n.StartsWith("applications/A-0001-", StringComparison.Ordinal) && n.EndsWith(".png", StringComparison.Ordinal));
        (await world.CountAsync("select count(*) from evidence where kind = 'evidence.exported'")).ShouldBe(1);
    }

    private static async Task<List<string>> TranscriptsAsync(ConsentWorld world, ExportScope scope)
    {
        using var file = new MemoryStream();
        await world.App.Get<EvidenceExport>().WriteAsync(file, scope, personal: true, default);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        var texts = new List<string>();
        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith("transcripts/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(entry.Open());
            texts.Add(await reader.ReadToEndAsync());
        }

        return texts;
    }

    internal static Task LinkAsync(ConsentWorld world) => new Linker(world.App.Get<EvidenceTrees>()).RunAsync(world.App.Clock.GetUtcNow(), default);
}
