using System.IO.Compression;
using System.Text;
using ResidentAssistant.Evidence;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Evidence;

/// <summary>What is handed out can be verified without the installation, and shows what was changed on the way.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [BothDatabases]
    public async Task An_export_of_one_household_verifies_with_its_words_and_holds_no_other_households_records(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        await world.DayAsync(120);
        await world.WriteAsync(30);
        await world.LinkAsync();

        var (path, count) = await WriteAsync(world, new ExportScope(world.Community, world.Households[1]), personal: true);

        count.ShouldBe(38);
        using var archive = new ExportArchive(path);
        var verdict = await new Verifier(archive.Keys()).RunAsync(archive, [], default);
        verdict.Findings.ShouldBeEmpty();
        (verdict.Leaves, verdict.Records, verdict.Heads).ShouldBe((150, 38, 2));
        Text(path, "records.jsonl").ShouldNotContain(world.Households[0].ToString());
    }

    [BothDatabases]
    public async Task Whatever_is_changed_in_an_export_is_named(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        var ids = await world.DayAsync(60);
        var (path, _) = await WriteAsync(world, new ExportScope(world.Community), personal: true);

        (await FindingsAsync(path, "records.jsonl", t => t.Replace("Y-0007", "Y-0008", StringComparison.Ordinal)))
            .ShouldContain($"record {ids[7]} (number 7 of community {world.Community}): its text is not the text that was numbered");
        (await FindingsAsync(path, "personal.jsonl", t => t.Replace("别太吵", "随便吵", StringComparison.Ordinal)))
            .ShouldContain($"record {ids[50]}: the words of \"said\" are not those that were recorded");
        (await FindingsAsync(path, "leaves.bin", t => t[..(59 * 32)]))
            .ShouldContain($"head 2026-11-02 of community {world.Community}: counts 60 records, but only 59 are left: the end was cut off from number 59 on");
        (await FindingsAsync(path, "heads.jsonl", t => t.Replace("\\\"size\\\":60", "\\\"size\\\":59", StringComparison.Ordinal)))
            .ShouldContain($"head 2026-11-02 of community {world.Community}: has a wrong signature");
        (await FindingsAsync(path, "personal.jsonl", null)).ShouldContain("file personal.jsonl: is missing");
    }

    [BothDatabases]
    public async Task Erased_words_are_gone_with_their_salts_and_all_still_verifies(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        var ids = await world.DayAsync(101);
        var erasure = new Erasure(world.Database, world.Log, world.Clock);
        var now = world.Clock.GetUtcNow();

        (await erasure.OfHouseholdAsync(world.Community, world.Households[0], "asked", "", null, now, default)).Words.ShouldBe(2);
        (await erasure.OfHouseholdAsync(world.Community, world.Households[0], "asked", "", null, now, default)).Words.ShouldBe(0);
        await world.LinkAsync();

        (await world.VerifyAsync()).Findings.ShouldBeEmpty();
        (await world.Log.PersonalAsync(world.Database, ids[0], default)).ShouldBeEmpty();
        (await world.Log.PersonalAsync(world.Database, ids[50], default)).ShouldHaveSingleItem();
        var (path, count) = await WriteAsync(world, new ExportScope(world.Community, world.Households[0]), personal: true);
        count.ShouldBe(28);
        Text(path, "records.jsonl").ShouldContain("personal.erased");
        Text(path, "personal.jsonl").ShouldBeEmpty();
        using var archive = new ExportArchive(path);
        (await new Verifier(archive.Keys()).RunAsync(archive, [], default)).Findings.ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task An_export_without_its_own_signed_head_is_named_whatever_else_was_written_anew(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        await world.DayAsync(20);
        await world.WriteAsync(5);
        await world.LinkAsync();
        var (path, _) = await WriteAsync(world, new ExportScope(world.Community), personal: false);
        var uncovered = $"tree of community {world.Community}: has 25 leaves, but no head with a right signature counts exactly these";

        (await FindingsAsync(path, "keys.txt", t => t)).ShouldBeEmpty();
        (await FindingsAsync(path, "heads.jsonl", _ => "")).ShouldContain(uncovered);
        (await FindingsAsync(path, "heads.jsonl", t => t[..(t.IndexOf('\n', StringComparison.Ordinal) + 1)])).ShouldContain(uncovered);
    }

    [BothDatabases]
    public async Task Lines_that_no_leaf_stands_for_are_named_and_hide_nothing_after_them(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        var ids = await world.DayAsync(12);
        var (path, _) = await WriteAsync(world, new ExportScope(world.Community), personal: true);
        string[] first = ["""{"number":999999,"body":"{}"}""", "[]", "nonsense", """{"number":"x","body":"{}"}""", """{"number":-1,"body":"{}"}"""];
        string[] last = ["""{"number":11,"body":"{}"}""", """{"number":3,"body":"{}"}""", """{"number":12,"body":5}"""];

        var findings = (await FindingsAsync(path, "records.jsonl", t => string.Join('\n', [.. first, t.Replace("Y-0007", "Y-0008", StringComparison.Ordinal).TrimEnd(), .. last]) + "\n")).ToList();

        string Record(int number) => $"record number {number} of community {world.Community}";
        findings.Where(f => f.StartsWith("line", StringComparison.Ordinal) || f.StartsWith("record number", StringComparison.Ordinal)).ShouldBe([
            $"{Record(999999)}: has no leaf", "line 2 of records.jsonl: is not a record", "line 3 of records.jsonl: is not a record", "line 4 of records.jsonl: is not a record",
            $"{Record(-1)}: has no leaf", $"{Record(11)}: is there twice", $"{Record(3)}: is there twice", "line 20 of records.jsonl: is not a record",
        ]);
        findings.ShouldContain($"record {ids[7]} (number 7 of community {world.Community}): its text is not the text that was numbered");
        (await FindingsAsync(path, "records.jsonl", t => "{\"number\":0,\"body\":\"[]\"}" + t[t.IndexOf('\n', StringComparison.Ordinal)..])).ShouldContain(f => f.EndsWith("its text is not the text that was numbered", StringComparison.Ordinal));
    }

    [BothDatabases]
    public async Task A_head_that_was_signed_while_the_export_was_written_is_left_to_the_next_one(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        await world.DayAsync(10);
        var tree = new Frontier();
        foreach (var leaf in await world.Database.QueryAsync<byte[]>("select leaf from evidence_records where number < 6 order by number", null, default)) tree.Add(leaf);
        await world.Database.ExecuteAsync("update evidence_trees set size = 6, root = @Root", new { tree.Root }, default);
        var (path, count) = await WriteAsync(world, new ExportScope(world.Community), personal: false);

        count.ShouldBe(6);
        (await FindingsAsync(path, "keys.txt", t => t)).ShouldBeEmpty();
    }

    [BothDatabases]
    public async Task An_export_with_words_that_breaks_off_has_left_its_mark(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        await world.DayAsync(3);
        using var file = new MemoryStream();
        var export = new EvidenceExport(world.Database, world.Heads, world.Log, world.Ring, [new Torn()], world.Clock);

        await Should.ThrowAsync<IOException>(() => export.WriteAsync(file, new ExportScope(world.Community), personal: true, default));

        var mark = (await world.Database.QueryAsync<Guid>("select id from evidence where kind = 'evidence.exported'", null, default)).ShouldHaveSingleItem();
        (await world.Log.PersonalAsync(world.Database, mark, default)).ShouldHaveSingleItem().Words.ShouldBe(Environment.UserName);
    }

    [BothDatabases]
    public async Task The_verb_verifies_a_database_by_its_settings_and_leaves_with_1_when_a_record_was_changed(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        var ids = await world.DayAsync(10);
        var receipt = Path.Combine(folder.Path, "receipt.txt");
        await File.WriteAllTextAsync(receipt, (await world.Receipts.OfAsync(ids[3], default))!.Text);
        var settings = new Dictionary<string, string?>
        {
            ["Storage:Provider"] = world.Settings.Provider, ["Storage:ConnectionString"] = world.Settings.ConnectionString, ["Keys:Path"] = world.KeyFolder.FullName,
        };

        var ran = await Ran.WithAsync(folder.Path, ["evidence", "verify", "--receipt", receipt], settings);
        ran.Output.ShouldContain("10 records, 10 leaves, 1 signed heads, 1 receipts: all as recorded.", customMessage: ran.Errors);
        ran.Code.ShouldBe(0);

        await world.TamperAsync("evidence_records", "update evidence_records set body = replace(body, 'agree', 'agref') where number = 3");
        ran = await Ran.WithAsync(folder.Path, ["evidence", "verify", "--receipt", receipt], settings);
        ran.Output.ShouldContain($"record {ids[3]} (number 3 of community {world.Community}): its text is not the text that was numbered");
        ran.Code.ShouldBe(1);
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private async Task<(string Path, int Count)> WriteAsync(EvidenceWorld world, ExportScope scope, bool personal)
    {
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.zip");
        await using var file = File.Create(path);
        return (path, await new EvidenceExport(world.Database, world.Heads, world.Log, world.Ring, [], world.Clock).WriteAsync(file, scope, personal, default));
    }

    private async Task<IEnumerable<string>> FindingsAsync(string path, string name, Func<string, string>? change)
    {
        var unpacked = Path.Combine(folder.Path, Guid.NewGuid().ToString("N"));
        await ZipFile.ExtractToDirectoryAsync(path, unpacked);
        var file = Path.Combine(unpacked, name);
        if (change is null) File.Delete(file);
        else await File.WriteAllBytesAsync(file, (name.EndsWith(".bin", StringComparison.Ordinal) ? Encoding.Latin1 : Encoding.UTF8) is var encoding ? encoding.GetBytes(change(encoding.GetString(await File.ReadAllBytesAsync(file)))) : []);
        using var archive = new ExportArchive(unpacked);
        return [.. (await new Verifier(archive.Keys()).RunAsync(archive, [], default)).Findings.Select(f => f.ToString())];
    }

    private sealed class Torn : IExportedFiles
    {
        public IAsyncEnumerable<(string Name, byte[] Content)> OfAsync(ExportedRecord record, CancellationToken ct) => throw new IOException("No space left");
    }

    private static string Text(string zip, string name)
    {
        using var archive = ZipFile.OpenRead(zip);
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
