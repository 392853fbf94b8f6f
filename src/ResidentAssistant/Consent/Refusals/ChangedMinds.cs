using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>A household that was closed, or wanted no visits, says yes of its own accord: it stays an intent, a colleague hears of it, and the person is told what follows.</summary>
internal sealed class ChangedMinds(ConsentLog log)
{
    /// <summary>What is to be said and done besides recording the yes.</summary>
    public async Task<ActionResult> HeardAsync(ActionResult recorded, Guid householdId, IReadOnlyList<Riser> risers, string reference, Turn turn, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        if (await HouseholdLedger.ReadAsync(log, transaction, householdId, ct) is not { } ledger) return recorded;
        if (risers.Any(r => ledger.On(r.Id).ClosedAt is not null))
        {
            Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "记过“不再实施”的住户在聊天里说同意，要不要重新打开，请看了跟他说", reference, turn.Now);
            recorded = recorded.Saying("这根管子以前定过这次先不换。您现在同意，我照您的意思记下，已经请工作人员看。能不能再换、什么时候换，我不能替他们说，由工作人员答复您。");
        }

        var quiet = VisitStanding.Of(await VisitLog.OfHouseholdAsync(transaction, householdId, ct), ledger.Entries).Quiet;
        return quiet ? recorded.Saying("您以前说过别再上门。现在您自己说了同意，工作人员可能会为签字的事跟您约时间。还是不想让人来，跟我说“别再上门”。") : recorded;
    }
}
