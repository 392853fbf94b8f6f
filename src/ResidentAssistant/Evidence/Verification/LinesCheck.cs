namespace ResidentAssistant.Evidence.Verification;

/// <summary>Whether every line of an export's records is one that a leaf stands for: readable, in ascending order, and counted.</summary>
internal sealed class LinesCheck(ExportArchive export)
{
    private const int Most = 100;

    /// <summary>The lines that are not, and why; at most a hundred.</summary>
    public async IAsyncEnumerable<(string Line, string Fault)> FaultsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var length = await export.LengthAsync("leaves.bin", ct);
        if (length % MerkleTree.Length != 0) yield return ("file leaves.bin", $"ends within a leaf: it has {length} bytes");
        var (leaves, before, at, told) = (length / MerkleTree.Length, -1L, 0, 0);
        await foreach (var line in export.LinesAsync("records.jsonl", ct))
        {
            using var json = line;
            at++;
            var number = ExportArchive.Number(json);
            var fault = number is null || ExportArchive.Member(json, "body") is null ? "cannot be read"
                : number < 0 || number >= leaves ? $"has the number {number}, and there are {leaves} leaves"
                : number == before ? $"has the number {number}, as the line before it"
                : number < before ? $"has the number {number}, but stands after {before}"
                : null;
            if (fault is null) before = number!.Value;
            else if (told++ < Most) yield return ($"line {at} of records.jsonl", fault);
        }
    }
}
