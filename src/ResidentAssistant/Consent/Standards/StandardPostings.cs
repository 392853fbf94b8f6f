using System.Security.Cryptography;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Evidence;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent.Standards;

/// <summary>Proof that a standard hung where residents pass: the day, the place and a photo without what the phone writes beside it.</summary>
internal sealed class StandardPostings(Database database, EvidenceLog evidence, KeyRing keys, TimeProvider clock)
{
    private readonly Sealer photos = keys.For("standard.photo");
    private readonly Sealer names = keys.For("standard.witness");

    /// <summary>Postings of all versions of a community, oldest first, without the photos' bytes.</summary>
    public Task<IReadOnlyList<StandardPosting>> OfAsync(Guid communityId, CancellationToken ct) => database.QueryAsync<StandardPosting>(
        "select id, standard_id, posted_on, place, added_by_name, added_at from standard_postings where community_id = @communityId order by posted_on, added_at", new { communityId }, ct);

    /// <summary>The photo of a posting, or null.</summary>
    public async Task<(string ContentType, byte[] Bytes)?> PhotoAsync(Guid communityId, Guid id, CancellationToken ct) =>
        await database.FirstAsync<Photo>("select content_type, content from standard_postings where id = @id and community_id = @communityId", new { id, communityId }, ct) is { } photo ? (photo.ContentType, photos.Open(photo.Content)) : null;

    /// <summary>Who saw the postings of a version hang; the caller has checked who asks.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> WitnessesAsync(Guid standardId, CancellationToken ct) =>
        (await database.QueryAsync<Witness>("select id, seen_by from standard_postings where standard_id = @standardId and seen_by is not null", new { standardId }, ct)).ToDictionary(w => w.Id, w => names.OpenText(w.SeenBy));

    /// <summary>Keeps a posting; the same photo of the same version is not kept twice.</summary>
    public async Task AddAsync(RestorationStandard standard, DateOnly? postedOn, string place, string seenBy, byte[]? photo, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (Fault(postedOn, place, seenBy, photo, SiteClock.Day(now)) is { } fault) throw new RefusedException("BadArgument", fault);
        var type = Scans.TypeOf(photo)!; // told by Fault
        var content = PictureMarks.Without(photo!, type);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (await database.FirstAsync<long>("select count(*) from standard_postings where standard_id = @Id and sha256 = @hash", new { standard.Id, hash }, ct) > 0) return;
        var id = Guid.CreateVersion7(now);
        var writes = new Batch().Add("""
            insert into standard_postings (id, standard_id, community_id, posted_on, place, content_type, sha256, content, seen_by, added_by, added_by_name, added_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """, id, standard.Id, standard.CommunityId, postedOn, place, type, hash, photos.Seal(content), names.SealText(seenBy), staff.Id, staff.Name, now);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = standard.CommunityId, Kind = "standard.posted", At = now,
            Fields = new Dictionary<string, object?> { ["standard"] = standard.Id, ["number"] = standard.Number, ["postedOn"] = postedOn, ["place"] = place, ["photo"] = hash },
            Personal = new Dictionary<string, string> { ["seenBy"] = seenBy },
        });
        await database.RunAsync(writes, ct);
    }

    private static string? Fault(DateOnly? postedOn, string place, string seenBy, byte[]? photo, DateOnly today)
    {
        if (postedOn is null) return "请选哪天贴的。";
        if (postedOn > today) return "贴出的日期不能在今天以后。";
        if (place.Length is < 2 or > 60 || !FormText.IsPlain(place)) return "请写贴在哪里，2 到 60 个字，比如“3号楼一层公告栏”。";
        if (seenBy.Length is < 2 or > 40 || !FormText.IsPlain(seenBy)) return "请写谁看见贴着的，2 到 40 个字。";
        if (photo is not { Length: > 0 }) return "请上传贴出来以后拍的照片。";
        if (photo.Length > Scans.Limit) return "这张照片太大，最大 10 MB。请重新拍一张小一点的。";
        return Scans.TypeOf(photo)?.StartsWith("image/", StringComparison.Ordinal) == true ? null : "这种文件收不了。请上传照片（JPG、PNG、WebP）。";
    }

    private sealed record Witness
    {
        public required Guid Id { get; init; }

        public required byte[] SeenBy { get; init; }
    }

    private sealed record Photo
    {
        public required string ContentType { get; init; }

        public required byte[] Content { get; init; }
    }
}

/// <summary>A posting of a version.</summary>
internal sealed record StandardPosting
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Version that hung there.</summary>
    public required Guid StandardId { get; init; }

    /// <summary>Since which day.</summary>
    public required DateOnly PostedOn { get; init; }

    /// <summary>Where.</summary>
    public required string Place { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string AddedByName { get; init; }

    /// <summary>When that was.</summary>
    public required DateTimeOffset AddedAt { get; init; }
}
