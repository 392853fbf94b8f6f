using System.Text.Json;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>The personal words and transcripts of an export against the hashes in its records.</summary>
internal sealed class WordsCheck(ExportArchive export)
{
    /// <summary>Adds what does not fit.</summary>
    public async Task RunAsync(List<Finding> findings, CancellationToken ct)
    {
        var bodies = new Dictionary<string, JsonElement>();
        await foreach (var (number, hash, numbered) in export.LeavesAsync(default, ct))
        {
            // Words are measured only by a record that a leaf stands for.
            if (numbered is not { } record || !MerkleTree.Leaf(record.Body).AsSpan().SequenceEqual(hash)) continue;
            if (Body(record.Body) is not { } body) continue;
            bodies[record.Id.ToString()] = body;
            if (HasOtherTranscript(record.Id, body)) findings.Add(new($"record {record.Id} (number {number})", "its transcript is not the one that was recorded"));
        }

        await foreach (var line in export.LinesAsync("personal.jsonl", ct))
        {
            using var json = line;
            var (id, name) = (ExportArchive.Member(json, "record") ?? "", ExportArchive.Member(json, "name") ?? "");
            if (!bodies.TryGetValue(id, out var body)) findings.Add(new($"personal words of record {id}", "belong to no record of this export"));
            else if (Text(body, "personal", name) != Commitment.Of(ExportArchive.Hex(ExportArchive.Member(json, "salt") ?? ""), ExportArchive.Member(json, "value") ?? ""))
                findings.Add(new($"record {id}", $"the words of \"{name}\" are not those that were recorded"));
        }
    }

    private bool HasOtherTranscript(Guid id, JsonElement body)
    {
        var name = $"transcripts/{id}.jsonl";
        if (Text(body, "fields", "transcript") is not { } recorded || !export.Has(name)) return false;
        using var lines = new StreamReader(export.Open(name));
        return TurnsDigestCheck.Of(lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)) != recorded;
    }

    private static string? Text(JsonElement body, string part, string name) =>
        body.TryGetProperty(part, out var members) && members.ValueKind == JsonValueKind.Object && members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Body(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            // The verifier says so of the record.
            return null;
        }
    }
}
