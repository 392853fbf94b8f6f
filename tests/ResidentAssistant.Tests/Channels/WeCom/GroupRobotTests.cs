using FakeWeCom;
using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Channels.WeCom;

public sealed class GroupRobotTests
{
    [BothDatabases]
    public async Task A_burst_is_in_the_duty_group_a_second_after_the_resident_wrote_without_a_word_of_theirs(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider);

        await new Chat(world.App, "a").SayAsync("我是老王，水管爆了");
        await world.TickAsync();

        var said = world.Duty.Messages.Single().Text;
        said.ShouldContain("【紧急】爆管跑水");
        said.ShouldContain("E-0001");
        said.ShouldNotContain("老王");
        world.Fake.Log.Of("webhook/send").Single().Body!["text"]!["mentioned_list"]!.ToJsonString().ShouldContain("@all");
    }

    [BothDatabases]
    public async Task Fifty_emergencies_in_a_minute_make_few_messages_with_counts_and_nothing_is_lost(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider);
        var community = await world.Seeds.CommunityAsync("柳荫里小区");
        var burst = 0;
        for (var second = 0; second < 50; second++)
        {
            // One a second, then twenty at once.
            for (var i = 0; i < (second == 30 ? 20 : second < 30 ? 1 : 0); i++) await world.Seeds.DeskItemAsync(community, "emergency", true, "爆管跑水", $"E-{++burst:0000}");
            await world.TickAsync();
        }

        burst.ShouldBe(50);
        world.Duty.Messages.Count.ShouldBeLessThanOrEqualTo(20);
        world.Fake.Log.Of("webhook/send").ShouldAllBe(c => c.ErrCode == 0);
        (await world.CountAsync("state = 'Sent'")).ShouldBe(50);
        for (var i = 1; i <= 50; i++)
            (world.Duty.Messages.Any(m => m.Text.Contains($"E-{i:0000}", StringComparison.Ordinal)) || world.Duty.Messages.Any(m => m.Text.Contains("工作台上都有", StringComparison.Ordinal))).ShouldBeTrue();
        world.Duty.Messages.ShouldContain(m => m.Text.Contains("件事等着处理", StringComparison.Ordinal));
    }

    [BothDatabases]
    public async Task While_the_vendor_hangs_and_fails_pages_wait_and_all_arrive_afterwards(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider);
        world.Fake.Faults.Fail(TimeSpan.FromMinutes(10.5), "webhook/send");
        for (var minute = 0; minute < 10; minute++)
        {
            await world.Seeds.DeskItemAsync(null, "emergency", true, $"跑水{minute}", $"E-{minute:0000}");
            for (var i = 0; i < 3; i++) await world.TickAsync(20);
        }

        world.Duty.Messages.ShouldBeEmpty();
        (await world.CountAsync("state = 'Pending' and reason = 'answer-lost'")).ShouldBe(10);
        for (var i = 0; i < 6; i++) await world.TickAsync(60);
        (await world.CountAsync("state = 'Sent'")).ShouldBe(10);
        for (var minute = 0; minute < 10; minute++) world.Duty.Messages.ShouldContain(m => m.Text.Contains($"跑水{minute}", StringComparison.Ordinal));
    }

    [BothDatabases]
    public async Task A_robot_that_was_taken_out_of_its_group_stands_with_the_vendors_code(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider);
        world.Duty.RemoveRobot();

        await world.Seeds.DeskItemAsync(null, "emergency", true, "跑水");
        await world.TickAsync();

        (await world.CountAsync("state = 'Failed' and reason = 'wecom-93000'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_group_named_like_a_community_hears_of_that_community_only(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider, adjust: options => options.Robots =
        [
            new RobotOptions { Key = "key-a", Setting = "甲小区" }, new RobotOptions { Key = "key-b", Setting = "乙小区" }, new RobotOptions { Key = "key-all", Setting = "值班" },
        ]);
        var (a, b) = (await world.Seeds.CommunityAsync("甲小区"), await world.Seeds.CommunityAsync("乙小区"));

        await world.Seeds.DeskItemAsync(a, "emergency", true, "甲的水");
        await world.Seeds.DeskItemAsync(null, "emergency", true, "不知哪里的水");
        await world.TickAsync();

        List<bool> Heard(string words) => [.. new[] { "key-a", "key-b", "key-all" }.Select(k => world.Fake.Group(k).Messages.Any(m => m.Text.Contains(words, StringComparison.Ordinal)))];
        Heard("甲的水").ShouldBe([true, false, true]);
        Heard("不知哪里的水").ShouldBe([true, true, true]);
        b.ShouldNotBe(a);
    }

    [BothDatabases]
    public async Task What_is_not_urgent_and_what_waited_before_today_pages_nobody(Provider provider)
    {
        await using var world = await StaffWorld.StartAsync(provider);

        await world.Seeds.DeskItemAsync(null, "question", false, "住户等答复");
        await world.Seeds.DeskItemAsync(null, "emergency", true, "前天的水", age: TimeSpan.FromDays(2));
        await world.TickAsync();

        world.Duty.Messages.ShouldBeEmpty();
    }
}
