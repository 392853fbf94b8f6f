using System.Text.RegularExpressions;
using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Consent.Ledger;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Consent;

/// <summary>The pilot with its ledger, a colleague who records, and households that say and sign.</summary>
internal sealed partial class ConsentWorld : IAsyncDisposable
{
    /// <summary>The smallest picture that is one.</summary>
    public static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// <summary>Over an application that runs already.</summary>
    public ConsentWorld(TestApp app) => App = app;

    public TestApp App { get; }

    public Database Database => App.Get<Database>();

    public LedgerSeeds Seeds => new(Database, App.Clock);

    /// <summary>A colleague as the stores see one.</summary>
    public CurrentStaff Colleague { get; } = new(Guid.NewGuid(), "li", "居委会小李", StaffRole.Committee, StaffScope.All(true), false);

    public static async Task<ConsentWorld> StartAsync(Provider provider = Provider.Sqlite, bool listen = true, FakeClock? clock = null) => new(await TestApp.StartAsync(provider, listen, clock: clock));

    public async Task<Household> HomeAsync(string flat) => (await App.Get<Register>().FindAsync(Pilot.CommunityId, flat, default)).ShouldBeOfType<HouseholdSearch.Found>().Household;

    public async Task<HouseholdLedger> LedgerAsync(string flat) => (await HouseholdLedger.ReadAsync(App.Get<ConsentLog>(), Database, (await HomeAsync(flat)).Id, default)).ShouldNotBeNull();

    public async Task<PairStanding[]> StandingsAsync(string flat) => [.. (await LedgerAsync(flat)) is var l ? l.Risers.Select(r => l.On(r.Id).Standing) : []];

    public async Task SayAsync(string flat, string answer, string? reason = null)
    {
        Next();
        var ledger = await LedgerAsync(flat);
        foreach (var riser in ledger.Risers) await Seeds.SayAsync(ledger.Household, riser.Id, answer, reason);
    }

    public async Task<WrittenApplication> PrintAsync(string flat)
    {
        Next();
        return (await App.Get<WrittenApplications>().PrintAskedAsync((await HomeAsync(flat)).Id, Colleague, default)).ShouldNotBeNull();
    }

    public async Task<WrittenApplication> SignAsync(string flat)
    {
        var application = await PrintAsync(flat);
        Next();
        (await App.Get<StaffActs>().SignAsync(application, Draft((await LedgerAsync(flat)).Seen), [], null, Colleague, default)).ShouldBeOfType<ActOutcome.Done>();
        return application;
    }

    public async Task<ActOutcome> EndAsync(WrittenApplication application, string kind, Guid? seen = null)
    {
        Next();
        var ledger = (await HouseholdLedger.ReadAsync(App.Get<ConsentLog>(), Database, application.HouseholdId, default))!;
        return await App.Get<StaffActs>().EndAsync(application, kind, "家里商量过了", seen ?? ledger.Seen, Colleague, default);
    }

    /// <summary>The works enter the flat's risers.</summary>
    public async Task EnterAsync(string flat)
    {
        Next();
        var ledger = await LedgerAsync(flat);
        var writes = new Batch();
        foreach (var riser in ledger.Risers)
            App.Get<ConsentLog>().Add(writes, LedgerSeeds.Act(ledger.Household, riser.Id, LedgerKinds.Entered, Guid.NewGuid(), App.Clock.GetUtcNow()) with { HouseholdId = null });
        await Database.RunAsync(writes, default);
    }

    public static SigningDraft Draft(Guid seen) => new()
    {
        Seen = seen, Signer = "王示例1", Capacity = Capacity.Owner, Paper = "deed", Mandate = "", Decision = "房产证上是他", SignedOn = new DateOnly(2026, 11, 23), Witness = "", Told = true,
    };

    public Task<long> CountAsync(string sql) => Database.FirstAsync<long>(sql, null, default);

    /// <summary>The entry a page's form was made from.</summary>
    public static string SeenIn(string page) => Seen().Match(page).Groups[1].Value;

    private void Next() => App.Clock.Advance(TimeSpan.FromSeconds(7));

    public ValueTask DisposeAsync() => App.DisposeAsync();

    [GeneratedRegex("""name="seen" value="([^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Seen();
}
