using System.Security.Cryptography;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>Designs, receipts and signed papers, sealed; told by their first bytes, a photo without its place.</summary>
internal sealed class UpgradeFiles(Database database, KeyRing keys)
{
    /// <summary>Most files of one step.</summary>
    public const int Most = 8;

    private readonly Sealer sealer = keys.For("upgrade.file");

    /// <summary>Files of a wish in the order in which they came.</summary>
    public Task<IReadOnlyList<UpgradeFile>> OfAsync(Guid upgradeId, CancellationToken ct) => database.QueryAsync<UpgradeFile>(
        "select id, step_id, content_type, name, size, sha256, added_at from upgrade_files where upgrade_id = @upgradeId order by added_at, id", new { upgradeId }, ct);

    /// <summary>A file as it will be kept; refuses what is too large or of no accepted kind.</summary>
    public static KeptFile Accept(byte[] bytes, string? name)
    {
        if (bytes.Length > Scans.Limit) throw new RefusedException("TooLarge", "这个文件太大，最大 10 MB。", StatusCodes.Status413PayloadTooLarge);
        if (Scans.TypeOf(bytes) is not { } type) throw new RefusedException("UnsupportedMediaType", "这种文件收不了。请上传照片（JPG、PNG、WebP）或者 PDF。", StatusCodes.Status415UnsupportedMediaType);
        var content = PictureMarks.Without(bytes, type);
        var plain = string.Concat((name ?? "")[((name ?? "").LastIndexOfAny(['/', '\\']) + 1)..].EnumerateRunes().Where(r => !System.Text.Rune.IsControl(r) && r != System.Text.Rune.ReplacementChar).Take(100));
        return new KeptFile(type, plain.Length > 0 ? plain : type.Replace('/', '.'), content, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <summary>Adds a file with the step's other writes.</summary>
    public void Add(Batch writes, Guid upgradeId, Guid stepId, KeptFile file, CurrentStaff staff, DateTimeOffset now) => writes.Add("""
        insert into upgrade_files (id, upgrade_id, step_id, content_type, name, size, sha256, content, added_by, added_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """, Guid.CreateVersion7(now), upgradeId, stepId, file.ContentType, file.Name, (long)file.Content.Length, file.Sha256, sealer.Seal(file.Content), staff.Id, now);

    /// <summary>A file with its bytes, or null; the caller has checked who asks.</summary>
    public async Task<(string ContentType, byte[] Bytes, string Name)?> OpenAsync(Guid upgradeId, Guid id, CancellationToken ct) =>
        await database.FirstAsync<Sealed>("select content_type, name, content from upgrade_files where id = @id and upgrade_id = @upgradeId", new { id, upgradeId }, ct) is { } row
            ? (row.ContentType, sealer.Open(row.Content), row.Name) : null;

    private sealed record Sealed
    {
        public required string ContentType { get; init; }

        public required string Name { get; init; }

        public required byte[] Content { get; init; }
    }
}

/// <summary>A file about to be kept.</summary>
internal sealed record KeptFile(string ContentType, string Name, byte[] Content, string Sha256);

/// <summary>A kept file without its bytes.</summary>
internal sealed record UpgradeFile
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Step it came with.</summary>
    public required Guid StepId { get; init; }

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

    /// <summary>Every browser shows it as a picture.</summary>
    public bool IsPicture => ContentType.StartsWith("image/", StringComparison.Ordinal);
}
