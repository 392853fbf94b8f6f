using ResidentAssistant.Storage;

namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>Reads a workbook into the register: all of it or nothing, and a second time without any effect. Also writes the workbook of a community.</summary>
internal sealed class Imports(Database database, Register register, People people, Mandates mandates, RegisterChanges changes, TimeProvider clock)
{
    private const int Tries = 3;

    /// <summary>Reads it in. <paramref name="communityId"/> null: the community that the sheet 小区 names, which is made when it is new and <paramref name="mayFound"/>.</summary>
    public async Task<ImportReport> RunAsync(byte[] file, Guid? communityId, bool mayFound, Editor editor, Action<int> progress, CancellationToken ct)
    {
        var faults = new BookFaults();
        RegisterBook book;
        int rows;
        try
        {
            var raw = WorkbookReader.Read(file, faults, part => progress((int)(part * 25)), ct);
            rows = raw.Rows;
            book = BookReading.Read(raw, faults, part => progress(25 + (int)(part * 15)), ct);
        }
        catch (RefusedException refused)
        {
            return new ImportReport { Refusal = refused.Message };
        }

        if (faults.Count > 0) return ImportReport.Of(faults, rows);
        communityId ??= (await register.CommunitiesAsync(ct)).FirstOrDefault(c => book.Community is { } named && Cells.Canon(c.Name) == Cells.Canon(named.Name))?.Id;
        if (communityId is null && book.Community is not null && !mayFound) return new ImportReport { Refusal = $"还没有“{book.Community.Name}”这个小区。新的小区，请负责所有小区的管理员来登记。" };
        for (var attempt = 1; ; attempt++)
        {
            progress(40);
            var now = await RegisterSnapshot.LoadAsync(database, register, people, mandates, communityId, ct);
            progress(50);
            var plan = new ImportPlan(book, now, people, mandates, editor, clock.GetUtcNow(), faults).Make();
            if (faults.Count > 0) return ImportReport.Of(faults, rows);
            var report = new ImportReport { Rows = rows, CommunityId = plan.CommunityId, Community = now.Community?.Name ?? book.Community!.Name, Lines = plan.Lines, Missing = plan.Missing, Changed = plan.Changes };
            if (!plan.Changes || await WriteAsync(plan, now, report, editor, progress, ct)) return report;
            // Somebody changed the register in between: compare again with what stands there now.
            if (attempt == Tries) return new ImportReport { Refusal = "登记的时候，一直有同事在改这个小区的登记册。一条也没有登记，请过一会儿再传一次。" };
        }
    }

    /// <summary>The workbook of a community; null: the empty template. The caller writes the audit row first.</summary>
    public async Task<byte[]> ExportAsync(Guid? communityId, CancellationToken ct) =>
        WorkbookWriter.Write((await RegisterSnapshot.LoadAsync(database, register, people, mandates, communityId, ct)).ToBook());

    private async Task<bool> WriteAsync(ImportPlan plan, RegisterSnapshot now, ImportReport report, Editor editor, Action<int> progress, CancellationToken ct)
    {
        await using var transaction = await database.BeginAsync(ct);
        if (now.Community is { } community && await transaction.ExecuteAsync(
            "update communities set register_version = register_version + 1 where id = @Id and register_version = @RegisterVersion", new { community.Id, community.RegisterVersion }, ct) == 0) return false;
        for (var i = 0; i < plan.Batches.Count; i++)
        {
            progress(60 + 39 * i / plan.Batches.Count);
            await transaction.RunAsync(plan.Batches[i], ct);
        }

        var writes = new Batch();
        changes.Add(writes, editor, new RegisterChange(plan.CommunityId, ChangeKind.Imported, $"从 Excel 登记。{string.Join("；", report.Lines)}"));
        await transaction.RunAsync(writes, ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}

/// <summary>What came of reading a workbook in.</summary>
internal sealed record ImportReport
{
    /// <summary>Why nothing could be read at all.</summary>
    public string? Refusal { get; init; }

    /// <summary>What must be put right; then nothing was registered.</summary>
    public IReadOnlyList<BookFault> Faults { get; init; } = [];

    /// <summary>How many there were, also those not listed.</summary>
    public int FaultCount { get; init; }

    /// <summary>Rows read.</summary>
    public int Rows { get; init; }

    /// <summary>Community.</summary>
    public Guid? CommunityId { get; init; }

    /// <summary>Its name.</summary>
    public string? Community { get; init; }

    /// <summary>What was added and changed.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>What is registered and did not stand in the file.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Something was changed.</summary>
    public bool Changed { get; init; }

    /// <summary>Everything in the file is registered now.</summary>
    public bool Good => Refusal is null && FaultCount == 0;

    /// <summary>A report of nothing but faults.</summary>
    public static ImportReport Of(BookFaults faults, int rows) => new() { Faults = faults.All, FaultCount = faults.Count, Rows = rows };
}
