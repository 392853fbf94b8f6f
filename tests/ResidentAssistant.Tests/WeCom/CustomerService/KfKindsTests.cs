using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.CustomerService;

/// <summary>Photos, voice, places and everything else that is not words; and what colleagues do in the WeCom client.</summary>
public sealed class KfKindsTests
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 2, 3];
    private static readonly byte[] Voice = [.. "#!AMR\n"u8, 1, 2, 3, 4];

    [BothDatabases]
    public async Task A_photo_is_fetched_at_once_and_kept(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);

        world.Resident.SendPhoto(Photo);

        await world.Resident.HearsAsync("收到了");
        await world.SettledAsync();
        var file = (await world.TranscriptAsync())[0].Attachments.ShouldHaveSingleItem();
        (await world.App.Get<Attachments>().FindAsync(file.Id, CancellationToken.None))!.Content.ShouldBe(Photo);
    }

    [BothDatabases]
    public async Task Nine_photos_at_once_are_all_kept_and_thanked_for_within_the_places(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Fake.Faults.HoldCallbacks();
        for (var i = 0; i < 9; i++) world.Resident.SendPhoto(Photo);
        world.Fake.Faults.ReleaseCallbacks();

        await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from outbox where state = 'Sent'") == 9, TimeSpan.FromSeconds(1));

        (await world.CountAsync("select count(*) from attachments")).ShouldBe(9);
        world.Resident.Received.Count.ShouldBeLessThanOrEqualTo(4);
        world.Resident.Received[^1].Text.ShouldBe(world.Resident.Received[0].Text);
    }

    [BothDatabases]
    public async Task A_photo_that_comes_late_is_fetched_again_and_the_next_words_wait_for_it(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Fake.Faults.Fail(2, "media/get");
        world.Resident.SendPhoto(Photo);
        world.Resident.Say("厨房水管漏水");

        await world.PassUntilAsync(async () => (await world.TranscriptAsync()).Count(e => e.From == Speaker.Resident) == 2, TimeSpan.FromSeconds(1));

        var said = (await world.TranscriptAsync()).Where(e => e.From == Speaker.Resident).ToList();
        said[0].Attachments.ShouldHaveSingleItem();
        said[1].Text.ShouldBe("厨房水管漏水");
    }

    [BothDatabases]
    public async Task A_photo_that_is_gone_is_asked_for_again(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);

        world.Resident.Send("image", new() { ["media_id"] = "MEDIA_THAT_IS_GONE" });

        await world.Resident.HearsAsync("照片没有收到，请您再发一次");
        (await world.TranscriptAsync())[0].Kind.ShouldBe(EntryKind.Unreadable);
    }

    [BothDatabases]
    public async Task After_five_tries_the_turn_goes_on_without_the_photo(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Fake.Faults.Fail(TimeSpan.FromHours(1), "media/get");
        world.Resident.SendPhoto(Photo);

        await world.PassUntilAsync(() => world.Resident.Received.Count == 1, TimeSpan.FromSeconds(5));

        world.Resident.Received[0].Text.ShouldContain("照片没有收到");
        world.Fake.Log.Of("media/get").Count().ShouldBe(6);
    }

    [BothDatabases]
    public async Task A_burst_does_not_wait_for_a_photo_that_hangs(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Fake.Faults.Hang(TimeSpan.FromSeconds(60), "media/get");
        world.Resident.SendPhoto(Photo);
        await KfWorld.WaitAsync(() => Task.FromResult(world.Fake.Log.Of("media/get").Any()));

        world.Resident.Say("快来人，水管爆了，水哗哗往外冒");

        await KfWorld.WaitAsync(async () => await world.CountAsync("select count(*) from desk_items where kind = 'emergency' and urgent") == 1);
        world.Fake.Faults.Clear();
        await world.PassUntilAsync(async () => (await world.TranscriptAsync()).Any(e => e.Attachments is not null), TimeSpan.FromSeconds(1));
    }

    [BothDatabases]
    public async Task Where_no_machine_listens_a_voice_message_is_answered_as_everywhere_and_kept_for_colleagues(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);

        world.Resident.SendVoice(Voice);

        (await world.Resident.HearsAsync("我听不了语音")).Choices.Select(c => c.Content).ShouldBe(["漏水跑水", "问改造", "找人"]);
        await world.SettledAsync();
        (await world.TranscriptAsync())[0].Attachments.ShouldHaveSingleItem().ContentType.ShouldBe("audio/amr");
        world.Resident.Tap("找人");
        await world.Resident.HearsAsync("我去叫工作人员");
    }

    [BothDatabases]
    public async Task What_a_machine_heard_counts_only_after_a_tap(Provider provider)
    {
        var heard = new ConcurrentQueue<int>();
        await using var world = await KfWorld.StartAsync(provider, adjust: b => b.Services.AddSingleton<RecogniseSpeech>((voice, _) =>
        {
            heard.Enqueue(voice.Content.Length);
            return Task.FromResult<string?>("我要换管子");
        }));

        world.Resident.SendVoice(Voice);

        (await world.Resident.HearsAsync("我听到的是：“我要换管子”")).Choices.Select(c => c.Content).ShouldBe(["我要换管子"]);
        await world.SettledAsync();
        (await world.CountAsync("select count(*) from desk_items where kind = 'voice'")).ShouldBe(1);
        heard.ShouldBe([Voice.Length]);
        world.Resident.Tap("我要换管子");
        await world.Resident.HearsAsync("您住几号楼");
    }

    [BothDatabases]
    public async Task A_danger_that_a_machine_heard_waits_for_no_tap_and_a_machine_that_fails_is_as_none(Provider provider)
    {
        var words = new ConcurrentQueue<string?>(["水管爆了，水哗哗往外冒"]);
        await using var world = await KfWorld.StartAsync(provider, adjust: b => b.Services.AddSingleton<RecogniseSpeech>((_, _) =>
            words.TryDequeue(out var said) ? Task.FromResult(said) : throw new InvalidOperationException("no words today")));

        world.Resident.SendVoice(Voice);
        await KfWorld.WaitAsync(async () => await world.CountAsync("select count(*) from desk_items where kind = 'emergency' and urgent") == 1);
        await world.Resident.HearsAsync("先顾人");

        world.Fake.Resident(KfWorld.Li).SendVoice(Voice);
        await world.Fake.Resident(KfWorld.Li).HearsAsync("我听不了语音");
    }

    [BothDatabases]
    public async Task A_short_film_of_the_burst_stands_with_the_report(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Resident.Say("水管爆了，3号楼2单元501");
        await world.Resident.HearsAsync("水是从哪儿来的");
        world.Resident.SendFile("video", "a.mp4", "video/mp4", [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 0, 0, 1, 2, 3]);

        await KfWorld.WaitAsync(async () => (await world.TranscriptAsync()).Any(e => e.Attachments is { Count: > 0 }));
        (await world.TranscriptAsync()).Single(e => e.Attachments is { Count: > 0 }).Attachments!.Single().ContentType.ShouldBe("video/mp4");
        await world.Resident.HearsAsync("收到了");
    }

    [BothDatabases]
    public async Task Places_links_and_forwarded_words_are_read_as_words_and_the_rest_is_answered_kindly(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Resident.SendLocation(39.9, 116.4, "东风小区3号楼", "北京市东城区东风路1号");
        world.Resident.Send("link", new() { ["title"] = "关于换管子", ["desc"] = "", ["url"] = "https://example.org/a" });
        world.Resident.Send("merged_msg", new()
        {
            ["title"] = "聊天记录", ["item"] = new System.Text.Json.Nodes.JsonArray(
                new System.Text.Json.Nodes.JsonObject { ["sender_name"] = "甲", ["msgtype"] = "text", ["msg_content"] = """{"text":{"content":"哪天停水"}}""" }),
        });
        world.Resident.SendFile("video", "a.mp4", "video/mp4", [0, 0, 0, 24, (byte)'f', (byte)'t', (byte)'y', (byte)'p']);

        await KfWorld.WaitAsync(async () => (await world.TranscriptAsync()).Count(e => e.From == Speaker.Resident) == 4);

        (await world.TranscriptAsync()).Where(e => e.From == Speaker.Resident).Select(e => e.Text)
            .ShouldBe(["东风小区3号楼，北京市东城区东风路1号", "关于换管子 https://example.org/a", "哪天停水", "一段视频，没有收到"]);
        // Answers to several messages read at once are gathered for a moment before the rest of the places is used.
        await world.PassUntilAsync(() => world.Resident.Received.Any(l => l.Text.Contains("这个我打不开", StringComparison.Ordinal)), TimeSpan.FromSeconds(1));
    }

    [BothDatabases]
    public async Task A_colleague_in_the_WeCom_client_is_written_down_and_the_assistant_is_silent_until_he_ends(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Resident.Say("你好");
        await world.Resident.ReceivesAsync(1);
        await world.SettledAsync();
        var ours = world.Fake.Log.Of("kf/send_msg").Count();
        world.Resident.ServicerTakes("zhaomin");
        world.Resident.ServicerWrites("zhaomin", "我是赵敏，您说。");
        var question = world.Resident.Say("下周停水吗");
        world.Resident.Recall(question);
        await KfWorld.WaitAsync(async () => (await world.TranscriptAsync()).Any(e => e.Text == "recalled"));
        await world.SettledAsync();

        var said = await world.TranscriptAsync();
        said.ShouldContain(e => e.From == Speaker.Staff && e.Name == "zhaomin" && e.Text == "我是赵敏，您说。");
        said.Where(e => e.Kind == EntryKind.Event).Select(e => e.Text).ShouldBe(["servicer-took", "recalled"]);
        world.Fake.Log.Of("kf/send_msg").Count().ShouldBe(ours);
        (await world.CountAsync("select count(*) from desk_items")).ShouldBe(0);

        world.Resident.ServicerEnds();
        world.Resident.Say("换管子");
        await world.Resident.HearsAsync("您住几号楼");
        world.Fake.Log.Of("kf/service_state/trans").ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task Nobodys_person_is_taken_into_the_assistants_hands_when_sending_needs_it(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Fake.Faults.Refuse(95018, 1, "kf/send_msg");

        world.Resident.Say("你好");

        await world.Resident.ReceivesAsync(1);
        world.Fake.Log.Of("kf/service_state/trans").ShouldHaveSingleItem();
        await world.SettledAsync();
        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent");
    }
}
