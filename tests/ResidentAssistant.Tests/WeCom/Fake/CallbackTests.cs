using System.Net;
using System.Xml.Linq;
using FakeWeCom;
using FakeWeCom.Callbacks;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>The simulator's callbacks: encrypted as Tencent's own package reads them, repeated as the vendor does.</summary>
public sealed class CallbackTests : IAsyncLifetime
{
    private readonly FakeClock clock = new();
    private FakeWeComHost host = null!;
    private CallbackSink sink = null!;

    public async Task InitializeAsync()
    {
        sink = await CallbackSink.StartAsync();
        host = await FakeWeComHost.StartAsync(new() { Clock = clock, Seed = 7 });
        host.CallbackTo(sink.Url);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task Tencents_package_reads_a_notice_and_finds_it_signed()
    {
        host.Resident("wmSomebody").Say("你好");
        await host.QuietAsync();

        var (query, body) = sink.Taken.ShouldHaveSingleItem();
        using var tencent = new TencentCrypto(host.App.Token, host.App.EncodingAesKey);
        var read = tencent.Decrypt(query["timestamp"]!, query["nonce"]!, XElement.Parse(body).Element("Encrypt")!.Value);
        read.Signature.ShouldBe(query["msg_signature"]);
        read.Id.ShouldBe(host.Options.CorpId);
        var notice = XElement.Parse(read.Message);
        notice.Element("Event")!.Value.ShouldBe("kf_msg_or_event");
        notice.Element("FromUserName").ShouldBeNull();
        XElement.Parse(body).Element("AgentID").ShouldBeNull();
        notice.Element("OpenKfId")!.Value.ShouldBe(host.Options.KfAccounts[0].OpenKfId);
    }

    [Fact]
    public void Its_own_crypto_agrees_with_the_published_vectors()
    {
        var crypto = new Crypto("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7");
        const string Echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";

        crypto.Sign("1409659589", "263014780", Echo).ShouldBe("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3");
        crypto.Decrypt(Echo).ShouldBe("1616140317555161061");
        crypto.Decrypt(crypto.Encrypt(new string('水', 4000))).ShouldBe(new string('水', 4000));
    }

    [Fact]
    public async Task A_callback_that_fails_comes_three_times_with_another_nonce_and_the_same_words()
    {
        sink.Answer = (_, _) => (503, "");
        host.Member("zhaomin").Say("在吗");
        await host.UntilAsync(() => host.Log.Callbacks.Count == 1, "the first try");
        clock.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync(() => host.Log.Callbacks.Count == 2, "the second try");
        clock.Advance(TimeSpan.FromSeconds(1));
        await host.QuietAsync();

        host.Log.Callbacks.Count.ShouldBe(3);
        host.Log.Callbacks.Select(c => c.Nonce).Distinct().Count().ShouldBe(3);
        host.Log.Callbacks.Select(c => c.Plain).Distinct().Count().ShouldBe(1);
        XElement.Parse(sink.Taken.First().Body).Element("AgentID")!.Value.ShouldBe("1000002");
    }

    [Fact]
    public async Task Callbacks_can_be_lost_doubled_and_reversed()
    {
        var wang = host.Resident("wmSomebody");
        host.Faults.DropCallbacks = 1;
        wang.Say("丢了");
        host.Faults.DoubleCallbacks = 1;
        wang.Say("两次");
        await host.QuietAsync();
        sink.Taken.Count.ShouldBe(2);

        var zhao = host.Member("zhaomin");
        host.Faults.HoldCallbacks();
        zhao.Say("一");
        zhao.Say("二");
        host.Faults.ReleaseCallbacks(reversed: true);
        await host.QuietAsync();

        host.Log.Callbacks.TakeLast(2).Select(c => (string)XElement.Parse(c.Plain).Element("Content")!).ShouldBe(["二", "一"]);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("\"", "不一致")]
    [InlineData("\n", "不一致")]
    public async Task The_address_is_saved_only_when_it_answers_the_bare_text(string around, string? complaint)
    {
        var crypto = new Crypto(host.App.Token, host.App.EncodingAesKey, host.Options.CorpId);
        sink.Answer = (_, query) => (200, crypto.Decrypt(query["echostr"]!) + around);

        var said = await host.SaveCallbackAsync(sink.Url + "?a=b");

        if (complaint is null) said.ShouldBeNull();
        else said.ShouldNotBeNull().ShouldContain(complaint);
        host.App.CallbackUrl.ShouldBe(complaint is null ? sink.Url + "?a=b" : sink.Url);
    }

    [Fact]
    public async Task A_reply_inside_the_answer_is_shown_when_it_is_signed_and_noted_when_not()
    {
        using var tencent = new TencentCrypto(host.App.Token, host.App.EncodingAesKey);
        var words = new string('水', 800);
        var plain = $"<xml><ToUserName><![CDATA[zhaomin]]></ToUserName><FromUserName><![CDATA[{host.Options.CorpId}]]></FromUserName><CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{words}]]></Content></xml>";
        var (encrypted, signature) = tencent.Encrypt("1", "2", plain, host.Options.CorpId);
        string Envelope(string signed) => $"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signed}]]></MsgSignature><TimeStamp>1</TimeStamp><Nonce><![CDATA[2]]></Nonce></xml>";
        sink.Answer = (before, _) => (200, Envelope(before == 0 ? signature : "wrong"));
        var zhao = host.Member("zhaomin");

        zhao.Say("在吗");
        await host.QuietAsync();
        zhao.Say("在吗");
        await host.QuietAsync();

        zhao.Received.ShouldHaveSingleItem().Text.ShouldBe(new string('水', 682));
        host.Corp.Apps.Values.First().BadReplies.ShouldBe(["wrong signature"]);
    }
}
