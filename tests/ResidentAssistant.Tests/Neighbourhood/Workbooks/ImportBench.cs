using ResidentAssistant.Evidence;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Neighbourhood.Workbooks;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Neighbourhood.Workbooks;

/// <summary>A database with the stores of the register on it.</summary>
internal sealed class ImportBench : IAsyncDisposable
{
    private readonly TestDatabase test;
    private readonly TestKeys keys = new();

    private ImportBench(TestDatabase test)
    {
        this.test = test;
        var ring = keys.Open();
        (Register, People, Mandates, Changes) = (new Register(Database), new People(Database, ring, Clock), new Mandates(Database, ring, Clock), new RegisterChanges(Database, new EvidenceLog(ring), Clock));
        Units = new Units(Database, Changes, Clock);
        Letters = new Letters(Database, Register, ring, Clock);
        Reachability = new Reachability(Database, Changes, ring, Clock);
        Imports = new Imports(Database, Register, People, Mandates, Changes, Clock);
        Pilot = new Pilot(Database, People, Letters, ring, Clock);
    }

    public FakeClock Clock { get; } = new();

    public Database Database => test.Database;

    public Register Register { get; }

    public People People { get; }

    public Mandates Mandates { get; }

    public RegisterChanges Changes { get; }

    public Units Units { get; }

    public Letters Letters { get; }

    public Reachability Reachability { get; }

    public Imports Imports { get; }

    public Pilot Pilot { get; }

    public static async Task<ImportBench> OnAsync(Provider provider, bool pilot = false)
    {
        var bench = new ImportBench(await TestDatabase.OnAsync(provider));
        if (pilot) await bench.Pilot.FillIfEmptyAsync(default);
        return bench;
    }

    public Task<ImportReport> ImportAsync(Book book) => Imports.RunAsync(book.File(), null, true, Editor.CommandLine, _ => { }, default);

    public async Task<Household> FlatAsync(Guid community, string shortForm) =>
        (await Register.FindAsync(community, shortForm, default)).ShouldBeOfType<HouseholdSearch.Found>().Household;

    public async Task<IReadOnlyList<long>> CountsAsync(IEnumerable<string> tables)
    {
        var counts = new List<long>();
        foreach (var table in tables) counts.Add(await Database.FirstAsync<long>($"select count(*) from {table}", null, default));
        return counts;
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        keys.Dispose();
    }
}
