using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Conversations;

/// <summary>Lists and counts what came of conversations, without anybody's words.</summary>
internal sealed class OutcomeStore(Database database)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 30;

    /// <summary>Outcomes that fit, newest first, at most one more than <see cref="PageSize"/> so that a next page is known.</summary>
    public Task<IReadOnlyList<OutcomeLine>> ListAsync(StaffScope scope, OutcomeFilter filter, CancellationToken ct) => database.QueryAsync<OutcomeLine>($"""
        select o.id, o.conversation_id, o.dialog, o.result, o.proven, o.channel, o.turns, o.ended_at, h.label as household, m.name as community,
               s.way, s.verified, s.begun_by_name as spoken_by
          from outcomes o left join spoken_conversations s on s.id = o.conversation_id left join households h on h.id = o.household_id left join communities m on m.id = o.community_id
         where {scope.Condition(database.Dialect, "o.community_id")}
           {(filter.Dialog is null ? "" : "and o.dialog = @Dialog")}
           {Condition(filter.End)}
           {(filter.From is null ? "" : "and o.ended_at >= @from")}
           {(filter.To is null ? "" : "and o.ended_at < @to")}
           {(filter.Community is null ? "" : "and o.community_id = @Community")}
           {(filter.Before is null ? "" : "and (o.ended_at < @beforeAt or (o.ended_at = @beforeAt and o.id < @beforeId))")}
         order by o.ended_at desc, o.id desc limit @limit
        """, new
    {
        communities = scope.Communities,
        filter.Dialog,
        from = filter.From is { } first ? SiteClock.StartOf(first) : default,
        to = filter.To is { } last ? SiteClock.StartOf(last.AddDays(1)) : default,
        filter.Community,
        beforeAt = filter.Before?.EndedAt ?? default,
        beforeId = filter.Before?.Id ?? default,
        limit = PageSize + 1,
    }, ct);

    /// <summary>What came of one conversation, oldest first.</summary>
    public Task<IReadOnlyList<OutcomeLine>> OfAsync(Guid conversationId, StaffScope scope, CancellationToken ct) => database.QueryAsync<OutcomeLine>($"""
        select o.id, o.conversation_id, o.dialog, o.result, o.proven, o.channel, o.turns, o.ended_at, h.label as household, m.name as community,
               s.way, s.verified, s.begun_by_name as spoken_by
          from outcomes o left join spoken_conversations s on s.id = o.conversation_id left join households h on h.id = o.household_id left join communities m on m.id = o.community_id
         where o.conversation_id = @conversationId and {scope.Condition(database.Dialect, "o.community_id")} order by o.ended_at, o.id limit 100
        """, new { conversationId, communities = scope.Communities }, ct);

    /// <summary>How often each way through each dialog was gone between two days, both included.</summary>
    public Task<IReadOnlyList<WayGone>> WaysAsync(StaffScope scope, DateOnly from, DateOnly to, CancellationToken ct) => database.QueryAsync<WayGone>($"""
        select o.dialog, o.path, o.result, o.last_step, count(*) as times
          from outcomes o
         where o.ended_at >= @from and o.ended_at < @to and {scope.Condition(database.Dialect, "o.community_id")}
         group by o.dialog, o.path, o.result, o.last_step
        """, new { from = SiteClock.StartOf(from), to = SiteClock.StartOf(to.AddDays(1)), communities = scope.Communities }, ct);

    /// <summary>Ids of the dialogs that ever ended in scope; each is found by one step in the index, however many rows there are.</summary>
    public Task<IReadOnlyList<string>> DialogsAsync(StaffScope scope, CancellationToken ct) => database.QueryAsync<string>($"""
        with recursive found(dialog) as (
          select min(dialog) from outcomes
          union all
          select (select min(o.dialog) from outcomes o where o.dialog > found.dialog) from found where found.dialog is not null)
        select dialog from found where dialog is not null
           and exists (select 1 from outcomes o where o.dialog = found.dialog and {scope.Condition(database.Dialect, "o.community_id")})
        """, new { communities = scope.Communities }, ct);

    /// <summary>Communities in scope, by name.</summary>
    public Task<IReadOnlyList<CommunityName>> CommunitiesAsync(StaffScope scope, CancellationToken ct) => database.QueryAsync<CommunityName>(
        $"select id, name from communities where {scope.Condition(database.Dialect, "id")} order by name, id", new { communities = scope.Communities }, ct);

    private static string Condition(OutcomeEnd? end) => end switch
    {
        null => "",
        OutcomeEnd.Completed => $"and o.result not in ({string.Join(", ", Enum.GetValues<OutcomeEnd>().Where(k => k != OutcomeEnd.Completed).Select(Quoted))})",
        { } kind => $"and o.result in ({Quoted(kind)})",
    };

    private static string Quoted(OutcomeEnd kind) => string.Join(", ", OutcomeWords.ResultsOf(kind).Select(r => $"'{r}'"));
}

/// <summary>What the list of outcomes is narrowed to.</summary>
internal sealed record OutcomeFilter(string? Dialog = null, OutcomeEnd? End = null, DateOnly? From = null, DateOnly? To = null, Guid? Community = null, OutcomeKey? Before = null);

/// <summary>The place in the list after which the next page begins.</summary>
internal sealed record OutcomeKey(DateTimeOffset EndedAt, Guid Id)
{
    /// <summary>As it stands in an address.</summary>
    public override string ToString() => $"{EndedAt.UtcTicks}~{Id:N}";

    /// <summary>Reads it back; null when it is none.</summary>
    public static OutcomeKey? TryParse(string? text) =>
        text?.Split('~') is [var ticks, var id] && long.TryParse(ticks, System.Globalization.NumberStyles.None, null, out var at)
        && at <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(id, "N", out var guid)
            ? new OutcomeKey(new DateTimeOffset(at, TimeSpan.Zero), guid) : null;
}

/// <summary>One outcome in the list.</summary>
internal sealed record OutcomeLine
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Conversation.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>Dialog id.</summary>
    public required string Dialog { get; init; }

    /// <summary>Result.</summary>
    public required string Result { get; init; }

    /// <summary>The flat was proven.</summary>
    public required bool Proven { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Turns the dialog took.</summary>
    public required int Turns { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Flat, when named.</summary>
    public string? Household { get; init; }

    /// <summary>Community, when known.</summary>
    public string? Community { get; init; }

    /// <summary>How the person was heard, when a colleague wrote for him.</summary>
    public string? Way { get; init; }

    /// <summary>How that person was verified.</summary>
    public string? Verified { get; init; }

    /// <summary>The colleague who began to write for him.</summary>
    public string? SpokenBy { get; init; }

    /// <summary>What stands beside it when a colleague wrote for somebody.</summary>
    public string? SpokenMark => SpokenBy is null ? null : $"{SpokenBy}代说：{SpokenWords.Heard(Way!, Verified!)}";
}

/// <summary>One way through a dialog and how often it was gone.</summary>
internal sealed record WayGone
{
    /// <summary>Dialog id.</summary>
    public required string Dialog { get; init; }

    /// <summary>JSON list of the steps passed.</summary>
    public required string Path { get; init; }

    /// <summary>Result.</summary>
    public required string Result { get; init; }

    /// <summary>Step at which it ended.</summary>
    public required string LastStep { get; init; }

    /// <summary>How often.</summary>
    public required long Times { get; init; }
}

/// <summary>A community to choose.</summary>
internal sealed record CommunityName
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }
}
