using System.Security.Cryptography;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>Photos of visits, sealed, without the place and time a phone writes into them. They are kept before the visit is, so that a refused form loses none.</summary>
internal sealed class VisitPhotos(Database database, KeyRing keys, TimeProvider clock) : INightly
{
    /// <summary>Most photos of one visit.</summary>
    public const int Most = 6;

    private static readonly TimeSpan Waits = TimeSpan.FromDays(7);
    private readonly Sealer sealer = keys.For("visit.photo");

    /// <inheritdoc />
    public string Name => "photos of unfinished visits";

    /// <summary>Photos of a visit in the order in which they came.</summary>
    public Task<IReadOnlyList<VisitPhoto>> OfAsync(Guid visitId, Guid householdId, CancellationToken ct) => database.QueryAsync<VisitPhoto>(
        "select id, content_type, sha256, added_at from visit_photos where visit_id = @visitId and household_id = @householdId order by added_at, id", new { visitId, householdId }, ct);

    /// <summary>Keeps a photo; one that was kept already for this visit is not kept twice.</summary>
    public async Task AddAsync(Guid visitId, Guid householdId, byte[] bytes, CurrentStaff staff, CancellationToken ct)
    {
        if (bytes.Length > Scans.Limit) throw new RefusedException("TooLarge", "这张照片太大，最大 10 MB。请重新拍一张小一点的。", StatusCodes.Status413PayloadTooLarge);
        if (Scans.TypeOf(bytes) is not { } type || !type.StartsWith("image/", StringComparison.Ordinal))
            throw new RefusedException("UnsupportedMediaType", "这种文件收不了。请上传照片（JPG、PNG、WebP）。", StatusCodes.Status415UnsupportedMediaType);
        var content = PictureMarks.Without(bytes, type);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if ((await OfAsync(visitId, householdId, ct)).Count(p => p.Sha256 != hash) >= Most) throw new RefusedException("TooMany", $"一次上门最多存 {Most} 张照片。");
        var now = clock.GetUtcNow();
        await database.RunAsync(new Batch().Add("""
            insert into visit_photos (id, visit_id, household_id, content_type, size, sha256, content, added_by, added_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (visit_id, sha256) do nothing
            """, Guid.CreateVersion7(now), visitId, householdId, type, (long)content.Length, hash, sealer.Seal(content), staff.Id, now), ct);
    }

    /// <summary>A photo with its bytes, or null; the caller has checked who asks.</summary>
    public async Task<(string ContentType, byte[] Bytes)?> OpenAsync(Guid householdId, Guid id, CancellationToken ct) =>
        await database.FirstAsync<Sealed>("select content_type, content from visit_photos where id = @id and household_id = @householdId", new { id, householdId }, ct) is { } row
            ? (row.ContentType, sealer.Open(row.Content)) : null;

    /// <summary>Forgets the photos of forms that nobody finished.</summary>
    public Task RunAsync(DateTimeOffset now, CancellationToken ct) => database.ExecuteAsync(
        "delete from visit_photos where added_at < @before and not exists (select 1 from visit_acts v where v.id = visit_photos.visit_id)", new { before = now - Waits }, ct);

    private sealed record Sealed
    {
        public required string ContentType { get; init; }

        public required byte[] Content { get; init; }
    }
}

/// <summary>A kept photo without its bytes.</summary>
internal sealed record VisitPhoto
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Media type.</summary>
    public required string ContentType { get; init; }

    /// <summary>Hash of the bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AddedAt { get; init; }
}
