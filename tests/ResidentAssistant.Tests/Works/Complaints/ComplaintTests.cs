using System.Net;
using System.Text.RegularExpressions;
using ResidentAssistant.Consent;
using ResidentAssistant.Messaging;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;
using ResidentAssistant.Works.Complaints;

namespace ResidentAssistant.Tests.Works.Complaints;

/// <summary>Complaints, from the first angry word to the resident's own “settled”.</summary>
public sealed partial class ComplaintTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [BothDatabases]
    public async Task A_complaint_is_answered_in_the_chat_reopened_and_settled_by_the_resident_alone(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        using var contractor = await StaffClient.SignedInAsync(app, StaffRole.Contractor);
        var (chat, path) = await MadeAsync(app);
        var board = await committee.PageAsync("/staff/complaints");
        board.ShouldContain("C-0001");
        board.ShouldContain("还没有公布");
        board.ShouldNotContain("全是泥");
        (await committee.PageAsync(path)).ShouldContain("全是泥");
        using (var closed = await contractor.GetAsync(path)) closed.StatusCode.ShouldNotBe(HttpStatusCode.OK);

        (await PostAsync(committee, path, ("act", "assigned"), ("party", "contractor"), ("words", "是施工队弄脏的"))).ShouldBe(HttpStatusCode.Redirect);
        (await PostAsync(committee, path, ("act", "assigned"), ("party", "mayor"), ("words", "别人"))).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(committee, path, ("act", "reopened"), ("words", "他说没解决"))).ShouldBe(HttpStatusCode.Conflict);
        (await PostAsync(committee, path, ("act", "answered"), ("words", "门口扫干净了"))).ShouldBe(HttpStatusCode.Redirect);
        for (var i = 0; i < 3; i++) await app.Get<Tick>().RunOnceAsync(default);
        (await SaidAsync(app)).ShouldHaveSingleItem().ShouldContain("门口扫干净了");
        await chat.SayAsync("没解决");
        await chat.SayAsync("今天又是一地泥");
        (await PostAsync(committee, path, ("act", "answered"), ("words", "换了专人打扫"))).ShouldBe(HttpStatusCode.Redirect);
        await app.Get<Tick>().RunOnceAsync(default);
        await chat.SayAsync("解决了");

        var complaint = (await app.Get<ComplaintStore>().ListAsync(StaffScope.All(seesUnplaced: true), default)).ShouldHaveSingleItem();
        (complaint.State, complaint.Party.Kind, complaint.Seen).ShouldBe((ComplaintState.Settled, "contractor", 5));
        (await SaidAsync(app)).Count.ShouldBe(2);
        (await CountAsync(app, "select count(*) from (select kind from evidence_unlinked union all select kind from evidence_records) e where kind like 'complaint.%'")).ShouldBe(6);
        (await CountAsync(app, "select count(*) from desk_items where done_at is null and reference = 'C-0001'")).ShouldBe(0);
        foreach (var sql in new[] { "update complaint_steps set number = 9", "delete from complaints" })
            (await Should.ThrowAsync<System.Data.Common.DbException>(app.Get<Database>().ExecuteAsync(sql, null, default))).Message.ShouldContain("append-only");
    }

    [BothDatabases]
    public async Task What_was_complained_of_is_erased_with_the_household_and_what_happened_stays(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var (chat, path) = await MadeAsync(app);
        (await PostAsync(committee, path, ("act", "answered"), ("words", "王阿姨家门口扫干净了"))).ShouldBe(HttpStatusCode.Redirect);
        var database = app.Get<Database>();
        var home = (await database.FirstAsync<Guid?>("select household_id from complaints", null, default))!.Value;
        await app.Get<Erasures>().OfHouseholdAsync(home, "asked", "", new CurrentStaff(Guid.NewGuid(), "a", "管理员", StaffRole.Administrator, StaffScope.All(true), false), default);

        (await database.FirstAsync<long>("select (select coalesce(sum(length(words)), 0) from complaints) + (select coalesce(sum(length(words)), 0) from complaint_steps)", null, default)).ShouldBe(0);
        var complaint = (await app.Get<ComplaintStore>().ListAsync(StaffScope.All(seesUnplaced: true), default)).ShouldHaveSingleItem();
        (complaint.Words, complaint.Steps.Single().Words, complaint.Reference).ShouldBe(("（已经删去）", "（已经删去）", "C-0001"));
        (await committee.PageAsync(path)).ShouldContain("已经删去");
        foreach (var sql in new[] { "update complaints set reference = 'C-9999'", "update complaint_steps set words = 'x'", "delete from complaint_steps" })
            (await Should.ThrowAsync<System.Data.Common.DbException>(database.ExecuteAsync(sql, null, default))).Message.ShouldContain("append-only");
    }

    [BothDatabases]
    public async Task Who_answers_second_is_told_and_loses_nothing_typed(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var first = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using var second = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var (_, path) = await MadeAsync(app);
        (await PostAsync(first, path, ("act", "answered"), ("words", "扫干净了"))).ShouldBe(HttpStatusCode.Redirect);

        using var late = await second.PostAsync(path, ("seen", "0"), ("act", "answered"), ("words", "我写的另一个答复"));

        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync()).ShouldContain("刚才有同事办过这件事");
        (await CountAsync(app, "select count(*) from complaint_steps")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task With_a_limit_set_the_day_is_said_and_past_it_the_complaint_comes_back_to_the_desk_once(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        var today = SiteClock.Day(app.Clock.GetUtcNow());
        await app.Get<SourcedSettings>().SetAsync(new SettingDraft
        {
            Key = "complaint.answer", Value = "7", Seen = 0, Source = "会议纪要", DecidedBy = "街道", ValidFrom = today, SetBy = Guid.NewGuid(), SetByName = "小李",
        }, today, default);
        var (chat, _) = await MadeAsync(app);
        chat.Reply.ShouldContain($"{today.AddDays(7):yyyy年M月d日}以前要答复您");

        INightly night = app.Get<ComplaintDuty>();
        foreach (var days in new[] { 6, 8, 9 }) await night.RunAsync(app.Clock.GetUtcNow().AddDays(days), default);

        (await ComplaintParty.OfAsync(app.Get<Database>(), Guid.NewGuid(), Now, default)).ShouldBe(ComplaintParty.Unknown);
        (await CountAsync(app, "select count(*) from desk_items where title like '投诉过了答复的日子%'")).ShouldBe(1);
    }

    [Fact]
    public void From_the_first_entry_on_it_is_the_contractor_and_afterwards_a_person_decides()
    {
        var stage = new ComplaintParty.Stage { Owner = "市政一公司", Property = "和平物业", FirstEntry = Now, LastEntry = Now.AddDays(5) };
        ComplaintParty.Of(stage, Now.AddHours(-1)).ShouldBe(new("property", "和平物业"));
        ComplaintParty.Of(stage with { Property = null }, Now.AddHours(-1)).ShouldBe(new("owner", "市政一公司"));
        ComplaintParty.Of(stage with { Property = null, Owner = null }, Now.AddHours(-1)).ShouldBe(ComplaintParty.Unknown);
        ComplaintParty.Of(stage with { Nearby = true }, Now.AddHours(-1)).ShouldBe(ComplaintParty.Unknown);
        ComplaintParty.Of(stage, Now.AddDays(2)).Kind.ShouldBe("contractor");
        ComplaintParty.Of(stage, Now.AddDays(6)).Kind.ShouldBe("contractor", "not accepted yet");
        ComplaintParty.Of(stage with { Accepted = true }, Now.AddDays(6)).ShouldBe(ComplaintParty.Unknown);
    }

    internal static async Task<(Chat Chat, string Path)> MadeAsync(TestApp app)
    {
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("工人把我家门口弄得全是泥，扫都不扫");
        chat.Reply.ShouldContain("C-0001");
        return (chat, $"/staff/complaints/{await app.Get<Database>().FirstAsync<Guid>("select id from complaints", null, default)}");
    }

    private static async Task<HttpStatusCode> PostAsync(StaffClient client, string path, params (string Name, string Value)[] fields)
    {
        var seen = Seen().Match(await client.PageAsync(path)).Groups[1].Value;
        using var posted = await client.PostAsync(path, [.. fields, ("seen", seen)]);
        return posted.StatusCode;
    }

    private static async Task<IReadOnlyList<string>> SaidAsync(TestApp app) =>
        [.. (await app.Get<Transcript>().AfterAsync("test", "a", 0, 100, default)).SelectMany(t => t.Entries).Where(e => e.From == Speaker.Staff).Select(e => e.Text!)];

    private static Task<long> CountAsync(TestApp app, string sql) => app.Get<Database>().FirstAsync<long>(sql, null, default);

    [GeneratedRegex("""name="seen" value="([^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Seen();
}
