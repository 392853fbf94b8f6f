using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.CustomerService;

/// <summary>A resident opens the chat: the welcome, the letter's code, the menu and the taps on it.</summary>
public sealed class KfEnteringTests
{
    private const string Letter = "8241-7730";

    [BothDatabases]
    public async Task Who_opens_the_chat_is_welcomed_with_a_menu_outside_the_five_messages(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);

        world.Resident.Enter("b3u2");

        var welcome = await world.Resident.HearsAsync("我能帮您办这三件事");
        welcome.MsgType.ShouldBe("msgmenu");
        welcome.Text.ShouldContain("是个程序，不是真人");
        welcome.Choices.Select(c => c.Content).ShouldBe(["漏水跑水", "说说同不同意换管子", "找人"]);
        await world.SettledAsync();
        (await world.LedgerAsync()).ShouldAllBe(s => s == "Sent");
        (await world.CountAsync("select count(*) from kf_sends where code is null")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task A_tap_on_the_menu_comes_back_as_the_choice_and_a_second_tap_has_no_second_effect(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Resident.Enter("");
        await world.Resident.HearsAsync("这三件事");

        world.Resident.Tap("漏水跑水");

        await world.Resident.ReceivesAsync(2);
        await world.SettledAsync();
        var tap = (await world.TranscriptAsync()).Single(e => e.Kind == EntryKind.Tap);
        (tap.Text, tap.Value).ShouldBe(("漏水跑水", "water"));
        tap.Prompt.ShouldNotBeNull();
        var before = world.Resident.Received.Count;
        world.Resident.Tap("漏水跑水");
        await world.Resident.ReceivesAsync(before + 1);
        (await world.CountAsync("select count(*) from tickets")).ShouldBeLessThanOrEqualTo(1);
    }

    [BothDatabases]
    public async Task The_letters_code_in_the_link_proves_the_flat(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);

        world.Resident.Enter("letter", Letter);

        await world.Resident.HearsAsync("3号楼2单元501的住户");
        await world.SettledAsync();
        (await world.CountAsync("select count(*) from conversations where proven and household_id is not null")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Without_a_welcome_code_nothing_is_said_and_the_letter_waits_for_the_first_word(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Resident.Enter("");
        await world.Resident.HearsAsync("这三件事");

        world.Resident.Enter("letter", Letter);
        await KfWorld.WaitAsync(async () => await world.CountAsync("select count(*) from kf_customers where letter is not null") == 1);
        world.Resident.Received.Count.ShouldBe(1);
        world.Resident.Say("你好");

        await world.Resident.HearsAsync("3号楼2单元501的住户");
        await world.SettledAsync();
        (await world.CountAsync("select count(*) from kf_customers where letter is not null")).ShouldBe(0);
        (await world.CountAsync("select count(*) from desk_items where kind = 'undelivered'")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task Who_has_written_and_then_opens_his_letter_is_answered_at_once(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Resident.Say("我同意换管子");
        await world.Resident.ReceivesAsync(1);
        await world.SettledAsync();

        world.Resident.Enter("letter", Letter);

        await world.Resident.HearsAsync("您是这房子的");
        (await world.CountAsync("select count(*) from conversations where proven and household_id is not null")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_welcome_that_comes_too_late_stands_in_the_ledger_and_troubles_nobody(Provider provider)
    {
        await using var world = await KfWorld.StartAsync(provider);
        world.Fake.Faults.Fail(TimeSpan.FromSeconds(30), "kf/send_msg_on_event");
        world.Resident.Enter("");
        await KfWorld.WaitAsync(async () => (await world.LedgerAsync()).Count > 0);

        await world.PassUntilAsync(async () => (await world.LedgerAsync()).All(s => s is "Stopped kf-welcome" || s.StartsWith("Unconfirmed", StringComparison.Ordinal)), TimeSpan.FromSeconds(2));

        world.Resident.Received.ShouldBeEmpty();
        (await world.CountAsync("select count(*) from desk_items")).ShouldBe(0);
    }
}
