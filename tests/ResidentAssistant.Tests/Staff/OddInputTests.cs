using System.Net;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Staff;

/// <summary>What no form can hold by honest means, above all the NUL that PostgreSQL does not store, is answered and never a fault.</summary>
public sealed class OddInputTests
{
    [BothDatabases]
    public async Task A_login_that_cannot_be_one_is_simply_wrong(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, listen: true);
        using var client = new StaffClient(app);

        foreach (var login in new[] { "wang\0", "\0", "\u0001", "小王", "wang li" })
        {
            using var reply = await client.PostPartsAsync("/staff/sign-in", ("login", login), ("password", "correct horse staple"));
            reply.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, login);
        }
    }

    [BothDatabases]
    public async Task A_made_up_filter_is_no_filter(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, listen: true);
        await Seeds.In(app).OutcomeAsync(null, "consent", "recorded", "[]", "a");
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Committee);

        foreach (var query in new[] { "dialog=%00", "dialog=nothing", "result=%00", "before=%00", "from=0001-01-01&to=9999-12-31", "from=%00" })
            (await client.PageAsync($"/staff/conversations?{query}")).ShouldContain("<table", customMessage: query);
        foreach (var path in new[] { "/staff/funnel?from=0001-01-01&to=9999-12-31", "/staff/funnel?from=%00", "/staff/audit?before=%00", "/staff/policy?community=%00", "/staff/sign-in?back=%00" })
            ((int)(await client.GetAsync(path)).StatusCode).ShouldBeLessThan(500, path);
    }

    [BothDatabases]
    public async Task Forms_refuse_what_nobody_can_see_and_keep_line_breaks(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, listen: true);
        var conversation = await Seeds.ConversationAsync(app);
        using var client = await StaffClient.SignedInAsync(app, StaffRole.Administrator);
        var path = $"/staff/conversations/{conversation}";
        await client.PostAsync(path, ("act", "take"));

        using var said = await client.PostPartsAsync(path, ("act", "say"), ("text", "我马上\0到"), ("messageId", Guid.NewGuid().ToString("N")));
        using var kept = await client.PostAsync(path, ("act", "say"), ("text", "您好\r\n我马上到"), ("messageId", Guid.NewGuid().ToString("N")));
        using var named = await client.PostPartsAsync("/staff/accounts?handler=Add", ("login", "zhang"), ("name", "小\0张"), ("role", "Committee"), ("everywhere", "true"));
        using var decided = await client.PostPartsAsync("/staff/policy", ("key", "phone.committee"), ("value", "010\0"), ("source", "会\0议"), ("from", "2026-11-23"), ("act", "set"));

        foreach (var refused in new[] { said, named, decided })
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("看不见的字符");
        }

        (await said.Content.ReadAsStringAsync()).ShouldContain(">我马上到</textarea>");
        kept.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.Get<Transcript>().OfAsync(conversation, CancellationToken.None)).SelectMany(t => t.Entries).Count(e => e.From == Speaker.Staff && e.Text == "您好\n我马上到").ShouldBe(1);
    }
}
