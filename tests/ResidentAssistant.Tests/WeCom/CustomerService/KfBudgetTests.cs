using FakeWeCom;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Channels.WeCom.CustomerService;
using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.CustomerService;

/// <summary>Five messages within 48 hours of the resident's last: planned, joined when they are short, and what cannot go stands in the ledger with its rule.</summary>
public sealed class KfBudgetTests
{
    private static readonly Guid Colleague = new("0197a000-0000-7000-8000-00000000000c");

    [BothDatabases]
    public async Task Later_messages_of_ours_stop_before_the_last_place_which_a_colleague_may_use(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        var conversation = await GreetedAsync(world);
        var staff = world.App.Get<StaffTurns>();
        var heard = world.Resident.Received.Count;

        // Nobody but the assistant: its notices may not take the last place.
        for (var i = 0; i < 6; i++)
        {
            await staff.TakeOverAsync(conversation, Colleague, "小李", CancellationToken.None);
            await staff.GiveBackAsync(conversation, Colleague, "小李", CancellationToken.None);
            await world.SettledAsync();
        }

        world.Resident.Received.Count.ShouldBe(4);
        (await world.LedgerAsync()).Distinct().ShouldBe(["Sent", "Stopped kf-5"]);
        await staff.ReplyAsync(conversation, "小李", "明天上午到。", "d1", CancellationToken.None);
        await world.Resident.HearsAsync("小李：明天上午到。");
        await staff.ReplyAsync(conversation, "小李", "带好钥匙。", "d2", CancellationToken.None);
        await world.SettledAsync();
        world.Resident.Received.Count.ShouldBe(5);
        (await world.LedgerAsync())[^1].ShouldBe("Stopped kf-5");
        (await world.CountAsync("select count(*) from desk_items where kind = 'undelivered'")).ShouldBe(1);
        heard.ShouldBeLessThanOrEqualTo(2);

        world.Resident.Say("好的");
        await world.Resident.ReceivesAsync(6);
    }

    [BothDatabases]
    public async Task A_turn_that_says_much_is_joined_so_that_places_are_left(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);

        world.Resident.Say("我同意换管子");

        await world.Resident.HearsAsync("您住几号楼");
        await world.SettledAsync();
        var said = (await world.TranscriptAsync()).Where(e => e.From == Speaker.Assistant).ToList();
        said.Count.ShouldBeGreaterThan(2);
        world.Resident.Received.ShouldHaveSingleItem().Text.ShouldContain(string.Join("\n\n", said.Select(e => e.Text)));
        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent");
    }

    [BothDatabases]
    public async Task After_48_hours_a_message_stands_in_the_ledger_with_that_rule(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        var conversation = await GreetedAsync(world);
        world.Clock.WakeAfter(TimeSpan.FromHours(48));
        var before = world.Resident.Received.Count;

        await world.App.Get<StaffTurns>().ReplyAsync(conversation, "小李", "您的事办好了。", "d1", CancellationToken.None);

        await KfWorld.WaitAsync(async () => (await world.LedgerAsync())[^1] == "Stopped kf-48h");
        world.Resident.Received.Count.ShouldBe(before);
        (await world.CountAsync("select count(*) from desk_items where kind = 'undelivered'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task What_the_vendor_takes_back_later_is_told_in_the_ledger(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Resident.Refuses = true;
        world.Resident.Say("你好");

        await world.PassUntilAsync(async () => await world.LedgerAsync() is { Count: > 0 } all && all.All(s => s == "Stopped kf-refused"), TimeSpan.FromSeconds(1));

        world.Resident.Received.ShouldBeEmpty();
        (await world.CountAsync("select count(*) from desk_items where kind = 'undelivered'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_window_felt_later_ends_in_the_same_words_as_one_felt_at_once(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider, o => o.Behaviour.Windows = WindowRefusal.Later);
        var conversation = await GreetedAsync(world);
        // We count five; the vendor has counted more than we know of.
        lock (world.Fake.Corp.Sync) world.Fake.Corp.KfAccounts[world.Account].Sessions[KfWorld.Wang].Sent = 5;

        await world.App.Get<StaffTurns>().ReplyAsync(conversation, "小李", "您的事办好了。", "d1", CancellationToken.None);

        await world.PassUntilAsync(async () => (await world.LedgerAsync())[^1] == "Stopped kf-5", TimeSpan.FromSeconds(1));
    }

    [BothDatabases]
    public async Task A_window_refused_at_once_stands_in_the_ledger_though_we_had_counted_otherwise(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        var conversation = await GreetedAsync(world);
        lock (world.Fake.Corp.Sync) world.Fake.Corp.KfAccounts[world.Account].Sessions[KfWorld.Wang].Sent = 5;

        await world.App.Get<StaffTurns>().ReplyAsync(conversation, "小李", "您的事办好了。", "d1", CancellationToken.None);

        await KfWorld.WaitAsync(async () => (await world.LedgerAsync())[^1] == "Stopped kf-5");
    }

    [BothDatabases]
    public async Task Two_nodes_take_no_more_places_than_there_are(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        var conversation = await GreetedAsync(world);
        await using var other = world.App.OtherNode(world.Settings);
        var planners = new[] { world.App.Get<KfPlanning>(), other.Services.GetRequiredService<KfPlanning>() };
        var to = new KfAddress(world.Account, KfWorld.Wang);

        var plans = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => planners[i % 2].PlanAsync(new Outbound
        {
            Id = Guid.CreateVersion7(), ConversationId = conversation, ConversationKey = to.Key, UserId = KfWorld.Wang, Turn = 1000 + i,
            Entry = new Entry { Position = 0, From = Speaker.Staff, At = default, Text = "您好" },
        }, to, CancellationToken.None)));

        plans.Count(p => p is KfPlan.Going).ShouldBe(5 - world.Resident.Received.Count);
        plans.OfType<KfPlan.Settled>().ShouldAllBe(p => p.Result == new SendResult.Stopped("kf-5", false));
    }

    private static async Task<Guid> GreetedAsync(KfWorld world)
    {
        world.Resident.Say("你好");
        await world.Resident.ReceivesAsync(1);
        await world.SettledAsync();
        return await world.App.Get<Database>().FirstAsync<Guid>("select id from conversations where channel = 'wecom-kf'", null, CancellationToken.None);
    }
}
