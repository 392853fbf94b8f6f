using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ResidentAssistant.Evidence;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Evidence;

/// <summary>Exports changed by somebody who knows the format and writes manifest, hashes, leaves and root anew; only the keys are not theirs.</summary>
public sealed class ForgedExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [BothDatabases]
    public async Task One_flipped_byte_a_removed_row_two_swapped_rows_a_cut_tail_and_a_rewritten_day_are_named_and_the_verb_leaves_with_1(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        for (var day = 0; day < 3; day++) await world.DayAsync(20);
        var export = await ExportAsync(world, new ExportScope(world.Community));
        var (first, second, last) = (Head(world, "2026-11-02"), Head(world, "2026-11-03"), Head(world, "2026-11-04"));

        var left = await VerifiedAsync(export, _ => { });
        (left.Code, left.Output).ShouldBe((0, left.Output), left.Errors);
        left.Output.ShouldContain("60 records, 60 leaves, 4 signed heads");

        await NamesAsync(export, $"record {await IdAsync(world, 7)} (number 7 of community {world.Community}): its text is not the text that was numbered", forged => forged.Body(7, b => b.Replace("agree", "agref", StringComparison.Ordinal)));
        await NamesAsync(export, $"record number 33 of community {world.Community}: is missing", forged => forged.Lines.RemoveAt(33));
        await NamesAsync(export, $"{second}: has another root than the records it counts: one of those numbered 20 to 39 was changed, added, removed or moved", forged => forged.Remove(33));
        await NamesAsync(export, $"record number 30 of community {world.Community}: does not stand in its place among the records", forged => forged.Lines.Reverse(30, 2));
        await NamesAsync(export, $"{second}: has another root than the records it counts", forged => forged.Swap(30, 31));
        await NamesAsync(export, $"{last}: counts 60 records, but only 50 are left: the end was cut off from number 50 on", forged => forged.Cut(50));
        await NamesAsync(export, $"{first}: has another root than the records it counts: one of those numbered 0 to 19 was changed, added, removed or moved", forged => forged.Rewrite(0, 20));
        await NamesAsync(export, "line 61 of records.jsonl: is not a record", forged => forged.Lines.Add("{}"));
    }

    [BothDatabases]
    public async Task A_line_moved_in_the_export_of_one_household_is_named_and_hides_no_record_behind_it(Provider provider)
    {
        await using var world = await EvidenceWorld.OnAsync(provider);
        await world.DayAsync(40);
        var export = await ExportAsync(world, new ExportScope(world.Community, world.Households[1]));

        await NamesAsync(export, $"record number 1 of community {world.Community}: does not stand in its place among the records", forged => forged.Lines.Reverse(0, 2));
        await NamesAsync(export, $"record number 5 of community {world.Community}: is there twice", forged => forged.Lines.Insert(2, forged.Lines[1]));
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private async Task NamesAsync(string export, string finding, Action<Forgery> forge)
    {
        var ran = await VerifiedAsync(export, forge);
        ran.Output.ShouldContain(finding, customMessage: ran.Errors);
        ran.Code.ShouldBe(1);
    }

    private async Task<Ran> VerifiedAsync(string export, Action<Forgery> forge)
    {
        var unpacked = Path.Combine(folder.Path, Guid.NewGuid().ToString("N"));
        await ZipFile.ExtractToDirectoryAsync(export, unpacked);
        var forged = new Forgery(unpacked);
        forge(forged);
        forged.Write();
        return await Ran.WithAsync(folder.Path, ["evidence", "verify", unpacked]);
    }

    private async Task<string> ExportAsync(EvidenceWorld world, ExportScope scope)
    {
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.zip");
        await using var file = File.Create(path);
        await new EvidenceExport(world.Database, world.Heads, world.Log, world.Ring, [], world.Clock).WriteAsync(file, scope, personal: false, default);
        return path;
    }

    private static string Head(EvidenceWorld world, string day) => $"head {day} of community {world.Community}";

    private static Task<Guid> IdAsync(EvidenceWorld world, long number) => world.Database.FirstAsync<Guid>("select id from evidence_records where number = @number", new { number }, default);

    // An unpacked export in the hands of somebody who changes it and hides the traces as far as it can be done without the keys.
    private sealed class Forgery(string path)
    {
        private readonly List<byte[]> leaves = [.. File.ReadAllBytes(Path.Combine(path, "leaves.bin")).Chunk(MerkleTree.Length)];

        public List<string> Lines { get; } = [.. File.ReadAllLines(Path.Combine(path, "records.jsonl"))];

        public void Body(int line, Func<string, string> change)
        {
            var json = JsonNode.Parse(Lines[line])!;
            json["body"] = change((string)json["body"]!);
            Lines[line] = json.ToJsonString();
        }

        public void Remove(int number)
        {
            Lines.RemoveAt(number);
            leaves.RemoveAt(number);
            Number();
        }

        public void Swap(int one, int other)
        {
            (Lines[one], Lines[other]) = (Lines[other], Lines[one]);
            (leaves[one], leaves[other]) = (leaves[other], leaves[one]);
            Number();
        }

        public void Cut(int size)
        {
            Lines.RemoveRange(size, Lines.Count - size);
            leaves.RemoveRange(size, leaves.Count - size);
        }

        public void Rewrite(int from, int to)
        {
            for (var line = from; line < to; line++)
            {
                Body(line, b => b.Replace("agree", "refuse", StringComparison.Ordinal));
                leaves[line] = MerkleTree.Leaf(Encoding.UTF8.GetBytes((string)JsonNode.Parse(Lines[line])!["body"]!));
            }
        }

        public void Write()
        {
            File.WriteAllLines(Path.Combine(path, "records.jsonl"), Lines);
            File.WriteAllBytes(Path.Combine(path, "leaves.bin"), [.. leaves.SelectMany(l => l)]);
            var tree = new Frontier();
            foreach (var leaf in leaves) tree.Add(leaf);
            var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "manifest.json")))!;
            manifest["size"] = leaves.Count;
            manifest["root"] = Convert.ToHexStringLower(tree.Root);
            foreach (var name in new[] { "records.jsonl", "leaves.bin" })
                manifest["files"]![name] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(path, name))));
            File.WriteAllText(Path.Combine(path, "manifest.json"), manifest.ToJsonString());
        }

        private void Number()
        {
            for (var line = 0; line < Lines.Count; line++)
            {
                var json = JsonNode.Parse(Lines[line])!;
                json["number"] = line;
                Lines[line] = json.ToJsonString();
            }
        }
    }
}
