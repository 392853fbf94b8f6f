using System.Diagnostics;
using System.Text;
using ResidentAssistant.Dialogs;
using Xunit.Abstractions;

namespace ResidentAssistant.Tests.Dialogs;

public class RandomTalkTests(ITestOutputHelper output)
{
    private const string Sample = """
        id: consent
        title: 登记意愿
        when: [give_consent, refuse]
        text: ["/consent"]
        steps:
          - call: where
            on: { unknown: [ { say: 先记下来 } ] }
          - do: disclose
            on: { stale: [ { goto: call.where } ] }
          - choose: answer
            solemn: true
            prompt: 同不同意？
            options: { agree: 同意, refuse: 不同意, undecided: 再想想 }
            on: { undecided: [ { say: 不急 }, { end: undecided } ] }
          - ask: phone
            type: phone
            skip: 不留电话
            prompt: 电话？
          - if: answer = refuse and phone
            then: [ { ask: reason, prompt: 为什么？, max: 200, private: true, on: { failed: [ { say: 没关系 } ] } } ]
            else: [ { ask: visit, type: time, prompt: 哪天方便？, tries: 2, skip: 都行 } ]
          - confirm: read-back
            prompt: "{household}，{answer}，{phone}，{visit}{reason}。对吗？"
          - do: record
            with: { text: "{answer.value} {words}" }
            on: { changed: [ { goto: answer } ] }
          - say: 记下了
        ---
        id: where
        title: 核对住址
        steps:
          - ask: household
            type: household
            prompt: 您住哪儿？
          - do: find
            on: { none: [ { choose: more, prompt: 没找到, options: { yes: 再写, no: 不写了 }, on: { yes: [ { goto: household } ] } }, { end: unknown } ] }
          - ask: people
            type: number
            min: 1
            max: 20
            prompt: 几口人？
        ---
        id: report
        title: 报修
        when: [report_leak, emergency]
        cancel: false
        interrupts: false
        steps:
          - say: [先关阀。, 别碰电。]
          - ask: place
            type: place
            prompt: 哪儿？
          - ask: photo
            type: photo
            skip: 没照片
            prompt: 照片？
          - ask: alone
            type: yes-no
            prompt: 一个人在家吗？
          - call: where
            take: []
            give: [household]
          - handover: 抢险
        ---
        id: when
        title: 工期
        when: [ask_schedule, smalltalk]
        interrupts: true
        steps:
          - do: answer
          - ask: helpful
            type: yes-no
            prompt: 说清楚了吗？
        ---
        id: decorate
        title: 装修
        when: [ask_decoration]
        steps:
          - ask: plan
            prompt: 怎么装修？
          - choose: kind
            prompt: 哪一间？
            options: { kitchen: 厨房, bathroom: 卫生间 }
          - confirm: ok
            prompt: "{plan}，{kind}？"
            on: { no: [ { end: declined } ] }
        ---
        id: fallback
        when: [fallback]
        steps:
          - say: 请换个说法。
        """;

    private static readonly string[] Texts =
    [
        "3号楼2单元501", "301室", "三号楼", "2", "13800000000", "138****0000", "同意", "不同意", "行", "好的", "算了", "取消", "上一步", "说错了", "不对，是502", "不对",
        "改一下电话", "电话改成13911112222", "下周三上午", "明天", "改到后天下午", "没有", "跳过", "厨房", "一个人", "再说一遍", "找人", "第二个", "都不用改", "接着办", "先办新的",
        "/consent", "", " ", "😀", "\u0000\u0007", "？？？", "要是不收钱我就同意", "是", "不是", "房号错了", "对", "５", "0", "99999999999999999999", "1.5", "不是501是502", "改",
        "{household}", "\"; drop table", "<b>", "…",
    ];

    private static readonly string?[] Intents = [null, null, null, "give_consent", "report_leak", "ask_schedule", "ask_decoration", "smalltalk", "ask_contact"];

    [Fact]
    public void Ten_thousand_conversations_never_fail_and_replay_to_the_same_state()
    {
        var libraries = new[] { DialogLibrary.Read(("a", Sample)), DialogLibrary.Read(("a", Edited())) };
        var (turns, bytes, biggest) = (0, 0L, 0);
        for (var seed = 0; seed < 10_000; seed++)
        {
            var first = Talk(seed, libraries, null);
            turns += first.Count;
            foreach (var state in first) bytes += Encoding.UTF8.GetByteCount(state);
            biggest = Math.Max(biggest, first.Max(s => s.Length));
            if (seed % 10 == 0) Talk(seed, libraries, first);
        }
        output.WriteLine($"{turns} turns, {bytes / turns} bytes of state on average, at most {biggest} characters");
        (bytes / turns).ShouldBeLessThan(1024);
    }

    [Fact]
    public void A_turn_takes_microseconds()
    {
        var library = DialogLibrary.Read(("a", Sample));
        var state = Interpreter.Advance(library, DialogState.Empty, new StartInput("where"), Dialogs.Talk.Start, 1).State;
        var input = new TextInput("3号楼2单元501", Reading.None);
        for (var i = 0; i < 20_000; i++) Interpreter.Advance(library, state, input, Dialogs.Talk.Start, 2);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 20_000; i++) Interpreter.Advance(library, state, input, Dialogs.Talk.Start, 2);
        var each = watch.Elapsed.TotalMicroseconds / 20_000;
        output.WriteLine($"{each:F2} µs a turn");
        var json = DialogJson.Write(state);
        watch.Restart();
        for (var i = 0; i < 20_000; i++) DialogJson.Write(DialogJson.Read(json));
        output.WriteLine($"{watch.Elapsed.TotalMicroseconds / 20_000:F2} µs to read and write {json.Length} characters: {json}");
        each.ShouldBeLessThan(200, "a guard against something silly, not a measurement");
    }

    private static string Edited() => Sample
        .Replace("- ask: phone", "- ask: mobile\n    was: [phone]", StringComparison.Ordinal).Replace("{phone}", "{mobile}", StringComparison.Ordinal)
        .Replace("answer = refuse and phone", "answer = refuse and mobile", StringComparison.Ordinal)
        .Replace("同不同意？", "您同不同意？", StringComparison.Ordinal)
        .Replace("  - ask: people\n    type: number\n    min: 1\n    max: 20\n    prompt: 几口人？\n", "", StringComparison.Ordinal)
        .Replace("id: decorate\n", "id: decorating\n", StringComparison.Ordinal);

    // The same seed gives the same inputs; with a record the states must be the same too.
    private static List<string> Talk(int seed, DialogLibrary[] libraries, List<string>? record)
    {
        var random = new Random(seed);
        var state = DialogState.Empty;
        var now = Dialogs.Talk.Start;
        var states = new List<string>();
        var prompts = new List<(string Id, string Value)>();
        for (var turn = 1; turn <= 25; turn++)
        {
            now += random.Next(20) == 0 ? TimeSpan.FromHours(random.Next(100)) : TimeSpan.FromSeconds(random.Next(90));
            var library = libraries[random.Next(8) == 0 ? 1 : 0];
            var progress = Interpreter.Advance(library, state, Next(random, prompts), now, turn);
            while (progress is Acting acting) progress = Interpreter.Resume(library, acting, Act(random, acting.Call));
            foreach (var say in progress.Effects.OfType<Say>().Where(s => s.Prompt is not null))
            {
                say.Text.ShouldNotBeNullOrEmpty();
                foreach (var choice in say.Choices) prompts.Add((say.Prompt!, choice.Value));
            }
            var json = DialogJson.Write(progress.State);
            state = DialogJson.Read(json);
            DialogJson.Write(state).ShouldBe(json);
            state.Answered.Count.ShouldBeLessThanOrEqualTo(50);
            (state.Stack.Count == 0 || state.Open is not null).ShouldBeTrue($"seed {seed}, turn {turn}: nobody is asked anything: {json}");
            record?[turn - 1].ShouldBe(json);
            states.Add(json);
        }
        return states;
    }

    private static Input Next(Random random, List<(string Id, string Value)> prompts) => random.Next(20) switch
    {
        0 => new TimerInput(),
        1 => new VoiceInput(null),
        2 => new MediaInput([new("m1", "image/jpeg")], random.Next(2) == 0 ? Pick(random, Texts) : null, random.Next(2) == 0 ? Reading.None : null),
        3 => new StartInput(Pick(random, ["consent", "report", "when", "nobody", "welcome"]), null),
        4 => new GivenBackInput(),
        5 => new TapInput(Pick(random, ["p1", "p99", "voice", ""]), Pick(random, ["agree", "yes", "skip", "leak", ""])),
        < 11 when prompts.Count > 0 => random.Next(3) > 0 ? Tap(prompts[^1]) : Tap(prompts[random.Next(prompts.Count)]),
        11 => new TextInput(Noise(random), Reading.None),
        _ => new TextInput(Pick(random, Texts), new(random.Next(30) == 0 ? "burst" : null, Pick(random, Intents), random.NextDouble(), random.Next(4) == 0, random.Next(5) == 0)),
    };

    private static TapInput Tap((string Id, string Value) choice) => new(choice.Id, choice.Value);

    private static string Noise(Random random)
    {
        var text = new char[random.Next(3) == 0 ? 8000 : random.Next(40)];
        for (var i = 0; i < text.Length; i++) text[i] = (char)random.Next(char.MaxValue);
        return new(text);
    }

    private static ActionResult Act(Random random, ActionCall call) => (call.Action, random.Next(4)) switch
    {
        ("find", 0) => ActionResult.Of("none"),
        ("disclose", 0) => ActionResult.Of("stale"),
        ("record", 0) => ActionResult.Of("changed"),
        ("answer", _) => ActionResult.Done.Saying("还没有公布。"),
        _ => ActionResult.Of("done", ("reference", SlotValue.Of("A-1"))),
    };

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
