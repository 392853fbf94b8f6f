using System.Text;
using System.Text.Json;
using ResidentAssistant.Evidence;
using ResidentAssistant.Evidence.Verification;

namespace ResidentAssistant.Tests.Evidence;

/// <summary>The worked example of docs/evidence-format.md, recomputed.</summary>
public sealed class FormatDocumentTests
{
    private static readonly Dictionary<string, string> Example = Read();

    [Fact]
    public void The_records_are_canonical_and_their_hashes_are_those_of_the_document()
    {
        Commitment.Of(Bytes("salt"), Example["words"]).ShouldBe(Example["commitment"]);
        TurnsDigestCheck.Of(new[] { 1, 2 }.Select(i => JsonSerializer.Serialize(new { salt = Example[$"turn{i}.salt"], text = Example[$"turn{i}.text"] }))).ShouldBe(Example["digest"]);
        var tree = new Frontier();
        for (var i = 0; i < 3; i++)
        {
            using var json = JsonDocument.Parse(Example[$"body{i}"]);
            CanonicalJson.Write(json.RootElement.EnumerateObject().Reverse().Select(Member)).ShouldBe(Example[$"body{i}"]);
            Hex(MerkleTree.Leaf(Encoding.UTF8.GetBytes(Example[$"body{i}"]))).ShouldBe(Example[$"leaf{i}"]);
            tree.Add(Bytes($"leaf{i}"));
            if (i == 1) Hex(tree.Root).ShouldBe(Example["node01"]);
        }

        Hex(tree.Root).ShouldBe(Example["root"]);
        Proofs.IsConsistent(2, Bytes("node01"), 3, Bytes("root"), [Bytes("leaf2")]).ShouldBeTrue();
        Example["body1"].ShouldContain(Example["digest"]);
        Example["body2"].ShouldContain(Example["commitment"]);
    }

    [Fact]
    public void The_head_its_printed_form_and_the_receipt_are_signed_by_the_key_of_the_document()
    {
        var keys = PublicKeys.Read([Example["public-key"]]);
        keys.Names.ShouldBe([Example["key"]]);
        var signed = new SignedHead(TreeHead.Read(Example["head"])!, Example["key"], Bytes("signature"));
        keys.Fault(signed).ShouldBeNull();
        signed.Text.ShouldBe(Example["printed-head"]);
        SignedHead.Read(Example["printed-head"])!.Head.Text.ShouldBe(Example["head"]);

        var receipt = Receipt.Read(Example["receipt"])!;
        receipt.Text.ShouldBe(Example["receipt"]);
        receipt.Number.ShouldBe(1);
        Hex(receipt.Leaf).ShouldBe(Example["leaf1"]);
        receipt.Proof.Select(Hex).ShouldBe([Example["leaf0"], Example["leaf2"]]);
        receipt.Head.Head.Text.ShouldBe(Example["receipt-head"]);
        keys.Fault(receipt.Head).ShouldBeNull();
    }

    [Fact]
    public void The_folder_of_the_verifier_uses_nothing_of_the_application()
    {
        var folder = Path.Combine(Root(), "src/ResidentAssistant/Evidence/Verification");
        Directory.EnumerateFiles(folder, "*.cs").SelectMany(f => File.ReadLines(f).Where(l => l.StartsWith("using ", StringComparison.Ordinal) && !l.StartsWith("using System", StringComparison.Ordinal)).Select(l => $"{f}: {l}")).ShouldBeEmpty();
    }

    private static KeyValuePair<string, object?> Member(JsonProperty member) => new(member.Name, Value(member.Value));

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Select(Member).ToList(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetInt64(),
        _ => null,
    };

    private static byte[] Bytes(string name) => Convert.FromHexString(Example[name]);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static Dictionary<string, string> Read() => File.ReadLines(Path.Combine(Root(), "docs/evidence-format.md"))
        .SkipWhile(l => l != "```text").Skip(1).TakeWhile(l => l != "```").Select(l => l.Split(" = ", 2)).ToDictionary(p => p[0], p => p[1]);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ResidentAssistant.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
