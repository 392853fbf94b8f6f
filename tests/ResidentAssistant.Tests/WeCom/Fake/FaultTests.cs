using FakeWeCom;
using FakeWeCom.Callbacks;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>What goes wrong on demand goes wrong as promised.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const string Wang = "wmWangGuifen0000000000000000001";
    private readonly FakeClock clock = new();
    private FakeWeComHost host = null!;
    private Vendor vendor = null!;

    public async Task InitializeAsync()
    {
        host = await FakeWeComHost.StartAsync(new() { Clock = clock, Seed = 7 });
        vendor = await new Vendor(host).SignInAsync();
        host.Resident(Wang).Say("你好");
    }

    public async Task DisposeAsync()
    {
        vendor.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_lost_answer_leaves_its_effect()
    {
        host.Faults.LoseAnswer(path: "kf/send_msg");

        await Should.ThrowAsync<HttpRequestException>(() => SayAsync("m1"));

        host.Resident(Wang).Received.Count.ShouldBe(1);
        host.Log.Of("kf/send_msg").Single().AnswerLost.ShouldBeTrue();
        (await SayAsync("m1")).ShouldBe(host.Corp.DuplicateMsgIdCode);
    }

    [Fact]
    public async Task A_hanging_vendor_answers_when_the_time_is_over_and_does_nothing_for_who_left()
    {
        host.Faults.Hang(TimeSpan.FromSeconds(60), "kf/send_msg");
        var left = SayAsync("m1", new CancellationTokenSource(TimeSpan.FromMilliseconds(300)).Token);
        var stays = SayAsync("m2");
        await Should.ThrowAsync<OperationCanceledException>(() => left);
        await host.UntilAsync(() => host.Log.Of("kf/send_msg").Any(c => c.CallerLeft), "the first caller is gone");

        clock.Advance(TimeSpan.FromSeconds(60));

        (await stays).ShouldBe(0);
        host.Resident(Wang).Received.Single().MsgId.ShouldBe("m2");
    }

    [Fact]
    public async Task Status_500_lasts_as_long_as_wanted()
    {
        host.Faults.Fail(TimeSpan.FromMinutes(10));
        (await vendor.Http.GetAsync("/cgi-bin/gettoken")).StatusCode.ShouldBe(System.Net.HttpStatusCode.InternalServerError);
        clock.Advance(TimeSpan.FromMinutes(10));
        (await SayAsync("m1")).ShouldBe(0);
    }

    [Fact]
    public async Task An_errcode_on_demand_has_no_effect()
    {
        host.Faults.Refuse(-1, times: 2);

        (await SayAsync("m1")).ShouldBe(-1);
        (await SayAsync("m1")).ShouldBe(-1);
        (await SayAsync("m1")).ShouldBe(0);
    }

    [Fact]
    public async Task Forgeries_reach_the_callback_address_and_only_a_replay_is_rightly_signed()
    {
        await using var sink = await CallbackSink.StartAsync();
        var crypto = new Crypto(host.App.Token, host.App.EncodingAesKey, host.Options.CorpId);
        host.CallbackTo(sink.Url);
        sink.Answer = (_, query) => (query["nonce"].Count == 1 ? 400 : 500, "");

        foreach (var kind in Enum.GetValues<Forgery>()) (await host.ForgeAsync(kind)).ShouldBe(400, kind.ToString());

        var bodies = sink.Taken.ToList();
        bodies.Count.ShouldBe(Enum.GetValues<Forgery>().Length + 1);
        bodies.Max(b => b.Body.Length).ShouldBeGreaterThan(10 << 20);
        bodies.GroupBy(b => b.Query["nonce"].ToString()).Count(g => g.Count() == 2).ShouldBe(1);
    }

    private async Task<int> SayAsync(string msgId, CancellationToken ct = default)
    {
        var message = System.Net.Http.Json.JsonContent.Create(new { touser = Wang, open_kfid = host.Options.KfAccounts[0].OpenKfId, msgid = msgId, msgtype = "text", text = new { content = "好" } });
        using var answer = await vendor.Http.PostAsync($"/cgi-bin/kf/send_msg?access_token={vendor.Token}", message, ct);
        return (int)System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!["errcode"]!;
    }
}
