using System.Text;
using System.Text.Json.Nodes;
using static ResidentAssistant.Tests.Channels.DirectLineTests;

namespace ResidentAssistant.Tests.Channels;

/// <summary>Who may open and read a conversation.</summary>
public sealed class DirectLineAccessTests(ChannelFixture fixture) : IClassFixture<ChannelFixture>
{
    private const string Generate = "/v3/directline/tokens/generate";
    private readonly ChannelHost host = fixture.Host;

    [Fact]
    public async Task Our_page_gets_a_user_id_of_ours_inside_the_token()
    {
        var made = await host.PostAsync(Generate);
        // Our own page: its visitor comes back after days to the same conversation.
        made.Json!["expires_in"]!.GetValue<int>().ShouldBe(14 * 24 * 3600);
        Claims(made["token"])["user"]!.GetValue<string>().ShouldStartWith("dl_");
        made.Json.ContainsKey("streamUrl").ShouldBeFalse();
        (await host.Database.FirstAsync<long>("select count(*) from conversations where conversation_key = @id", new { id = made["conversationId"] }, default)).ShouldBe(0);
    }

    [Fact]
    public async Task Holder_of_the_secret_names_the_user_and_the_client_cannot_change_it()
    {
        var made = await host.PostAsync(Generate, """{"user":{"id":"resident-7","name":"王阿姨"}}""", ChannelHost.Secret);
        Claims(made["token"])["user"]!.GetValue<string>().ShouldBe("resident-7");
        await host.PostAsync(Activities(made["conversationId"]), Message("您好", "c-1"), made["token"]);
        host.Turns.Taken.Last(m => m.ConversationKey == made["conversationId"]).UserId.ShouldBe("resident-7");
    }

    [Fact]
    public async Task Secret_itself_opens_conversations_for_clients_that_keep_it()
    {
        var opened = await host.PostAsync("/v3/directline/conversations", null, ChannelHost.Secret);
        opened.Status.ShouldBe(201);
        (await host.PostAsync(Activities(opened["conversationId"]), Message("您好", "c-1"), ChannelHost.Secret)).Status.ShouldBe(200);
        var page = await host.GetAsync(Activities(opened["conversationId"]), ChannelHost.Secret);
        page.Activities[0]["from"]!["id"]!.GetValue<string>().ShouldBe("someone");
    }

    [Theory]
    [InlineData("""{"user":{"id":"dl_mine"}}""", 403)]
    [InlineData("""{"user":{"id":"a\u0000b"}}""", 400)]
    [InlineData("""{"trustedOrigins":["not an origin"]}""", 400)]
    [InlineData("""{"user":5}""", 400)]
    public async Task Names_that_are_not_the_callers_to_give_are_refused(string body, int status)
    {
        var answer = await host.PostAsync(Generate, body, ChannelHost.Secret);
        answer.Status.ShouldBe(status);
        answer.ErrorCode.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Pages_of_others_get_no_token_without_the_secret(string header, string value)
    {
        var answer = await host.SendAsync(HttpMethod.Post, Generate, null, null, r => r.Headers.Add(header, value));
        (answer.Status, answer.ErrorCode).ShouldBe((403, "Forbidden"));
    }

    [Fact]
    public async Task Our_own_origin_is_known()
    {
        var own = host.Address.GetLeftPart(UriPartial.Authority);
        (await host.SendAsync(HttpMethod.Post, Generate, null, null, r => r.Headers.Add("Origin", own))).Status.ShouldBe(200);
        (await host.SendAsync(HttpMethod.Post, Generate, null, null, r => r.Headers.Add("Sec-Fetch-Site", "same-origin"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Token_of_trusted_origins_serves_only_their_pages()
    {
        var made = await host.PostAsync(Generate, """{"trustedOrigins":["https://estate.example"]}""", ChannelHost.Secret);
        (await host.SendAsync(HttpMethod.Post, "/v3/directline/conversations", "{}", made["token"], r => r.Headers.Add("Origin", "https://estate.example"))).Status.ShouldBe(201);
        (await host.SendAsync(HttpMethod.Post, "/v3/directline/conversations", "{}", made["token"], r => r.Headers.Add("Origin", "https://other.example"))).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Refreshed_token_keeps_conversation_and_user_and_an_expired_one_is_told_apart()
    {
        await using var own = await ChannelHost.StartAsync();
        var (id, token, _) = await own.OpenAsync();
        own.Clock.WakeAfter(TimeSpan.FromDays(13));
        var refreshed = await own.PostAsync("/v3/directline/tokens/refresh", null, token);
        refreshed["conversationId"].ShouldBe(id);
        Claims(refreshed["token"])["user"]!.ToString().ShouldBe(Claims(token)["user"]!.ToString());

        own.Clock.WakeAfter(TimeSpan.FromDays(2));
        foreach (var answer in new[] { await own.PostAsync("/v3/directline/tokens/refresh", null, token), await own.GetAsync(Activities(id), token), await own.PostAsync(Activities(id), Message("晚了", "c"), token) })
            (answer.Status, answer.ErrorCode).ShouldBe((403, "TokenExpired"));
        (await own.GetAsync(Activities(id), refreshed["token"])).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Unknown_conversation_is_404_and_another_ones_token_403()
    {
        var (id, _, _) = await host.OpenAsync();
        var (_, token, _) = await host.OpenAsync();
        foreach (var (path, status) in new[] { (id, 403), ("nothing-of-ours", 404), (new string('0', 36), 404), (new string('a', 3000), 404) })
        {
            var answer = await host.GetAsync(Activities(path), token);
            answer.Status.ShouldBe(status, path);
            answer.ErrorCode.ShouldNotBeNull();
            (await host.PostAsync(Activities(path), Message("您好", "c"), token)).Status.ShouldBe(status);
            (await host.GetAsync($"/v3/directline/conversations/{path}", token)).Status.ShouldBe(status);
        }
    }

    [Fact]
    public async Task Missing_or_malformed_authorization_is_401_and_a_forged_one_403()
    {
        var (id, token, _) = await host.OpenAsync();
        var parts = token.Split('.');
        var none = parts[0] + "." + parts[1] + ".";
        var forged = $"{parts[0]}.{Encode($$"""{"conv":"{{id}}","user":"dl_x","exp":9999999999,"iss":"resident-assistant","aud":"directline"}""")}.{parts[2]}";
        var unsigned = $"{Encode("""{"alg":"none"}""")}.{parts[1]}.";
        foreach (var (bearer, statuses) in new[] { ("x", new[] { 401 }), ("a.b.c", [401, 403]), (none, [401, 403]), (forged, [403]), (unsigned, [401, 403]), (new string('x', 9000), [401]), ("令牌", [401]) })
        {
            var answer = await host.SendAsync(HttpMethod.Get, Activities(id), null, null, r => r.Headers.TryAddWithoutValidation("Authorization", $"Bearer {(bearer == "令牌" ? "%" : bearer)}"));
            statuses.ShouldContain(answer.Status, bearer);
            answer.ErrorCode.ShouldNotBeNull();
        }

        (await host.GetAsync(Activities(id))).Status.ShouldBe(401);
        (await host.SendAsync(HttpMethod.Get, Activities(id), null, null, r => r.Headers.TryAddWithoutValidation("Authorization", "Basic eDp5"))).Status.ShouldBe(401);
        (await host.PostAsync(Generate, null, "not-the-secret")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Streams_pass_is_no_token_and_a_token_no_pass()
    {
        var (id, token, stream) = await host.OpenAsync();
        var pass = System.Web.HttpUtility.ParseQueryString(new Uri(stream).Query)["t"]!;
        (await host.GetAsync(Activities(id), pass)).Status.ShouldBe(403);
        (await host.GetAsync($"/v3/directline/attachments/{Guid.NewGuid()}?t={token}")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Too_many_new_conversations_from_one_address_are_told_to_wait_and_nothing_else_is()
    {
        await using var own = await ChannelHost.StartAsync(settings: new() { ["DirectLine:TokensPerMinute"] = "5" });
        var (id, token, _) = await own.OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => own.PostAsync(Generate)));
        answers.Count(a => a.Status == 429 && a.ErrorCode == "TooManyRequests").ShouldBe(6);
        (await own.PostAsync(Generate, null, ChannelHost.Secret)).Status.ShouldBe(200);
        (await own.GetAsync(Activities(id), token)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Cors_lets_pages_of_others_send_their_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Activities("x"));
        request.Headers.Add("Origin", "https://estate.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-ms-bot-agent");
        using var answer = await host.Client.SendAsync(request);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        var allowed = string.Join(',', answer.Headers.GetValues("Access-Control-Allow-Headers"));
        allowed.ShouldContain("x-ms-bot-agent", Case.Insensitive);
        allowed.ShouldContain("Authorization", Case.Insensitive);
    }

    private static JsonObject Claims(string token)
    {
        var body = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonNode.Parse(Convert.FromBase64String(body.PadRight((body.Length + 3) / 4 * 4, '=')))!.AsObject();
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
