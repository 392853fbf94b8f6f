using System.Net;
using System.Text.RegularExpressions;
using ResidentAssistant.Conversations;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Conversations;

/// <summary>Conversations that a colleague holds for somebody who calls or comes.</summary>
public sealed partial class SpokenTests
{
    [BothDatabases]
    public async Task A_consent_heard_on_the_telephone_is_a_claim_whatever_the_verification_and_is_shown_as_heard(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var path = await BegunAsync(committee, verified: "document");
        await TapAsync(committee, path, "说说同不同意换管子");
        foreach (var label in new[] { "看完了", "同意", "都一样", "对", "不留" }) await TapAsync(committee, path, label);

        (await CountAsync(app, "select count(*) from intents")).ShouldBe(0);
        (await CountAsync(app, "select count(*) from claims where answer = 'agree' and channel = 'staff' and household_id is not null")).ShouldBe(1);
        (await CountAsync(app, "select count(*) from conversations where channel = 'staff' and proven")).ShouldBe(0);
        (await CountAsync(app, "select count(*) from audit_reads where reason = 'Speaking'")).ShouldBeGreaterThan(0);
        (await CountAsync(app, "select count(*) from (select kind, body from evidence_unlinked union all select kind, body from evidence_records) e where kind = 'conversation.spoken'")).ShouldBe(1);
        (await CountAsync(app, "select count(*) from (select kind, body from evidence_unlinked union all select kind, body from evidence_records) e where kind = 'claim' and body like '%\"spoken\":\"phone/document\"%'")).ShouldBe(1);
        var shown = await committee.PageAsync(path.Replace("/speak/", "/conversations/", StringComparison.Ordinal));
        shown.ShouldContain("代王桂英说：打电话来，看过证件");
        shown.ShouldContain("13912345678");
        shown.ShouldContain("代说）");
        var list = await committee.PageAsync("/staff/conversations");
        list.ShouldContain("代说：打电话来，看过证件");
        list.ShouldNotContain("王桂英");
        (await committee.PageAsync("/staff/speak")).ShouldNotContain("王桂英");
    }

    [BothDatabases]
    public async Task Two_colleagues_never_type_in_one_conversation_and_what_the_second_wrote_stays(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var first = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        using var second = await StaffClient.SignedInAsync(app, StaffRole.Street);
        var path = await BegunAsync(first);

        using var refused = await second.PostAsync(path, ("act", "say"), ("text", "什么时候停水"), ("messageId", Guid.NewGuid().ToString("N")));

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await refused.Content.ReadAsStringAsync();
        page.ShouldContain("居委会小李在替这位住户说");
        page.ShouldContain("什么时候停水");
        (await CountAsync(app, "select max(version) from conversations where channel = 'staff'")).ShouldBe(1);

        using (var ended = await first.PostAsync(path, ("act", "end"))) ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using (var late = await first.PostAsync(path, ("act", "say"), ("text", "还有一句"), ("messageId", Guid.NewGuid().ToString("N")))) late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using (var again = await second.PostAsync(path, ("act", "again"))) again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var form = ("messageId", Guid.NewGuid().ToString("N"));
        using (var said = await second.PostAsync(path, ("act", "say"), ("text", "什么时候停水"), form)) said.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using (var twice = await second.PostAsync(path, ("act", "say"), ("text", "什么时候停水"), form)) twice.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await CountAsync(app, "select max(version) from conversations where channel = 'staff'")).ShouldBe(2);
        (await CountAsync(app, "select count(*) from spoken_events")).ShouldBe(3);
        (await Should.ThrowAsync<System.Data.Common.DbException>(app.Get<Database>().ExecuteAsync("delete from spoken_events", null, default))).Message.ShouldContain("append-only");
    }

    [BothDatabases]
    public async Task A_burst_told_so_is_an_ordinary_ticket_with_the_callers_number(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var path = await BegunAsync(committee);
        using var said = await committee.PostAsync(path, ("act", "say"), ("text", "他说他家水管爆了，水哗哗地流"), ("messageId", Guid.NewGuid().ToString("N")));
        said.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await TapAsync(committee, path, "就是我家");

        (await CountAsync(app, "select count(*) from tickets where class = 'burst' and severity = 'danger' and flat = '3-2-501'")).ShouldBe(1);
        (await CountAsync(app, "select count(*) from ticket_events where kind = 'phone' and phone_hash is not null")).ShouldBe(1);
        (await CountAsync(app, "select count(*) from desk_items where urgent and kind = 'emergency'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task What_is_answered_into_it_becomes_a_task_to_tell_the_person(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        var path = await BegunAsync(committee);
        var id = Guid.Parse(path.Split('/')[^1]);

        await app.Get<StaffTurns>().ReplyAsync(id, "小李", "下周三上午停水。", Guid.NewGuid().ToString("N"), default);

        (await CountAsync(app, "select count(*) from desk_items where title like '代说的那位住户有了答复%'")).ShouldBe(1);
        (await committee.PageAsync(path)).ShouldContain("下周三上午停水。");
    }

    [BothDatabases]
    public async Task A_residents_own_conversation_cannot_be_spoken_in_nor_a_spoken_one_taken_over(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider, listen: true);
        var own = await Seeds.ConversationAsync(app);
        using var committee = await StaffClient.SignedInAsync(app, StaffRole.Committee);
        using var contractor = await StaffClient.SignedInAsync(app, StaffRole.Contractor);
        using (var none = await committee.GetAsync($"/staff/speak/{own}")) none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var denied = await contractor.GetAsync("/staff/speak")) denied.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        var path = await BegunAsync(committee);
        using var taken = await committee.PostAsync("/staff", path.Replace("/speak/", "/conversations/", StringComparison.Ordinal), ("act", "take"));
        taken.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        using var faulty = await committee.PostAsync("/staff/speak", ("form", Guid.NewGuid().ToString()), ("flat", "99-9-999"), ("speaker", "王桂英"), ("phone", "12"));
        faulty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await faulty.Content.ReadAsStringAsync();
        page.ShouldContain("登记册里没有这一户");
        page.ShouldContain("王桂英");
    }

    internal static async Task<string> BegunAsync(StaffClient client, string verified = "none", string flat = "3-2-501")
    {
        using var begun = await client.PostAsync("/staff/speak", ("form", Guid.NewGuid().ToString()), ("flat", flat), ("speaker", "王桂英"), ("phone", "139 1234 5678"), ("capacity", "owner"), ("way", "phone"), ("verified", verified));
        begun.StatusCode.ShouldBe(HttpStatusCode.Redirect, await begun.Content.ReadAsStringAsync());
        return begun.Headers.Location!.ToString().Split('#')[0];
    }

    private static async Task TapAsync(StaffClient client, string path, string label)
    {
        var page = await client.PageAsync(path);
        var button = Button().Matches(page).FirstOrDefault(m => m.Groups["label"].Value == label) ?? throw new InvalidOperationException($"no button {label} in {page}");
        var prompt = Prompt().Match(page).Groups[1].Value;
        using var tapped = await client.PostAsync(path, ("value", WebUtility.HtmlDecode(button.Groups["value"].Value)), ("prompt", WebUtility.HtmlDecode(prompt)), ("messageId", Guid.NewGuid().ToString("N")));
        tapped.StatusCode.ShouldBe(HttpStatusCode.Redirect, label);
    }

    private static Task<long> CountAsync(TestApp app, string sql) => app.Get<Database>().FirstAsync<long>(sql, null, default);

    [GeneratedRegex("""<button class="tap" name="value" value="(?<value>[^"]*)">(?<label>[^<]*)</button>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Button();

    [GeneratedRegex("""name="prompt" value="([^"]*)""", RegexOptions.None, 1000)]
    private static partial Regex Prompt();
}
