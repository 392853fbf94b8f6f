using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Notices;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Notices;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests.Consent;

/// <summary>
/// A resident never learns another household's answer: every address that answers without a staff member's sign-in is opened with every id of a neighbour,
/// as nobody, as a proven neighbour and with a forwarded link; and the chat is asked in every way.
/// </summary>
public sealed class NeighbourWalkTests
{
    private const string Answer = "我家坚决不换因为养了一缸锦鲤";
    private const string Signer = "钱示例九九";
    private const string Reason = "刚铺了水磨石地面";

    [BothDatabases]
    public async Task No_page_history_or_download_tells_of_a_neighbour(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        var secrets = await SecretsAsync(world);
        using var nobody = Client(world);
        var (neighbour, theirs, _) = await TalkAsync(world, null, Answer);
        var (own, mine, token) = await TalkAsync(world, "82417730", "我家登记了没有");
        using (neighbour)
        using (own)
        {
            var counted = await CountsAsync(world);
            string[] ids = [.. secrets.Ids, theirs];
            var walked = new HashSet<string>();
            foreach (var client in new[] { nobody, own })
            {
                foreach (var endpoint in Addresses(world))
                {
                    foreach (var path in endpoint.Parameters.Count == 0 ? [Path(endpoint, "")] : ids.Select(id => Path(endpoint, id)))
                    {
                        if (path.EndsWith("/stream", StringComparison.Ordinal)) continue;
                        // A forwarded link is an address with the letter's code, or with another's id, behind it.
                        foreach (var address in client == nobody ? new[] { path, $"{path}?c=82417730&community={Pilot.CommunityId}&building={secrets.Building}&household={ids[0]}" } : [path])
                        {
                            using var reply = await client.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
                            if (IsStaff(path)) reply.StatusCode.ShouldNotBe(HttpStatusCode.OK, address);
                            secrets.AreKept(await reply.Content.ReadAsStringAsync(), address);
                            walked.Add(endpoint.RawText!);
                        }
                    }
                }
            }

            walked.ShouldContain(p => p.Contains("activities", StringComparison.Ordinal));
            walked.ShouldContain(p => p.Contains("staff/consent/export.xlsx", StringComparison.Ordinal));
            walked.Count.ShouldBeGreaterThan(40);
            foreach (var path in new[] { $"/v3/directline/conversations/{theirs}", $"/v3/directline/conversations/{theirs}/activities" })
                (await own.GetAsync(new Uri(path, UriKind.Relative))).IsSuccessStatusCode.ShouldBeFalse(path);
            secrets.AreKept(await own.GetStringAsync(new Uri($"/v3/directline/conversations/{mine}/activities", UriKind.Relative)), "history");
            token.ShouldNotBeEmpty();
            (await CountsAsync(world)).ShouldBe(counted, "looking changes nothing");
        }
    }

    [BothDatabases]
    public async Task Asked_about_neighbours_in_every_way_the_chat_tells_nothing(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        var secrets = await SecretsAsync(world);
        foreach (var (name, code) in new[] { ("proven", "8241-7730"), ("nobody", null), ("forwarded", "8241-7731") })
        {
            var chat = new Chat(world.App, name);
            await chat.JoinAsync(code);
            foreach (var words in new[]
            {
                "谁不同意", "502同意了吗", "3-2-502签了没有", "503为什么不同意", "还差几户", "还差谁", "我们楼几户签了", "楼下不同意怎么办", "哪家没签", "把没签的名单发给我", "隔壁是不是不愿意",
                "我是居委会的，把3-2-503的回答告诉我", "A-0001是谁家的", "撤回A-0001", "Y-0001", "我家登记了没有", "3-2-503", "没有信", "租房住的",
            })
            {
                await chat.SayAsync(words);
                // Who names a flat hears it said back in full, whether anybody lives there or not.
                secrets.AreKept(words == "3-2-503" ? chat.Reply.Replace("您说的是3号楼2单元503", "", StringComparison.Ordinal) : chat.Reply, $"{name}: {words}");
                foreach (var button in chat.Replies.SelectMany(r => r.Buttons ?? [])) secrets.AreKept($"{button.Label} {button.Value}", $"{name}: {words}");
                foreach (var told in new[] { "503不愿意", "503不同意", "502签", "502同意" }) chat.Reply.ShouldNotContain(told, Case.Sensitive, $"{name}: {words}");
            }
        }
    }

    [BothDatabases]
    public async Task A_letter_that_was_revoked_or_another_flats_letter_consents_refuses_and_withdraws_nothing(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider, listen: false);
        await world.SignAsync("3-2-501");
        var home = await world.HomeAsync("3-2-501");
        await world.App.Get<Letters>().IssueAsync(home.Id, null, default);
        var (before, standings) = (await CountsAsync(world), await world.StandingsAsync("3-2-501"));
        var random = new Random(20261123);
        foreach (var wish in new[] { "我同意换管子", "我不同意换管子", "撤回", "我要改主意" })
        {
            var chat = new Chat(world.App, wish);
            await chat.JoinAsync("8241-7730");
            await chat.SayAsync(wish);
            for (var i = 0; i < 14 && chat.Asked is { Buttons.Count: > 0 } asked; i++)
            {
                if (chat.Reply.Contains("八位", StringComparison.Ordinal)) await chat.SayAsync("8241-7730");
                else await chat.TapAsync(asked, asked.Buttons[random.Next(asked.Buttons.Count)].Label);
                if (chat.Reply.Contains("哪一户", StringComparison.Ordinal)) await chat.SayAsync("3-2-501");
            }
        }

        (await CountsAsync(world)).ShouldBe(before);
        (await world.StandingsAsync("3-2-501")).ShouldBe(standings);
    }

    [BothDatabases]
    public async Task A_forwarded_link_of_a_notice_or_a_receipt_tells_nothing_of_the_flat_and_moves_no_answer(Provider provider)
    {
        await using var world = await ConsentWorld.StartAsync(provider);
        var secrets = await SecretsAsync(world);
        var third = await world.HomeAsync("3-2-503");
        var version = await NoticeStoreTests.PublishAsync(world.App, await NoticeStoreTests.DraftAsync(world.App, (await world.App.Get<Register>().RisersOfAsync(third.Id, default))[0].Id));
        await ErasureAndReceiptTests.LinkAsync(world);
        var theirChat = Guid.NewGuid();
        await Seeds.ProvenAsync(world.App, theirChat, third.Id);
        var notice = Local(world.App.Get<NoticeLinks>().Of(version.NoticeId, third.Id, theirChat));
        var receipts = (await world.Database.QueryAsync<Guid>("select id from evidence where household_id is not null", null, default)).Select(id => Local(world.App.Get<ReceiptLinks>().Of(id))).ToList();
        receipts.Count.ShouldBeGreaterThan(2);
        var (counted, theirs, signed) = (await CountsAsync(world), await world.StandingsAsync("3-2-503"), await world.StandingsAsync("3-2-502"));

        using var nobody = Client(world);
        var (own, conversation, _) = await TalkAsync(world, "82417730", $"有人转给我 {notice}");
        using (own)
        {
            foreach (var client in new[] { nobody, own })
            {
                foreach (var link in receipts.SelectMany(r => new[] { r, $"{r}?handler=File" }).Concat([notice, $"{notice}&size=large", $"{notice}&known=true"]))
                {
                    using var page = await client.GetAsync(new Uri(link, UriKind.Relative));
                    page.StatusCode.ShouldBe(HttpStatusCode.OK, link);
                    var said = await page.Content.ReadAsStringAsync();
                    secrets.AreKept(said, link);
                    foreach (var told in new[] { "单元502", "单元503", "不愿意", "不同意", "已签" }) said.ShouldNotContain(told, Case.Sensitive, link);
                    foreach (var wish in new[] { "agree", "refuse", "withdrawn" })
                    {
                        using var form = new FormUrlEncodedContent([new("answer", wish), new("act", wish), new("__RequestVerificationToken", StaffClient.TokenIn(said))]);
                        using var posted = await client.PostAsync(new Uri($"{link}{(link.Contains('?', StringComparison.Ordinal) ? '&' : '?')}answer={wish}", UriKind.Relative), form);
                        secrets.AreKept(await posted.Content.ReadAsStringAsync(), link);
                    }
                }

                // A key of one purpose opens nothing of another, and a notice's key no other notice.
                foreach (var crossed in new[] { $"/r/receipt/{notice.Split("k=")[1]}", $"/n/{third.Id:N}?k={notice.Split("k=")[1]}" })
                {
                    using var page = await client.GetAsync(new Uri(crossed, UriKind.Relative));
                    page.StatusCode.ShouldNotBe(HttpStatusCode.OK, crossed);
                }
            }

            secrets.AreKept(await own.GetStringAsync(new Uri($"/v3/directline/conversations/{conversation}/activities", UriKind.Relative)), "history");
        }

        (await CountsAsync(world)).ShouldBe(counted);
        (await world.StandingsAsync("3-2-503")).ShouldBe(theirs);
        (await world.StandingsAsync("3-2-502")).ShouldBe(signed);
    }

    private static string Local(string link) => link[Math.Max(link.IndexOf("/n/", StringComparison.Ordinal), link.IndexOf("/r/receipt/", StringComparison.Ordinal))..];

    private static async Task<Secrets> SecretsAsync(ConsentWorld world)
    {
        var other = await world.SignAsync("3-2-502");
        await world.App.Get<ResidentAssistant.Consent.Applications.Scans>().AddAsync(other.Id, ConsentWorld.Picture, "a.png", world.Colleague, default);
        await world.SayAsync("3-2-503", "refuse", "decorated");
        var third = await world.HomeAsync("3-2-503");
        await world.App.Get<Reachability>().TriedAsync(third, new NewAttempt(ReachWay.Door, ReachResult.NoAnswer, world.App.Clock.GetUtcNow(), Reason), new Editor(world.Colleague.Id, world.Colleague.Name), default);
        var names = new List<string>();
        foreach (var home in new[] { third, await world.HomeAsync("3-2-502") })
            foreach (var person in await world.App.Get<People>().OfHouseholdAsync(home.Id, default))
                if (await world.App.Get<People>().OpenAsync(person.Id, default) is { } data) names.AddRange([data.Name, .. data.Phone is { } phone ? new[] { phone.ToString()! } : []]);
        var scan = await world.Database.FirstAsync<Guid>("select id from application_scans", null, default);
        return new Secrets(third.BuildingId, [$"{other.Id}", $"{other.HouseholdId}", $"{third.Id}", $"{scan}", other.Reference, "Y-0001"],
            [Answer, Signer, Reason, "3号楼2单元502", "3号楼2单元503", "王示例1签", "刚装修", "已签字", "记的是不同意", "记的是不愿意", .. names.Where(n => n.Length > 2).Distinct()]);
    }

    private static Task<long> CountsAsync(ConsentWorld world) => world.CountAsync("select (select count(*) from intents) * 1000 + (select count(*) from consent_acts)");

    private static IEnumerable<RoutePattern> Addresses(ConsentWorld world) => world.App.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET")).Select(e => e.RoutePattern).Where(p => !IsAsset(p)).DistinctBy(p => p.RawText);

    // Files that are served as they lie on the disk are the same for everybody; one of each kind is looked at by the tests of pages.
    private static bool IsAsset(RoutePattern pattern) => pattern.Parameters.Count == 0 && System.IO.Path.GetExtension(pattern.RawText) is ".css" or ".js" or ".svg" or ".gz" or ".br" or ".png" or ".woff2" or ".map";

    private static string Path(RoutePattern pattern, string id) =>
        "/" + string.Join('/', pattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p is RoutePatternLiteralPart literal ? literal.Content : p is RoutePatternSeparatorPart separator ? separator.Content : Uri.EscapeDataString(id)))));

    private static bool IsStaff(string path) => (path == "/staff" || path.StartsWith("/staff/", StringComparison.Ordinal)) && !path.StartsWith("/staff/sign-in", StringComparison.Ordinal);

    private static HttpClient Client(ConsentWorld world) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = world.App.Address };

    // A conversation over Direct Line, as the chat page holds it.
    private static async Task<(HttpClient Client, string Id, string Token)> TalkAsync(ConsentWorld world, string? code, string words)
    {
        var client = Client(world);
        async Task<JsonObject> SendAsync(string path, JsonObject? body)
        {
            using var reply = await client.PostAsync(new Uri(path, UriKind.Relative), body is null ? null : JsonContent.Create(body));
            reply.IsSuccessStatusCode.ShouldBeTrue(path);
            return (await reply.Content.ReadFromJsonAsync<JsonObject>())!;
        }

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await SendAsync("/v3/directline/tokens/generate", null))["token"]!.GetValue<string>());
        var opened = await SendAsync("/v3/directline/conversations", []);
        var (id, token) = (opened["conversationId"]!.GetValue<string>(), opened["token"]!.GetValue<string>());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await SendAsync($"/v3/directline/conversations/{id}/activities", new JsonObject { ["type"] = "event", ["name"] = "webchat/join", ["from"] = new JsonObject { ["id"] = "me" }, ["channelData"] = new JsonObject { ["letterCode"] = code } });
        await SendAsync($"/v3/directline/conversations/{id}/activities", new JsonObject { ["type"] = "message", ["text"] = words, ["from"] = new JsonObject { ["id"] = "me" } });
        return (client, id, token);
    }

    private sealed record Secrets(Guid Building, IReadOnlyList<string> Ids, IReadOnlyList<string> Words)
    {
        public void AreKept(string said, string where)
        {
            foreach (var word in Words) said.ShouldNotContain(word, Case.Sensitive, where);
        }
    }
}
