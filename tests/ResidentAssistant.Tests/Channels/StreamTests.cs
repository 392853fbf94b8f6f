using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;
using static ResidentAssistant.Tests.Channels.DirectLineTests;

namespace ResidentAssistant.Tests.Channels;

/// <summary>The stream of a conversation: whole turns, at once, again after a loss, and from other nodes.</summary>
public sealed class StreamTests(ChannelFixture fixture) : IClassFixture<ChannelFixture>
{
    private readonly ChannelHost host = fixture.Host;

    [Fact]
    public async Task First_frame_tells_a_watermark_and_each_turn_comes_whole_with_the_echo_first()
    {
        var (id, token, url) = await host.OpenAsync();
        using var socket = await OpenAsync(url);
        var first = await FrameAsync(socket);
        first["activities"]!.AsArray().ShouldBeEmpty();
        first["watermark"]!.GetValue<string>().ShouldBe("0");

        await host.PostAsync(Activities(id), Message("您好", "c-1"), token);
        var frame = await FrameAsync(socket);
        frame["watermark"]!.GetValue<string>().ShouldBe("1");
        Texts(frame).ShouldBe(["您好", "听到了：您好"]);
        frame["activities"]![0]!["channelData"]!["clientActivityID"]!.GetValue<string>().ShouldBe("c-1");
    }

    [Fact]
    public async Task Reconnecting_with_a_watermark_brings_what_was_missed_and_nothing_twice()
    {
        var (id, token, url) = await host.OpenAsync();
        using (var socket = await OpenAsync(url))
        {
            await FrameAsync(socket);
            await host.PostAsync(Activities(id), Message("一", "c-1"), token);
            await FrameAsync(socket);
            socket.Abort();
        }

        await host.PostAsync(Activities(id), Message("二", "c-2"), token);
        await host.PostAsync(Activities(id), Message("三", "c-3"), token);
        var again = await host.GetAsync($"/v3/directline/conversations/{id}?watermark=1", token);
        again.Status.ShouldBe(200);
        again["conversationId"].ShouldBe(id);
        using var second = await OpenAsync(again["streamUrl"]);
        Texts(await FrameAsync(second)).ShouldBe(["二", "听到了：二", "三", "听到了：三"]);
    }

    [Fact]
    public async Task Reconnecting_without_a_watermark_brings_only_what_comes_later()
    {
        var (id, token, _) = await host.OpenAsync();
        await host.PostAsync(Activities(id), Message("一", "c-1"), token);
        var again = await host.GetAsync($"/v3/directline/conversations/{id}", token);
        using var socket = await OpenAsync(again["streamUrl"]);
        (await FrameAsync(socket))["watermark"]!.GetValue<string>().ShouldBe("1");
        await host.PostAsync(Activities(id), Message("二", "c-2"), token);
        Texts(await FrameAsync(socket)).ShouldBe(["二", "听到了：二"]);
    }

    [Fact]
    public async Task Opening_a_known_conversation_again_gives_200_and_its_history()
    {
        var (id, token, _) = await host.OpenAsync();
        await host.PostAsync(Activities(id), Message("一", "c-1"), token);
        var opened = await host.PostAsync("/v3/directline/conversations", "{}", token);
        opened.Status.ShouldBe(200);
        using var socket = await OpenAsync(opened["streamUrl"]);
        Texts(await FrameAsync(socket)).ShouldBe(["一", "听到了：一"]);
    }

    [BothDatabases]
    public async Task Turns_of_another_node_are_found_by_asking_the_table(Provider provider)
    {
        await using var own = await ChannelHost.StartAsync(provider: provider);
        var (id, token, url) = await own.OpenAsync();
        await own.PostAsync(Activities(id), Message("一", "c-1"), token);
        using var socket = await OpenAsync(url);
        await FrameAsync(socket);

        await own.Turns.SayAsync("directline", id, "从别的机器来", signalled: false);
        own.Clock.Advance(TimeSpan.FromSeconds(1));

        Texts(await FrameAsync(socket)).ShouldBe(["从别的机器来"]);
    }

    [Fact]
    public async Task What_an_open_stream_was_sent_is_marked_delivered()
    {
        var (id, token, url) = await host.OpenAsync();
        using var socket = await OpenAsync(url);
        await FrameAsync(socket);
        await host.PostAsync(Activities(id), Message("一", "c-1"), token);
        await FrameAsync(socket);
        await host.PostAsync(Activities(id), Message("二", "c-2"), token);
        await FrameAsync(socket); // sent after the first was noted
        await host.Get<Deliveries>().WriteAsync(default);
        (await host.Database.FirstAsync<string>("""
            select o.state from outbox o join conversations c on c.id = o.conversation_id where c.conversation_key = @id and o.turn = 1
            """, new { id }, default)).ShouldBe("Delivered");
    }

    [Fact]
    public async Task Pass_is_good_for_a_minute_and_its_own_conversation()
    {
        await using var own = await ChannelHost.StartAsync();
        var (id, _, url) = await own.OpenAsync();
        var (other, _, _) = await own.OpenAsync();
        (await own.SendAsync(HttpMethod.Get, new Uri(url).PathAndQuery)).Status.ShouldBe(400);
        (await Should.ThrowAsync<WebSocketException>(() => OpenAsync(url.Replace(id, other, StringComparison.Ordinal)))).Message.ShouldContain("403");
        (await Should.ThrowAsync<WebSocketException>(() => OpenAsync(url[..url.IndexOf("&t=", StringComparison.Ordinal)]))).Message.ShouldContain("401");
        own.Clock.Advance(TimeSpan.FromSeconds(61));
        (await Should.ThrowAsync<WebSocketException>(() => OpenAsync(url))).Message.ShouldContain("403");
    }

    [Fact]
    public async Task Stopping_says_goodbye_to_every_stream()
    {
        await using var own = await ChannelHost.StartAsync();
        var (_, _, url) = await own.OpenAsync();
        using var socket = await OpenAsync(url);
        await FrameAsync(socket);
        var stopping = own.StopAsync();
        var last = await socket.ReceiveAsync(new byte[16].AsMemory(), default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        last.MessageType.ShouldBe(WebSocketMessageType.Close);
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Frames_of_the_client_are_only_signs_of_life()
    {
        var (id, token, url) = await host.OpenAsync();
        using var socket = await OpenAsync(url);
        await FrameAsync(socket);
        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, true, default);
        await socket.SendAsync(new byte[100_000].AsMemory(), WebSocketMessageType.Binary, true, default);
        await host.PostAsync(Activities(id), Message("还在", "c-1"), token);
        Texts(await FrameAsync(socket)).ShouldBe(["还在", "听到了：还在"]);
    }

    private static async Task<ClientWebSocket> OpenAsync(string url)
    {
        var socket = new ClientWebSocket();
        try
        {
            await socket.ConnectAsync(new Uri(url), default).WaitAsync(TimeSpan.FromSeconds(20));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<JsonObject> FrameAsync(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[256 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult got;
            do
            {
                got = await socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
                length += got.Count;
            }
            while (!got.EndOfMessage);
            if (length > 0) return JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length))!.AsObject();
            got.MessageType.ShouldBe(WebSocketMessageType.Text);
        }
    }

    private static List<string> Texts(JsonObject frame) => [.. frame["activities"]!.AsArray().Select(a => a!["text"]!.GetValue<string>())];
}
