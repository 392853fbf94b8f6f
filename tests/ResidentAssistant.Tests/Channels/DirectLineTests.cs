using System.Text.Json.Nodes;

namespace ResidentAssistant.Tests.Channels;

public sealed class DirectLineTests
{
    [Fact]
    public async Task A_resident_joins_asks_and_reads_the_answer_by_polling()
    {
        await using var host = await ChannelHost.StartAsync();
        var (id, token, _) = await host.OpenAsync();

        var empty = await host.GetAsync($"/v3/directline/conversations/{id}/activities?watermark=", token);
        empty.Status.ShouldBe(200);
        empty.Activities.ShouldBeEmpty();

        var joined = await host.PostAsync($"/v3/directline/conversations/{id}/activities", Join("c-1"), token);
        joined.Status.ShouldBe(200, joined.Text);
        var said = await host.PostAsync($"/v3/directline/conversations/{id}/activities", Message("停水了怎么办", "c-2"), token);
        said.Status.ShouldBe(200, said.Text);

        var page = await host.GetAsync($"/v3/directline/conversations/{id}/activities?watermark=", token);
        page["watermark"].ShouldBe("2");
        page.Activities.Count.ShouldBe(5);
        page.Activities[0]["name"]!.GetValue<string>().ShouldBe("webchat/join");
        page.Activities[2]["suggestedActions"]!["actions"]!.AsArray().Count.ShouldBe(2);
        page.Activities[3]["id"]!.GetValue<string>().ShouldBe(said["id"]);
        page.Activities[3]["channelData"]!["clientActivityID"]!.GetValue<string>().ShouldBe("c-2");
        page.Activities[4]["text"]!.GetValue<string>().ShouldBe("听到了：停水了怎么办");
        page.Activities[4]["replyToId"]!.GetValue<string>().ShouldBe(said["id"]);

        (await host.GetAsync($"/v3/directline/conversations/{id}/activities?watermark=2", token)).Activities.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ids_sort_as_text_and_timestamps_grow()
    {
        await using var host = await ChannelHost.StartAsync();
        var (id, token, _) = await host.OpenAsync();
        for (var i = 0; i < 12; i++) await host.PostAsync($"/v3/directline/conversations/{id}/activities", Message($"第{i}句", $"c-{i}"), token);

        var activities = (await host.GetAsync($"/v3/directline/conversations/{id}/activities", token)).Activities;

        var ids = activities.Select(a => a["id"]!.GetValue<string>()).ToList();
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.Distinct().Count().ShouldBe(24);
        var times = activities.Select(a => DateTimeOffset.Parse(a["timestamp"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()).ToList();
        for (var i = 1; i < times.Count; i++) times[i].ShouldBeGreaterThan(times[i - 1]);
    }

    internal static JsonObject Join(string clientId) => new() { ["type"] = "event", ["name"] = "webchat/join", ["value"] = new JsonObject { ["language"] = "zh-CN" }, ["channelData"] = new JsonObject { ["clientActivityID"] = clientId } };

    internal static JsonObject Message(string text, string clientId) => new() { ["type"] = "message", ["text"] = text, ["from"] = new JsonObject { ["id"] = "someone", ["role"] = "user" }, ["channelData"] = new JsonObject { ["clientActivityID"] = clientId } };
}
