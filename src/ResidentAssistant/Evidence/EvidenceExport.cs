using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Evidence;

/// <summary>Writes evidence as a ZIP that can be verified without this installation (docs/evidence-format.md).</summary>
internal sealed class EvidenceExport(Database database, Heads heads, EvidenceLog log, KeyRing keys, IEnumerable<IExportedFiles> features, TimeProvider clock)
{
    private const int Page = 5000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the records of the scope with every leaf of the community's tree, its heads and the public keys; gives back how many records.</summary>
    public async Task<int> WriteAsync(Stream file, ExportScope scope, bool personal, CancellationToken ct)
    {
        var head = await heads.NowAsync(scope.CommunityId, ct);
        await using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var records = new List<ExportedRecord>();

        await AddAsync("leaves.bin", LeavesAsync(scope.CommunityId, head.Head.Size, ct));
        await AddAsync("records.jsonl", RecordsAsync(scope, personal, head.Head.Size, records, ct));
        // A head of the night that is signed meanwhile counts more than is exported.
        await AddAsync("heads.jsonl", Lines([.. (await heads.OfAsync(scope.CommunityId, ct)).Where(h => h.Head.Size <= head.Head.Size), head], h => new { head = h.Head.Text, key = h.Key, signature = Convert.ToHexStringLower(h.Signature) }));
        await AddAsync("keys.txt", One(Encoding.ASCII.GetBytes(string.Concat(keys.TreeHeads.PublicKeys.Select(k => $"{k.Name} {Convert.ToBase64String(k.PublicKey)}\n")))));
        if (personal)
        {
            // Whoever takes words out leaves a mark in the tree itself, before the first word is out.
            await database.RunAsync(Taken(scope, records.Count), ct);
            var open = scope is { HouseholdId: null, RiserId: null } ? records : records.FindAll(r => !IsOfAnybody(r));
            await AddAsync("personal.jsonl", PersonalAsync(open, ct));
            foreach (var record in open)
            {
                foreach (var feature in features)
                {
                    await foreach (var (name, content) in feature.OfAsync(record, ct))
                    {
                        if (!hashes.ContainsKey(name)) await AddAsync(name, One(content));
                    }
                }
            }
        }

        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            v = 1, community = scope.CommunityId, household = scope.HouseholdId, riser = scope.RiserId, made = CanonicalJson.Text(head.Head.At),
            size = head.Head.Size, root = Convert.ToHexStringLower(head.Head.Root), files = hashes,
        }, Indented);
        await AddAsync("manifest.json", One(manifest));
        return records.Count;

        async Task AddAsync(string name, IAsyncEnumerable<byte[]> content)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
            await foreach (var part in content)
            {
                hash.AppendData(part);
                await entry.WriteAsync(part, ct);
            }

            hashes[name] = Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    // Said by somebody who only claimed to be of the household: it is not the household's, and is not handed to it.
    private static bool IsOfAnybody(ExportedRecord record)
    {
        if (record.Kind != "dialog.ended" && !record.Body.Contains("\"proven\":false", StringComparison.Ordinal)) return false;
        using var json = JsonDocument.Parse(record.Body);
        var fields = json.RootElement.GetProperty("fields");
        var proven = fields.TryGetProperty("proven", out var said) ? said.ValueKind == JsonValueKind.True : record.Kind != "dialog.ended";
        return !proven && !(fields.TryGetProperty("spoken", out var spoken) && spoken.ValueKind == JsonValueKind.String);
    }

    private Batch Taken(ExportScope scope, int records)
    {
        var now = clock.GetUtcNow();
        var writes = new Batch();
        log.Add(writes, new EvidenceRecord
        {
            Id = Guid.CreateVersion7(now), CommunityId = scope.CommunityId, HouseholdId = scope.HouseholdId, RiserId = scope.RiserId, Kind = "evidence.exported", At = now,
            Fields = new Dictionary<string, object?> { ["records"] = (long)records, ["personal"] = true },
            Personal = new Dictionary<string, string> { ["by"] = Environment.UserName },
        });
        return writes;
    }

    private async IAsyncEnumerable<byte[]> LeavesAsync(Guid communityId, long size, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (long from = 0; from < size; from += Page)
        {
            var rows = await database.QueryAsync<byte[]>("select leaf from evidence_records where community_id = @communityId and number >= @from and number < @to order by number",
                new { communityId, from, to = Math.Min(from + Page, size) }, ct);
            yield return [.. rows.SelectMany(r => r)];
        }
    }

    private async IAsyncEnumerable<byte[]> RecordsAsync(ExportScope scope, bool personal, long size, List<ExportedRecord> seen, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var next = 0L;
        while (true)
        {
            var rows = await database.QueryAsync<Row>($"""
                select id, number, kind, body from evidence_records
                 where community_id = @CommunityId and number >= @next and number < @size {scope.Condition(personal)}
                 order by number limit @limit
                """, new { scope.CommunityId, scope.HouseholdId, scope.RiserId, next, size, limit = Page }, ct);
            if (rows.Count == 0) yield break;
            foreach (var row in rows)
            {
                seen.Add(new ExportedRecord(row.Id, row.Number, row.Kind, row.Body));
                yield return Line(new { number = row.Number, body = row.Body });
            }

            next = rows[^1].Number + 1;
        }
    }

    private async IAsyncEnumerable<byte[]> PersonalAsync(List<ExportedRecord> records, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var record in records)
        {
            foreach (var field in await log.PersonalAsync(database, record.Id, ct))
                yield return Line(new { record = record.Id, name = field.Name, salt = Convert.ToHexStringLower(field.Salt), value = field.Words });
        }
    }

    private static async IAsyncEnumerable<byte[]> Lines<T, TLine>(IEnumerable<T> items, Func<T, TLine> line)
    {
        await Task.CompletedTask;
        foreach (var item in items) yield return Line(line(item));
    }

    private static async IAsyncEnumerable<byte[]> One(byte[] content)
    {
        await Task.CompletedTask;
        yield return content;
    }

    private static byte[] Line<T>(T line) => [.. JsonSerializer.SerializeToUtf8Bytes(line, Plain), (byte)'\n'];

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required long Number { get; init; }

        public required string Kind { get; init; }

        public required string Body { get; init; }
    }
}

/// <summary>Whose records are exported: a household's, a riser's, or all of a community.</summary>
internal sealed record ExportScope(Guid CommunityId, Guid? HouseholdId = null, Guid? RiserId = null)
{
    // A riser's export holds what is about the riser and nothing else of its households, except, with personal words, the talks in which they answered for it.
    internal string Condition(bool personal) => (HouseholdId, RiserId, personal) switch
    {
        ({ }, _, _) => "and household_id = @HouseholdId",
        (null, { }, false) => "and riser_id = @RiserId",
        (null, { }, true) => """
            and (riser_id = @RiserId or (kind = 'dialog.ended' and body like '%"dialog":"consent.%' and household_id in (select r.household_id from evidence_records r where r.riser_id = @RiserId)))
            """,
        _ => "",
    };
}
