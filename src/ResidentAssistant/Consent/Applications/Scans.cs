using System.Security.Cryptography;
using ResidentAssistant.Evidence;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Applications;

/// <summary>Photos and scans of signed papers, sealed; told by their first bytes and not by what they are called.</summary>
internal sealed class Scans(Database database, EvidenceLog evidence, KeyRing keys, TimeProvider clock)
{
    /// <summary>Largest request in which all files of an application can come at once, with what is typed beside them.</summary>
    public const long RequestLimit = (Most + 1) * (long)Limit;

    /// <summary>Largest file, in bytes.</summary>
    public const int Limit = 10 * 1024 * 1024;

    /// <summary>Most files of one application.</summary>
    public const int Most = 12;

    // A line on a small white ground.
    private const int LimitDrawn = 512 * 1024;

    private readonly Sealer sealer = keys.For("application.scan");

    /// <summary>Scans of an application in the order in which they came.</summary>
    public Task<IReadOnlyList<Scan>> OfAsync(Guid applicationId, CancellationToken ct) => database.QueryAsync<Scan>(
        "select id, content_type, name, size, sha256, added_at, drawn_under from application_scans where application_id = @applicationId order by added_at, id", new { applicationId }, ct);

    /// <summary>Keeps a file; one that was kept already for this application is not kept twice.</summary>
    public async Task AddAsync(Guid applicationId, byte[] bytes, string? name, CurrentStaff staff, CancellationToken ct)
    {
        if (bytes.Length > Limit) throw new RefusedException("TooLarge", "这个文件太大，最大 10 MB。请重新拍一张小一点的。", StatusCodes.Status413PayloadTooLarge);
        if (TypeOf(bytes) is not { } type) throw new RefusedException("UnsupportedMediaType", "这种文件收不了。请上传照片（JPG、PNG、WebP）或者 PDF。", StatusCodes.Status415UnsupportedMediaType);
        await KeepAsync(applicationId, type, PictureMarks.Without(bytes, type), NameOf(name, type), null, staff, ct);
    }

    /// <summary>Keeps a signature drawn on a screen under the decision that takes such signatures; it is a file like a scan, and signs nothing by itself.</summary>
    public Task DrawAsync(Guid applicationId, byte[] png, string decision, CurrentStaff staff, CancellationToken ct)
    {
        if (png.Length > LimitDrawn || TypeOf(png) != "image/png") throw new RefusedException("BadArgument", "这个签名没有存上，请重新写一遍。");
        return KeepAsync(applicationId, "image/png", PictureMarks.Without(png, "image/png"), "屏幕上手写的签名.png", decision, staff, ct);
    }

    private async Task KeepAsync(Guid applicationId, string type, byte[] content, string name, string? decision, CurrentStaff staff, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var kept = await OfAsync(applicationId, ct);
        if (kept.Any(k => k.Sha256 == hash)) return;
        if (kept.Count >= Most) throw new RefusedException("TooMany", $"一份申请书最多存 {Most} 个文件。");
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var application = (await database.FirstAsync<Of>("select community_id, household_id, reference from applications where id = @applicationId", new { applicationId }, ct))!; // the caller has found it
        var writes = new Batch().Add("""
            insert into application_scans (id, application_id, content_type, name, size, sha256, content, added_by, added_at, drawn_under) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, id, applicationId, type, name, (long)content.Length, hash, sealer.Seal(content), staff.Id, now, Null.Or(decision));
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = application.CommunityId, Kind = "application.scan", HouseholdId = application.HouseholdId, At = now,
            Fields = new Dictionary<string, object?>
            {
                ["application"] = applicationId, ["reference"] = application.Reference, ["sha256"] = hash, ["contentType"] = type, ["size"] = (long)content.Length, ["drawn"] = decision, ["staff"] = staff.Id,
            },
            // People name files after people.
            Personal = new Dictionary<string, string> { ["name"] = name },
        });
        await database.RunAsync(writes, ct);
    }

    /// <summary>A scan with its bytes, or null; the caller has checked who asks.</summary>
    public async Task<(string ContentType, byte[] Bytes)?> OpenAsync(Guid applicationId, Guid id, CancellationToken ct) =>
        await database.FirstAsync<Sealed>("select content_type, content from application_scans where id = @id and application_id = @applicationId", new { id, applicationId }, ct) is { } row
            ? (row.ContentType, sealer.Open(row.Content)) : null;

    /// <summary>Media type by the first bytes, or null for what is not taken.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => "image/webp",
        [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => "application/pdf",
        _ => null,
    };

    private static string NameOf(string? name, string type)
    {
        var plain = string.Concat((name ?? "")[(((name ?? "").LastIndexOfAny(['/', '\\'])) + 1)..].EnumerateRunes().Where(r => !System.Text.Rune.IsControl(r) && r != System.Text.Rune.ReplacementChar).Take(100));
        return plain.Length > 0 ? plain : type.Replace('/', '.');
    }

    private sealed record Of
    {
        public required Guid CommunityId { get; init; }

        public required Guid HouseholdId { get; init; }

        public required string Reference { get; init; }
    }

    private sealed record Sealed
    {
        public required string ContentType { get; init; }

        public required byte[] Content { get; init; }
    }
}

/// <summary>A kept file without its bytes.</summary>
internal sealed record Scan
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Media type.</summary>
    public required string ContentType { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Hash of the bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The decision under which it was drawn on a screen; null for a photo or a scan of paper.</summary>
    public string? DrawnUnder { get; init; }

    /// <summary>Every browser shows it as a picture.</summary>
    public bool IsPicture => ContentType.StartsWith("image/", StringComparison.Ordinal);
}
