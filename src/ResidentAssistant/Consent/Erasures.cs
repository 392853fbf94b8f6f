using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Evidence;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>Forgets what a household said, where the law asks for it (PIPL article 47): personal words with their salts, transcripts and photos at rest. Records, intents and the tree stay.</summary>
internal sealed class Erasures(Erasure evidence, ConsentLog log, Database database, TimeProvider clock)
{
    /// <summary>Why words may be erased, by code.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["asked"] = "住户自己要求删除", ["over"] = "保存的时间到了", ["wrong"] = "记错了人家",
    };

    // What was said within a day may still be under way.
    private static readonly TimeSpan AtRest = TimeSpan.FromDays(1);

    /// <summary>
    /// Erases and gives back how much; refused while a signed application stands, which must be kept (article 3 of the notice), unless <paramref name="although"/> says why it may go.
    /// </summary>
    public async Task<Erased> OfHouseholdAsync(Guid householdId, string reason, string although, CurrentStaff staff, CancellationToken ct)
    {
        if (!Reasons.ContainsKey(reason)) throw new RefusedException("BadArgument", "请选为什么抹去。");
        if (await HouseholdLedger.ReadAsync(log, database, householdId, ct) is not { } ledger || !staff.Scope.Sees(ledger.Household.CommunityId))
            throw new RefusedException("NotFound", "没有找到这一户，或者不在您负责的小区。", StatusCodes.Status404NotFound);
        if (although.Length < 5 && ledger.Risers.Any(r => ledger.On(r.Id).Signed))
            throw new RefusedException("MustBeKept", "这一户签过书面申请，签字的记录要留存（通知第三条）。确实要抹去，请写明凭什么可以，至少五个字。", StatusCodes.Status409Conflict);
        return await evidence.OfHouseholdAsync(ledger.Household.CommunityId, householdId, reason, although, staff.Id, clock.GetUtcNow() - AtRest, ct);
    }
}
