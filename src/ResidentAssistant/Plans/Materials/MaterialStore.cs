using ResidentAssistant.Evidence;
using ResidentAssistant.Plans.Upgrades;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Plans.Materials;

/// <summary>The materials of a community's board. Rows are only ever added; what was taken off stays in the record.</summary>
internal sealed class MaterialStore(Database database, EvidenceLog evidence, IConfiguration configuration, TimeProvider clock)
{
    private const string Newest = """
        select m.material_id, m.community_id, m.number, m.name, m.maker, m.standard, m.batch, m.report, m.used, m.file_id, m.shown, m.staff_name, m.at from materials m
         where m.number = (select max(n.number) from materials n where n.material_id = m.material_id)
        """;

    private IReads Reads { get; init; } = database;

    /// <summary>The same, read on a transaction where one is open.</summary>
    public MaterialStore On(Transaction? open) => open is null ? this : new MaterialStore(database, evidence, configuration, clock) { Reads = open };

    /// <summary>Path of a community's board.</summary>
    public static string PathOf(Guid communityId) => $"/board/{communityId:N}";

    /// <summary>Address of a community's board.</summary>
    public string LinkOf(Guid communityId) => (configuration["PublicUrl"]?.TrimEnd('/') ?? "") + PathOf(communityId);

    /// <summary>What stands on the board.</summary>
    public async Task<IReadOnlyList<Material>> ShownAsync(Guid communityId, CancellationToken ct) => [.. (await AllAsync(communityId, ct)).Where(m => m.Shown)];

    /// <summary>The same with what was taken off, in the order in which colleagues first wrote it.</summary>
    public Task<IReadOnlyList<Material>> AllAsync(Guid communityId, CancellationToken ct) => Reads.QueryAsync<Material>($"{Newest} and m.community_id = @communityId order by m.material_id", new { communityId }, ct);

    /// <summary>Writes the next version of a material after the one that was seen; false when a colleague was faster.</summary>
    public async Task<bool> SaveAsync(Material material, KeptFile? report, CurrentStaff staff, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        var now = clock.GetUtcNow();
        var (id, file) = (Guid.CreateVersion7(now), report is null ? material.FileId : Guid.CreateVersion7(now));
        var writes = new Batch();
        if (report is not null)
            await transaction.ExecuteAsync("""
                insert into material_files (id, community_id, content_type, name, size, sha256, content, added_by, added_at)
                values (@file, @CommunityId, @ContentType, @Name, @size, @Sha256, @Content, @staffId, @now)
                """, new { file, material.CommunityId, report.ContentType, report.Name, size = (long)report.Content.Length, report.Sha256, report.Content, staffId = staff.Id, now }, ct);
        var added = await transaction.ExecuteAsync("""
            insert into materials (id, material_id, community_id, number, name, maker, standard, batch, report, used, file_id, shown, staff_id, staff_name, at)
            values (@id, @MaterialId, @CommunityId, @number, @Name, @Maker, @Standard, @Batch, @Report, @Used, @file, @Shown, @staffId, @staffName, @now)
            on conflict (material_id, number) do nothing
            """, new
        {
            id, MaterialId = material.Number == 0 ? id : material.MaterialId, material.CommunityId, number = material.Number + 1, material.Name, material.Maker, material.Standard, material.Batch, material.Report, material.Used,
            file, material.Shown, staffId = staff.Id, staffName = staff.Name, now,
        }, ct) == 1;
        if (!added) return false;
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = material.CommunityId, Kind = material.Shown ? "material.published" : "material.taken-off", At = now,
            Fields = new Dictionary<string, object?>
            {
                ["batch"] = material.Batch, ["file"] = report?.Sha256, ["maker"] = material.Maker, ["name"] = material.Name, ["number"] = (long)material.Number + 1, ["report"] = material.Report, ["staff"] = staff.Id,
                ["standard"] = material.Standard, ["used"] = material.Used,
            },
            Personal = new Dictionary<string, string> { ["staff-name"] = staff.Name },
        });
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>A test report that stands on the board, or null.</summary>
    public Task<ReportFile?> FileAsync(Guid communityId, Guid fileId, CancellationToken ct) => Reads.FirstAsync<ReportFile?>($"""
        select f.content_type, f.name, f.content from material_files f
         where f.id = @fileId and f.community_id = @communityId and exists (select 1 from ({Newest}) x where x.file_id = f.id and x.shown)
        """, new { communityId, fileId }, ct);

    /// <summary>A factory's test report.</summary>
    internal sealed record ReportFile
    {
        /// <summary>Media type.</summary>
        public required string ContentType { get; init; }

        /// <summary>Name.</summary>
        public required string Name { get; init; }

        /// <summary>Bytes.</summary>
        public required byte[] Content { get; init; }
    }
}
