using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>Every night: calls a colleague once for each approved text of the six items in which a rule ends within two weeks or has ended.</summary>
internal sealed class DisclosureEnds(Database database, Disclosures disclosures, DisclosureVersions versions, Register register) : INightly
{
    private const int DaysBefore = 14;

    /// <inheritdoc />
    public string Name => "disclosures that end";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        var today = SiteClock.Day(now);
        foreach (var community in await register.CommunitiesAsync(ct))
        {
            if (await versions.AllAsync(community.Id, ct) is not [.., { ValidTo: { } last } newest] || last >= today.AddDays(DaysBefore)) continue;
            if (await disclosures.HoldsAsync(community.Id, newest, last < today ? today : last.AddDays(1), ct)) continue;
            var writes = new Batch();
            // The version's id is the item's: two nodes, and the next night, add none.
            Desk.AddOnce(writes, newest.Id, "question", community.Id, $"告诉住户的六件事，有规定到{last.Month}月{last.Day}日为止。过了就不再告知，请看过新的再核准一版", now);
            await database.RunAsync(writes, ct);
        }
    }
}
