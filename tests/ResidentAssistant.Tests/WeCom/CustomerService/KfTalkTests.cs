using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.CustomerService;

/// <summary>Residents in WeChat write and are answered.</summary>
public sealed class KfTalkTests
{
    [BothDatabases]
    public async Task A_resident_writes_in_WeChat_and_is_answered(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);

        world.Resident.Say("厨房的水管漏水了");

        await world.Resident.ReceivesAsync(1);
        await world.SettledAsync();
        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent");
        var said = await world.TranscriptAsync();
        said[0].Text.ShouldBe("厨房的水管漏水了");
        world.Resident.Received.Select(l => l.Text).ShouldAllBe(text => said.Any(e => text.Contains(e.Text!, StringComparison.Ordinal)));
        (await world.CountAsync("select count(*) from conversations where channel = 'wecom-kf' and community_id is not null")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Notifications_lost_doubled_and_out_of_order_answer_each_message_once(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider, o => o.Limits.SyncWithoutToken = 10);
        var people = Enumerable.Range(0, 6).Select(i => world.Fake.Resident($"wmSomebody{i}")).ToList();
        world.Fake.Faults.DoubleCallbacks = 3;
        world.Fake.Faults.DropCallbacks = 1;
        world.Fake.Faults.HoldCallbacks();
        foreach (var person in people) person.Say("你好");
        world.Fake.Faults.ReleaseCallbacks(reversed: true);
        foreach (var person in people) person.Say("谢谢");

        await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from inbox where channel = 'wecom-kf'") == 12, TimeSpan.FromSeconds(5));

        await world.SettledAsync();
        foreach (var person in people)
        {
            var turns = (await world.TranscriptAsync(person.ExternalUserId)).Where(e => e.From == Speaker.Resident).Select(e => e.Text);
            turns.ShouldBe(["你好", "谢谢"]);
        }
    }

    [PostgresFact]
    public async Task Two_nodes_serve_one_account_and_nobody_hears_anything_twice()
    {
        await using var world = await KfWorld.StartAsync(Provider.Postgres);
        await using var other = world.App.OtherNode(world.Settings);
        await other.StartAsync();
        var people = Enumerable.Range(0, 30).Select(i => world.Fake.Resident($"wmNode{i:00}")).ToList();
        string[] words = ["你好", "换管子", "3号楼2单元501"];
        foreach (var said in words)
        {
            foreach (var person in people) person.Say(said);
            await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from kf_messages where state <> 'taken'") == 0
                && await world.CountAsync("select count(*) from outbox where state in ('Pending', 'Sending')") == 0
                && await world.CountAsync("select count(*) from inbox where channel = 'wecom-kf'") == people.Count * (Array.IndexOf(words, said) + 1), TimeSpan.FromMilliseconds(200));
        }

        foreach (var person in people)
        {
            var entries = await world.TranscriptAsync(person.ExternalUserId);
            entries.Where(e => e.From == Speaker.Resident).Select(e => e.Text).ShouldBe(words);
            string.Concat(person.Received.Select(l => $"{l.Content["content"]}{l.Content["head_content"]}")).Replace("\n\n", "", StringComparison.Ordinal)
                .ShouldBe(string.Concat(entries.Where(e => e.From == Speaker.Assistant).Select(e => e.Text)).Replace("\n\n", "", StringComparison.Ordinal));
        }

        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent");
        world.Fake.Log.Of("kf/send_msg").Select(c => (string?)c.Body!["msgid"]).ShouldBeUnique();
        await other.StopAsync();
    }

    [BothDatabases]
    public async Task Without_any_callback_the_account_is_read_within_thirty_seconds(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider, callbacks: false);
        await KfWorld.WaitAsync(async () => await world.CountAsync("select count(*) from kf_accounts where leased_by is null and next_cursor is not null") == 1);
        world.Resident.Say("你好");
        var before = world.Clock.GetUtcNow();

        await world.PassUntilAsync(() => world.Resident.Received.Count > 0, TimeSpan.FromSeconds(1));

        (world.Fake.Log.Of("kf/sync_msg").First(c => c.At > before).At - before).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(31));
    }
}
