using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>What the callback address believes, and what it refuses quickly and without a word of why.</summary>
public sealed class CallbackTests : IAsyncLifetime
{
    private CallbackHost host = null!;

    public async Task InitializeAsync() => host = await CallbackHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Published_verification_years_old_is_answered_with_the_bare_text()
    {
        var (signature, timestamp, nonce, encrypt) = Samples.Verification;
        for (var time = 0; time < 2; time++)
        {
            using var answer = await host.Vendor.Client.GetAsync(Query(signature, timestamp, nonce, Uri.EscapeDataString(encrypt)));
            ((int)answer.StatusCode).ShouldBe(200);
            (await answer.Content.ReadAsByteArrayAsync()).ShouldBe("1616140317555161061"u8.ToArray());
        }
    }

    [Fact]
    public async Task Verification_survives_a_proxy_that_decodes_the_pluses()
    {
        var (signature, timestamp, nonce, encrypt) = Samples.Verification;

        (await host.Vendor.Client.GetStringAsync(Query(signature, timestamp, nonce, encrypt))).ShouldBe("1616140317555161061");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?msg_signature=x&timestamp=1&nonce=1&echostr=x")]
    [InlineData("?msg_signature=0000000000000000000000000000000000000000&timestamp=1&nonce=1&echostr=abcd")]
    public async Task Any_other_verification_is_refused(string query)
    {
        using var answer = await host.Vendor.Client.GetAsync(new Uri($"/wecom/callback{query}", UriKind.Relative));

        ((int)answer.StatusCode).ShouldBeInRange(400, 499);
    }

    [Fact]
    public async Task A_message_is_answered_200_with_nothing_and_handed_on()
    {
        (await host.Vendor.DeliverAsync(CallbackSender.Message("3号楼还差几户"))).ShouldBe((200, ""));

        var taken = host.Events.All.ShouldHaveSingleItem();
        taken.Content.ShouldBe("3号楼还差几户");
        taken.From.ShouldBe("zhaomin");
    }

    [Fact]
    public async Task Two_events_of_one_second_and_sender_are_two_and_a_retry_has_the_same_digest()
    {
        static string Tap(string key) => $"<xml><ToUserName>c</ToUserName><FromUserName>sys</FromUserName><CreateTime>1795399200</CreateTime><MsgType>event</MsgType><Event>template_card_event</Event><EventKey>{key}</EventKey><TaskId>t</TaskId></xml>";
        foreach (var key in new[] { "take", "later", "take" }) (await host.Vendor.DeliverAsync(Tap(key))).Status.ShouldBe(200);

        host.Events.All.Select(e => e.EventKey).ShouldBe(["take", "later", "take"]);
        host.Events.All.Select(e => e.Digest).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task The_same_callback_again_is_refused()
    {
        var made = host.Vendor.Crypto.Seal(CallbackSender.Message("一"), host.Vendor.Now, CallbackSender.NextNonce());
        var body = Encoding.UTF8.GetBytes(CallbackSender.Envelope(made.Encrypt));
        (await host.Vendor.PostAsync(made.Signature, made.Timestamp, made.Nonce, body)).Status.ShouldBe(200);

        RefusedQuietly(await host.Vendor.PostAsync(made.Signature, made.Timestamp, made.Nonce, body));
        // Also with another timestamp and another text.
        RefusedQuietly(await host.Vendor.DeliverAsync(CallbackSender.Message("二"), nonce: made.Nonce));
        host.Events.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_callback_that_could_not_be_taken_may_come_again_with_the_same_nonce()
    {
        host.Events.Failing = 1;
        var nonce = CallbackSender.NextNonce();

        var failed = await host.Vendor.DeliverAsync(CallbackSender.Message("一"), nonce: nonce);

        failed.Status.ShouldBe(500);
        failed.Body.ShouldNotContain("geheim");
        (await host.Vendor.DeliverAsync(CallbackSender.Message("一"), nonce: nonce)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(-601)]
    [InlineData(601)]
    [InlineData(-100_000_000)]
    public async Task A_timestamp_that_is_not_of_now_is_refused(int seconds) =>
        RefusedQuietly(await host.Vendor.DeliverAsync(CallbackSender.Message("一"), timestamp: (host.App.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(-599)]
    [InlineData(599)]
    public async Task A_clock_that_is_a_little_wrong_does_not_matter(int seconds) =>
        (await host.Vendor.DeliverAsync(CallbackSender.Message("一"), timestamp: (host.App.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture))).Status.ShouldBe(200);

    [Fact]
    public async Task Nonces_are_kept_as_long_as_their_timestamp_would_be_believed()
    {
        var nonces = host.App.Get<Nonces>();
        (await nonces.TryTakeAsync("n1", default)).ShouldBeTrue();
        host.App.Clock.Advance(TimeSpan.FromMinutes(20));
        await nonces.RunAsync(host.App.Clock.GetUtcNow(), default);
        (await nonces.TryTakeAsync("n1", default)).ShouldBeFalse();
        host.App.Clock.Advance(TimeSpan.FromMinutes(10));
        await nonces.RunAsync(host.App.Clock.GetUtcNow(), default);

        (await nonces.TryTakeAsync("n1", default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Wrong_signature_wrong_receiver_cut_ciphertext_and_bodies_that_are_none_are_refused_quickly()
    {
        var began = Stopwatch.GetTimestamp();
        var good = host.Vendor.Crypto.Seal(CallbackSender.Message("一"), host.Vendor.Now, "1");
        var stranger = new CallbackCrypto(Samples.Token, Samples.Key, "wx0000000000000000").Seal(CallbackSender.Message("一"), host.Vendor.Now, "1").Encrypt;
        var cut = good.Encrypt[..^8];
        RefusedQuietly(await host.Vendor.PostAsync(new string('0', 40), host.Vendor.Now, CallbackSender.NextNonce(), Encoding.UTF8.GetBytes(CallbackSender.Envelope(good.Encrypt))));
        RefusedQuietly(await host.Vendor.DeliverBodyAsync(stranger, Encoding.UTF8.GetBytes(CallbackSender.Envelope(stranger))));
        RefusedQuietly(await host.Vendor.DeliverBodyAsync(cut, Encoding.UTF8.GetBytes(CallbackSender.Envelope(cut))));
        RefusedQuietly(await host.Vendor.DeliverBodyAsync(good.Encrypt, Encoding.UTF8.GetBytes($$"""{"encrypt":"{{good.Encrypt}}"}""")));
        RefusedQuietly(await host.Vendor.DeliverBodyAsync(good.Encrypt, []));
        RefusedQuietly(await host.Vendor.DeliverBodyAsync(good.Encrypt, Encoding.UTF8.GetBytes("<xml><Encrypt>")));
        RefusedQuietly(await host.Vendor.DeliverBodyAsync(good.Encrypt, Encoding.UTF8.GetBytes("<xml><Other/></xml>")));
        // Properly signed and encrypted, but no XML inside.
        RefusedQuietly(await host.Vendor.DeliverAsync("hello"));

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        host.Events.All.ShouldBeEmpty();
        host.Log.Lines.Where(l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("WeCom callback", StringComparison.Ordinal)).Count().ShouldBe(8);
        host.Log.Lines.ShouldAllBe(l => !l.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Document_types_and_entities_are_never_read()
    {
        var good = host.Vendor.Crypto.Seal(CallbackSender.Message("一"), host.Vendor.Now, "1").Encrypt;
        var laughs = string.Concat(Enumerable.Range(1, 9).Select(i => $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">"));
        foreach (var bomb in new[]
        {
            $"<!DOCTYPE x [<!ENTITY l0 \"ha\">{laughs}]><xml><Encrypt>&l9;</Encrypt></xml>",
            $"<!DOCTYPE x [<!ENTITY e \"{good}\">]><xml><Encrypt>&e;</Encrypt></xml>",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><Encrypt>&e;</Encrypt></xml>",
            $"<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\"><xml><Encrypt>{good}</Encrypt></xml>",
        })
        {
            var began = Stopwatch.GetTimestamp();
            RefusedQuietly(await host.Vendor.DeliverBodyAsync(good, Encoding.UTF8.GetBytes(bomb)));
            // The same inside, where only somebody with the keys could put it.
            RefusedQuietly(await host.Vendor.DeliverAsync(bomb));
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public async Task Ten_megabytes_are_refused_before_they_are_read()
    {
        var began = Stopwatch.GetTimestamp();
        var query = $"/wecom/callback?msg_signature={new string('0', 40)}&timestamp={host.Vendor.Now}&nonce=1";

        // By hand: the answer is to come although nothing of the body was sent.
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(host.App.Address.Host, host.App.Address.Port);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {query} HTTP/1.1\r\nHost: x\r\nContent-Length: 10485760\r\n\r\n"));
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 413 Payload Too Large");

        // Without a length it is read as far as the limit.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(query, UriKind.Relative)) { Content = new StreamContent(new Endless(10 << 20)) };
        request.Headers.TransferEncodingChunked = true;
        var status = 0;
        try
        {
            using var answer = await host.Vendor.Client.SendAsync(request);
            status = (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The server may close before the client has sent all.
            status = 413;
        }

        status.ShouldBe(413);
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Without_keys_there_is_no_callback_address()
    {
        await using var app = await TestApp.StartAsync(listen: true);
        using var client = new HttpClient { BaseAddress = app.Address };

        using var answer = await client.GetAsync(new Uri("/wecom/callback?echostr=x", UriKind.Relative));
        ((int)answer.StatusCode).ShouldBe(404);
    }

    private static void RefusedQuietly((int Status, string Body) answer)
    {
        answer.Status.ShouldBeInRange(400, 499);
        answer.Body.ShouldNotContain("Exception");
        answer.Body.ShouldNotContain("DTD");
        answer.Body.Length.ShouldBeLessThan(500);
    }

    private static Uri Query(string signature, string timestamp, string nonce, string echo) =>
        new($"/wecom/callback?msg_signature={signature}&timestamp={timestamp}&nonce={nonce}&echostr={echo}", UriKind.Relative);

    private sealed class Endless(long length) : Stream
    {
        private long left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var now = (int)Math.Min(count, left);
            left -= now;
            return now;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
