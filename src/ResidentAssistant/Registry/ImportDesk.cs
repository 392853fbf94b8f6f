using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using System.Threading.Channels;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Neighbourhood.Workbooks;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Registry;

/// <summary>Takes workbooks that colleagues upload and reads them in, one after the other, while their pages show how far it is.</summary>
internal sealed partial class ImportDesk(Database database, Imports imports, KeyRing keys, TimeProvider clock, ILogger<ImportDesk> log) : BackgroundService
{
    private const int MostWaiting = 4;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    private readonly Sealer reports = keys.For("import.report");
    private readonly Channel<Job> jobs = Channel.CreateBounded<Job>(MostWaiting);
    private readonly ConcurrentDictionary<Guid, int> here = new();

    /// <summary>Takes a workbook; returns the id under which its page is found.</summary>
    public async Task<Guid> TakeAsync(CurrentStaff staff, Guid? communityId, string fileName, byte[] file, CancellationToken ct)
    {
        // Without a chosen community the file names it: only for who works for all of them.
        if (communityId is null ? !staff.Scope.Everywhere : !staff.Scope.Sees(communityId)) throw new RefusedException("NotFound", "请先选小区。");
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var job = new Job(id, communityId, staff.Scope.Everywhere, new Editor(staff.Id, staff.Name), file);
        here[id] = 0;
        await database.ExecuteAsync("""
            insert into imports (id, community_id, staff_id, staff_name, file_name, state, done, total, started_at, seen_at)
            values (@id, @communityId, @staffId, @name, @fileName, 'Running', 0, 100, @now, @now)
            """, new { id, communityId, staffId = staff.Id, name = staff.Name, fileName, now }, ct);
        if (jobs.Writer.TryWrite(job)) return id;
        await FinishAsync(job, new ImportReport { Refusal = "正在登记别的文件，请过几分钟再传。" }, ct);
        return id;
    }

    /// <summary>How far an upload is, or what came of it; null when it is not in scope.</summary>
    public async Task<ImportLine?> FindAsync(CurrentStaff staff, Guid id, CancellationToken ct) => (await ListAsync(staff, "and i.id = @id", id, ct)) is [var one] ? one : null;

    /// <summary>The last uploads.</summary>
    public Task<IReadOnlyList<ImportLine>> RecentAsync(CurrentStaff staff, CancellationToken ct) => ListAsync(staff, "", null, ct);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in jobs.Reader.ReadAllAsync(stoppingToken))
        {
            ImportReport report;
            try
            {
                var work = Task.Run(() => imports.RunAsync(job.File, job.CommunityId, job.MayFound, job.Editor, percent => here[job.Id] = percent, stoppingToken), stoppingToken);
                // On SQLite the import holds the only pen, and this process is the installation: its own memory is enough.
                while (database.Dialect is Dialect.Postgres && await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(1), stoppingToken)) != work) await ShowAsync(job, stoppingToken);
                report = await work;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Failed(job.Id, fault);
                report = new ImportReport { Refusal = "登记的时候出了错，一条也没有登记。请再传一次；还是不行，请找管理员。" };
            }

            await FinishedAsync(job, report, stoppingToken);
        }
    }

    // How far it is, and that what waits behind it waits here; when it cannot be written the import goes on all the same.
    private async Task ShowAsync(Job job, CancellationToken ct)
    {
        try
        {
            await database.ExecuteAsync("update imports set done = @done, seen_at = @now where id = @Id", new { done = here[job.Id], now = clock.GetUtcNow(), job.Id }, ct);
            await database.ExecuteAsync($"update imports set seen_at = @now where state = 'Running' and {database.Dialect.In("id", "waiting")}", new { now = clock.GetUtcNow(), waiting = here.Keys.ToArray() }, ct);
        }
        catch (DbException fault)
        {
            Failed(job.Id, fault);
        }
    }

    // The outcome is written when the database is there again; a fault here must not end the node.
    private async Task FinishedAsync(Job job, ImportReport report, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await FinishAsync(job, report, ct);
                return;
            }
            catch (DbException fault) when (attempt < 60)
            {
                Failed(job.Id, fault);
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
            }
            catch (DbException fault)
            {
                Failed(job.Id, fault);
                here.TryRemove(job.Id, out _);
                return;
            }
        }
    }

    private async Task FinishAsync(Job job, ImportReport report, CancellationToken ct)
    {
        await database.ExecuteAsync("""
            update imports set state = @state, done = 100, report = @report, community_id = coalesce(@community, community_id), finished_at = @now, seen_at = @now where id = @Id
            """, new
        {
            state = report.Good ? "Done" : "Refused", report = reports.Seal(JsonSerializer.SerializeToUtf8Bytes(report)), community = report.CommunityId, now = clock.GetUtcNow(), job.Id,
        }, ct);
        here.TryRemove(job.Id, out _);
    }

    private async Task<IReadOnlyList<ImportLine>> ListAsync(CurrentStaff staff, string which, Guid? id, CancellationToken ct)
    {
        // Looked at before the rows: what ends in between then still counts as running, and the page looks again.
        var running = new Dictionary<Guid, int>(here);
        // Before a new community is made the upload belongs to nobody but the one who sent it.
        var rows = await database.QueryAsync<Row>($"""
            select i.id, i.staff_name, i.file_name, i.state, i.done, i.report, i.started_at, i.seen_at from imports i
             where ((i.community_id is not null and {staff.Scope.Condition(database.Dialect, "i.community_id")}) or i.staff_id = @staffId) {which} order by i.started_at desc, i.id desc limit 10
            """, new { communities = staff.Scope.Communities, staffId = staff.Id, id }, ct);
        return [.. rows.Select(row => new ImportLine(row.Id, row.StaffName, row.FileName, StateOf(row, running.ContainsKey(row.Id)), running.TryGetValue(row.Id, out var percent) ? percent : row.Done, row.StartedAt,
            row.Report is null ? null : JsonSerializer.Deserialize<ImportReport>(reports.Open(row.Report))))];
    }

    private ImportState StateOf(Row row, bool runsHere) => row.State switch
    {
        "Done" => ImportState.Done,
        "Refused" => ImportState.Refused,
        _ when runsHere => ImportState.Running,
        _ => database.Dialect is Dialect.Postgres && row.SeenAt > clock.GetUtcNow() - Silence ? ImportState.Running : ImportState.Broken,
    };

    [LoggerMessage(LogLevel.Error, "Import {ImportId} failed")]
    private partial void Failed(Guid importId, Exception fault);

    private sealed record Job(Guid Id, Guid? CommunityId, bool MayFound, Editor Editor, byte[] File);

    private sealed record Row
    {
        public required Guid Id { get; init; }

        public required string StaffName { get; init; }

        public required string FileName { get; init; }

        public required string State { get; init; }

        public required int Done { get; init; }

        public byte[]? Report { get; init; }

        public required DateTimeOffset StartedAt { get; init; }

        public required DateTimeOffset SeenAt { get; init; }
    }
}

/// <summary>Where an upload stands; names are stored, but for <see cref="Broken"/>.</summary>
internal enum ImportState
{
    /// <summary>Being read in, or waiting for its turn.</summary>
    Running,

    /// <summary>Everything is registered.</summary>
    Done,

    /// <summary>Nothing is registered; the report says why.</summary>
    Refused,

    /// <summary>The node that worked on it is gone; whether it had finished shows in the register.</summary>
    Broken,
}

/// <summary>One upload.</summary>
internal sealed record ImportLine(Guid Id, string StaffName, string FileName, ImportState State, int Percent, DateTimeOffset StartedAt, ImportReport? Report);
