using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ResidentAssistant.Evidence;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Plans;

/// <summary>The plans of all communities. Rows are only ever added.</summary>
internal sealed class PlanStore(Database database, EvidenceLog evidence, IConfiguration configuration, TimeProvider clock)
{
    private const string Columns = "select id, community_id, number, title, body, changed, published_by_name, published_at from plan_versions";

    private IReads Reads { get; init; } = database;

    /// <summary>The same, read on a transaction where one is open.</summary>
    public PlanStore On(Transaction? open) => open is null ? this : new PlanStore(database, evidence, configuration, clock) { Reads = open };

    /// <summary>Every version of a community's plan, newest first.</summary>
    public Task<IReadOnlyList<PlanVersion>> AllAsync(Guid communityId, CancellationToken ct) =>
        Reads.QueryAsync<PlanVersion>($"{Columns} where community_id = @communityId order by number desc", new { communityId }, ct);

    /// <summary>The newest version, or null when nothing is published yet.</summary>
    public Task<PlanVersion?> NewestAsync(Guid communityId, CancellationToken ct) =>
        Reads.FirstAsync<PlanVersion>($"{Columns} where community_id = @communityId order by number desc limit 1", new { communityId }, ct);

    /// <summary>Path of the page that residents read; whoever has the link may read it.</summary>
    public static string PathOf(Guid communityId) => $"/plans/{communityId:N}";

    /// <summary>The whole address of that page, or only its path while <c>PublicUrl</c> is not set.</summary>
    public string LinkOf(Guid communityId) => (configuration["PublicUrl"]?.TrimEnd('/') ?? "") + PathOf(communityId);

    /// <summary>Publishes the next version; refuses a faulty one, and one whose writer has not seen the newest.</summary>
    public async Task<PlanVersion> PublishAsync(NewPlan plan, CurrentStaff staff, CancellationToken ct)
    {
        if (plan.Fault() is { } fault) throw new RefusedException("BadArgument", fault);
        var newest = await NewestAsync(plan.CommunityId, ct);
        if ((newest?.Number ?? 0) != plan.Seen) throw ChangedSince();
        var now = clock.GetUtcNow();
        var version = new PlanVersion
        {
            Id = Guid.CreateVersion7(now), CommunityId = plan.CommunityId, Number = plan.Seen + 1, Title = plan.Title, Body = plan.Body,
            Changed = plan.Seen == 0 ? null : plan.Changed, PublishedByName = staff.Name, PublishedAt = now,
        };
        try
        {
            var writes = new Batch().Add("""
                insert into plan_versions (id, community_id, number, title, body, changed, published_by, published_by_name, published_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """, version.Id, version.CommunityId, version.Number, version.Title, version.Body, Null.Or(version.Changed), staff.Id, staff.Name, now);
            evidence.Add(writes, new EvidenceRecord
            {
                Id = version.Id, CommunityId = version.CommunityId, Kind = "plan.published", At = now,
                Fields = new Dictionary<string, object?> { ["number"] = version.Number, ["text"] = HashOf($"{version.Title}\n{version.Body}"), ["changed"] = version.Changed is { } changed ? HashOf(changed) : null, ["staff"] = staff.Id },
            });
            await database.RunAsync(writes, ct);
        }
        catch (DbException fault2) when (database.Dialect.TableOfDuplicate(fault2) == "plan_versions")
        {
            throw ChangedSince();
        }

        return version;
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static RefusedException ChangedSince() => new("ChangedSince", "刚才有同事发过新的一版，请看过新的内容再发。", StatusCodes.Status409Conflict);
}
