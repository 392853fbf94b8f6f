using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using FakeWeCom;
using ResidentAssistant.Tests.Browser;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>Tencent's own SDK talks with the simulator's long connection.</summary>
public sealed class AiBotTests : IAsyncLifetime
{
    private FakeWeComHost host = null!;

    public async Task InitializeAsync() => host = await FakeWeComHost.StartAsync(new() { Clock = new FakeClock(), Seed = 7 });

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task The_official_sdk_hears_a_question_and_streams_its_answer()
    {
        using var bot = new SdkBot(host, heartbeat: 1_000);
        await bot.TellsAsync("authenticated");
        var room = host.AiBotGroup();

        room.Say("zhaomin", "大家早");
        var answer = await room.AnswerAsync(room.Ask("zhaomin", "3号楼还差几户？"));
        await room.HearsAsync("**完**");

        answer.Shown.ShouldBe(["正在查", "正在查……3号楼", "3号楼还差 4 户"]);
        var heard = await bot.TellsAsync("heard");
        ((string)heard["text"]!).ShouldBe("@助手 3号楼还差几户？");
        ((string)heard["chat"]!).ShouldBe(room.ChatId);
        await host.UntilAsync(() => host.Log.Calls.Any(c => c is { Path: "ping", ErrCode: 0 }), "a ping");
        room.Lines.Select(l => l.MsgType).ShouldBe(["text", "text", "stream", "file", "template_card", "markdown"]);
    }

    [Fact]
    public async Task The_official_sdk_changes_a_tapped_card_and_greets()
    {
        using var bot = new SdkBot(host);
        await bot.TellsAsync("authenticated");
        var room = host.AiBotGroup();
        room.Ask("zhaomin", "3号楼还差几户？");
        var card = await room.HearsAsync("要提醒吗");

        room.Tap(card, "qianwei", "提醒").ShouldBeTrue();
        await room.HearsAsync("已提醒");
        var single = host.AiBotSingle("zhaomin");
        single.Enter("zhaomin");
        await single.HearsAsync("您好");
    }

    [Fact]
    public async Task A_newer_connection_takes_the_place_of_the_older()
    {
        using var older = new SdkBot(host);
        await older.TellsAsync("authenticated");
        using var newer = new SdkBot(host);
        await newer.TellsAsync("authenticated");

        await older.TellsAsync("replaced");
        host.AiBotGroup().Ask("zhaomin", "在吗");
        await newer.TellsAsync("heard");
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        using var bot = new SdkBot(host, secret: "wrong");

        ((string)(await bot.TellsAsync("error"))["text"]!).ShouldContain("853000");
        host.AiBotGroup().Connected.ShouldBeFalse();
    }

    private sealed class SdkBot : IDisposable
    {
        private readonly Process node;
        private readonly ConcurrentQueue<JsonNode> told = new();
        private readonly SemaphoreSlim more = new(0);

        public SdkBot(FakeWeComHost host, string? secret = null, int heartbeat = 30_000)
        {
            var bot = host.Options.AiBots[0];
            node = NodePackages.Start(Path.Combine(Path.GetDirectoryName(Here())!, "aibot.cjs"), host.WebSocketAddress.ToString(), bot.BotId, secret ?? bot.Secret, $"{heartbeat}");
            node.OutputDataReceived += (_, line) =>
            {
                if (line.Data is not null) told.Enqueue(JsonNode.Parse(line.Data)!);
                more.Release();
            };
            node.BeginOutputReadLine();
        }

        public async Task<JsonNode> TellsAsync(string what)
        {
            while (true)
            {
                if (told.FirstOrDefault(t => (string)t["what"]! == what) is { } found) return found;
                (await more.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue($"waited for {what}; told: {string.Join(' ', told.Select(t => t.ToJsonString()))}");
            }
        }

        public void Dispose()
        {
            node.Kill();
            node.Dispose();
        }

        private static string Here([CallerFilePath] string path = "") => path;
    }
}
