using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Neighbourhood;

/// <summary>A fresh database with the pilot community in it, and the stores to ask.</summary>
internal sealed class PilotCommunity : IAsyncDisposable
{
    private readonly TestDatabase test;
    private readonly TestKeys keys;

    private PilotCommunity(TestDatabase test, TestKeys keys)
    {
        this.test = test;
        this.keys = keys;
        Keys = keys.Open();
        Register = new Register(test.Database);
        People = new People(test.Database, Keys, Clock);
        Letters = new Letters(test.Database, Register, Keys, Clock);
        Pilot = new Pilot(test.Database, People, Letters, Keys, Clock);
    }

    public FakeClock Clock { get; } = new();

    public Database Database => test.Database;

    public KeyRing Keys { get; }

    public KeyRing ReopenKeys() => keys.Open();

    public Register Register { get; }

    public People People { get; }

    public Letters Letters { get; }

    public Pilot Pilot { get; }

    public static async Task<PilotCommunity> OnAsync(Provider provider)
    {
        var community = new PilotCommunity(await TestDatabase.OnAsync(provider), new TestKeys());
        (await community.Pilot.FillIfEmptyAsync(default)).ShouldBeTrue();
        return community;
    }

    public async Task<Household> HouseholdAsync(string shortForm) =>
        (await Register.FindAsync(Pilot.CommunityId, shortForm, default)).ShouldBeOfType<HouseholdSearch.Found>().Household;

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        keys.Dispose();
    }
}
