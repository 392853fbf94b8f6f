using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Language;
using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.Tests.Knowledge;
using ResidentAssistant.Tests.Staff;

namespace ResidentAssistant.Tests;

/// <summary>Phrases, answers, words and dialogs that people edit take effect while the program runs: by the button in the console and by SIGHUP.</summary>
public sealed class ReloadingTests
{
    private const string Gourd = "葫芦瓢在哪儿瞧";
    private const string NotUnderstood = "对不住，我没听懂。您是想：";
    private static readonly string[] Gourds = [Gourd, "葫芦瓢给看看", "上哪儿瞧葫芦瓢"];

    [Fact]
    public async Task By_the_button_phrases_answers_and_words_take_effect_and_a_faulty_file_does_not()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        var dialogs = samples.ProductWithoutAnswers;
        var folder = Path.Combine(dialogs, "understanding");
        FewPhrases.Write(folder);
        await using var app = await TestApp.StartAsync(listen: true, settings: new Dictionary<string, string?>(samples.Settings) { ["Dialogs:Path"] = dialogs },
            adjust: b => b.Services.AddSingleton(new Understanding(folder)));
        using var street = await StaffClient.SignedInAsync(app, StaffRole.Street);
        (await SaidAsync("a", Gourd)).ShouldBe(NotUnderstood);

        FewPhrases.Phrases(folder, "new.yaml", "off_topic", Gourds);
        samples.Write("gourd.md", "---\nid: sample.gourd\nintent: off_topic\ntitle: 看葫芦瓢\nquestions: [葫芦瓢在哪儿瞧]\nsource: 示例\n---\n在居委会。");
        File.AppendAllText(Path.Combine(folder, "lexicon.yaml"), "\n  - [葫芦瓢, 水舀子]\n");
        using (var read = await street.PostAsync("/staff/knowledge")) read.Headers.Location!.OriginalString.ShouldBe("/staff/knowledge?read=again");

        (await SaidAsync("b", Gourd)).ShouldStartWith("在居委会。");
        (await SaidAsync("c", "水舀子在哪儿瞧")).ShouldStartWith("在居委会。");

        FewPhrases.Phrases(folder, "new.yaml", "of_topic", Gourds);
        File.AppendAllText(Path.Combine(folder, "lexicon.yaml"), "  - 一个词\n");
        samples.Write("gourd.md", "---\nid: sample.gourd\nintnt: off_topic\ntitle: 看葫芦瓢\nquestions: [葫芦瓢在哪儿瞧]\nsource: 示例\n---\n在别处。");
        using var faulty = await street.PostAsync("/staff/knowledge");
        faulty.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var page = await faulty.Content.ReadAsStringAsync();
        var line = File.ReadAllLines(Path.Combine(folder, "lexicon.yaml")).Length;
        foreach (var place in (string[])["new.yaml:1:9", "gourd.md:3:1", $"lexicon.yaml:{line}:5"]) page.ShouldContain(place);
        (await SaidAsync("d", Gourd)).ShouldStartWith("在居委会。");
        (await SaidAsync("e", "水舀子在哪儿瞧")).ShouldStartWith("在居委会。");

        async Task<string> SaidAsync(string name, string words) => (await new Chat(app, name).SayAsync(words)).Reply;
    }

    [Fact]
    public async Task By_SIGHUP_the_running_program_reads_them_again_and_tells_a_fault_in_its_log()
    {
        using var samples = new SampleAnswers(SampleAnswers.WhoMustAgree);
        var dialogs = samples.ProductWithoutAnswers;
        var folder = Path.Combine(dialogs, "understanding");
        FewPhrases.Write(folder);
        await using var database = await TestDatabase.EmptyOnAsync(Provider.Sqlite);
        using var keys = new TestKeys();
        await using var client = await BotClient.StartAsync();
        using var app = new AppProcess(new(samples.Settings)
        {
            ["Storage:Provider"] = database.Settings.Provider, ["Storage:ConnectionString"] = database.Settings.ConnectionString, ["Keys:Path"] = keys.Folder.FullName,
            ["Dialogs:Path"] = dialogs, ["Logging:LogLevel:ResidentAssistant"] = "Information",
        });
        await app.StartAsync();
        (await SaidAsync("a")).ShouldBe(NotUnderstood);

        FewPhrases.Phrases(folder, "new.yaml", "stop_notices", Gourds);
        var read = app.Prints("Dialogs, answers and words were read again");
        await app.HangUpAsync();
        await read;
        (await SaidAsync("b")).ShouldStartWith("您是想以后都不收消息了");

        FewPhrases.Phrases(folder, "new.yaml", "stop_notice", Gourds);
        var refused = app.Prints("new.yaml:1:9 `stop_notice` is not one of");
        await app.HangUpAsync();
        await refused;
        (await SaidAsync("c")).ShouldStartWith("您是想以后都不收消息了");

        async Task<string> SaidAsync(string conversation)
        {
            (await client.PostAsync(app.Address, conversation, "m", Gourd)).ShouldBe(200);
            var turns = await new Transcript(database.Database, keys.Open()).AfterAsync("botframework", $"emulator/{conversation}", 0, 10, CancellationToken.None);
            return turns[^1].Entries[^1].Text!;
        }
    }
}
