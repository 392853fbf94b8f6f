using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Conversations;

public sealed class ConsentTests
{
    private const string Flat = "(select h.id from households h join entrances e on e.id = h.entrance_id join buildings b on b.id = h.building_id where b.number = '3' and e.number = '2' and h.number = '501')";

    public static TheoryData<string> NeverYes => ["要是不收钱我就同意", "好的", "行", "👍", "我没说同意", "嗯", "可以", "收到", "同意个屁", "大家都同意吗", "我儿子说同意", "先看样板再同意"];

    [Theory]
    [MemberData(nameof(NeverYes))]
    public async Task These_words_never_record_a_yes(string words)
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite);
        var chat = await AskedAsync(app);

        await chat.SayAsync(words);
        await chat.SayAsync("对");
        await chat.SayAsync(words);

        (await chat.CountAsync("select count(*) from intents")).ShouldBe(0);
        (await chat.CountAsync("select count(*) from claims where answer is not null")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task An_intent_keeps_what_was_shown_what_was_asked_and_where_it_was_said(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = await AskedAsync(app);
        await chat.TapAsync("同意");
        await chat.TapAsync("都一样");
        await chat.SayAsync("对");

        var library = app.Get<Dialogue>().Library;
        var asked = ((PromptStep)library.Find("consent.intend")!.Find("answer")!).Prompt.Text;
        (await chat.CountAsync("""
            select count(*) from intents i join disclosure_texts d on d.hash = i.disclosure_hash
             where i.asked = @asked and i.dialog_version = @version and i.conversation_id = @conversation and i.turn = @turn and i.channel = 'test' and i.message_id is not null
               and i.answer = 'agree' and i.capacity = 'owner' and i.reference = 'Y-0001'
            """, new { asked, version = library.Find("consent.intend")!.Version, conversation = chat.Receipt!.ConversationId, turn = chat.Receipt.Turn })).ShouldBe(2);
        (await chat.CountAsync("select count(*) from disclosures_shown where event = 'shown'")).ShouldBe(1);
        (await chat.CountAsync("select count(*) from disclosures_shown where event = 'acknowledged' and proven")).ShouldBe(1);
    }

    [BothDatabases]
    public async Task Nobody_changes_or_deletes_what_was_recorded(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = await AskedAsync(app);
        await chat.TapAsync("同意");
        await chat.TapAsync("都一样");
        await chat.SayAsync("对");

        foreach (var sql in new[] { "update intents set answer = 'refuse'", "delete from intents", "update disclosures_shown set event = 'told'", "delete from disclosure_texts" })
            (await Should.ThrowAsync<System.Data.Common.DbException>(app.Get<Database>().ExecuteAsync(sql, null, default))).Message.ShouldContain("append-only");
    }

    [BothDatabases]
    public async Task A_disclosure_that_changed_meanwhile_is_shown_again_before_anything_is_recorded(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = await AskedAsync(app);
        await chat.TapAsync("同意");
        await chat.TapAsync("都一样");
        var today = SiteClock.Day(app.Clock.GetUtcNow());
        await app.Get<SourcedSettings>().SetAsync(new SettingDraft
        {
            Key = "disclosure.scope", Value = "换厨房、卫生间的上下水立管。", Source = "区里的公告", DecidedBy = "区政府", ValidFrom = today, SetBy = Guid.NewGuid(), SetByName = "小李", Seen = 0,
        }, today, default);

        await chat.SayAsync("对");
        chat.Reply.ShouldContain("换厨房、卫生间的上下水立管。（出处：区里的公告）");
        (await chat.CountAsync("select count(*) from intents")).ShouldBe(0);

        await chat.TapAsync("看完了");
        await chat.TapAsync("同意");
        await chat.TapAsync("都一样");
        await chat.SayAsync("对");
        (await chat.CountAsync("select count(*) from intents where answer = 'agree'")).ShouldBe(2);
    }

    [Fact]
    public async Task A_flat_without_risers_goes_to_a_person()
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite);
        await app.Get<Database>().ExecuteAsync($"delete from riser_households where household_id = {Flat}", null, default);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我同意换管子");

        await chat.TapAsync("房主（房本上是我）");

        chat.Reply.ShouldContain("没有登记要换的管子");
        (await chat.CountAsync("select count(*) from desk_items where kind = 'handover'")).ShouldBe(1);
    }

    [Fact]
    public async Task What_another_of_the_family_has_taken_back_is_not_taken_back_twice()
    {
        await using var app = await Chat.WithPilotAsync(Provider.Sqlite);
        var one = await AskedAsync(app);
        await one.TapAsync("同意");
        await one.TapAsync("都一样");
        await one.SayAsync("对");
        await one.SayAsync("不留");
        await one.SayAsync("没有");
        var other = new Chat(app, "b");
        await other.JoinAsync("8241-7730");
        foreach (var chat in new[] { one, other })
        {
            await chat.SayAsync("撤回");
            await chat.TapAsync("房主（房本上是我）");
            await chat.TapAsync("撤回，先不算数");
        }

        await one.TapAsync("对");
        await other.TapAsync("对");

        other.Reply.ShouldContain("这条已经不在了");
        (await one.CountAsync("select count(*) from intents where answer = 'withdrawn' and asked = '跟您核对一下：3号楼2单元501，原来记的“同意”撤回，先不算数。对吗？'")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task A_claim_keeps_the_number_sealed(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = new Chat(app, "a");
        await chat.SayAsync("我同意换管子，3-2-502");
        foreach (var tap in new[] { "没有信", "租房住的", "看完了", "同意", "都一样", "对" }) await chat.TapAsync(tap);
        await chat.SayAsync("13800000000");

        (await chat.CountAsync("select count(*) from claims where answer = 'agree' and flat = '3-2-502' and household_id is not null")).ShouldBe(1);
        (await chat.CountAsync("select count(*) from claims where phone is not null and phone_hash is not null and phone_tail_hash is not null")).ShouldBe(1);
        (await chat.CountAsync("select count(*) from outcomes where slots like '%13800000000%'")).ShouldBe(0);
        (await chat.CountAsync("select count(*) from intents")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task Who_has_proven_one_flat_and_speaks_for_another_has_not_proven_that_one(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("我同意换管子，3-2-502");
        foreach (var tap in new[] { "没有信", "租房住的", "看完了", "同意", "都一样", "对", "不留", "没有" }) await chat.TapAsync(tap);

        (await chat.CountAsync("""
            select count(*) from outcomes o join households h on h.id = o.household_id
             where o.dialog in ('household', 'consent.intend') and h.label = '3号楼2单元502' and o.proven = @no
            """, new { no = false })).ShouldBe(2);
        (await chat.CountAsync("select count(*) from outcomes where dialog = 'consent.intend' and proven = @yes", new { yes = true })).ShouldBe(0);
    }

    [BothDatabases]
    public async Task When_codes_are_guessed_all_over_a_link_alone_opens_nothing_the_named_flat_proves_and_the_desk_hears_of_it_once(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var guesses = new Batch();
        for (var i = 0; i < Letters.TriesEverywhere; i++)
            guesses.Add("insert into letter_attempts (id, conversation_id, household_id, at) values ($1, $2, $3, $4)", Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), app.Clock.GetUtcNow());
        await app.Get<Database>().RunAsync(guesses, default);

        foreach (var name in new[] { "a", "b" })
        {
            var chat = new Chat(app, name);
            await chat.JoinAsync("8241-7730");
            (await chat.CountAsync("select count(*) from conversations where proven = @yes", new { yes = true })).ShouldBe(name == "a" ? 0 : 1);
            (await chat.CountAsync("select count(*) from desk_items where title like '%信上的数字错得太多%'")).ShouldBe(1);

            await chat.SayAsync("我同意换管子，3-2-501");
            await chat.SayAsync("8241-7730");
            chat.Reply.ShouldContain("对上了");
        }
    }

    private static async Task<Chat> AskedAsync(TestApp app)
    {
        var chat = new Chat(app, "a");
        await chat.JoinAsync("8241-7730");
        await chat.SayAsync("换管子");
        await chat.TapAsync("房主（房本上是我）");
        await chat.TapAsync("看完了");
        chat.Reply.ShouldContain("同不同意");
        return chat;
    }
}
