using System.Data.Common;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Policy;

/// <summary>The one way to ask what has been decided, and to write a decision down. Rows are only ever added.</summary>
/// <remarks>The newest revision that has begun decides; when it has ended, what it replaced does not come back. A community's own decision goes before the installation's.</remarks>
internal sealed class SourcedSettings(Database database, TimeProvider clock)
{
    private const string Columns = "select key, community_id, revision, value, source, decided_by, valid_from, valid_to, set_by_name, set_at from settings";

    private IReads Reads { get; init; } = database;

    /// <summary>The same settings, read on a transaction where one is open, so that no second connection is held beside it.</summary>
    public SourcedSettings On(Transaction? open) => open is null ? this : new SourcedSettings(database, clock) { Reads = open };

    /// <summary>How a setting stands on a day, for a community or, when null, for the whole installation.</summary>
    public async Task<SourcedSetting> FindAsync(string key, Guid? communityId, DateOnly day, CancellationToken ct)
    {
        var definition = SettingCatalogue.Of(key);
        var begun = await Reads.QueryAsync<SettingRevision>(
            $"{Columns} where key = @key and (community_id is null or community_id = @communityId) and valid_from <= @day order by revision desc",
            new { key, communityId, day }, ct);
        return Standing(definition, begun, day);
    }

    /// <summary>How every setting of the catalogue stands on a day, in its order and in one query.</summary>
    public async Task<IReadOnlyList<SourcedSetting>> AllAsync(Guid? communityId, DateOnly day, CancellationToken ct)
    {
        var begun = (await Reads.QueryAsync<SettingRevision>(
            $"{Columns} where (community_id is null or community_id = @communityId) and valid_from <= @day order by revision desc",
            new { communityId, day }, ct)).ToLookup(r => r.Key);
        return [.. SettingCatalogue.All.Select(definition => Standing(definition, [.. begun[definition.Key]], day))];
    }

    /// <summary>How long a setting allows; only for those that always have a value, such as the emergency deadlines.</summary>
    public async Task<TimeSpan> DurationAsync(string key, Guid? communityId, DateOnly day, CancellationToken ct) =>
        await FindAsync(key, communityId, day, ct) is SourcedSetting.Set set
            ? set.Duration : throw new InvalidOperationException($"{key} may be not set: ask with FindAsync.");

    /// <summary>All decisions of a community, or of the installation when null, newest first.</summary>
    public Task<IReadOnlyList<SettingRevision>> HistoryAsync(Guid? communityId, CancellationToken ct) => database.QueryAsync<SettingRevision>(
        $"{Columns} where {(communityId is null ? "community_id is null" : "community_id = @communityId")} order by key, revision desc", new { communityId }, ct);

    /// <summary>Number of the newest revision that a community (null: the installation) has of a setting; 0 without any.</summary>
    public async Task<int> NewestAsync(string key, Guid? communityId, CancellationToken ct) => await database.FirstAsync<int?>(
        $"select max(revision) from settings where key = @key and {(communityId is null ? "community_id is null" : "community_id = @communityId")}", new { key, communityId }, ct) ?? 0;

    /// <summary>Writes a decision down and returns its revision; refuses a faulty draft, and one whose writer has not seen the newest revision.</summary>
    public Task<int> SetAsync(SettingDraft draft, DateOnly today, CancellationToken ct) => SetAsync(draft, today, new Batch(), ct);

    /// <summary>The same, together with what the decision rests on: both are written or neither.</summary>
    public async Task<int> SetAsync(SettingDraft draft, DateOnly today, Batch writes, CancellationToken ct)
    {
        var tidied = draft.Tidied();
        if (tidied.Faults(today) is [var first, ..]) throw new RefusedException("BadArgument", first);
        var definition = SettingCatalogue.Of(tidied.Key);
        var newest = await NewestAsync(tidied.Key, tidied.CommunityId, ct);
        if (newest != tidied.Seen) throw ChangedSince();
        if (tidied.Value is null && newest == 0) throw new RefusedException("BadArgument", "这一项还没有设过，不用撤销。");
        var now = clock.GetUtcNow();
        try
        {
            await database.RunAsync(writes.Add("""
                insert into settings (id, key, community_id, revision, value, source, decided_by, valid_from, valid_to, set_by, set_by_name, set_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                """, Guid.CreateVersion7(now), tidied.Key, tidied.CommunityId, newest + 1, tidied.Value, tidied.Source,
                tidied.DecidedBy.Length > 0 ? tidied.DecidedBy : definition.DecidedBy, tidied.ValidFrom, tidied.ValidTo, tidied.SetBy, tidied.SetByName, now), ct);
        }
        catch (DbException fault) when (database.Dialect.TableOfDuplicate(fault) == "settings")
        {
            throw ChangedSince();
        }

        return newest + 1;
    }

    private static RefusedException ChangedSince() => new("ChangedSince", "刚才有同事改过这一项，请看过新的内容再改。", StatusCodes.Status409Conflict);

    private static SourcedSetting Standing(SettingDefinition definition, IReadOnlyList<SettingRevision> newestFirst, DateOnly day)
    {
        SettingRevision?[] deciding = [newestFirst.FirstOrDefault(r => r.CommunityId is not null), newestFirst.FirstOrDefault(r => r.CommunityId is null)];
        foreach (var revision in deciding)
        {
            if (revision?.Value is not { } value || revision.ValidTo < day) continue;
            return new SourcedSetting.Set(definition, value, revision.Source, revision.DecidedBy)
            {
                CommunityId = revision.CommunityId, ValidFrom = revision.ValidFrom, ValidTo = revision.ValidTo,
            };
        }

        if (definition.Standing is { } standing && !(standing.ValidTo < day))
            return new SourcedSetting.Set(definition, standing.Value, standing.Source, definition.DecidedBy) { Ours = standing.Ours, ValidTo = standing.ValidTo };
        var ended = deciding.Where(r => r?.Value is not null).Select(r => r!.ValidTo).Append(definition.Standing?.ValidTo).Where(last => last is not null).Max();
        return new SourcedSetting.NotSet(definition) { EndedOn = ended };
    }
}
