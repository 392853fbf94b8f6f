namespace ResidentAssistant.Evidence.Verification;

/// <summary>That the records of an export can all be read, stand in their order, and are all there where the export is about everything.</summary>
/// <remarks>The manifest is not signed: whoever takes a line out can write its hash anew, so the lines are counted against the leaves.</remarks>
internal sealed class RecordLinesCheck(ExportArchive export, Guid communityId, long size, bool whole)
{
    private const int Most = 100;

    /// <summary>Adds what does not fit.</summary>
    public async Task RunAsync(List<Finding> findings, CancellationToken ct)
    {
        var told = findings.Count;
        var seen = new SortedSet<long>();
        var line = 0;
        await foreach (var json in export.LinesAsync("records.jsonl", ct))
        {
            using var read = json;
            line++;
            if (ExportArchive.NumberOf(read) is not { } number) Tell($"line {line} of records.jsonl", "is not a record");
            else if (number < 0 || number >= size) Tell(Name(number), "has no leaf");
            else if (number < (seen.Count > 0 ? seen.Max : -1)) Tell(Name(number), seen.Add(number) ? "does not stand in its place among the records" : "is there twice");
            else if (!seen.Add(number)) Tell(Name(number), "is there twice");
        }

        if (!whole) return;
        var next = 0L;
        foreach (var number in seen.Append(size))
        {
            if (number > next) Tell(Name(next), number - next == 1 ? "is missing" : $"is missing, and so are those up to number {number - 1}");
            next = number + 1;
        }

        void Tell(string where, string what)
        {
            if (findings.Count - told < Most) findings.Add(new(where, what));
        }
    }

    private string Name(long number) => $"record number {number} of community {communityId}";
}
