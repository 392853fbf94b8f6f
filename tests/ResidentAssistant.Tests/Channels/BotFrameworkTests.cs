using System.Text.Json.Nodes;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Tests.Channels;

/// <summary>Channels that speak the Bot Framework Activity protocol: what they send is taken once, and replies go back to their service.</summary>
public sealed class BotFrameworkTests(ChannelFixture fixture) : IClassFixture<ChannelFixture>, IAsyncLifetime
{
    private const string Messages = "/api/messages";
    private readonly ChannelHost host = fixture.Host;
    private readonly string conversation = Guid.NewGuid().ToString("N");
    private BotService service = null!;

    public async Task InitializeAsync() => service = await BotService.StartAsync();

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task Message_is_answered_with_an_empty_200_and_a_reply_at_the_service()
    {
        var answer = await host.PostAsync(Messages, service.Activity(conversation, "m/1 ?", "停水了"));
        (answer.Status, answer.Text).ShouldBe((200, ""));

        (await SentAsync()).ShouldBe(new SendResult.Sent("given"));
        var (path, authorization, reply) = service.Posted.ShouldHaveSingleItem();
        path.ShouldBe($"/v3/conversations/{conversation}/activities/m%2F1 ?");
        authorization.ShouldBeNull();
        reply["type"]!.GetValue<string>().ShouldBe("message");
        reply["text"]!.GetValue<string>().ShouldBe("听到了：停水了");
        reply["replyToId"]!.GetValue<string>().ShouldBe("m/1 ?");
        reply["from"]!["id"]!.GetValue<string>().ShouldBe("bot");
        reply["recipient"]!["id"]!.GetValue<string>().ShouldBe("user-1");
        reply["conversation"]!["id"]!.GetValue<string>().ShouldBe(conversation);
        reply["locale"]!.GetValue<string>().ShouldBe("zh-CN");
        reply["inputHint"]!.GetValue<string>().ShouldBe("acceptingInput");
    }

    [Fact]
    public async Task Same_activity_fifty_times_at_once_has_one_effect_and_one_reply()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.PostAsync(Messages, service.Activity(conversation, "m1", "只算一次"))));
        answers.ShouldAllBe(a => a.Status == 200);
        await SentAsync();
        service.Posted.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Expected_replies_come_in_the_answer_and_are_not_sent_again()
    {
        var activity = service.Activity(conversation, "m1", "您好");
        activity["deliveryMode"] = "expectReplies";
        var answer = await host.PostAsync(Messages, activity);
        answer.Activities.ShouldHaveSingleItem()["text"]!.GetValue<string>().ShouldBe("听到了：您好");
        answer.Activities[0]["replyToId"]!.GetValue<string>().ShouldBe("m1");
        (await SentAsync()).ShouldBeOfType<SendResult.Sent>();
        service.Posted.ShouldBeEmpty();

        (await host.PostAsync(Messages, activity)).Activities.ShouldHaveSingleItem();
        var typing = service.Activity(conversation, "m2", "");
        (typing["type"], typing["deliveryMode"]) = ("typing", "expectReplies");
        (await host.PostAsync(Messages, typing)).Activities.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reply_nobody_asked_for_is_sent_even_after_expected_replies()
    {
        var activity = service.Activity(conversation, "m1", "您好");
        activity["deliveryMode"] = "expectReplies";
        await host.PostAsync(Messages, activity);
        var address = host.Turns.Taken.Last(m => m.ConversationKey.EndsWith(conversation, StringComparison.Ordinal)).Address;

        var result = await Bot().SendAsync(Out(address, replyTo: null), default);

        result.ShouldBe(new SendResult.Sent("given"));
        service.Posted.ShouldHaveSingleItem().Path.ShouldBe($"/v3/conversations/{conversation}/activities");
    }

    [Fact]
    public async Task Joining_greets_once_with_buttons_that_carry_the_prompt()
    {
        var update = service.Activity(conversation, "u1", "");
        (update["type"], update["membersAdded"]) = ("conversationUpdate", new JsonArray(new JsonObject { ["id"] = "bot" }, new JsonObject { ["id"] = "user-1" }));
        update.Remove("text");
        await host.PostAsync(Messages, update);
        update["id"] = "u2";
        await host.PostAsync(Messages, update);
        await SentAsync();

        service.Posted.Count.ShouldBe(2);
        var button = service.Posted.Select(p => p.Body["suggestedActions"]).Single(a => a is not null)!["actions"]![0]!;
        button["type"]!.GetValue<string>().ShouldBe("messageBack");
        button["value"]!.ToJsonString().ShouldBe("""{"prompt":"intent#1","value":"agree"}""");

        var tap = service.Activity(conversation, "m3", "同意");
        tap["value"] = button["value"]!.DeepClone();
        await host.PostAsync(Messages, tap);
        Taken().ShouldSatisfyAllConditions(m => m.Kind.ShouldBe(EntryKind.Tap), m => m.Value.ShouldBe("agree"), m => m.Prompt.ShouldBe("intent#1"));
    }

    [Fact]
    public async Task Channel_that_knows_no_message_back_gets_buttons_that_send_words()
    {
        var update = service.Activity(conversation, "u1", "");
        (update["type"], update["channelId"], update["membersAdded"]) = ("conversationUpdate", "some-sms", new JsonArray(new JsonObject { ["id"] = "user-1" }));
        await host.PostAsync(Messages, update);
        await SentAsync();
        var button = service.Posted.Select(p => p.Body["suggestedActions"]).Single(a => a is not null)!["actions"]![0]!;
        (button["type"]!.GetValue<string>(), button["value"]!.GetValue<string>()).ShouldBe(("imBack", "同意"));
    }

    [Fact]
    public async Task Photo_is_fetched_from_the_service_and_from_nowhere_else()
    {
        var activity = service.Activity(conversation, "m1", "漏水");
        activity["attachments"] = new JsonArray(
            new JsonObject { ["contentType"] = "image/jpeg", ["contentUrl"] = $"{service.Url}/photo", ["name"] = "a.jpg" },
            new JsonObject { ["contentType"] = "image/jpeg", ["contentUrl"] = new Uri(host.Address, "/photo").ToString() },
            new JsonObject { ["contentType"] = "image/jpeg", ["contentUrl"] = "file:///etc/passwd" });
        (await host.PostAsync(Messages, activity)).Status.ShouldBe(200);
        Taken().Files.ShouldHaveSingleItem().Content.ShouldBe(Uploaded.Jpeg);
    }

    [Theory]
    [InlineData("type")]
    [InlineData("id")]
    [InlineData("channelId")]
    [InlineData("serviceUrl")]
    [InlineData("from")]
    [InlineData("recipient")]
    [InlineData("conversation")]
    public async Task Activity_without_a_required_property_is_refused(string property)
    {
        var activity = service.Activity(conversation, "m1", "您好");
        activity.Remove(property);
        var answer = await host.PostAsync(Messages, activity);
        (answer.Status, answer.ErrorCode).ShouldBe((400, "MissingProperty"));
    }

    [Theory]
    [InlineData("typing", 200)]
    [InlineData("messageReaction", 200)]
    [InlineData("event", 200)]
    [InlineData("invoke", 501)]
    public async Task Kinds_that_say_nothing_are_passed_over_and_an_invoke_has_its_own_answer(string type, int status)
    {
        var activity = service.Activity(conversation, "m1", "");
        activity["type"] = type;
        activity["name"] = "some/name";
        (await host.PostAsync(Messages, activity)).Status.ShouldBe(status);
        service.Posted.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("..", "m1")]
    [InlineData("c", "..")]
    [InlineData(".", "m1")]
    [InlineData("c\u0000", "m1")]
    public async Task Ids_that_would_climb_out_of_the_address_are_refused(string id, string message)
    {
        var answer = await host.PostAsync(Messages, service.Activity(id, message, "您好"));
        answer.Status.ShouldBe(400);
    }

    [Theory]
    [InlineData(200, typeof(SendResult.Sent))]
    [InlineData(202, typeof(SendResult.Sent))]
    [InlineData(302, typeof(SendResult.Failed))]
    [InlineData(307, typeof(SendResult.Failed))]
    [InlineData(400, typeof(SendResult.Failed))]
    [InlineData(401, typeof(SendResult.TryLater))]
    [InlineData(403, typeof(SendResult.TryLater))]
    [InlineData(404, typeof(SendResult.Failed))]
    [InlineData(408, typeof(SendResult.TryLater))]
    [InlineData(410, typeof(SendResult.Failed))]
    [InlineData(429, typeof(SendResult.TryLater))]
    [InlineData(500, typeof(SendResult.TryLater))]
    [InlineData(503, typeof(SendResult.TryLater))]
    [InlineData(0, typeof(SendResult.TryLater))]
    public async Task Answer_of_the_service_decides_what_becomes_of_a_reply(int status, Type result)
    {
        service.Answer = _ => status == 0 ? null : (status, "not json");
        var address = $$"""{"s":"{{service.Url}}","c":"emulator","v":"{{conversation}}","b":"bot","u":"user-1"}""";
        (await Bot().SendAsync(Out(address, "m1"), default)).ShouldBeOfType(result);
        service.Posted.ShouldHaveSingleItem().Path.ShouldStartWith("/v3/");
    }

    [Theory]
    [InlineData("""{"id":"a\u0000b"}""")]
    [InlineData("""{"id":"a\nb"}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"id":5}""")]
    public async Task Id_of_the_service_that_cannot_be_stored_is_dropped(string body)
    {
        service.Answer = _ => (200, body);
        var address = $$"""{"s":"{{service.Url}}","c":"emulator","v":"{{conversation}}","b":"bot","u":"user-1"}""";
        (await Bot().SendAsync(Out(address, "m1"), default)).ShouldBe(new SendResult.Sent());
    }

    [Fact]
    public async Task Service_that_cannot_be_reached_is_tried_later_and_an_address_that_is_none_fails()
    {
        var address = $$"""{"s":"{{service.Url}}","c":"emulator","v":"c","b":"bot","u":"u"}""";
        await service.DisposeAsync();
        (await Bot().SendAsync(Out(address, null), default)).ShouldBeOfType<SendResult.TryLater>();
        (await Bot().SendAsync(Out(null, null), default)).ShouldBeOfType<SendResult.Failed>();
        (await Bot().SendAsync(Out("{}", null), default)).ShouldBeOfType<SendResult.Failed>();
        (await Bot().SendAsync(Out("""{"s":"https://evil.example","c":"x","v":"c","b":"b","u":"u"}""", null), default)).ShouldBe(new SendResult.Stopped("UntrustedServiceUrl"));
    }

    private IChannel Bot() => host.Get<IEnumerable<IChannel>>().Single(c => c.Name == "botframework");

    private InboundMessage Taken() => host.Turns.Taken.Last(m => m.ConversationKey.EndsWith(conversation, StringComparison.Ordinal));

    private async Task<SendResult> SentAsync() => (await Task.WhenAll([.. host.Turns.Sends]))[^1];

    private Outbound Out(string? address, string? replyTo) => new()
    {
        Id = Guid.NewGuid(), ConversationId = Guid.NewGuid(), ConversationKey = $"emulator/{conversation}", UserId = "user-1", Address = address, Turn = 2,
        ReplyTo = replyTo is null ? null : $"emulator/{conversation}/{replyTo}", Entry = new Entry { Position = 1, From = Speaker.Assistant, At = DateTimeOffset.UnixEpoch, Text = "您好" },
    };
}
