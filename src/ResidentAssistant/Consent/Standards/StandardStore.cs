using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ResidentAssistant.Evidence;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent.Standards;

/// <summary>The restoration standards of all communities. A published version is at once what the setting <c>disclosure.restoration</c> says, so answers and page cannot differ.</summary>
internal sealed class StandardStore(Database database, SourcedSettings settings, EvidenceLog evidence, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>The setting that a published version decides.</summary>
    public const string Setting = "disclosure.restoration";

    private const string Columns = "select id, community_id, number, summary, body, source, decided_by, valid_from, published_by_name, published_at from restoration_standards";

    /// <summary>Path of the page that residents read; whoever has the link may read it.</summary>
    public static string PathOf(Guid communityId) => $"/standard/{communityId:N}";

    /// <summary>Every version of a community, newest first.</summary>
    public Task<IReadOnlyList<RestorationStandard>> AllAsync(Guid communityId, CancellationToken ct) =>
        database.QueryAsync<RestorationStandard>($"{Columns} where community_id = @communityId order by number desc", new { communityId }, ct);

    /// <summary>A version in scope, or null.</summary>
    public Task<RestorationStandard?> FindAsync(Guid id, StaffScope scope, CancellationToken ct) => database.FirstAsync<RestorationStandard>(
        $"{Columns} where id = @id and {scope.Condition(database.Dialect, "community_id")}", new { id, communities = scope.Communities }, ct);

    /// <summary>Publishes the next version and lets answers say it from its first day; refuses a faulty one, and one whose writer has not seen the newest.</summary>
    public async Task PublishAsync(NewStandard standard, CurrentStaff staff, CancellationToken ct)
    {
        if (standard.Fault() is { } fault) throw new RefusedException("BadArgument", fault);
        var now = clock.GetUtcNow();
        var decidedBy = standard.DecidedBy.Length > 0 ? standard.DecidedBy : SettingCatalogue.Of(Setting).DecidedBy;
        var (id, number, validFrom) = (Guid.CreateVersion7(now), standard.Seen + 1, standard.ValidFrom!.Value); // a draft without a fault has a day
        var writes = new Batch().Add("""
            insert into restoration_standards (id, community_id, number, summary, body, source, decided_by, valid_from, published_by, published_by_name, published_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, id, standard.CommunityId, number, standard.Summary, standard.Body, standard.Source, decidedBy, validFrom, staff.Id, staff.Name, now);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = id, CommunityId = standard.CommunityId, Kind = "standard.published", At = now,
            Fields = new Dictionary<string, object?>
            {
                ["number"] = number, ["source"] = standard.Source, ["decidedBy"] = decidedBy, ["summary"] = standard.Summary, ["body"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(standard.Body))), ["validFrom"] = validFrom,
            },
        });
        if (((await AllAsync(standard.CommunityId, ct)) is [var newest, ..] ? newest.Number : 0) != standard.Seen) throw ChangedSince();
        try
        {
            await settings.SetAsync(new SettingDraft
            {
                Key = Setting, CommunityId = standard.CommunityId, Seen = await settings.NewestAsync(Setting, standard.CommunityId, ct), Source = standard.Source, DecidedBy = decidedBy, ValidFrom = validFrom,
                Value = $"{standard.Summary}（第{number}版，全文：{(configuration["PublicUrl"]?.TrimEnd('/') ?? "") + PathOf(standard.CommunityId)}）", SetBy = staff.Id, SetByName = staff.Name,
            }, SiteClock.Day(now), writes, ct);
        }
        catch (DbException duplicate) when (database.Dialect.TableOfDuplicate(duplicate) == "restoration_standards")
        {
            throw ChangedSince();
        }
    }

    /// <summary>What answers say today, when it is not the version that holds because somebody has decided the setting by hand since; null when they agree.</summary>
    public async Task<SourcedSetting?> OtherThanAsync(RestorationStandard holding, DateOnly day, CancellationToken ct) =>
        await settings.FindAsync(Setting, holding.CommunityId, day, ct) is var said && said is SourcedSetting.Set set && set.Value.StartsWith($"{holding.Summary}（第{holding.Number}版，", StringComparison.Ordinal) ? null : said;

    private static RefusedException ChangedSince() => new("ChangedSince", "刚才有同事发过新的一版，请看过新的内容再发。", StatusCodes.Status409Conflict);
}
