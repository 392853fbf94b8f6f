using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text;
using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;
using Xunit.Abstractions;

namespace ResidentAssistant.Tests.Channels;

/// <summary>Requests that somebody has bent: whatever comes, the answer is never a fault, and an error is always told in its form.</summary>
public sealed class MutationTests(ChannelFixture fixture, ITestOutputHelper output) : IClassFixture<ChannelFixture>
{
    private const int Seed = 20261122;
    private static readonly string[] Verbs = ["GET", "POST", "POST", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"];
    private static readonly byte[][] Scraps = [[0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], .. new[] { "\\ud800", "\\u0000", "null", "-1", "1e999", "[]", "{}", "\"", "\\", "type", "\u202E", "💧", "%00", "../", "'; drop table turns; --", "<script>" }.Select(Encoding.UTF8.GetBytes)];
    private readonly ChannelHost host = fixture.Host;

    private static int Count => Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? 10_000 : 1_000;

    [Fact]
    public async Task Mutated_requests_never_cause_a_fault()
    {
        var (id, token, stream) = await host.OpenAsync();
        var (other, _, _) = await host.OpenAsync();
        await BombardAsync(host.Client, id, other, token, stream, Count);
        // And afterwards a resident is served as before.
        (await host.PostAsync(DirectLineTests.Activities(id), DirectLineTests.Message("还好吗", $"after-{Count}"), token)).Status.ShouldBe(200);
    }

    [BothDatabases]
    public async Task Mutated_requests_never_cause_a_fault_in_the_whole_application(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, listen: true);
        using var client = new HttpClient { BaseAddress = app.Address };
        var (id, token, stream) = await OpenAsync(client);
        var (other, _, _) = await OpenAsync(client);

        await BombardAsync(client, id, other, token, stream, Count / 2);

        // What was taken is in the transcript in whole turns, each readable.
        var turns = await app.Get<Transcript>().AfterAsync("directline", id, 0, 10_000, default);
        turns.Select(t => t.Turn).ShouldBe(Enumerable.Range(1, turns.Count));
    }

    private static async Task<(string Id, string Token, string Stream)> OpenAsync(HttpClient client)
    {
        using var made = await client.PostAsync(new Uri("/v3/directline/tokens/generate", UriKind.Relative), null);
        var token = JsonNode.Parse(await made.Content.ReadAsStringAsync())!["token"]!.GetValue<string>();
        using var open = new HttpRequestMessage(HttpMethod.Post, "/v3/directline/conversations") { Content = new StringContent("""{"user":{}}""", Encoding.UTF8, "application/json") };
        open.Headers.Add("Authorization", $"Bearer {token}");
        using var opened = await client.SendAsync(open);
        var json = JsonNode.Parse(await opened.Content.ReadAsStringAsync())!;
        return (json["conversationId"]!.GetValue<string>(), json["token"]!.GetValue<string>(), json["streamUrl"]!.GetValue<string>());
    }

    private async Task BombardAsync(HttpClient client, string id, string other, string token, string stream, int count)
    {
        await using var service = await BotService.StartAsync();
        var random = new Random(Seed);
        var tally = new SortedDictionary<int, int>();
        for (var i = 0; i < count; i++)
        {
            var (verb, path, body, bearer) = Request(random, id, other, token, stream, service);
            using var request = Build(random, verb, path, body, bearer);
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            var status = (int)answer.StatusCode;
            status.ShouldBeLessThan(500, $"request {i} of seed {Seed}: {verb} {path}\n{Encoding.UTF8.GetString(body)}\n{text}");
            if (status >= 400 && verb != "HEAD" && path.All(c => c < 128) && answer.Content.Headers.ContentType is not null) text.ShouldStartWith("{\"error\":{", Case.Sensitive, $"{status} to request {i}: {verb} {path}");
            text.ShouldNotContain("   at ResidentAssistant");
            tally[status] = tally.GetValueOrDefault(status) + 1;
        }

        output.WriteLine(string.Join(", ", tally.Select(t => $"{t.Key}: {t.Value}")));
        tally.Keys.Count.ShouldBeGreaterThan(4);
    }

    private static (string Verb, string Path, byte[] Body, string? Bearer) Request(Random random, string id, string other, string token, string stream, BotService service)
    {
        var activity = Encoding.UTF8.GetBytes(random.Next(6) switch
        {
            0 => DirectLineTests.Join($"j{random.Next(50)}").ToJsonString(),
            1 => """{"type":"message","text":"同意","value":{"prompt":"intent#1","value":"agree"},"channelData":{"clientActivityID":"t","messageBack":{"displayText":"同意"}}}""",
            2 => """{"type":"message","attachments":[{"contentType":"image/png","contentUrl":"data:image/png;base64,iVBORw0KGgo=","name":"a.png"}],"from":{"id":"u","name":"n"},"locale":"zh-CN"}""",
            3 => """{"type":"conversationUpdate","id":"x","membersAdded":[{"id":"u"}],"recipient":{"id":"b"}}""",
            _ => DirectLineTests.Message("三号楼停水了", $"c{random.Next(100)}").ToJsonString(),
        });
        var target = random.Next(12) switch
        {
            0 => "/v3/directline/tokens/generate",
            1 => "/v3/directline/tokens/refresh",
            2 => "/v3/directline/conversations",
            3 => $"/v3/directline/conversations/{id}?watermark={random.Next(3)}",
            4 => DirectLineTests.Activities(id, random.Next(100).ToString(CultureInfo.InvariantCulture)),
            5 => $"/v3/directline/conversations/{id}/upload?userId=u",
            6 => new Uri(stream).PathAndQuery,
            7 => $"/v3/directline/attachments/{Guid.NewGuid()}?t={token}",
            8 => DirectLineTests.Activities(other),
            9 or 10 => "/api/messages",
            _ => DirectLineTests.Activities(id),
        };
        if (target == "/api/messages")
        {
            var message = service.Activity($"c{random.Next(5)}", $"m{random.Next(1000)}", "您好");
            if (random.Next(4) == 0) message["deliveryMode"] = "expectReplies";
            activity = Encoding.UTF8.GetBytes(message.ToJsonString());
        }

        var verb = random.Next(4) == 0 ? Verbs[random.Next(Verbs.Length)] : target.Contains("watermark", StringComparison.Ordinal) || target.Contains("attachments", StringComparison.Ordinal) ? "GET" : "POST";
        var bearer = target == "/api/messages" && random.Next(5) > 0 ? null : random.Next(8) switch { 0 => null, 1 => ChannelHost.Secret, 2 => Bent(random, token), _ => token };
        if (random.Next(6) == 0) target = Uri.EscapeDataString(Bent(random, target)).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3F", "?", StringComparison.Ordinal).Replace("%3D", "=", StringComparison.Ordinal);
        if (!target.StartsWith('/')) target = "/" + target;
        return (verb, target, random.Next(5) == 0 ? activity : Bent(random, activity), bearer);
    }

    private static HttpRequestMessage Build(Random random, string verb, string path, byte[] body, string? bearer)
    {
        var request = new HttpRequestMessage(new HttpMethod(verb), path);
        if (bearer is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bearer}");
        if (verb is "GET" or "HEAD" or "OPTIONS") return request;
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(random.Next(8) switch
        {
            0 => "text/plain",
            1 => "multipart/form-data; boundary=b",
            2 => "image/jpeg",
            3 => "multipart/form-data",
            _ => "application/json",
        });
        if (random.Next(10) == 0) request.Headers.TransferEncodingChunked = true;
        return request;
    }

    // One to four cuts, doublings, swaps and insertions.
    private static byte[] Bent(Random random, byte[] bytes)
    {
        var bent = bytes.ToList();
        for (var n = random.Next(1, 5); n > 0 && bent.Count > 2; n--)
        {
            var at = random.Next(bent.Count);
            var length = Math.Min(random.Next(1, 12), bent.Count - at);
            switch (random.Next(5))
            {
                case 0: bent.RemoveRange(at, length); break;
                case 1: bent.InsertRange(at, bent.GetRange(at, length)); break;
                case 2: bent[at] = (byte)random.Next(256); break;
                case 3: bent.InsertRange(at, Scraps[random.Next(Scraps.Length)]); break;
                default: bent.InsertRange(at, Enumerable.Repeat(bent[at], random.Next(1, 3000))); break;
            }
        }

        return [.. bent];
    }

    private static string Bent(Random random, string text) => new([.. Bent(random, Encoding.ASCII.GetBytes(text)).Select(b => (char)(b % 94 + 33)).Take(4000)]);
}
