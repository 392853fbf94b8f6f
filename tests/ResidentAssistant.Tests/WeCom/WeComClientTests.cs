using System.Net;
using FakeWeCom;
using FakeWeCom.World;
using ResidentAssistant.WeCom;
using ResidentAssistant.WeCom.Kf;
using ResidentAssistant.WeCom.Messages;
using AppMessage = ResidentAssistant.WeCom.Messages.AppMessage;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>Every call, against the simulator that enforces the vendor's rules.</summary>
public sealed class WeComClientTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, .. new byte[100]];
    private static readonly TemplateCard Card = new()
    {
        CardType = "button_interaction", Source = new("居民助手", 2), MainTitle = new("急修：漏水", "3号楼2单元"), TaskId = "t-1",
        HorizontalContentList = [new("编号", "A-0137")], ButtonList = [new("我来处理", "take:A-0137"), new("稍后", "later", 2)],
    };

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { UseProxy = false });
    private FakeWeComHost vendor = null!;
    private WeComClient client = null!;

    private string Account => vendor.Options.KfAccounts[0].OpenKfId;

    public async Task InitializeAsync()
    {
        vendor = await FakeWeComHost.StartAsync(new() { Seed = 3 });
        client = Client();
    }

    public async Task DisposeAsync() => await vendor.DisposeAsync();

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Members_get_words_markdown_and_links()
    {
        var member = vendor.Member("zhaomin");
        (await client.SendAsync(["zhaomin", "nobody"], new AppMessage.Text("3号楼漏水了"), null, default)).InvalidUsers.ShouldBe(["nobody"]);
        await client.SendAsync(["zhaomin"], new AppMessage.Markdown("**急修**"), null, default);
        await client.SendAsync(["zhaomin"], new AppMessage.LinkCard("去看看", "3号楼", "https://example.cn/staff", "打开"), null, default);

        await member.SeesAsync("3号楼漏水了");
        await member.SeesAsync("急修");
        await member.SeesAsync("去看看");
    }

    [Fact]
    public async Task The_same_words_again_are_dropped_when_asked_for()
    {
        for (var i = 0; i < 2; i++) await client.SendAsync(["zhaomin"], new AppMessage.Text("只说一次"), TimeSpan.FromMinutes(10), default);

        vendor.Member("zhaomin").Received.Count(m => m.Text.Contains("只说一次", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_card_with_buttons_is_shown_and_changed_once()
    {
        vendor.CallbackTo("http://127.0.0.1:9/");
        var receipt = await client.SendAsync(["zhaomin", "qianwei"], new AppMessage.Card(Card), null, default);
        await vendor.Member("zhaomin").SeesAsync("我来处理");

        await client.UpdateCardAsync(["zhaomin", "qianwei"], receipt.ResponseCode!, "已由钱伟接手", default);

        (await vendor.Member("zhaomin").SeesAsync("已由钱伟接手")).Replaced.ShouldBe("已由钱伟接手");
        await Should.ThrowAsync<WeComException>(() => client.UpdateCardAsync(["zhaomin"], receipt.ResponseCode!, "再改", default));
    }

    [Fact]
    public async Task Members_are_telephoned()
    {
        var calls = await client.TelephoneAsync(["zhaomin"], default);

        calls.ShouldHaveSingleItem().ShouldBe(new AlarmCall("zhaomin", vendor.Member("zhaomin").Calls.ShouldHaveSingleItem().CallId, 0));
    }

    [Fact]
    public async Task Residents_are_heard_in_pages_and_answered_with_words_and_menus()
    {
        vendor.CallbackTo("");
        var resident = vendor.Resident("wmWangGuifen0000000000000000001");
        resident.Enter("b3", "82417730");
        resident.Say("我家漏水了");
        resident.SendPhoto(Photo);
        resident.SendLocation(39.9, 116.4, "3号楼", "和平里");
        var heard = await HeardAsync();

        heard[0].Body.ShouldBeOfType<KfEntered>().SceneParameter.ShouldBe("82417730");
        heard[0].Origin.ShouldBe(KfOrigin.System);
        heard[0].ExternalUserid.ShouldBe(resident.ExternalUserId);
        heard[1].Body.ShouldBe(new KfText("我家漏水了", null));
        heard[1].OpenKfid.ShouldBe(Account);
        KfMessage.Parse(heard[1].Json).ShouldBe(heard[1]);
        var photo = heard[2].Body.ShouldBeOfType<KfMedia>();
        heard[3].Body.ShouldBe(new KfLocation(39.9, 116.4, "3号楼", "和平里"));

        (await client.DownloadAsync(photo.MediaId, 1000, default))!.Content.ShouldBe(Photo);
        (await client.DownloadAsync(photo.MediaId, 50, default)).ShouldBeNull();
        (await Should.ThrowAsync<WeComException>(() => client.DownloadAsync("none", 1000, default))).Code.ShouldBe(40007);

        await client.KfSendAsync(Account, resident.ExternalUserId, "m1", new KfContent.Text("收到，马上派人。"), default);
        await client.KfSendAsync(Account, resident.ExternalUserId, "m2", new KfContent.Menu("要打电话吗？", [new KfMenuLine.Click("yes_1", "要"), new KfMenuLine.Click("no_1", "不用")], "也可以直接打字。"), default);
        await resident.HearsAsync("收到，马上派人。");
        resident.Tap("要");
        (await HeardAsync())[^1].Body.ShouldBe(new KfText("要", "yes_1"));
        (await client.KfStateAsync(Account, resident.ExternalUserId, default)).State.ShouldBe(1);
    }

    [Fact]
    public async Task Greeting_accounts_customers_servicers_and_states_are_reached()
    {
        var resident = vendor.Resident("wmLiJianguo00000000000000000002");
        resident.Enter("b3");
        var entered = (await HeardAsync())[^1].Body.ShouldBeOfType<KfEntered>();
        await client.KfSendOnEventAsync(entered.WelcomeCode!, "w1", new KfContent.Text("您好"), default);
        await resident.HearsAsync("您好");
        resident.Say("在吗");

        (await client.KfAccountsAsync(0, default)).ShouldHaveSingleItem().OpenKfid.ShouldBe(Account);
        (await client.KfLinkAsync(Account, "b3-2", default)).ShouldStartWith("http");
        (await client.KfCustomersAsync([resident.ExternalUserId, "wmNobody"], default)).ShouldHaveSingleItem().Nickname.ShouldBe("李建国");
        (await client.KfServicersAsync(Account, default)).Select(s => s.Userid).ShouldBe(["zhaomin", "qianwei"]);
        await client.KfMoveAsync(Account, resident.ExternalUserId, 1, null, default);
        await client.KfMoveAsync(Account, resident.ExternalUserId, 3, "zhaomin", default);
        (await client.KfStateAsync(Account, resident.ExternalUserId, default)).ShouldBe(new KfState(3, "zhaomin"));
        var refusal = await Should.ThrowAsync<WeComException>(() => client.KfSendAsync(Account, resident.ExternalUserId, "m9", new KfContent.Text("在"), default));
        (refusal.Class, refusal.Code, refusal.Call, refusal.AnswerLost).ShouldBe((ErrorClass.Window, WeComErrors.KfState, "kf/send_msg", false));
    }

    [Fact]
    public async Task Half_a_character_does_not_stop_a_message()
    {
        await client.SendAsync(["zhaomin"], new AppMessage.Text("漏水\ud83d"), null, default);

        await vendor.Member("zhaomin").SeesAsync("漏水");
    }

    [Fact]
    public async Task Files_go_up_and_come_down()
    {
        var id = await client.UploadAsync(MediaKind.Image, "照片\"1\".jpg", "image/jpeg", Photo, default);

        var file = (await client.DownloadAsync(id, 1000, default))!;
        file.Content.ShouldBe(Photo);
        file.ContentType.ShouldBe("image/jpeg");
        Uri.UnescapeDataString(file.Name!).ShouldBe("照片1.jpg");
    }

    [Fact]
    public async Task A_member_signs_in_with_a_code_that_serves_once()
    {
        var asked = client.SignInAddress(vendor.Address, new Uri("http://127.0.0.1:5080/staff/wecom"), "s t&te");
        var back = vendor.Member("zhaomin").SignIn(asked);
        var query = System.Web.HttpUtility.ParseQueryString(back.Query);

        query["state"].ShouldBe("s t&te");
        (await client.WhoAsync(query["code"]!, default)).Userid.ShouldBe("zhaomin");
        (await Should.ThrowAsync<WeComException>(() => client.WhoAsync(query["code"]!, default))).Class.ShouldBe(ErrorClass.Data);
    }

    [Fact]
    public async Task A_robot_speaks_in_its_group()
    {
        var robot = new GroupRobot(http, vendor.Address, vendor.Options.Robots[0].Key);
        await robot.SendTextAsync("3号楼漏水", ["zhaomin"], ["@all"], default);
        await robot.SendMarkdownAsync("**急修**", default);
        await robot.SendCardAsync(new() { CardType = "text_notice", MainTitle = new("急修"), CardAction = new(1, Url: "https://example.cn") }, default);
        await robot.SendFileAsync(await robot.UploadAsync(MediaKind.File, "名单.txt", "text/plain", new byte[20], default), default);

        vendor.Group().Messages.Count.ShouldBe(4);
        var gone = await Should.ThrowAsync<WeComException>(() => new GroupRobot(http, vendor.Address, "no-such-key").SendTextAsync("在吗", null, null, default));
        (gone.Code, gone.Class).ShouldBe((93000, ErrorClass.Permission));
        gone.ToString().ShouldNotContain("no-such-key");
    }

    [Fact]
    public async Task Twenty_a_minute_is_a_robots_quota()
    {
        var robot = new GroupRobot(http, vendor.Address, vendor.Options.Robots[0].Key);
        for (var i = 0; i < 20; i++) await robot.SendTextAsync($"{i}", null, null, default);

        var refusal = await Should.ThrowAsync<WeComException>(() => robot.SendTextAsync("21", null, null, default));
        (refusal.Class, refusal.PauseFor).ShouldBe((ErrorClass.Quota, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_lost_answer_is_told_from_a_call_that_never_went_out()
    {
        await client.KfAccountsAsync(0, default);
        foreach (var kind in new[] { FaultKind.LoseAnswer, FaultKind.FailAfter, FaultKind.Fail })
        {
            vendor.Faults.Add(new Fault(kind) { Path = "message/send" });
            var lost = await Should.ThrowAsync<WeComException>(() => client.SendAsync(["zhaomin"], new AppMessage.Text("在吗"), null, default));
            (lost.AnswerLost, lost.Class, lost.Code).ShouldBe((true, ErrorClass.Transient, 0), kind.ToString());
        }

        vendor.Faults.Add(new Fault(FaultKind.HangAfter) { Path = "message/send" });
        var late = await Should.ThrowAsync<WeComException>(() => Client(TimeSpan.FromMilliseconds(300)).SendAsync(["zhaomin"], new AppMessage.Text("在吗"), null, default));
        late.AnswerLost.ShouldBeTrue();

        var nobody = new GroupRobot(http, new Uri("http://127.0.0.1:9"), "key");
        (await Should.ThrowAsync<WeComException>(() => nobody.SendTextAsync("在吗", null, null, default))).AnswerLost.ShouldBeFalse();
    }

    [Fact]
    public async Task A_caller_may_stop_a_call()
    {
        vendor.Faults.Hang(TimeSpan.FromMinutes(1));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Should.ThrowAsync<OperationCanceledException>(() => client.KfAccountsAsync(0, stop.Token));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "<html>login to the hotel's network</html>", true)]
    [InlineData(HttpStatusCode.OK, "", true)]
    [InlineData(HttpStatusCode.OK, "null", true)]
    [InlineData(HttpStatusCode.OK, """{"errcode":[]}""", true)]
    [InlineData(HttpStatusCode.BadGateway, """{"errcode":0}""", true)]
    [InlineData(HttpStatusCode.Found, "", false)]
    [InlineData(HttpStatusCode.ProxyAuthenticationRequired, "", false)]
    public async Task An_answer_that_is_none_is_transient(HttpStatusCode status, string body, bool lost)
    {
        var fault = await Should.ThrowAsync<WeComException>(() => Answering(status, body).SendTextAsync("在吗", null, null, default));

        (fault.Class, fault.AnswerLost).ShouldBe((ErrorClass.Transient, lost));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"errcode":0,"errmsg":"ok. Warning: wrong json format."}""")]
    [InlineData("""{"errcode":"0"}""")]
    [InlineData("""{"errmsg":"anything but an errcode"}""")]
    public Task An_answer_without_errcode_or_with_0_is_a_yes(string body) => Answering(HttpStatusCode.OK, body).SendTextAsync("在吗", null, null, default);

    [Fact]
    public async Task One_odd_message_does_not_spoil_its_page()
    {
        var odd = new[]
        {
            """{"msgid":"1","msgtype":"text","text":{"content":"\ud800"}}""", """{"msgid":2,"msgtype":"text"}""", "null", "[]", "7", """{"msgtype":{}}""",
            """{"msgid":"3","msgtype":"event","event":[]}""", """{"msgid":"4","msgtype":"location","location":{"latitude":"x"}}""", """{"msgid":"5","send_time":1e300,"origin":99,"msgtype":"new"}""",
            """{"msgid":"6","msgtype":"merged_msg","merged_msg":{"title":"聊天记录","item":[{"msg_content":"{\"text\":{\"content\":\"漏水\"}}"},{"msg_content":"{"},3]}}""",
            """{"msgid":"7","msgtype":"text","text":{"content":"好"}}""",
        };
        var page = await ClientAnswering($$"""{"errcode":0,"next_cursor":"c","has_more":1,"msg_list":[{{string.Join(',', odd)}}]}""").KfSyncAsync("wk1", null, null, 1000, default);

        page.Messages.Count.ShouldBe(odd.Length);
        page.HasMore.ShouldBeTrue();
        page.Messages.Take(9).ShouldAllBe(m => m.Body is KfUnknown);
        page.Messages[9].Body.ShouldBeOfType<KfForwarded>().Lines.ShouldBe(["漏水"]);
        page.Messages[10].Body.ShouldBe(new KfText("好", null));
        foreach (var message in page.Messages) KfMessage.Parse(message.Json).Body.ToString().ShouldBe(message.Body.ToString());
    }

    private async Task<IReadOnlyList<KfMessage>> HeardAsync()
    {
        var all = new List<KfMessage>();
        string? cursor = null;
        while (true)
        {
            var page = await client.KfSyncAsync(Account, cursor, null, 1000, default);
            all.AddRange(page.Messages);
            cursor = page.NextCursor;
            if (!page.HasMore) return all;
        }
    }

    private WeComClient Client(TimeSpan? patience = null)
    {
        var app = new WeComApp(vendor.Options.CorpId, vendor.App.Secret, vendor.App.AgentId);
        return new WeComClient(app, http, vendor.Address, new AccessTokens(app, http, vendor.Address, new MemoryTokenStore(), TimeProvider.System), patience);
    }

    private static GroupRobot Answering(HttpStatusCode status, string body) => new(new HttpMessageInvoker(new Fixed(status, body)), WeComClient.VendorAddress, "key");

    private static WeComClient ClientAnswering(string body)
    {
        var (app, invoker) = (new WeComApp("corp", "secret"), new HttpMessageInvoker(new Fixed(HttpStatusCode.OK, body)));
        var token = new HttpMessageInvoker(new Fixed(HttpStatusCode.OK, """{"access_token":"t","expires_in":7200}"""));
        return new WeComClient(app, invoker, WeComClient.VendorAddress, new AccessTokens(app, token, WeComClient.VendorAddress, new MemoryTokenStore(), TimeProvider.System));
    }

    private sealed class Fixed(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
