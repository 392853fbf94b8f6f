using System.IO.Compression;
using System.Text.Json;
using ResidentAssistant.Evidence;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Evidence;

/// <summary>What was said stands as one digest per dialog that ended, and an export shows the words to it.</summary>
public sealed class TranscriptEvidenceTests
{
    [BothDatabases]
    public async Task The_digest_of_an_ended_dialog_is_that_of_its_turns_and_the_next_one_begins_after_it(Provider provider)
    {
        await using var app = await Chat.WithPilotAsync(provider);
        var chat = new Chat(app, "lin");
        await chat.SayAsync("我不同意换管子");
        await chat.SayAsync("3-2-501");
        await chat.SayAsync("取消");
        await chat.SayAsync("我不同意换管子");
        await chat.SayAsync("取消");
        await app.Get<Tick>().RunOnceAsync(default);

        var ended = await app.Get<Database>().QueryAsync<Row>("select community_id, body from evidence_records where kind = 'dialog.ended' order by number", null, default);
        var spans = ended.Select(e => JsonDocument.Parse(e.Body).RootElement.GetProperty("fields")).Select(f => (f.GetProperty("from").GetInt32(), f.GetProperty("to").GetInt32())).ToList();
        // Each turn is covered once: the privacy words are a dialog of their own that ends in the first turn, and the one that called it goes on from the next.
        spans.Distinct().ShouldBe([(1, 1), (2, 3), (4, 4), (5, 5)]);
        (await chat.CountAsync("select count(*) from evidence_records r join outcomes o on o.id = r.id")).ShouldBe(await chat.CountAsync("select count(*) from outcomes"));

        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "all.zip");
        await using (var file = File.Create(path)) await app.Get<EvidenceExport>().WriteAsync(file, new ExportScope(ended[0].CommunityId), personal: true, default);
        (await FindingsAsync(path)).ShouldBeEmpty();

        // Of a talk that was erased in part nothing is written, rather than a digest that cannot fit.
        await app.Get<Database>().ExecuteAsync("delete from turns where turn = 1", null, default);
        var erased = Path.Combine(folder.Path, "erased.zip");
        await using (var file = File.Create(erased)) await app.Get<EvidenceExport>().WriteAsync(file, new ExportScope(ended[0].CommunityId), personal: true, default);
        (await FindingsAsync(erased)).ShouldBeEmpty();

        var unpacked = Path.Combine(folder.Path, "changed");
        await ZipFile.ExtractToDirectoryAsync(path, unpacked);
        var transcript = Directory.GetFiles(Path.Combine(unpacked, "transcripts")).Order(StringComparer.Ordinal).First();
        var words = await File.ReadAllTextAsync(transcript);
        words.ShouldContain("我不同意换管子");
        await File.WriteAllTextAsync(transcript, words.Replace("我不同意", "我同意", StringComparison.Ordinal));
        (await FindingsAsync(unpacked)).ShouldContain(f => f.What == "its transcript is not the one that was recorded");
    }

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(string path)
    {
        using var archive = new ExportArchive(path);
        return (await new Verifier(archive.Keys()).RunAsync(archive, [], default)).Findings;
    }

    private sealed record Row
    {
        public required Guid CommunityId { get; init; }

        public required string Body { get; init; }
    }
}
