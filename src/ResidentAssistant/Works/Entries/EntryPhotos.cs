using System.Security.Cryptography;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Evidence;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Entries;

/// <summary>Photos taken in a flat before, while and after its pipes are replaced; sealed, without the place and time a phone writes into them.</summary>
internal sealed class EntryPhotos(Database database, KeyRing keys, EvidenceLog evidence, TimeProvider clock)
{
    /// <summary>Most photos of one flat and stage.</summary>
    public const int Most = 12;

    private readonly Sealer sealer = keys.For("entry.photo");

    /// <summary>Stages, with what colleagues read.</summary>
    public static IReadOnlyList<(string Code, string Label)> Stages { get; } = [("before", "动手以前"), ("hidden", "要封起来的地方"), ("after", "恢复以后")];

    /// <summary>Photos of a flat in the order in which they came.</summary>
    public Task<IReadOnlyList<EntryPhoto>> OfAsync(FlatWork work, CancellationToken ct) => database.QueryAsync<EntryPhoto>(
        "select id, stage, content_type, sha256, added_by_name, added_at from entry_photos where riser_id = @RiserId and household_id = @HouseholdId order by added_at, id", new { work.RiserId, work.HouseholdId }, ct);

    /// <summary>Keeps a photo with its evidence; one that was kept already is not kept twice.</summary>
    public async Task AddAsync(FlatWork work, string stage, byte[] bytes, CurrentStaff staff, CancellationToken ct)
    {
        if (!Stages.Any(s => s.Code == stage)) throw new RefusedException("BadArgument", "请选是动手以前、要封起来的地方，还是恢复以后。");
        if (bytes.Length > Scans.Limit) throw new RefusedException("TooLarge", "这张照片太大，最大 10 MB。请重新拍一张小一点的。", StatusCodes.Status413PayloadTooLarge);
        if (Scans.TypeOf(bytes) is not ("image/jpeg" or "image/png") || Scans.TypeOf(bytes) is not { } type)
            throw new RefusedException("UnsupportedMediaType", "这种文件收不了。请上传照片（JPG、PNG）。", StatusCodes.Status415UnsupportedMediaType);
        var content = PictureMarks.Without(bytes, type);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if ((await OfAsync(work, ct)).Count(p => p.Stage == stage && p.Sha256 != hash) >= Most) throw new RefusedException("TooMany", $"一个阶段最多存 {Most} 张照片。");
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var transaction = await database.BeginAsync(ct);
        var added = await transaction.ExecuteAsync("""
            insert into entry_photos (id, riser_id, household_id, stage, content_type, size, sha256, content, added_by, added_by_name, added_at)
            values (@id, @RiserId, @HouseholdId, @stage, @type, @size, @hash, @content, @by, @name, @now) on conflict (riser_id, household_id, stage, sha256) do nothing
            """, new { id, work.RiserId, work.HouseholdId, stage, type, size = (long)content.Length, hash, content = sealer.Seal(content), by = staff.Id, name = staff.Name, now }, ct);
        if (added == 0) return;
        var writes = new Batch();
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = work.CommunityId, Kind = "entry.photo", HouseholdId = work.HouseholdId, RiserId = work.RiserId, At = now,
            Fields = new Dictionary<string, object?> { ["stage"] = stage, ["sha256"] = hash, ["staff"] = staff.Id },
        });
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A photo with its bytes, or null; the caller has checked who asks.</summary>
    public async Task<(string ContentType, byte[] Bytes)?> OpenAsync(Guid riserId, Guid householdId, Guid id, CancellationToken ct) =>
        await database.FirstAsync<Sealed>("select content_type, content from entry_photos where id = @id and riser_id = @riserId and household_id = @householdId", new { id, riserId, householdId }, ct) is { } row
            ? (row.ContentType, sealer.Open(row.Content)) : null;

    private sealed record Sealed
    {
        public required string ContentType { get; init; }

        public required byte[] Content { get; init; }
    }
}

/// <summary>A kept photo without its bytes.</summary>
internal sealed record EntryPhoto
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Media type.</summary>
    public required string ContentType { get; init; }

    /// <summary>Hash of the bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Who took it.</summary>
    public required string AddedByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AddedAt { get; init; }
}
