using System.Net;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Plans;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Plans;

public sealed class PlansTests
{
    private const string Said = "我对施工方案有意见，一天只干半天太磨蹭了";

    [BothDatabases]
    public async Task Who_commented_in_the_chat_gets_the_answer_there_and_hears_once_what_a_new_version_changes(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        var community = await CommunityAsync(app);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        await PublishedAsync(street, 0, "先换卫生间，后换厨房。", "");
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync(Said);
        chat.Reply.ShouldContain("编号P-0001");
        chat.Reply.ShouldContain(PlanStore.PathOf(community));
        var id = await app.Get<Database>().FirstAsync<Guid>("select id from plan_comments", null, default);
        (await street.PageAsync("/staff/plans/comments")).ShouldNotContain("磨蹭");
        (await street.PageAsync($"/staff/plans/comments/{id}")).ShouldContain("磨蹭");

        using var answered = await street.PostAsync($"/staff/plans/comments/{id}", ("act", "answer"), ("answer", "王阿姨，501的水下午两点就来。"), ("shown", "有人问，一天为什么只干半天"), ("shownAnswer", "上午八点开工，下午两点接着干。"));
        using var again = await street.PostAsync($"/staff/plans/comments/{id}", ("act", "answer"), ("answer", "另一句话"), ("shown", ""));

        answered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await SaidToAsync(app, "a")).ShouldBe(["您对施工方案的意见（P-0001），答复您：\n王阿姨，501的水下午两点就来。"]);
        (await chat.CountAsync("select count(*) from desk_items where done_at is null and reference = 'P-0001'")).ShouldBe(0);
        using var anybody = new StaffClient(app);
        var page = await anybody.PageAsync(PlanStore.PathOf(community));
        page.ShouldContain("有人问，一天为什么只干半天");
        page.ShouldContain("上午八点开工");
        page.ShouldNotContain("3号楼2单元501");
        page.ShouldNotContain("王阿姨");
        string.Join(' ', await app.Get<Database>().QueryAsync<string>("select kind from evidence_unlinked where kind like 'plan.%' union all select kind from evidence_records where kind like 'plan.%' order by kind", null, default))
            .ShouldBe("plan.answered plan.comment plan.published");

        await PublishedAsync(street, 1, "先换厨房，后换卫生间。", "先换厨房了。");
        for (var i = 0; i < 3; i++) await app.Get<Tick>().RunOnceAsync(default);

        (await SaidToAsync(app, "a"))[1..].ShouldBe([$"您提过意见的施工方案，出了第 2 版。改了这些：\n先换厨房了。\n全文：{app.Get<PlanStore>().LinkOf(community)}"]);
    }

    [BothDatabases]
    public async Task The_answer_to_one_person_never_stands_on_the_page_by_itself(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        var id = await CommentedAsync(app, street);

        using var half = await street.PostAsync($"/staff/plans/comments/{id}", ("act", "answer"), ("answer", "王阿姨，您家501下午来水。"), ("shown", "有人问来水"), ("shownAnswer", ""));

        half.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await half.Content.ReadAsStringAsync();
        page.ShouldContain("都要另写一句");
        page.ShouldContain("王阿姨，您家501下午来水。");
        (await SaidToAsync(app, "a")).ShouldBeEmpty();
        (await app.Get<Database>().FirstAsync<long>("select count(*) from plan_comments where shown_answer is not null", null, default)).ShouldBe(0);
    }

    [BothDatabases]
    public async Task A_comment_is_claimed_before_the_answer_is_said_and_a_stop_in_between_leaves_nobody_without_it(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        var id = await CommentedAsync(app, street);
        var (comments, staff) = (app.Get<CommentStore>(), new CurrentStaff(Guid.NewGuid(), "li", "小李", StaffRole.Street, StaffScope.All(true), false));
        var comment = (await comments.FindAsync(id, staff.Scope, default))!;

        (await comments.FinishAsync(comment, new CommentAnswer("下午两点来水。", null, null), staff, default)).ShouldBeTrue();
        (await comments.FinishAsync(comment, null, staff, default)).ShouldBeFalse("a colleague was first");
        await app.Get<Tick>().RunOnceAsync(default);
        (await SaidToAsync(app, "a")).ShouldBeEmpty("who answers says it himself within a minute");
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < 3; i++) await app.Get<Tick>().RunOnceAsync(default);

        (await SaidToAsync(app, "a")).ShouldBe(["您对施工方案的意见（P-0001），答复您：\n下午两点来水。"]);
        using var late = await street.PostAsync($"/staff/plans/comments/{id}", ("act", "answer"), ("answer", "我写了很久的答复"), ("shown", "意见"), ("shownAnswer", "给大家的答复"));
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await late.Content.ReadAsStringAsync();
        foreach (var typed in new[] { "同事刚才已经办了", "我写了很久的答复", "给大家的答复", "下午两点来水。" }) page.ShouldContain(typed);
        (await SaidToAsync(app, "a")).Count.ShouldBe(1);
    }

    [BothDatabases]
    public async Task The_page_takes_comments_without_a_name_and_encodes_what_was_typed(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        var community = await CommunityAsync(app);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        using var anybody = new StaffClient(app);
        using (var none = await anybody.GetAsync(PlanStore.PathOf(community))) none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await PublishedAsync(street, 0, "### 次序\n\n<script>alert(1)</script>\n\n- 先卫生间", "");

        var page = await anybody.PageAsync(PlanStore.PathOf(community));
        page.ShouldContain("<h3>次序</h3>");
        page.ShouldNotContain("<script");
        using var taken = await anybody.PostAsync(PlanStore.PathOf(community), ("words", "<b>水</b>什么时候停"));
        taken.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await anybody.PageAsync(taken.Headers.Location!.ToString())).ShouldContain("收到了，编号 P-0001");
        using var empty = await anybody.PostAsync(PlanStore.PathOf(community), ("words", " "));
        empty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var id = await app.Get<Database>().FirstAsync<Guid>("select id from plan_comments", null, default);

        (await street.PageAsync($"/staff/plans/comments/{id}")).ShouldContain("&lt;b&gt;水&lt;/b&gt;");
        using var hidden = await street.PostAsync($"/staff/plans/comments/{id}", ("act", "answer"), ("answer", "九点到十二点。"), ("shown", ""));
        (await hidden.Content.ReadAsStringAsync()).ShouldContain("只能答在方案页上");
    }

    [Fact]
    public async Task One_address_cannot_fill_the_page()
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite, listen: true);
        var community = await CommunityAsync(app);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        await PublishedAsync(street, 0, "先换卫生间。", "");
        using var anybody = new StaffClient(app);

        for (var i = 0; i < 12; i++) (await anybody.PostAsync(PlanStore.PathOf(community), ("words", $"意见 {i}"))).Dispose();

        (await app.Get<Database>().FirstAsync<long>("select count(*) from plan_comments", null, default)).ShouldBe(10);
    }

    [BothDatabases]
    public async Task Of_two_who_publish_at_once_the_second_reads_why_and_keeps_what_was_typed(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        await PublishedAsync(street, 0, "第一版。", "");

        using var second = await street.PostAsync("/staff/plans", ("seen", "0"), ("title", "我的方案"), ("body", "我写了很久的方案。"));

        second.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await second.Content.ReadAsStringAsync();
        page.ShouldContain("刚才有同事发过新的一版");
        page.ShouldContain("我写了很久的方案。");
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        using var refused = await committee.PostAsync("/staff/plans", ("seen", "1"), ("title", "标题"), ("body", "方案"), ("changed", "都改了"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<Guid> CommentedAsync(TestApp app, StaffClient street)
    {
        await PublishedAsync(street, 0, "先换卫生间，后换厨房。", "");
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync(Said);
        return await app.Get<Database>().FirstAsync<Guid>("select id from plan_comments", null, default);
    }

    private static async Task PublishedAsync(StaffClient street, int seen, string body, string changed)
    {
        using var published = await street.PostAsync("/staff/plans", ("seen", $"{seen}"), ("title", "楼内上下水管线改造施工方案"), ("body", body), ("changed", changed));
        published.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static async Task<Guid> CommunityAsync(TestApp app) => (await app.Get<Register>().CommunitiesAsync(default))[0].Id;

    private static async Task<List<string>> SaidToAsync(TestApp app, string chat) =>
        [.. (await app.Get<Transcript>().AfterAsync("test", chat, 0, 100, default)).SelectMany(t => t.Entries).Where(e => e.From is Speaker.Staff).Select(e => e.Text!)];
}
