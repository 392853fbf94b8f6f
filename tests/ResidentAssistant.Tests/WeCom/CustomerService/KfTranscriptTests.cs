using FakeWeCom.Phones;
using ResidentAssistant.CommandLine.Transcripts;
using ResidentAssistant.Dialogs.Transcripts;
using ResidentAssistant.Messaging;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.WeCom.CustomerService;

/// <summary>The golden conversations over customer service, as residents hold them: on phones, with taps on menus; what a colleague writes for somebody is not among them.</summary>
public sealed class KfTranscriptTests
{
    private static readonly byte[] Photo = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0];
    private static readonly byte[] Voice = [.. "#!AMR\n"u8, 1, 2, 3, 4];

    public static TheoryData<string> Conversations =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "dialogs", "transcripts"), "*.chat").Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !n.StartsWith("spoken-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task A_golden_conversation_goes_as_written_in_WeChat(string name)
    {
        await using var world = await KfWorld.StartAsync(Provider.Sqlite);
        var way = new TranscriptWay("wecom-kf", number => $"{world.Account}/{Person(number)}", (key, done, letter, _) => ActAsync(world, key, done, letter));
        var script = ChatFile.Load(Path.Combine(AppContext.BaseDirectory, "dialogs", "transcripts", $"{name}.chat"));

        var result = await new TranscriptRun(world.App.Host.Services, world.Clock.WakeAfter, way).RunAsync(script, CancellationToken.None);

        result.Faults.ShouldBeEmpty();
        await QuietAsync(world);
        for (var number = 1; number <= script.Turns.DistinctBy(t => t.Name).Count(); number++) await SameOnThePhoneAsync(world, Person(number));
    }

    private static string Person(int number) => $"wmTranscript{number}";

    private static async Task ActAsync(KfWorld world, string key, ChatEvent done, string? letter)
    {
        var person = key.Split('/')[1];
        var phone = world.Fake.Resident(person);
        var before = await TurnsAsync(world, person);
        Do(phone, done, letter);
        // An answer takes part of a second in real time; the clock goes on only for what waits to be repeated.
        await world.PassUntilAsync(async () => await TurnsAsync(world, person) > before, TimeSpan.FromMilliseconds(10), most: 1500);
        await QuietAsync(world);
    }

    private static void Do(ResidentPhone phone, ChatEvent done, string? letter)
    {
        switch (done)
        {
            case ChatText(var text): phone.Say(text); break;
            case ChatTap(var label): phone.Tap(label); break;
            case ChatPhoto: phone.SendPhoto(Photo); break;
            case ChatVoice: phone.SendVoice(Voice); break;
            case ChatOpen: phone.Enter("letter", letter ?? ""); break;
            default: throw new InvalidOperationException($"{done} cannot be done on a phone");
        }
    }

    private static async Task<int> TurnsAsync(KfWorld world, string person) => (await world.TranscriptAsync(person)).Count(e => e.From == Speaker.Resident);

    private static Task QuietAsync(KfWorld world) => world.PassUntilAsync(async () =>
        await world.CountAsync("select count(*) from kf_messages where state = 'waiting'") == 0
        && await world.CountAsync("select count(*) from outbox where channel = 'wecom-kf' and state in ('Pending', 'Sending')") == 0, TimeSpan.FromMilliseconds(10), most: 1500);

    // What was not sent is past the 48 hours; all else is on the phone, in order.
    private static async Task SameOnThePhoneAsync(KfWorld world, string person)
    {
        var states = await world.LedgerOfAsync(person);
        states.ShouldAllBe(s => s == "Sent" || s == "Stopped");
        var said = (await world.TranscriptAsync(person)).Where(e => e.From is Speaker.Assistant or Speaker.Staff && e.Kind == EntryKind.Message).ToList();
        said.Count.ShouldBe(states.Count);
        var expected = string.Concat(said.Zip(states).Where(p => p.Second == "Sent").Select(p => p.First is { From: Speaker.Staff, Name: { } colleague } ? $"{colleague}：{p.First.Text}" : p.First.Text));
        var phone = string.Concat(world.Fake.Resident(person).Received.Select(l => $"{l.Content["content"]}{l.Content["head_content"]}{l.Content["tail_content"]}"));
        Bare(phone).ShouldBe(Bare(expected));
    }

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
