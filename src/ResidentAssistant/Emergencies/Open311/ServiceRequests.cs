using System.Globalization;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies.Open311;

/// <summary>Tickets as service requests of Open311 GeoReport v2: class, building, how far; never a flat, a name, a number or anybody's words.</summary>
/// <remarks>https://wiki.open311.org/GeoReport_v2</remarks>
internal sealed class ServiceRequests(Database database, TimeProvider clock)
{
    /// <summary>Most requests in one answer, as the specification has it.</summary>
    public const int Most = 1000;

    /// <summary>Longest span of one answer, as the specification has it.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(90);

    // Where a person is in danger is nobody else's business.
    private static readonly string[] Codes = ["burst", "electric", "sewage", "gas", "unclear", "leak", "blockage", "pressure"];

    /// <summary>Kinds of faults that can be asked for.</summary>
    public static IReadOnlyList<Service> Services { get; } = [.. Codes.Select(code => FaultClass.Find(code)!).Select(fault => new Service(fault.Code, fault.Title,
        fault.Severity switch { "danger" => "有危险，马上叫人", "urgent" => "急，马上叫人", _ => "不急，白天办" }, false, "realtime", "水管,下水,报修", "楼内上下水管线"))];

    /// <summary>Requests that fit, newest first.</summary>
    /// <exception cref="RefusedException">A filter that cannot be read.</exception>
    public async Task<IReadOnlyList<ServiceRequest>> FindAsync(Filter filter, CancellationToken ct)
    {
        var ids = Split(filter.Ids);
        var codes = Split(filter.Codes) is { Length: > 0 } asked ? asked.Intersect(Codes).ToArray() : Codes;
        var status = Split(filter.Status);
        if (status.Except(["open", "closed"]).Any()) throw new RefusedException("BadArgument", "status is open, closed or both.");
        var end = Instant(filter.End, "end_date") ?? clock.GetUtcNow();
        var start = Instant(filter.Start, "start_date") ?? end - Span;
        if (end - start > Span) throw new RefusedException("BadArgument", "A span is at most 90 days.");
        if (codes.Length == 0) return [];
        var rows = await database.QueryAsync<Row>($"""
            select t.reference, t.class, t.state, t.opened_at, t.updated_at, c.name as community, b.number as building,
                   coalesce(t.closed_at, (select max(a.at) from ticket_acts a where a.ticket_id = t.id)) as acted_at
              from tickets t left join communities c on c.id = t.community_id left join buildings b on b.id = t.building_id
             where t.drill = @no and t.main_id is null and {database.Dialect.In("t.class", "codes")}
               {(ids.Length > 0 ? $"and {database.Dialect.In("t.reference", "ids")}" : "and t.opened_at >= @start and t.opened_at <= @end")}
               {(status is ["open"] ? "and t.closed_at is null" : status is ["closed"] ? "and t.closed_at is not null" : "")}
             order by t.opened_at desc, t.reference desc limit {Most}
            """, new { no = false, codes, ids, start, end }, ct);
        return [.. rows.Select(Request)];
    }

    private static ServiceRequest Request(Row row)
    {
        var fault = FaultClass.Find(row.Class)!;
        return new ServiceRequest
        {
            ServiceRequestId = row.Reference, Status = row.State is TicketState.Closed or TicketState.Confirmed ? "closed" : "open", StatusNotes = row.State.Name(), ServiceName = fault.Title, ServiceCode = fault.Code,
            RequestedDatetime = Text(row.OpenedAt), UpdatedDatetime = Text(row.ActedAt is { } acted && acted > row.OpenedAt ? acted : row.OpenedAt),
            Address = row.Community is null ? null : row.Building is null ? row.Community : $"{row.Community} {row.Building}号楼",
        };
    }

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Take(Most).ToArray() ?? [];

    private static DateTimeOffset? Instant(string? text, string name) => string.IsNullOrEmpty(text) ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.ToUniversalTime()
        : throw new RefusedException("BadArgument", $"{name} is no time of ISO 8601, such as 2026-11-23T08:15:30+08:00.");

    private static string Text(DateTimeOffset instant) => SiteClock.At(instant).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>What a caller asks for; each may be missing.</summary>
    internal sealed record Filter(string? Ids, string? Codes, string? Start, string? End, string? Status);

    private sealed record Row
    {
        public required string Reference { get; init; }

        public required string Class { get; init; }

        public required TicketState State { get; init; }

        public required DateTimeOffset OpenedAt { get; init; }

        public required DateTimeOffset UpdatedAt { get; init; }

        public DateTimeOffset? ActedAt { get; init; }

        public string? Community { get; init; }

        public string? Building { get; init; }
    }
}

/// <summary>A kind of request.</summary>
internal sealed record Service(string ServiceCode, string ServiceName, string Description, bool Metadata, string Type, string Keywords, string Group);

/// <summary>One request with every field of the specification; what we never tell is null.</summary>
internal sealed record ServiceRequest
{
    /// <summary>Our reference.</summary>
    public required string ServiceRequestId { get; init; }

    /// <summary>open or closed.</summary>
    public required string Status { get; init; }

    /// <summary>How far it is.</summary>
    public required string StatusNotes { get; init; }

    /// <summary>Class in words.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Class.</summary>
    public required string ServiceCode { get; init; }

    /// <summary>Residents' words are never open.</summary>
    public string? Description { get; init; }

    /// <summary>Not told: who repairs is decided on the day.</summary>
    public string? AgencyResponsible { get; init; }

    /// <summary>Nothing.</summary>
    public string? ServiceNotice { get; init; }

    /// <summary>When it was reported, with its zone.</summary>
    public required string RequestedDatetime { get; init; }

    /// <summary>When something last happened.</summary>
    public required string UpdatedDatetime { get; init; }

    /// <summary>Never promised.</summary>
    public string? ExpectedDatetime { get; init; }

    /// <summary>Community and building.</summary>
    public string? Address { get; init; }

    /// <summary>None.</summary>
    public string? AddressId { get; init; }

    /// <summary>None.</summary>
    public string? Zipcode { get; init; }

    /// <summary>Not known.</summary>
    public double? Lat { get; init; }

    /// <summary>Not known.</summary>
    public double? Long { get; init; }

    /// <summary>Photos are never open.</summary>
    public string? MediaUrl { get; init; }
}
