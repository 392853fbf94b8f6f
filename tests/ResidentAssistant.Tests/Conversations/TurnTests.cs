using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Conversations;
using ResidentAssistant.Messaging;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Conversations;

public sealed class TurnTests
{
    private static readonly Guid Colleague = Guid.Parse("00000000-0000-0000-0000-0000000000aa");

    [BothDatabases]
    public async Task One_message_posted_fifty_times_at_once_on_two_nodes_has_one_effect_and_one_reply(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        await using var other = app.OtherNode();
        await app.TakeAsync(Text("m0", "你好"));

        var receipts = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => Take(i % 2 == 0 ? app.Host : other, Text("m1", "厨房水管滴水")))));

        receipts.Select(r => r.Turn).Distinct().ShouldBe([2]);
        receipts.Count(r => !r.Duplicate).ShouldBe(1);
        receipts.Select(r => string.Join('\n', r.Entries.Select(e => e.Text))).Distinct().Count().ShouldBe(1);
        (await CountAsync(app, "select count(*) from tickets")).ShouldBe(1);
        (await CountAsync(app, "select count(*) from turns")).ShouldBe(2);
    }

    [BothDatabases]
    public async Task Many_messages_at_once_on_two_nodes_each_have_one_turn(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        await using var other = app.OtherNode();

        // Four at a time: more rivals than retries would be a load no person makes.
        for (var round = 0; round < 5; round++)
        {
            var first = round * 4;
            await Task.WhenAll(Enumerable.Range(first, 4).Select(i => Task.Run(() => Take(i % 2 == 0 ? app.Host : other, Text($"m{i}", $"第{i}句")))));
        }

        var turns = await app.Get<Transcript>().AfterAsync("terminal", "talk", 0, 100, CancellationToken.None);
        turns.Select(t => t.Turn).ShouldBe(Enumerable.Range(1, 20));
        turns.Select(t => t.Entries[0].Text!).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 20).Select(i => $"第{i}句").Order(StringComparer.Ordinal));
        var stamps = turns.SelectMany(t => t.Entries).Select(e => e.At).ToList();
        stamps.ShouldBe(stamps.Distinct().Order());
    }

    [BothDatabases]
    public async Task While_a_colleague_holds_the_conversation_the_assistant_hears_but_does_not_speak(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        var id = (await app.TakeAsync(Text("m1", "找人"))).ConversationId;
        (await app.Get<StaffTurns>().TakeOverAsync(id, Colleague, "李芳", CancellationToken.None)).ShouldBe(StaffAct.Done);
        (await app.Get<StaffTurns>().TakeOverAsync(id, Guid.NewGuid(), "王强", CancellationToken.None)).ShouldBe(StaffAct.HeldByAnother);

        (await app.TakeAsync(Text("m2", "我同意换管子"))).Entries.Count.ShouldBe(1);
        (await app.Get<StaffTurns>().SayAsync(id, Colleague, "李芳", "您好，我是李芳。", "s1", CancellationToken.None)).ShouldBe(StaffAct.Done);
        (await app.Get<StaffTurns>().SayAsync(id, Colleague, "李芳", "您好，我是李芳。", "s1", CancellationToken.None)).ShouldBe(StaffAct.Done);

        var burst = await app.TakeAsync(Text("m3", "快来人，水管爆了，水哗哗往外冒"));
        burst.Entries.Count(e => e.From == Speaker.Assistant).ShouldBeGreaterThan(0);
        (await CountAsync(app, "select count(*) from desk_items where kind = 'emergency' and urgent")).ShouldBeGreaterThan(0);
        var said = (await app.Get<Transcript>().OfAsync(id, CancellationToken.None)).SelectMany(t => t.Entries).Count(e => e.From == Speaker.Staff);
        said.ShouldBe(1);
    }

    [BothDatabases]
    public async Task A_colleague_who_says_nothing_for_ten_minutes_gives_the_conversation_back(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        var id = (await app.TakeAsync(Text("m1", "找人"))).ConversationId;
        await app.Get<StaffTurns>().TakeOverAsync(id, Colleague, "李芳", CancellationToken.None);
        app.Clock.Advance(TimeSpan.FromMinutes(9));
        await app.Get<Scheduling.Tick>().RunOnceAsync(CancellationToken.None);
        (await CountAsync(app, "select count(*) from conversations where held_by is not null")).ShouldBe(1);

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Get<Scheduling.Tick>().RunOnceAsync(CancellationToken.None);

        (await CountAsync(app, "select count(*) from conversations where held_by is not null")).ShouldBe(0);
        var last = (await app.Get<Transcript>().OfAsync(id, CancellationToken.None))[^1];
        last.Entries.ShouldContain(e => e.From == Speaker.Assistant);
    }

    [BothDatabases]
    public async Task A_fault_in_an_action_keeps_the_message_says_one_apology_and_tells_the_desk(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, adjust: b => b.Services.AddDialogActions<Broken>(), settings: Also("""
            id: broken
            text: ["/broken"]
            steps:
              - do: test.break
              - say: 到不了这里。
            """));

        var receipt = await app.TakeAsync(Text("m1", "/broken"));

        receipt.Entries.Select(e => e.Text).ShouldBe(["/broken", "对不起，刚才我这边出了点问题。您的话已经记下了，工作人员会看到。"]);
        (await CountAsync(app, "select count(*) from desk_items where kind = 'parked'")).ShouldBe(1);
        (await CountAsync(app, "select count(*) from counters where name = 'broken'")).ShouldBe(0);
    }

    [BothDatabases]
    public async Task A_dialog_edited_while_a_conversation_waits_in_it_goes_on(Provider provider)
    {
        await using var app = await TestApp.StartAsync(provider, settings: Also(Before));
        await app.TakeAsync(Text("m1", "/edit"));
        await app.TakeAsync(Text("m2", "小王"));
        await using var edited = app.OtherNode(Also(After));

        // The question was put in other words meanwhile: the answer to the old words is not taken.
        var asked = await Take(edited, Text("m3", "同意"));
        asked.Entries.Last(e => e.From == Speaker.Assistant).Text!.ShouldContain("您家同不同意换厨房这根管子？");
        var answered = await Take(edited, Text("m4", "同意"));

        answered.Entries[^1].Text.ShouldBe("小王，记下了：同意。");
    }

    private const string Before = """
        id: edit
        text: ["/edit"]
        steps:
          - ask: name
            type: text
            prompt: 您贵姓？
          - choose: answer
            solemn: true
            prompt: 您家同不同意换管子？
            options: { agree: 同意, refuse: 不同意 }
          - say: "{name}，记下了：{answer}。"
            name: thanks
        """;

    private const string After = """
        id: edit
        text: ["/edit"]
        steps:
          - say: 您好。
          - ask: name
            type: text
            prompt: 您贵姓？
          - choose: answer
            solemn: true
            prompt: 您家同不同意换厨房这根管子？
            options: { agree: 同意, refuse: 不同意 }
          - say: "{name}，记下了：{answer}。"
            name: closing
            was: [thanks]
        """;

    private static Dictionary<string, string?> Also(string dialog)
    {
        var folder = Directory.CreateTempSubdirectory("dialogs-");
        File.WriteAllText(Path.Combine(folder.FullName, "test.yaml"), dialog);
        return new() { ["Dialogs:Also"] = folder.FullName };
    }

    private static InboundMessage Text(string id, string text) => new()
    {
        Channel = "terminal", ConversationKey = "talk", UserId = "somebody", MessageId = id, Kind = EntryKind.Message, Text = text,
    };

    private static Task<TurnReceipt> Take(WebApplication app, InboundMessage message) => app.Services.GetRequiredService<TakeTurn>()(message, CancellationToken.None);

    private static Task<long> CountAsync(TestApp app, string sql) => app.Get<Database>().FirstAsync<long>(sql, null, CancellationToken.None);

    private sealed class Broken : IDialogActions
    {
        public IEnumerable<DialogAction> Actions =>
        [
            new(new ResidentAssistant.Dialogs.ActionSignature("test.break", ["done"], [], []), async (_, turn, ct) =>
            {
                // Something is written first, to see that it is rolled back.
                await (await turn.TransactionAsync(ct)).ExecuteAsync("insert into counters (name, value) values ('broken', 1)", null, ct);
                throw new InvalidOperationException("meant to fail");
            }),
        ];
    }
}
