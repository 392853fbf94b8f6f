using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using FakeWeCom;
using ResidentAssistant.Tests.Channels;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>The simulator's app messages, robots, media, sign-in and calls refuse what the vendor refuses.</summary>
public sealed class MessageRulesTests : IAsyncLifetime
{
    private readonly FakeClock clock = new();
    private FakeWeComHost host = null!;
    private CallbackSink sink = null!;
    private Vendor vendor = null!;

    public async Task InitializeAsync()
    {
        sink = await CallbackSink.StartAsync();
        host = await FakeWeComHost.StartAsync(new() { Clock = clock, Seed = 7 });
        host.CallbackTo(sink.Url);
        vendor = await new Vendor(host).SignInAsync();
    }

    public async Task DisposeAsync()
    {
        vendor.Dispose();
        await host.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task Receivers_who_are_unknown_are_named_and_a_long_text_is_cut()
    {
        var sent = await SendAsync("zhaomin|NoBody", new string('水', 800));
        ((string)sent["invaliduser"]!).ShouldBe("nobody");
        ((int)sent["errcode"]!).ShouldBe(0);
        host.Member("zhaomin").Received.ShouldHaveSingleItem().Text.Length.ShouldBe(682);

        ((int)(await SendAsync("nobody", "好"))["errcode"]!).ShouldBe(81013);
        ((int)(await SendAsync("", "好"))["errcode"]!).ShouldBe(82001);
        ((int)(await SendAsync("zhaomin", ""))["errcode"]!).ShouldBe(44004);
    }

    [Fact]
    public async Task The_thirty_first_message_to_a_member_within_a_minute_is_dropped_in_silence()
    {
        for (var i = 0; i < 31; i++) ((int)(await SendAsync("zhaomin", $"{i}"))["errcode"]!).ShouldBe(0);

        host.Member("zhaomin").Received.Count.ShouldBe(30);
    }

    [Fact]
    public async Task A_card_is_tapped_changed_once_per_code_and_not_tapped_again()
    {
        var sent = await CardAsync("t1");
        var zhao = host.Member("zhaomin");
        var card = zhao.Received.Single();
        zhao.Tap(card, "我来处理").ShouldBeTrue();
        await host.QuietAsync();
        var tapped = XElement.Parse(host.Log.Callbacks.Single().Plain);
        tapped.Element("EventKey")!.Value.ShouldBe("take");
        tapped.Element("TaskId")!.Value.ShouldBe("t1");

        object Change(string code) => new { userids = new[] { "zhaomin" }, agentid = 1000002, response_code = code, button = new { replace_name = "已由赵敏接手" } };
        (await vendor.CodeAsync("message/update_template_card", Change(tapped.Element("ResponseCode")!.Value))).ShouldBe(0);
        (await vendor.CodeAsync("message/update_template_card", Change(tapped.Element("ResponseCode")!.Value))).ShouldBe(42044);
        zhao.Received.Single().Replaced.ShouldBe("已由赵敏接手");
        zhao.Tap(zhao.Received.Single(), "我来处理").ShouldBeFalse();
        host.Member("qianwei").Received.Single().Replaced.ShouldBeNull();

        clock.Advance(TimeSpan.FromHours(72));
        await vendor.SignInAsync();
        (await vendor.CodeAsync("message/update_template_card", Change((string)sent["response_code"]!))).ShouldBe(42044);
        ((int)(await CardAsync("t1"))["errcode"]!).ShouldBe(42017);
    }

    [Fact]
    public async Task A_robot_speaks_twenty_times_a_minute_and_measures_bytes()
    {
        var path = $"webhook/send?key={host.Options.Robots[0].Key}";
        object Say(string words) => new { msgtype = "text", text = new { content = words } };
        (await vendor.CodeAsync(path, Say(new string('水', 683)), false)).ShouldBe(45002);
        for (var i = 1; i < 20; i++) (await vendor.CodeAsync(path, Say($"第{i}条"), false)).ShouldBe(0);
        (await vendor.CodeAsync(path, Say("多了"), false)).ShouldBe(45009);
        (await vendor.CodeAsync("webhook/send?key=wrong", Say("好"), false)).ShouldBe(93000);
        host.Group().Messages.Count.ShouldBe(19);

        clock.Advance(TimeSpan.FromMinutes(1));
#pragma warning disable CA5351 // The vendor's own check is MD5.
        var picture = new { msgtype = "image", image = new { base64 = Convert.ToBase64String(Uploaded.Jpeg), md5 = Convert.ToHexStringLower(MD5.HashData(Uploaded.Jpeg)) } };
#pragma warning restore CA5351
        (await vendor.CodeAsync(path, picture, false)).ShouldBe(0);
        (await vendor.CodeAsync(path, picture with { image = picture.image with { md5 = "0" } }, false)).ShouldBe(40058);
    }

    [Fact]
    public async Task Media_last_three_days_and_errors_come_as_JSON()
    {
        using var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(Uploaded.Jpeg);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(file, "media", "photo.jpg");
        using var uploaded = await vendor.Http.PostAsync($"/cgi-bin/media/upload?access_token={vendor.Token}&type=image", form);
        var id = (string)JsonNode.Parse(await uploaded.Content.ReadAsStringAsync())!["media_id"]!;

        using var got = await vendor.Http.GetAsync($"/cgi-bin/media/get?access_token={vendor.Token}&media_id={id}");
        got.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        (await got.Content.ReadAsByteArrayAsync()).ShouldBe(Uploaded.Jpeg);
        clock.Advance(TimeSpan.FromDays(3));
        await vendor.SignInAsync();
        ((int)(await vendor.GetAsync($"media/get?media_id={id}"))["errcode"]!).ShouldBe(40007);
    }

    [Fact]
    public async Task A_sign_in_code_serves_once_for_five_minutes_and_leads_to_the_trusted_domain_only()
    {
        Uri Ask(string back) => new(host.Address, $"/connect/oauth2/authorize?appid={host.Options.CorpId}&redirect_uri={Uri.EscapeDataString(back)}&response_type=code&scope=snsapi_base&state=s1&agentid=1000002#wechat_redirect");
        async Task<string> CodeAsync() => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(host.Member("zhaomin").SignIn(Ask("http://127.0.0.1:5080/staff/wecom?a=b")).Query)["code"].ToString();

        var code = await CodeAsync();
        ((string)(await vendor.GetAsync($"auth/getuserinfo?code={code}"))["userid"]!).ShouldBe("zhaomin");
        ((int)(await vendor.GetAsync($"auth/getuserinfo?code={code}"))["errcode"]!).ShouldBe(42022);
        ((int)(await vendor.GetAsync("auth/getuserinfo?code=wrong"))["errcode"]!).ShouldBe(40029);
        code = await CodeAsync();
        clock.Advance(TimeSpan.FromMinutes(5));
        ((int)(await vendor.GetAsync($"auth/getuserinfo?code={code}"))["errcode"]!).ShouldBe(42003);
        (await vendor.Http.GetStringAsync(Ask("https://example.com/"))).ShouldContain("50001");
        (await vendor.Http.GetStringAsync(Ask("http://127.0.0.1:5080/"))).ShouldContain("赵敏");
    }

    [Fact]
    public async Task A_member_is_called_three_times_in_eight_minutes_at_most()
    {
        for (var i = 0; i < 4; i++) (await vendor.CodeAsync("pstncc/call", new { callee_userid = new[] { "zhaomin" } })).ShouldBe(0);

        host.Member("zhaomin").Calls.Count.ShouldBe(3);
    }

    private Task<JsonNode> SendAsync(string to, string words) => vendor.PostAsync("message/send", new { touser = to, agentid = 1000002, msgtype = "text", text = new { content = words } });

    private Task<JsonNode> CardAsync(string task) => vendor.PostAsync("message/send", new
    {
        touser = "zhaomin|qianwei", agentid = 1000002, msgtype = "template_card",
        template_card = new { card_type = "button_interaction", main_title = new { title = "3号楼漏水" }, button_list = new[] { new { text = "我来处理", key = "take" } }, task_id = task },
    });
}
