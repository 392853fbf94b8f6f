using System.Net.Http.Headers;
using System.Text;
using static ResidentAssistant.Tests.Channels.DirectLineTests;

namespace ResidentAssistant.Tests.Channels;

/// <summary>What clients must not send gets the right answer, and nothing of it is stored.</summary>
public sealed class BadInputTests(ChannelFixture fixture) : IClassFixture<ChannelFixture>
{
    private static readonly string Deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));
    private readonly ChannelHost host = fixture.Host;

    public static TheoryData<string, string, int> Bodies => new()
    {
        { "nothing", "", 400 },
        { "no JSON", "您好", 400 },
        { "half of an object", """{"type":"message","text":"x""", 400 },
        { "more than one value", """{"type":"message","text":"x"} {}""", 400 },
        { "null", "null", 400 },
        { "a list", "[1,2]", 400 },
        { "a number", "5", 400 },
        { "no type", """{"text":"x"}""", 400 },
        { "type of the wrong kind", """{"type":5,"text":"x"}""", 400 },
        { "text of the wrong kind", """{"type":"message","text":{"a":1}}""", 400 },
        { "from of the wrong kind", """{"type":"message","text":"x","from":"me"}""", 400 },
        { "attachments of the wrong kind", """{"type":"message","text":"x","attachments":{}}""", 400 },
        { "nothing said", """{"type":"message"}""", 400 },
        { "only spaces", """{"type":"message","text":"   "}""", 400 },
        { "value of the wrong kind", """{"type":"message","value":{"prompt":"p","value":5}}""", 400 },
        { "prompt of the wrong kind", """{"type":"message","value":{"prompt":[],"value":"v"}}""", 400 },
        { "control character", """{"type":"message","text":"a\u0000b"}""", 400 },
        { "escape character", """{"type":"message","text":"a\u001b[31mb"}""", 400 },
        { "half a surrogate pair", """{"type":"message","text":"a\ud800b"}""", 400 },
        { "half a surrogate pair in channelData", """{"type":"message","text":"a","channelData":{"x":["\udc00"]}}""", 400 },
        { "half a surrogate pair in a value", """{"type":"message","value":{"prompt":"p","value":"\ud83d"}}""", 400 },
        { "half a surrogate pair in a name of a value", """{"type":"message","value":{"\ud800":1}}""", 400 },
        { "half a surrogate pair in a name of channelData", """{"type":"message","text":"a","channelData":{"\ud800aaa":1}}""", 400 },
        { "half a surrogate pair in a deep name of channelData", """{"type":"message","text":"a","channelData":{"a":[{"\ud800":1}]}}""", 400 },
        { "control character in an id", """{"type":"message","text":"a","channelData":{"clientActivityID":"a\nb"}}""", 400 },
        { "id too long", $$"""{"type":"message","text":"a","id":"{{new string('i', 600)}}"}""", 400 },
        { "too deep", $$"""{"type":"message","text":"a","value":{{Deep}}}""", 400 },
        { "8,001 characters", $$"""{"type":"message","text":"{{new string('水', 8001)}}"}""", 400 },
        { "channelData too long", $$"""{"type":"message","text":"a","channelData":{"x":"{{new string('x', 20_000)}}"} }""", 400 },
        { "1 MB of text", $$"""{"type":"message","text":"{{new string('x', 1_000_000)}}"}""", 413 },
        { "huge JSON", $$"""{"type":"message","text":"a","x":[{{string.Join(',', Enumerable.Repeat("{\"a\":1}", 60_000))}}]}""", 413 },
        { "data that is no base64", """{"type":"message","attachments":[{"contentType":"image/png","contentUrl":"data:image/png;base64,!!!"}]}""", 400 },
        { "data that is no photo", """{"type":"message","attachments":[{"contentType":"image/png","contentUrl":"data:image/png;base64,aGVsbG8="}]}""", 415 },
        { "own user id", """{"type":"message","text":"a","from":{"id":"dl_somebody"}}""", 200 },
        { "fields nobody knows", """{"type":"message","text":"a","unknown":{"a":[1,null,true]},"value":null,"channelData":null,"attachments":null,"from":null}""", 200 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_is_answered_rightly(string what, string body, int status)
    {
        var (id, token, _) = await host.OpenAsync();
        var answer = await host.PostAsync(Activities(id), body, token);
        answer.Status.ShouldBe(status, what + answer.Text);
        if (status == 200) return;
        answer.ErrorCode.ShouldNotBeNull();
        answer.Json!["error"]!["message"]!.GetValue<string>().ShouldNotBeEmpty();
        answer.Text.ShouldNotContain("   at ");
        host.Turns.Taken.ShouldNotContain(m => m.ConversationKey == id);
    }

    [Theory]
    [InlineData("""{"value":{"\ud800":1}}""")]
    [InlineData("""{"value":{"prompt":"p","value":"\ud83d"}}""")]
    [InlineData("""{"text":"a","channelData":{"\ud800aaa":1}}""")]
    [InlineData("""{"text":"a","channelData":{"x":["\udc00"]}}""")]
    public async Task Half_a_surrogate_pair_is_refused_from_other_channels_too(string said)
    {
        var conversation = Guid.NewGuid().ToString("N");
        var answer = await host.PostAsync("/api/messages", $$"""{"type":"message","id":"m1","channelId":"emulator","serviceUrl":"http://127.0.0.1:9","from":{"id":"u"},"recipient":{"id":"bot"},"conversation":{"id":"{{conversation}}"},{{said[1..]}}""");
        (answer.Status, answer.ErrorCode).ShouldBe((400, "BadSyntax"), answer.Text);
        host.Turns.Taken.ShouldNotContain(m => m.ConversationKey.EndsWith(conversation, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(8_001, 400)]
    [InlineData(1_000_000, 413)]
    public async Task Too_much_text_is_refused_by_every_channel_and_nothing_of_it_is_stored(int length, int status)
    {
        var (id, token, _) = await host.OpenAsync();
        var said = $$"""{"type":"message","text":"{{new string('x', length)}}"}""";
        var upload = await host.SendAsync(HttpMethod.Post, $"/v3/directline/conversations/{id}/upload?userId=u", Uploaded.Form(said, Uploaded.Jpeg), token);
        upload.Status.ShouldBe(status, upload.Text);

        var conversation = Guid.NewGuid().ToString("N");
        foreach (var mode in new[] { "normal", "expectReplies" })
        {
            var activity = $$"""{"id":"m1","channelId":"emulator","serviceUrl":"http://127.0.0.1:9","deliveryMode":"{{mode}}","from":{"id":"u"},"recipient":{"id":"bot"},"conversation":{"id":"{{conversation}}"},{{said[1..]}}""";
            var answer = await host.PostAsync("/api/messages", activity);
            (answer.Status, answer.ErrorCode).ShouldBe((status, "MessageSizeTooBig"), answer.Text);
        }

        host.Turns.Taken.ShouldNotContain(m => m.ConversationKey == id || m.ConversationKey.EndsWith(conversation, StringComparison.Ordinal));
        (await host.Database.FirstAsync<long>("select count(*) from attachments where name = 'file'", null, default)).ShouldBe(0);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused()
    {
        var (id, token, _) = await host.OpenAsync();
        foreach (var place in new[] { "text", "id", "name" })
        {
            byte[] body = [.. Encoding.UTF8.GetBytes($$"""{"type":"message","text":"x","{{place}}":"a"""), 0xFF, 0xC0, .. "\"}"u8];
            var answer = await host.PostAsync(Activities(id), body, token);
            answer.Status.ShouldBe(400, place);
        }
    }

    [Fact]
    public async Task Body_without_a_length_is_cut_off_at_the_limit()
    {
        var (id, token, _) = await host.OpenAsync();
        using var endless = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"type":"message","text":"{{new string('x', 400_000)}}"}"""))) { Headers = { ContentType = new("application/json") } };
        var answer = await host.SendAsync(HttpMethod.Post, Activities(id), endless, token, r => r.Headers.TransferEncodingChunked = true);
        answer.Status.ShouldBe(413);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task Watermark_that_is_not_ours_is_refused(string watermark)
    {
        var (id, token, _) = await host.OpenAsync();
        (await host.GetAsync(Activities(id, watermark), token)).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("GET", "/v3/directline/nothing", 404)]
    [InlineData("DELETE", "/v3/directline/conversations", 405)]
    [InlineData("GET", "/v3/directline/tokens/generate", 405)]
    [InlineData("GET", "/api/messages", 405)]
    [InlineData("PUT", "/api/messages", 405)]
    [InlineData("GET", "/v3/directline/session/getsessionid", 404)]
    public async Task Addresses_and_verbs_that_are_none_are_answered_with_json(string method, string path, int status)
    {
        var answer = await host.SendAsync(new HttpMethod(method), path);
        answer.Status.ShouldBe(status);
        answer.ErrorCode.ShouldNotBeNull();
    }

    [Fact]
    public async Task Uploads_that_cannot_be_taken_are_refused_whole()
    {
        var (id, token, _) = await host.OpenAsync();
        var big = new byte[10 * 1024 * 1024 + 1];
        Uploaded.Jpeg.CopyTo(big, 0);
        foreach (var (what, content, status) in new (string, HttpContent, int)[]
        {
            ("too large", Uploaded.Single(big, "image/jpeg"), 413),
            ("a program", Uploaded.Single([0x4D, 0x5A, 1, 2, 3], "image/jpeg"), 415),
            ("a page", Uploaded.Single("<svg onload=alert(1)>"u8.ToArray(), "image/svg+xml"), 415),
            ("a program called a film", Uploaded.Single([0x4D, 0x5A, 1, 2, 3], "video/mp4"), 415),
            ("a photo called a film", Uploaded.Single(Uploaded.Jpeg, "video/mp4"), 415),
            ("nothing", Uploaded.Single([], "image/jpeg"), 415),
            ("one bad of two", Uploaded.Form(null, Uploaded.Jpeg, [1, 2, 3]), 415),
            ("one too large of two", Uploaded.Form(null, Uploaded.Jpeg, big), 413),
            ("five", Uploaded.Form(null, Uploaded.Jpeg, Uploaded.Jpeg, Uploaded.Jpeg, Uploaded.Jpeg, Uploaded.Jpeg), 400),
            ("an activity that is none", Uploaded.Form("[]", Uploaded.Jpeg), 400),
            ("an empty form", Uploaded.Form(null), 400),
            ("a form cut off", new StringContent("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nxx") { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b") } }, 400),
            ("a form without a boundary", new StringContent("x") { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data") } }, 400),
        })
        {
            var answer = await host.SendAsync(HttpMethod.Post, $"/v3/directline/conversations/{id}/upload?userId=u", content, token);
            answer.Status.ShouldBe(status, what + answer.Text);
            answer.ErrorCode.ShouldNotBeNull();
        }

        host.Turns.Taken.ShouldNotContain(m => m.ConversationKey == id);
        (await host.Database.FirstAsync<long>("select count(*) from attachments where name = 'file'", null, default)).ShouldBe(0);
    }
}
