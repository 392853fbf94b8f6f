using System.Diagnostics;
using System.Security.Cryptography;
using ResidentAssistant.Channels.WeCom.CustomerService;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.CustomerService;

/// <summary>An emergency waits for nobody: not for a crowd, not for a message that cannot be taken, not for a colleague who holds the person.</summary>
public sealed class KfPriorityTests
{
    private const string Burst = "快来人，水管爆了，水哗哗往外冒";
    private const string Pages = "select count(*) from desk_items where kind = 'emergency' and urgent";

    [BothDatabases]
    public async Task Nine_hundred_greetings_do_not_delay_a_burst(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        await ReadyAsync(world);
        world.Fake.Faults.HoldCallbacks();
        for (var i = 0; i < 900; i++) world.Fake.Resident($"wmGuest{i:000}").Say("你好");
        world.Resident.Say("你好");
        world.Resident.Say(Burst);
        var watch = Stopwatch.StartNew();
        world.Fake.Faults.ReleaseCallbacks();

        await KfWorld.WaitAsync(async () => await world.CountAsync(Pages) == 1, most: 1000);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(Slack(2)));
        (await world.CountAsync("select count(*) from kf_messages where state = 'waiting'")).ShouldBeGreaterThan(100);
        // In his own conversation the words keep their order.
        (await world.TranscriptAsync()).First(e => e.From == ResidentAssistant.Messaging.Speaker.Resident).Text.ShouldBe("你好");
        await world.Resident.HearsAsync("先顾人，再顾东西");
    }

    [BothDatabases]
    public async Task A_message_that_cannot_be_taken_is_put_aside_and_the_others_go_on(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        await ReadyAsync(world);
        var accounts = world.App.Get<KfAccounts>();
        world.Fake.Faults.HoldCallbacks();
        world.Resident.Say("你好");
        var lease = await accounts.LeaseAsync(world.Account, CancellationToken.None);
        var page = await world.App.Get<ResidentAssistant.WeCom.WeComClient>().KfSyncAsync(world.Account, lease!.NextCursor, null, 1000, CancellationToken.None);
        var stored = await accounts.StoreAsync(lease, page, CancellationToken.None);
        // As after a key was lost: its words cannot be opened by anybody.
        await world.App.Get<Database>().ExecuteAsync("update kf_messages set body = @body where state = 'waiting'", new { body = RandomNumberGenerator.GetBytes(80) }, CancellationToken.None);
        await accounts.DoneAsync(stored!, stored!.Wanted, CancellationToken.None);
        world.Resident.Say(Burst);
        world.Fake.Resident(KfWorld.Li).Say("你好");
        var watch = Stopwatch.StartNew();
        world.Fake.Faults.ReleaseCallbacks();

        await KfWorld.WaitAsync(async () => await world.CountAsync(Pages) == 1, most: 1000);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(Slack(2)));
        await world.Fake.Resident(KfWorld.Li).ReceivesAsync(1);

        await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from kf_messages where state = 'parked'") == 1, TimeSpan.FromSeconds(1));
        (await world.CountAsync("select count(*) from kf_messages where state = 'parked' and attempts = 3")).ShouldBe(1);
        (await world.CountAsync("select count(*) from desk_items where kind = 'parked' and not urgent and conversation_id is not null")).ShouldBe(1);
        world.Resident.Say("谢谢");
        await KfWorld.WaitAsync(async () => (await world.TranscriptAsync()).Any(e => e.Text == "谢谢"));
    }

    [BothDatabases]
    public async Task A_page_whose_items_are_no_messages_does_not_stop_the_account(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Resident.Send("holiday_card", new() { ["greeting"] = "新年好" });
        world.Resident.Send("text", new() { ["content"] = 7 });
        world.Resident.Send("text", new() { ["content"] = "好\0的\u0007" });
        world.Resident.Say("水管漏水");

        await KfWorld.WaitAsync(async () => (await world.TranscriptAsync()).Any(e => e.Text == "水管漏水"));

        (await world.TranscriptAsync()).Where(e => e.From == ResidentAssistant.Messaging.Speaker.Resident).Select(e => e.Text).ShouldBe(["一条看不了的消息", "一条看不了的消息", "好的", "水管漏水"]);
        await world.Resident.HearsAsync("这个我打不开");
    }

    [BothDatabases]
    public async Task A_burst_pages_whoever_holds_the_person(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        await ReadyAsync(world);
        for (var state = 0; state <= 4; state++)
        {
            var person = world.Fake.Resident($"wmState{state}");
            person.Say("你好");
            await KfWorld.WaitAsync(async () => (await world.TranscriptAsync(person.ExternalUserId)).Count > 0);
            await world.SettledAsync();
            if (state == 3) person.ServicerTakes("zhaomin");
            if (state == 4)
            {
                person.ServicerTakes("zhaomin");
                person.ServicerEnds();
            }
            else if (state != 3) lock (world.Fake.Corp.Sync) world.Fake.Corp.KfAccounts[world.Account].Sessions[person.ExternalUserId].State = state;
            await world.SettledAsync();
            var heard = person.Received.Count;
            var watch = Stopwatch.StartNew();

            person.Say(Burst);

            await KfWorld.WaitAsync(async () => await world.CountAsync(Pages) == state + 1, most: 1000);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(Slack(2)));
            await world.SettledAsync();
            if (state is 2 or 3) person.Received.Count.ShouldBe(heard);
            else await person.HearsAsync("先顾人，再顾东西");
        }

        (await world.LedgerAsync()).Where(s => s != "Sent").Distinct().ShouldBe(["Stopped kf-state"]);
        (await world.CountAsync("select count(*) from desk_items where kind = 'undelivered'")).ShouldBe(2);
    }

    private static async Task ReadyAsync(KfWorld world) => await KfWorld.WaitAsync(async () => await world.CountAsync("select count(*) from kf_accounts where leased_by is null and next_cursor is not null") == 1);

    // The promise is for a machine with nothing else to do; a test machine is shared.
    private static double Slack(double seconds) => seconds * 4;
}
