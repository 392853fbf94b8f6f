using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Conversations;

public sealed class ProofTests
{
    private const string Again = "我得再认一次门";

    [BothDatabases]
    public async Task A_letter_that_is_replaced_no_longer_lets_who_had_it_hear_or_end_anything_of_the_flat(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var (neighbour, letters, home) = (new Chat(app, "neighbour"), app.Get<Letters>(), await HomeAsync(app));
        await neighbour.JoinAsync("8241-7730");
        (await neighbour.SayAsync("我家登记了没有")).Reply.ShouldContain("3号楼2单元501");
        (await neighbour.CountAsync("select count(*) from notice_conversations")).ShouldBe(1);

        var code = await letters.IssueAsync(home, null, default);

        (await neighbour.CountAsync("select count(*) from notice_conversations")).ShouldBe(0);
        (await neighbour.SayAsync("我家登记了没有")).Reply.ShouldContain(Again);
        neighbour.Reply.ShouldNotContain("现在是这样记的");
        (await neighbour.SayAsync("8241-7730")).Reply.ShouldContain("这封信已经换过新的了");
        await neighbour.TapAsync("没有信");
        (await neighbour.SayAsync("我要撤回")).Reply.ShouldNotContain("撤回，先不算数");
        (await neighbour.CountAsync("select count(*) from intents")).ShouldBe(0);

        var owner = new Chat(app, "owner");
        await owner.JoinAsync(code.Shown);
        (await owner.SayAsync("我家登记了没有")).Reply.ShouldContain("现在是这样记的");
        owner.Reply.ShouldNotContain(Again);
    }

    [BothDatabases]
    public async Task In_the_middle_of_a_dialog_too_what_is_said_after_the_letter_was_revoked_is_only_a_claim(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我同意换管子");
        await chat.TapAsync("房主（房本上是我）");
        await chat.TapAsync("看完了");
        await chat.TapAsync("同意");
        await chat.TapAsync("都一样");

        await app.Get<Letters>().RevokeAsync(await HomeAsync(app), null, default);
        await chat.SayAsync("对");

        (await chat.CountAsync("select count(*) from intents")).ShouldBe(0);
        (await chat.CountAsync("select count(*) from claims where answer = 'agree'")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task When_somebody_has_left_the_flat_it_is_proven_anew_and_then_holds(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var (chat, home, database) = (new Chat(app, "a"), await HomeAsync(app), app.Get<Database>());
        await chat.JoinAsync("8241-7730");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await database.ExecuteAsync("update persons set left_at = @now where id = (select id from persons where household_id = @home order by id limit 1)", new { home, now = app.Clock.GetUtcNow() }, default);
        app.Clock.Advance(TimeSpan.FromMinutes(5));

        (await chat.SayAsync("我家登记了没有")).Reply.ShouldContain(Again);
        (await chat.SayAsync("8241-7730")).Reply.ShouldContain("对上了");
        if (chat.Asked is not null && chat.Reply.Contains("您是这房子的", StringComparison.Ordinal)) await chat.TapAsync("其他");
        (await chat.SayAsync("我家登记了没有")).Reply.ShouldContain("现在是这样记的");
        (await chat.CountAsync("select count(*) from household_proofs")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task Who_speaks_of_another_flat_afterwards_hears_nothing_of_a_proof_he_never_had(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await app.Get<Letters>().RevokeAsync(await HomeAsync(app), null, default);

        await chat.SayAsync("换管子，我是3-2-502的");

        (await chat.CountAsync("select count(*) from conversations where proven and household_id <> @home", new { home = await HomeAsync(app) })).ShouldBe(0);
    }

    private static async Task<Guid> HomeAsync(TestApp app) =>
        (await app.Get<Register>().FindAsync(Pilot.CommunityId, "3-2-501", default)).ShouldBeOfType<HouseholdSearch.Found>().Household.Id;
}
