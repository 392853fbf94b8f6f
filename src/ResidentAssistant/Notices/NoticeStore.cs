using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ResidentAssistant.Evidence;
using ResidentAssistant.Notices.Groups;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Notices;

/// <summary>Published notices: a version is only ever added, and with it every household it is for gets its rows in the ledger.</summary>
internal sealed class NoticeStore(Database database, EvidenceLog evidence, NoticeGroups groups, TimeProvider clock)
{
    /// <summary>Hours after a person's last message in which the vendor lets us write in customer service.</summary>
    internal const int WindowHours = 48;

    private const string Columns = """
        select v.id, v.notice_id, v.number, v.change, n.community_id, n.reference, n.template, v.title, v.body, v.place, v.hash, v.published_by_name, v.approved_by_name, v.published_at
          from notice_versions v join notices n on n.id = v.notice_id
        """;

    /// <summary>The newest version of each notice of a community, newest first.</summary>
    public Task<IReadOnlyList<NoticeVersion>> OfCommunityAsync(Guid communityId, CancellationToken ct) => database.QueryAsync<NoticeVersion>(
        $"{Columns} where n.community_id = @communityId and v.number = (select max(m.number) from notice_versions m where m.notice_id = n.id) order by v.published_at desc limit 200", new { communityId }, ct);

    /// <summary>All versions of a notice, newest first.</summary>
    public Task<IReadOnlyList<NoticeVersion>> VersionsAsync(Guid noticeId, CancellationToken ct) =>
        database.QueryAsync<NoticeVersion>($"{Columns} where v.notice_id = @noticeId order by v.number desc", new { noticeId }, ct);

    /// <summary>What was filled in for a version.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FilledAsync(Guid versionId, CancellationToken ct) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(await database.FirstAsync<string>("select fields from notice_versions where id = @versionId", new { versionId }, ct) ?? "{}")!; // written by PublishAsync

    /// <summary>Whom the newest version of a notice is for.</summary>
    public async Task<Audience> AudienceAsync(Guid noticeId, CancellationToken ct) =>
        JsonSerializer.Deserialize<Audience>(await database.FirstAsync<string>("select audience from notice_versions where notice_id = @noticeId order by number desc limit 1", new { noticeId }, ct) ?? "{}")!; // written by PublishAsync

    /// <summary>True when a household is among those a notice is for.</summary>
    public async Task<bool> IsForAsync(Guid noticeId, Guid householdId, CancellationToken ct) =>
        await database.FirstAsync<int>("select count(*) from notice_audience where notice_id = @noticeId and household_id = @householdId", new { noticeId, householdId }, ct) == 1;

    /// <summary>True while what the conversation proved of the household holds.</summary>
    public async Task<bool> StandsAsync(Guid conversationId, Guid householdId, CancellationToken ct) =>
        await database.FirstAsync<int>("select count(*) from standing_proofs where conversation_id = @conversationId and household_id = @householdId", new { conversationId, householdId }, ct) > 0;

    /// <summary>
    /// Publishes a draft: the version, the households, and the messages that wait for the sender, in one transaction. A cancellation goes only to those who may know
    /// of the notice; messages wait until <paramref name="sayAt"/>, and what is <paramref name="urgent"/> goes to those, too, who want no notices. Refused when a colleague has changed the draft or published another version meanwhile.
    /// </summary>
    public async Task<NoticeVersion> PublishAsync(NoticeDraft draft, string title, string body, string place, DateTimeOffset sayAt, bool urgent, CurrentStaff staff, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.BeginAsync(ct);
        if (await NoticeDrafts.EndAsync(transaction, draft, now, ct) != 1) throw ChangedSince();
        var noticeId = draft.NoticeId ?? Guid.CreateVersion7(now);
        var reference = draft.NoticeId is null ? await References.NextAsync(transaction, 'N', ct) : (await transaction.FirstAsync<string>("select reference from notices where id = @noticeId", new { noticeId }, ct))!;
        var number = 1 + (await transaction.FirstAsync<int?>("select max(number) from notice_versions where notice_id = @noticeId", new { noticeId }, ct) ?? 0);
        var version = new NoticeVersion
        {
            Id = Guid.CreateVersion7(now), NoticeId = noticeId, Number = number, Change = draft.Change, CommunityId = draft.CommunityId, Reference = reference, Template = draft.Template,
            Title = title, Body = body, Place = place, Hash = HashOf(title, body), PublishedByName = staff.Name, ApprovedByName = draft.ApprovedByName, PublishedAt = now,
        };
        try
        {
            await transaction.RunAsync(Writes(version, draft, urgent, staff), ct);
            await AddressAsync(transaction, version, draft.Audience, sayAt, urgent, now, ct);
            var committee = (await transaction.FirstAsync<string>("select committee from communities where id = @CommunityId", new { version.CommunityId }, ct))!; // a draft's community exists
            await groups.AddAsync(transaction, version, draft.Audience, committee, sayAt, ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbException fault) when (database.Dialect.TableOfDuplicate(fault) == "notice_versions")
        {
            throw ChangedSince();
        }

        return version;
    }

    /// <summary>SHA-256 of a notice as it is read, in hex.</summary>
    public static string HashOf(string title, string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{title}\n{body}")));

    private Batch Writes(NoticeVersion version, NoticeDraft draft, bool urgent, CurrentStaff staff)
    {
        var writes = new Batch();
        if (version.Number == 1)
            writes.Add("insert into notices (id, community_id, reference, template, created_at, urgent) values ($1, $2, $3, $4, $5, $6)", version.NoticeId, version.CommunityId, version.Reference, version.Template, version.PublishedAt, urgent);
        foreach (var riser in draft.Audience.Risers)
            writes.Add("insert into notice_risers (notice_id, riser_id) values ($1, $2) on conflict do nothing", version.NoticeId, riser);
        writes.Add("""
            insert into notice_versions (id, notice_id, number, change, title, body, fields, audience, place, hash, published_by, published_by_name, approved_by_name, published_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """, version.Id, version.NoticeId, version.Number, version.Change, version.Title, version.Body, JsonSerializer.Serialize(draft.Filled), JsonSerializer.Serialize(draft.Audience), version.Place, version.Hash, staff.Id, staff.Name, Null.Or(version.ApprovedByName), version.PublishedAt);
        evidence.Add(writes, new EvidenceRecord
        {
            Id = version.Id, CommunityId = version.CommunityId, Kind = $"notice.{version.Change.ToString().ToLowerInvariant()}", At = version.PublishedAt,
            Fields = new Dictionary<string, object?>
            {
                ["notice"] = version.NoticeId.ToString(), ["reference"] = version.Reference, ["number"] = (long)version.Number, ["hash"] = version.Hash, ["staff"] = staff.Id.ToString(), ["template"] = version.Template,
                ["approvedBy"] = draft.ApprovedBy?.ToString(),
            },
        });
        return writes;
    }

    // Sets of rows, never one statement a household: a district has a hundred thousand.
    private async Task AddressAsync(Transaction transaction, NoticeVersion version, Audience audience, DateTimeOffset sayAt, bool urgent, DateTimeOffset now, CancellationToken ct)
    {
        var dialect = database.Dialect;
        foreach (var (chosen, ids) in new (string, IReadOnlyList<Guid>)[]
        {
            ($"h.id in (select o.household_id from riser_households o where {dialect.In("o.riser_id", "ids")})", audience.Risers), (dialect.In("h.entrance_id", "ids"), audience.Entrances), (dialect.In("h.building_id", "ids"), audience.Buildings),
        })
        {
            if (ids.Count > 0)
                await transaction.ExecuteAsync($"insert into notice_audience (notice_id, household_id) select @NoticeId, h.id from households h where h.community_id = @CommunityId and {chosen} on conflict do nothing",
                    new { version.NoticeId, version.CommunityId, ids = ids.ToArray() }, ct);
        }

        if (audience.Everybody)
            await transaction.ExecuteAsync("insert into notice_audience (notice_id, household_id) select @NoticeId, h.id from households h where h.community_id = @CommunityId on conflict do nothing", new { version.NoticeId, version.CommunityId }, ct);
        await transaction.ExecuteAsync("update notice_reach set state = 'Replaced', changed_at = @now where notice_id = @NoticeId and state = 'Queued' and version_id <> @Id", new { version.NoticeId, version.Id, now }, ct);
        var whoever = version.Change is NoticeChange.Cancelled ? $"and a.household_id in (select r.household_id from notice_reach r where r.notice_id = @NoticeId and r.state in {Reach.MayKnowStates})" : "";
        await transaction.ExecuteAsync($"""
            insert into notice_reach (version_id, household_id, way, target, notice_id, number, state, due_at, changed_at, channel)
            select @Id, a.household_id, 'Chat', c.id, @NoticeId, @Number, 'Queued', @sayAt, @now, c.channel
              from notice_audience a join {(urgent ? "proven_conversations" : "notice_conversations")} c on c.household_id = a.household_id
             where a.notice_id = @NoticeId and (c.channel <> 'wecom-kf' or c.said_at > @open) {whoever}
            """, new { version.Id, version.NoticeId, version.Number, now, sayAt, open = now.AddHours(-WindowHours) }, ct);
    }

    private static RefusedException ChangedSince() => new("ChangedSince", "刚才有同事改过或者发过这份通知，请看过新的再发。", StatusCodes.Status409Conflict);
}
