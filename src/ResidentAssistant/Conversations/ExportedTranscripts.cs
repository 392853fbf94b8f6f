using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ResidentAssistant.Evidence;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Conversations;

/// <summary>The words behind the digests: for each dialog that ended, the turns it was made of, as they were written.</summary>
internal sealed class ExportedTranscripts(Transcript transcript) : IExportedFiles
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc />
    public async IAsyncEnumerable<(string Name, byte[] Content)> OfAsync(ExportedRecord record, [EnumeratorCancellation] CancellationToken ct)
    {
        if (record.Kind != "dialog.ended") yield break;
        using var json = JsonDocument.Parse(record.Body);
        var fields = json.RootElement.GetProperty("fields");
        var (from, to) = (fields.GetProperty("from").GetInt32(), fields.GetProperty("to").GetInt32());
        var turns = await transcript.BytesAsync(fields.GetProperty("conversation").GetGuid(), from, to, ct);
        // What has been erased since, even in part, leaves the digest, which nothing can be made of.
        if (turns.Count != to - from + 1) yield break;
        var lines = turns.Select(t => JsonSerializer.Serialize(new { turn = t.Turn, salt = Convert.ToHexStringLower(t.Salt), text = Encoding.UTF8.GetString(t.Text) }, Plain) + "\n");
        yield return ($"transcripts/{record.Id}.jsonl", Encoding.UTF8.GetBytes(string.Concat(lines)));
    }
}
