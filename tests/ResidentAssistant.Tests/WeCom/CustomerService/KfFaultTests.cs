using FakeWeCom.World;
using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.CustomerService;

/// <summary>WeCom hangs, fails, loses answers: afterwards everything its rules still allow has arrived, once and in order, and the ledger says so.</summary>
public sealed class KfFaultTests
{
    private static int Rounds => Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? 20 : 1;

    [BothDatabases]
    public async Task A_lost_answer_is_recorded_as_unconfirmed_and_nobody_hears_twice(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Fake.Faults.LoseAnswer(1, "kf/send_msg");

        world.Resident.Say("水管漏水");

        await world.PassUntilAsync(async () => (await world.LedgerAsync()).Any(s => s.StartsWith("Unconfirmed", StringComparison.Ordinal)), TimeSpan.FromSeconds(1));
        await DoneAsync(world);
        await AllArrivedAsync(world, KfWorld.Wang);
        world.Fake.Log.Of("kf/send_msg").Select(c => (string?)c.Body!["msgid"]).GroupBy(id => id).First().Count().ShouldBe(2);
    }

    [BothDatabases]
    public async Task A_token_or_a_quota_after_a_lost_answer_says_nothing_of_the_message(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Fake.Faults.Fail(1, "kf/send_msg");
        world.Fake.Faults.Refuse(45009, 2, "kf/send_msg");
        world.Fake.Faults.Refuse(-1, 2, "kf/send_msg");

        world.Resident.Say("你好");

        await world.PassUntilAsync(() => world.Resident.Received.Count > 0, TimeSpan.FromSeconds(5));
        await DoneAsync(world);
        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent");
        await AllArrivedAsync(world, KfWorld.Wang);
    }

    [BothDatabases]
    public async Task Ten_minutes_of_errors_lose_nothing(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        await GreetedAsync(world);
        world.Fake.Faults.Fail(TimeSpan.FromMinutes(10));
        string[] words = ["你好", "我家水压很小", "找人", "谢谢", "什么时候换管子", "菜单"];
        foreach (var said in words)
        {
            world.Resident.Say(said);
            await PassAsync(world, TimeSpan.FromSeconds(20), 4);
        }

        await world.PassUntilAsync(() => world.Clock.GetUtcNow() > new DateTimeOffset(2026, 11, 23, 2, 10, 5, TimeSpan.Zero), TimeSpan.FromSeconds(30));
        await world.PassUntilAsync(async () => (await world.TranscriptAsync()).Count(e => e.From == Speaker.Resident) == words.Length + 1, TimeSpan.FromSeconds(5));
        await DoneAsync(world);

        (await world.TranscriptAsync()).Where(e => e.From == Speaker.Resident).Skip(1).Select(e => e.Text).ShouldBe(words);
        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent");
        await AllArrivedAsync(world, KfWorld.Wang);
    }

    [BothDatabases]
    public async Task What_was_said_before_a_long_fault_of_sending_arrives_joined_afterwards(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        await GreetedAsync(world);
        world.Fake.Faults.Fail(TimeSpan.FromMinutes(10), "kf/send_msg");
        for (var i = 0; i < 8; i++)
        {
            world.Resident.Say("谢谢");
            await KfWorld.WaitAsync(async () => (await world.TranscriptAsync()).Count(e => e.From == Speaker.Resident) == i + 2);
            await PassAsync(world, TimeSpan.FromSeconds(5), 1);
        }

        await world.PassUntilAsync(() => world.Clock.GetUtcNow() > new DateTimeOffset(2026, 11, 23, 2, 10, 5, TimeSpan.Zero), TimeSpan.FromSeconds(30));
        await DoneAsync(world);

        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent");
        await AllArrivedAsync(world, KfWorld.Wang);
    }

    [BothDatabases]
    public async Task A_hanging_WeCom_holds_nobody_up_longer_than_it_hangs(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        await GreetedAsync(world);
        world.Fake.Faults.Hang(TimeSpan.FromSeconds(60));
        world.Resident.Say("水管漏水");
        await KfWorld.WaitAsync(() => Task.FromResult(world.Fake.Log.Of("kf/sync_msg").Last().Status == 0));

        await PassAsync(world, TimeSpan.FromSeconds(5), 13);

        await world.PassUntilAsync(async () => (await world.TranscriptAsync()).Any(e => e.Text == "水管漏水"), TimeSpan.FromSeconds(1));
        await DoneAsync(world);
        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent");
        await AllArrivedAsync(world, KfWorld.Wang);
    }

    [BothDatabases]
    public async Task An_answer_that_never_comes_is_given_up_and_asked_again_under_the_same_id(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Fake.Faults.Add(new Fault(FaultKind.HangAfter) { Path = "kf/send_msg" });

        world.Resident.Say("你好");

        // The client's own patience is ten seconds of real time.
        await world.PassUntilAsync(async () => (await world.LedgerAsync()).Any(s => s.StartsWith("Unconfirmed", StringComparison.Ordinal)), TimeSpan.FromMilliseconds(50), most: 2000);
        await DoneAsync(world);
        await AllArrivedAsync(world, KfWorld.Wang);
    }

    [BothDatabases]
    public async Task A_place_in_the_reading_that_the_vendor_no_longer_knows_costs_no_message(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        await GreetedAsync(world);
        world.Fake.Faults.Refuse(40058, 1, "kf/sync_msg");

        world.Resident.Say("水管漏水");

        await world.PassUntilAsync(async () => (await world.TranscriptAsync()).Any(e => e.Text == "水管漏水"), TimeSpan.FromSeconds(1));
        await DoneAsync(world);
        (await world.TranscriptAsync()).Count(e => e.From == Speaker.Resident).ShouldBe(2);
        await AllArrivedAsync(world, KfWorld.Wang);
    }

    [BothDatabases]
    public async Task Whatever_goes_wrong_in_between_each_message_is_answered_once_and_in_order(Provider provider)
    {
        for (var round = 0; round < Rounds; round++) await GoWrongAsync(provider, 20261123 + round);
    }

    private static async Task GoWrongAsync(Provider provider, int seed)
    {
        await using var world = await KfWorld.StartAsync(provider, o => o.Seed = seed);
        var dice = new Random(seed);
        var people = Enumerable.Range(0, 6).Select(i => world.Fake.Resident($"wmChaos{i}")).ToList();
        string?[] paths = ["kf/send_msg", "kf/sync_msg", "gettoken", null];
        // Short answers: however late they come together, they fit into the places there are.
        string[] words = ["你好", "谢谢", "找人", "菜单", "换管子"];
        var said = people.ToDictionary(p => p.ExternalUserId, _ => new List<string>());
        for (var round = 0; round < 40; round++)
        {
            var path = paths[dice.Next(paths.Length)];
            switch (dice.Next(8))
            {
                case 0: world.Fake.Faults.LoseAnswer(1, path); break;
                case 1: world.Fake.Faults.Fail(1, path); break;
                case 2: world.Fake.Faults.Refuse(-1, 1, path); break;
                case 3: world.Fake.Faults.Add(new Fault(FaultKind.FailAfter) { Path = path }); break;
                case 4: world.Fake.Faults.Add(new Fault(FaultKind.Break) { Path = path }); break;
                case 5: world.Fake.Faults.RevokeTokens(); break;
                case 6: world.Fake.Faults.DropCallbacks++; break;
                default: world.Fake.Faults.DoubleCallbacks++; break;
            }

            var person = people[dice.Next(people.Count)];
            var text = words[dice.Next(words.Length)];
            said[person.ExternalUserId].Add(text);
            person.Say(text);
            await PassAsync(world, TimeSpan.FromSeconds(dice.Next(1, 8)), 1);
        }

        world.Fake.Faults.Clear();
        await world.PassUntilAsync(async () => await world.CountAsync("select count(*) from inbox where channel = 'wecom-kf'") == 40, TimeSpan.FromSeconds(10));
        await DoneAsync(world);
        // When many answers become late together, even joined they may need more than the five places: those stand with that rule.
        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent" || s == "Stopped kf-5" || s.StartsWith("Unconfirmed", StringComparison.Ordinal), $"seed {seed}");
        foreach (var person in people)
        {
            (await world.TranscriptAsync(person.ExternalUserId)).Where(e => e.From == Speaker.Resident).Select(e => e.Text).ShouldBe(said[person.ExternalUserId]);
            await AllArrivedAsync(world, person.ExternalUserId);
        }

    }

    private static async Task GreetedAsync(KfWorld world)
    {
        world.Resident.Say("你好");
        await world.Resident.ReceivesAsync(1);
        await world.SettledAsync();
    }

    private static async Task PassAsync(KfWorld world, TimeSpan step, int times)
    {
        for (var i = 0; i < times; i++)
        {
            world.Clock.Advance(step);
            await world.App.Get<Scheduling.Tick>().RunOnceAsync(CancellationToken.None);
            await Task.Delay(15);
        }
    }

    private static Task DoneAsync(KfWorld world) => world.PassUntilAsync(async () =>
        await world.CountAsync("select count(*) from kf_messages where state = 'waiting'") == 0 && (await world.LedgerAsync()).All(s => !s.StartsWith("Sending", StringComparison.Ordinal) && !s.StartsWith("Pending", StringComparison.Ordinal)),
        TimeSpan.FromSeconds(30));

    /// <summary>What stands as sent or probably sent is on the phone, each once and in the order of the transcript.</summary>
    private static async Task AllArrivedAsync(KfWorld world, string person)
    {
        var states = await world.LedgerOfAsync(person);
        var entries = (await world.TranscriptAsync(person)).Where(e => e.From is Speaker.Assistant or Speaker.Staff && e.Kind == EntryKind.Message).ToList();
        entries.Count.ShouldBe(states.Count);
        var phone = Bare(string.Concat(world.Fake.Resident(person).Received.Select(l => $"{l.Content["content"]}{l.Content["head_content"]}")));
        var at = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            if (states[i] == "Stopped") continue;
            var said = Bare(entries[i].Text!);
            if (phone.AsSpan(at).StartsWith(said)) at += said.Length;
            // Joined to the one before, the same sentence is said once.
            else said.ShouldBe(Bare(entries[Math.Max(i - 1, 0)].Text!), person);
        }

        phone[at..].ShouldBeEmpty();
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
