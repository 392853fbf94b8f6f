using System.Globalization;
using System.Text.Json.Nodes;
using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Channels;

/// <summary>Conversations over HTTP: what is said comes back once, in order, in the shapes of Direct Line 3.0.</summary>
public sealed class DirectLineTests(ChannelFixture fixture) : IClassFixture<ChannelFixture>
{
    private readonly ChannelHost host = fixture.Host;

    [BothDatabases]
    public async Task A_resident_joins_asks_and_reads_the_answer_by_polling(Provider provider)
    {
        await using var own = await ChannelHost.StartAsync(provider: provider);
        var (id, token, _) = await own.OpenAsync();

        var empty = await own.GetAsync(Activities(id, ""), token);
        empty.Status.ShouldBe(200);
        empty.Activities.ShouldBeEmpty();

        var joined = await own.PostAsync(Activities(id), Join("c-1"), token);
        joined.Status.ShouldBe(200, joined.Text);
        var said = await own.PostAsync(Activities(id), Message("停水了怎么办", "c-2"), token);
        said.Status.ShouldBe(200, said.Text);

        var page = await own.GetAsync(Activities(id, ""), token);
        page["watermark"].ShouldBe("2");
        page.Activities.Count.ShouldBe(5);
        page.Activities[0]["name"]!.GetValue<string>().ShouldBe("webchat/join");
        page.Activities[1]["suggestedActions"].ShouldBeNull();
        page.Activities[2]["suggestedActions"]!["actions"]!.AsArray().Count.ShouldBe(2);
        page.Activities[3]["id"]!.GetValue<string>().ShouldBe(said["id"]);
        page.Activities[3]["channelData"]!.ToJsonString().ShouldBe("""{"clientActivityID":"c-2"}""");
        page.Activities[3]["from"]!["role"]!.GetValue<string>().ShouldBe("user");
        page.Activities[4]["text"]!.GetValue<string>().ShouldBe("听到了：停水了怎么办");
        page.Activities[4]["replyToId"]!.GetValue<string>().ShouldBe(said["id"]);
        page.Activities[4]["from"]!["role"]!.GetValue<string>().ShouldBe("bot");

        (await own.GetAsync(Activities(id, "2"), token)).Activities.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ids_sort_as_text_and_timestamps_grow()
    {
        var (id, token, _) = await host.OpenAsync();
        for (var i = 0; i < 12; i++) await host.PostAsync(Activities(id), Message($"第{i}句", $"c-{i}"), token);

        var activities = (await host.GetAsync(Activities(id), token)).Activities;

        var ids = activities.Select(a => a["id"]!.GetValue<string>()).ToList();
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.Distinct().Count().ShouldBe(24);
        var times = activities.Select(a => DateTimeOffset.Parse(a["timestamp"]!.GetValue<string>(), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()).ToList();
        for (var i = 1; i < times.Count; i++) times[i].ShouldBeGreaterThan(times[i - 1]);
    }

    [Fact]
    public async Task Long_conversations_come_in_pages_of_whole_turns()
    {
        var (id, token, _) = await host.OpenAsync();
        for (var i = 0; i < 60; i++) await host.PostAsync(Activities(id), Message($"第{i}句", $"c-{i}"), token);

        var texts = new List<string>();
        var watermark = "";
        for (var page = await host.GetAsync(Activities(id, watermark), token); page.Activities.Count > 0; page = await host.GetAsync(Activities(id, watermark), token))
        {
            texts.AddRange(page.Activities.Select(a => a["text"]!.GetValue<string>()));
            watermark = page["watermark"];
        }

        texts.Count.ShouldBe(120);
        texts.Distinct().Count().ShouldBe(120);
        watermark.ShouldBe("60");
    }

    [Fact]
    public async Task Joining_twice_greets_once_and_a_letters_code_is_news()
    {
        var (id, token, _) = await host.OpenAsync();
        var first = await host.PostAsync(Activities(id), Join("c-1"), token);
        var again = await host.PostAsync(Activities(id), Join("c-2"), token);
        again["id"].ShouldBe(first["id"]);
        (await host.GetAsync(Activities(id), token)).Activities.Count.ShouldBe(3);

        var letter = Join("c-3");
        letter["channelData"]!["letterCode"] = "82417730";
        await host.PostAsync(Activities(id), letter, token);
        host.Turns.Taken.Last(m => m.ConversationKey == id).LetterCode.ShouldBe("82417730");
    }

    [Fact]
    public async Task Same_activity_fifty_times_at_once_has_one_effect_and_one_reply()
    {
        var (id, token, _) = await host.OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.PostAsync(Activities(id), Message("只算一次", "same"), token)));

        answers.Select(a => (a.Status, a["id"])).Distinct().ShouldHaveSingleItem().Status.ShouldBe(200);
        (await host.GetAsync(Activities(id), token)).Activities.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Tap_carries_prompt_and_value_and_shows_its_label()
    {
        var (id, token, _) = await host.OpenAsync();
        await host.PostAsync(Activities(id), Join("c-1"), token);
        var button = (await host.GetAsync(Activities(id), token)).Activities[2]["suggestedActions"]!["actions"]![0]!;
        button["type"]!.GetValue<string>().ShouldBe("messageBack");

        await host.PostAsync(Activities(id), new JsonObject { ["type"] = "message", ["text"] = button["text"]!.DeepClone(), ["value"] = button["value"]!.DeepClone(), ["channelData"] = new JsonObject { ["clientActivityID"] = "tap", ["messageBack"] = new JsonObject { ["displayText"] = "同意" } } }, token);

        var taken = host.Turns.Taken.Last(m => m.ConversationKey == id);
        (taken.Kind, taken.Prompt, taken.Value, taken.Text).ShouldBe((EntryKind.Tap, "intent#1", "agree", "同意"));
        var echo = (await host.GetAsync(Activities(id, "1"), token)).Activities[0];
        echo["text"]!.GetValue<string>().ShouldBe("同意");
        echo["value"]!["prompt"]!.GetValue<string>().ShouldBe("intent#1");
        echo["channelData"]!["messageBack"]!["displayText"]!.GetValue<string>().ShouldBe("同意");
    }

    [Theory]
    [InlineData("""{"type":"message","value":{"prompt":"p","value":"v"},"channelData":{"postBack":true}}""", EntryKind.Tap, "p", "v", null)]
    [InlineData("""{"type":"message","value":"同意"}""", EntryKind.Message, null, null, "同意")]
    [InlineData("""{"type":"message","text":"同意"}""", EntryKind.Message, null, null, "同意")]
    [InlineData("""{"type":"message","text":"同意","value":{"other":1}}""", EntryKind.Message, null, null, "同意")]
    [InlineData("""{"type":"message","text":"一行\r\n二行\t完"}""", EntryKind.Message, null, null, "一行\n二行\t完")]
    [InlineData("""{"type":"conversationUpdate","membersAdded":[{"id":"u"}],"recipient":{"id":"bot"}}""", EntryKind.Event, null, null, "joined")]
    public async Task Forms_of_saying_something_are_told_apart(string activity, object kind, string? prompt, string? value, string? text)
    {
        var (id, token, _) = await host.OpenAsync();
        (await host.PostAsync(Activities(id), activity, token)).Status.ShouldBe(200);
        var taken = host.Turns.Taken.Last(m => m.ConversationKey == id);
        (taken.Kind, taken.Prompt, taken.Value, taken.Text).ShouldBe(((EntryKind)kind, prompt, value, text));
    }

    [Theory]
    [InlineData("""{"type":"typing"}""")]
    [InlineData("""{"type":"event","name":"something/else","value":{"a":[1,2]}}""")]
    [InlineData("""{"type":"conversationUpdate","membersAdded":[{"id":"bot"}],"recipient":{"id":"bot"}}""")]
    [InlineData("""{"type":"a-type-nobody-knows"}""")]
    public async Task Other_activities_are_passed_over(string activity)
    {
        var (id, token, _) = await host.OpenAsync();
        var answer = await host.PostAsync(Activities(id), activity, token);
        answer.Status.ShouldBe(200);
        answer["id"].ShouldNotBeEmpty();
        host.Turns.Taken.ShouldNotContain(m => m.ConversationKey == id);
    }

    [Fact]
    public async Task Colleagues_speak_with_their_name_and_the_systems_entries_stay_inside()
    {
        var (id, token, _) = await host.OpenAsync();
        await host.PostAsync(Activities(id), Message("您好", "c-1"), token);
        await host.Turns.SayAsync("directline", id, "我是王工，明天上午到。");

        var said = (await host.GetAsync(Activities(id, "1"), token)).Activities.ShouldHaveSingleItem();
        said["from"]!["role"]!.GetValue<string>().ShouldBe("bot");
        said["from"]!["name"]!.GetValue<string>().ShouldBe("王工");
        said.ContainsKey("replyToId").ShouldBeFalse();
    }

    [Fact]
    public async Task Refusals_are_told_in_their_words_and_a_fault_is_a_plain_500()
    {
        var (id, token, _) = await host.OpenAsync();
        var refused = await host.PostAsync(Activities(id), Message("/refuse", "c-1"), token);
        (refused.Status, refused.ErrorCode, refused.Json!["error"]!["message"]!.GetValue<string>()).ShouldBe((422, "Closed", "这里不能说。"));
        var fault = await host.PostAsync(Activities(id), Message("/fault", "c-2"), token);
        fault.Status.ShouldBe(500);
        fault.ErrorCode.ShouldNotBeNull();
        fault.Text.ShouldNotContain("   at ");
        (await host.GetAsync(Activities(id), token)).Activities.ShouldBeEmpty();
    }

    [Fact]
    public async Task Polling_and_opening_answer_even_while_the_store_does_not()
    {
        await using var own = await ChannelHost.StartAsync();
        var (id, token, _) = await own.OpenAsync();
        await own.PostAsync(Activities(id), Message("您好", "c-1"), token);
        await own.Database.ExecuteAsync("alter table turns rename to turns_gone", null, default);
        await own.Database.ExecuteAsync("alter table conversations rename to conversations_gone", null, default);

        var page = await own.GetAsync(Activities(id, "1"), token);
        (page.Status, page["watermark"]).ShouldBe((200, "1"));
        page.Activities.ShouldBeEmpty();
        (await own.PostAsync("/v3/directline/conversations", "{}", token)).Status.ShouldBe(201);
        (await own.GetAsync($"/v3/directline/conversations/{id}", token)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_a_client_has_fetched_is_marked_delivered()
    {
        var (id, token, _) = await host.OpenAsync();
        await host.PostAsync(Activities(id), Message("一", "c-1"), token);
        await host.PostAsync(Activities(id), Message("二", "c-2"), token);
        await host.GetAsync(Activities(id, "1"), token);
        await host.Get<Deliveries>().WriteAsync(default);

        (await host.Database.QueryAsync<string>("""
            select o.state from outbox o join conversations c on c.id = o.conversation_id where c.conversation_key = @id order by o.turn
            """, new { id }, default)).ShouldBe(["Delivered", "Sent"]);
    }

    internal static string Activities(string id, string? watermark = null) => $"/v3/directline/conversations/{id}/activities{(watermark is null ? "" : $"?watermark={watermark}")}";

    internal static JsonObject Join(string clientId) => new() { ["type"] = "event", ["name"] = "webchat/join", ["value"] = new JsonObject { ["language"] = "zh-CN" }, ["channelData"] = new JsonObject { ["clientActivityID"] = clientId } };

    internal static JsonObject Message(string text, string clientId) => new() { ["type"] = "message", ["text"] = text, ["from"] = new JsonObject { ["id"] = "someone", ["role"] = "user" }, ["channelData"] = new JsonObject { ["clientActivityID"] = clientId } };
}
