using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ResidentAssistant.Evidence.Verification;

/// <summary>An export, as a ZIP or unpacked into a folder. Throws <see cref="InvalidDataException"/> when it is none.</summary>
internal sealed class ExportArchive : IArchive, IDisposable
{
    private readonly ZipArchive? zip;
    private readonly string path;
    private readonly Manifest manifest;

    /// <summary>Opens the export at that place.</summary>
    public ExportArchive(string path)
    {
        this.path = path;
        try
        {
            zip = Directory.Exists(path) ? null : ZipFile.OpenRead(path);
            using var file = Open("manifest.json");
            manifest = JsonSerializer.Deserialize<Manifest>(file, Manifest.Names) ?? throw new InvalidDataException($"{path} has an empty manifest.json.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} has a manifest.json that cannot be read.", e);
        }
    }

    /// <summary>The public keys that came with it: they show that the export is of one piece, not who made it.</summary>
    public PublicKeys Keys()
    {
        using var lines = new StreamReader(Open("keys.txt"));
        return PublicKeys.Read(lines.ReadToEnd().Split('\n'));
    }

    /// <inheritdoc />
    /// <remarks>The head that was signed for it counts all.</remarks>
    public TimeSpan? Unsigned => null;

    /// <inheritdoc />
    public Task<IReadOnlyList<Guid>> CommunitiesAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<Guid>>([manifest.Community]);

    /// <inheritdoc />
    public async IAsyncEnumerable<ArchivedLeaf> LeavesAsync(Guid communityId, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var leaves = Open("leaves.bin");
        await using var records = RecordsAsync(ct).GetAsyncEnumerator(ct);
        var more = await records.MoveNextAsync();
        for (var number = 0L; ; number++)
        {
            var hash = new byte[MerkleTree.Length];
            if (await leaves.ReadAtLeastAsync(hash, hash.Length, throwOnEndOfStream: false, ct) < hash.Length) break;
            ArchivedRecord? record = null;
            if (more && records.Current.Number == number)
            {
                record = records.Current.Record;
                more = await records.MoveNextAsync();
            }

            yield return new ArchivedLeaf(number, hash, record);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<SignedHead>> HeadsAsync(Guid communityId, CancellationToken ct)
    {
        var heads = new List<SignedHead>();
        await foreach (var line in LinesAsync("heads.jsonl", ct))
        {
            using var json = line;
            // A head that cannot be read any more is kept as one that nobody signed.
            heads.Add(Member(json, "head") is { } text && TreeHead.Read(text) is { } head && Member(json, "key") is { } key && Member(json, "signature") is { Length: 128 } signature
                ? new SignedHead(head, key, Hex(signature))
                : new SignedHead(new TreeHead(communityId, null, 0, MerkleTree.Empty, DateTimeOffset.UnixEpoch), "unreadable", []));
        }

        return heads;
    }

    /// <inheritdoc />
    public Task<(long Size, byte[] Root)> TreeAsync(Guid communityId, CancellationToken ct) => Task.FromResult((manifest.Size, Hex(manifest.Root)));

    /// <inheritdoc />
    public async Task<IReadOnlyList<Finding>> OwnFindingsAsync(CancellationToken ct)
    {
        var findings = new List<Finding>();
        foreach (var (name, hash) in manifest.Files)
        {
            if (!Has(name))
            {
                findings.Add(new($"file {name}", "is missing"));
                continue;
            }

            await using var content = Open(name);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) != hash) findings.Add(new($"file {name}", "is not the file that was exported"));
        }

        var leaves = await LengthAsync("leaves.bin", ct);
        if (leaves % MerkleTree.Length != 0) findings.Add(new("file leaves.bin", $"ends within a leaf: it has {leaves} bytes"));
        await new RecordLinesCheck(this, manifest.Community, leaves / MerkleTree.Length, whole: manifest.Household is null && manifest.Riser is null).RunAsync(findings, ct);
        if (Has("personal.jsonl")) await new WordsCheck(this).RunAsync(findings, ct);
        return findings;
    }

    /// <inheritdoc />
    public void Dispose() => zip?.Dispose();

    /// <summary>The records of the export that a leaf can stand for, in the order in which they stand there.</summary>
    public async IAsyncEnumerable<(long Number, ArchivedRecord Record)> RecordsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var (leaves, before) = (await LengthAsync("leaves.bin", ct) / MerkleTree.Length, -1L);
        await foreach (var line in LinesAsync("records.jsonl", ct))
        {
            using var json = line;
            // A line that stands where it does not belong is a finding of its own (RecordLinesCheck), and hides none after it.
            if (NumberOf(json) is not { } number || number <= before || number >= leaves) continue;
            before = number;
            var bytes = Encoding.UTF8.GetBytes(Member(json, "body")!); // a line with a number has a body
            yield return (number, new ArchivedRecord(IdOf(bytes), bytes, null));
        }
    }

    private static Guid IdOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Guid.TryParseExact(Member(json, "id"), "D", out var known) ? known : Guid.Empty;
        }
        catch (JsonException)
        {
            return Guid.Empty;
        }
    }

    internal async IAsyncEnumerable<JsonDocument?> LinesAsync(string name, [EnumeratorCancellation] CancellationToken ct)
    {
        using var lines = new StreamReader(Open(name), Encoding.UTF8);
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            JsonDocument? json;
            try
            {
                json = JsonDocument.Parse(line);
            }
            catch (JsonException)
            {
                json = null;
            }

            yield return json;
        }
    }

    internal static string? Member(JsonDocument? json, string name) =>
        json?.RootElement is { ValueKind: JsonValueKind.Object } line && line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The number of a line that is a record, else null.</summary>
    internal static long? NumberOf(JsonDocument? json) => Member(json, "body") is not null && json!.RootElement.TryGetProperty("number", out var at)
        && at.ValueKind == JsonValueKind.Number && at.TryGetInt64(out var number) ? number : null;

    internal static byte[] Hex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    internal bool Has(string name) => zip is null ? File.Exists(Path.Combine(path, name)) : zip.GetEntry(name) is not null;

    // As many bytes as can be read: what a ZIP says of itself proves nothing.
    internal async Task<long> LengthAsync(string name, CancellationToken ct)
    {
        await using var content = Open(name);
        var (buffer, length) = (new byte[81920], 0L);
        while (await content.ReadAsync(buffer, ct) is > 0 and var read) length += read;
        return length;
    }

    internal Stream Open(string name)
    {
        if (!Has(name)) throw new InvalidDataException($"{path} is not an export: it has no {name}.");
        return zip is null ? File.OpenRead(Path.Combine(path, name)) : zip.GetEntry(name)!.Open();
    }

    private sealed record Manifest
    {
        public static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

        public required Guid Community { get; init; }

        public Guid? Household { get; init; }

        public Guid? Riser { get; init; }

        public required long Size { get; init; }

        public required string Root { get; init; }

        public required Dictionary<string, string> Files { get; init; }
    }
}
