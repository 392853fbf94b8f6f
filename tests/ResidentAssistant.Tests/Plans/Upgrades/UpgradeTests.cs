using System.Net;
using System.Text.RegularExpressions;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Plans.Upgrades;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Notices;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Plans.Upgrades;

/// <summary>Wishes above the standard, from the chat to the release.</summary>
public sealed partial class UpgradeTests
{
    private static readonly (string, byte[]) Pdf = ("设计.pdf", [.. "%PDF-1.4 sample"u8]);

    [BothDatabases]
    public async Task A_price_is_not_told_to_who_no_longer_stands_proven_and_a_colleague_is_asked_to_call(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var (_, path) = await AskedAsync(app);
        await DoneAsync(committee, path, [Pdf], ("act", "designed"));
        await app.Get<Letters>().RevokeAsync((await NoticeStoreTests.HomeAsync(app, "3-2-501")).Id, null, default);

        await DoneAsync(committee, path, [], ("act", "quoted"), ("words", "不锈钢水管12米，包人工"), ("amount", "1280"), ("day", "2026-12-31"));
        for (var i = 0; i < 3; i++) await app.Get<Tick>().RunOnceAsync(default);

        (await SaidToAsync(app, "a")).ShouldBeEmpty();
        (await CountAsync(app, "select count(*) from desk_items where done_at is null and reference = 'U-0001' and title like '%请打电话%'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task From_the_wish_to_the_release_every_step_is_told_kept_and_proven(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var (chat, path) = await AskedAsync(app);
        (await street.PageAsync("/staff/upgrades")).ShouldNotContain("不锈钢");
        (await street.PageAsync(path)).ShouldContain("厨房的水管想用不锈钢的");

        await DoneAsync(committee, path, [Pdf], ("act", "designed"));
        await DoneAsync(committee, path, [], ("act", "quoted"), ("words", "不锈钢水管12米，包人工"), ("amount", "1,280.50"), ("day", "2026-12-31"));
        for (var i = 0; i < 3; i++) await app.Get<Tick>().RunOnceAsync(default);
        var told = (await SaidToAsync(app, "a")).ShouldHaveSingleItem();
        told.ShouldContain("1280.50 元");
        told.ShouldContain(UpgradeDuty.NoCash);

        await chat.SayAsync("看报价");
        await chat.TapAsync("房主（房本上是我）");
        await chat.TapAsync("照这个价做");
        await chat.SayAsync("对");
        chat.Reply.ShouldContain("照价做");
        (await StateAsync(app)).ShouldBe(UpgradeState.Accepted);

        // Neither released before the money, nor paid without a receipt or with another sum and no reason.
        (await PostAsync(street, path, [], ("act", "released"))).ShouldBe(HttpStatusCode.Conflict);
        (await PostAsync(committee, path, [], ("act", "paid"), ("receipt", "0001"), ("amount", "1280.50"), ("day", "2026-11-23"))).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(committee, path, [Pdf], ("act", "paid"), ("receipt", "0001"), ("amount", "1000"), ("day", "2026-11-23"))).ShouldBe(HttpStatusCode.BadRequest);
        await DoneAsync(committee, path, [Pdf], ("act", "paid"), ("receipt", "0001"), ("amount", "1280.5"), ("day", "2026-11-23"));
        (await PostAsync(committee, path, [], ("act", "released"))).ShouldBe(HttpStatusCode.Forbidden);
        await DoneAsync(street, path, [], ("act", "released"));
        await app.Get<Tick>().RunOnceAsync(default);

        (await StateAsync(app)).ShouldBe(UpgradeState.Released);
        (await SaidToAsync(app, "a")).Count.ShouldBe(3);
        (await CountAsync(app, "select count(*) from (select kind from evidence_unlinked union all select kind from evidence_records) e where kind like 'upgrade.%'")).ShouldBe(6);
        (await CountAsync(app, "select count(*) from audit_reads where kind = 'Upgrade'")).ShouldBeGreaterThan(0);
        (await CountAsync(app, "select count(*) from desk_items where done_at is null and reference = 'U-0001'")).ShouldBe(0);
        foreach (var sql in new[] { "update upgrade_steps set amount_fen = 1", "delete from upgrades" })
            (await Should.ThrowAsync<System.Data.Common.DbException>(app.Get<Database>().ExecuteAsync(sql, null, default))).Message.ShouldContain("append-only");
        var file = File().Match(await street.PageAsync(path)).Value;
        using var kept = await street.GetAsync(file);
        (await kept.Content.ReadAsByteArrayAsync()).ShouldBe(Pdf.Item2);
    }

    [BothDatabases]
    public async Task Who_comes_second_is_told_and_loses_nothing_typed(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var first = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using var second = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var (_, path) = await AskedAsync(app);
        await DoneAsync(first, path, [Pdf], ("act", "designed"));
        await DoneAsync(first, path, [], ("act", "quoted"), ("words", "包人工"), ("amount", "900"), ("day", "2026-12-31"));

        using var late = await second.PostFilesAsync(path, [], ("seen", "1"), ("act", "quoted"), ("words", "我算的是另一个价"), ("amount", "800"), ("day", "2026-12-31"));

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await late.Content.ReadAsStringAsync();
        page.ShouldContain("刚才有同事办过这件事");
        page.ShouldContain("我算的是另一个价");
        (await CountAsync(app, "select count(*) from upgrade_steps")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task Before_the_money_only_the_street_office_releases_and_says_why(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using var administrator = await StaffClient.SignedInAsync(app, StaffRole.Administrator);
        var (_, path) = await AskedAsync(app);
        await DoneAsync(street, path, [Pdf], ("act", "designed"));
        await DoneAsync(street, path, [], ("act", "quoted"), ("words", "包人工"), ("amount", "900"), ("day", "2026-12-31"));
        await DoneAsync(street, path, [Pdf], ("act", "accepted"), ("day", "2026-11-23"));

        (await PostAsync(administrator, path, [], ("act", "early"), ("words", "管子已经拆开了"))).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(street, path, [], ("act", "early"), ("words", ""))).ShouldBe(HttpStatusCode.BadRequest);
        await DoneAsync(street, path, [], ("act", "early"), ("words", "管子已经拆开了，等不了"));

        (await StateAsync(app)).ShouldBe(UpgradeState.Released);
        (await street.PageAsync("/staff/upgrades?over=true")).ShouldContain("没交款先放行");
        await DoneAsync(street, path, [Pdf], ("act", "paid"), ("receipt", "0002"), ("amount", "900"), ("day", "2026-11-23"));
        (await StateAsync(app)).ShouldBe(UpgradeState.Released);
        (await street.PageAsync("/staff/upgrades?over=true")).ShouldNotContain("没交款先放行");
    }

    [BothDatabases]
    public async Task What_nobody_has_proven_waits_for_a_colleague_and_nothing_else_can_be_done(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using var contractor = await StaffClient.SignedInAsync(app, StaffRole.Contractor);
        var chat = new Chat(app, "b");
        await chat.SayAsync("提要求");
        foreach (var words in new[] { "3-2-502", "没有信", "租房住的", "马桶想换智能的", "对", "不留" }) await chat.SayAsync(words);
        var path = await PathAsync(app);
        (await StateAsync(app)).ShouldBe(UpgradeState.Claimed);

        (await PostAsync(street, path, [Pdf], ("act", "designed"))).ShouldBe(HttpStatusCode.Conflict);
        (await PostAsync(street, path, [("x.exe", [77, 90, 1])], ("act", "designed"))).ShouldBe(HttpStatusCode.BadRequest);
        using (var closed = await contractor.GetAsync(path)) closed.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        await DoneAsync(street, path, [], ("act", "confirmed"), ("words", "上门问过"));
        await DoneAsync(street, path, [], ("act", "closed"), ("words", "这根管子上装不了"));

        await app.Get<Tick>().RunOnceAsync(default);
        (await SaidToAsync(app, "b")).ShouldHaveSingleItem().ShouldContain("这根管子上装不了");
    }

    [BothDatabases]
    public async Task A_wish_heard_on_the_telephone_is_a_claim_and_its_price_becomes_a_call(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        var speak = await SpokenTests.BegunAsync(street, verified: "called-back");
        foreach (var words in new[] { "提要求", "厨房的水管想用不锈钢的", "对", "不留" })
        {
            using var said = await street.PostAsync(speak, ("act", "say"), ("text", words), ("messageId", Guid.NewGuid().ToString("N")));
            said.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        (await StateAsync(app)).ShouldBe(UpgradeState.Claimed);
        var path = await PathAsync(app);
        (await street.PageAsync(path)).ShouldContain("打电话来，按登记的号码打回去过");
        await DoneAsync(street, path, [], ("act", "confirmed"), ("words", "打回去问过"));
        await DoneAsync(street, path, [Pdf], ("act", "designed"));
        await DoneAsync(street, path, [], ("act", "quoted"), ("words", "包人工"), ("amount", "900"), ("day", "2026-12-31"));
        await app.Get<Tick>().RunOnceAsync(default);

        (await CountAsync(app, "select count(*) from desk_items where title like '代说的那位住户有了答复%'")).ShouldBe(1);
    }

    [Theory]
    [InlineData("1280", 128000)]
    [InlineData("1,280.50元", 128050)]
    [InlineData("１２", 1200)]
    [InlineData("0", null)]
    [InlineData("-3", null)]
    [InlineData("1.005", null)]
    [InlineData("99999999", null)]
    [InlineData("很多", null)]
    public void Money_is_read_in_whole_fen(string text, int? fen) => Yuan.TryParse(text).ShouldBe(fen);

    internal static async Task<(Chat Chat, string Path)> AskedAsync(TestApp app)
    {
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("想换好一点的");
        await chat.TapAsync("房主（房本上是我）");
        await chat.SayAsync("厨房的水管想用不锈钢的");
        await chat.SayAsync("对");
        chat.Reply.ShouldContain("U-0001");
        return (chat, await PathAsync(app));
    }

    internal static async Task DoneAsync(StaffClient client, string path, IReadOnlyList<(string Name, byte[] Content)> files, params (string Name, string Value)[] fields) =>
        (await PostAsync(client, path, files, fields)).ShouldBe(HttpStatusCode.Redirect, string.Join(' ', fields));

    private static async Task<HttpStatusCode> PostAsync(StaffClient client, string path, IReadOnlyList<(string Name, byte[] Content)> files, params (string Name, string Value)[] fields)
    {
        var seen = Seen().Match(await client.PageAsync(path)).Groups[1].Value;
        using var posted = await client.PostFilesAsync(path, files, [.. fields, ("seen", seen.Length == 0 ? "0" : seen)]);
        return posted.StatusCode;
    }

    private static async Task<string> PathAsync(TestApp app) => $"/staff/upgrades/{await app.Get<Database>().FirstAsync<Guid>("select id from upgrades", null, default)}";

    private static async Task<UpgradeState> StateAsync(TestApp app) => (await app.Get<UpgradeStore>().ListAsync(StaffScope.All(seesUnplaced: true), default)).ShouldHaveSingleItem().State;

    private static async Task<IReadOnlyList<string>> SaidToAsync(TestApp app, string name) =>
        [.. (await app.Get<Transcript>().AfterAsync("test", name, 0, 100, default)).SelectMany(t => t.Entries).Where(e => e.From == Speaker.Staff).Select(e => e.Text!)];

    private static Task<long> CountAsync(TestApp app, string sql) => app.Get<Database>().FirstAsync<long>(sql, null, default);

    [GeneratedRegex("""name="seen" value="([^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Seen();

    [GeneratedRegex("/staff/upgrades/[0-9a-f-]+/files/[0-9a-f-]+", RegexOptions.None, 1000)]
    private static partial Regex File();
}
