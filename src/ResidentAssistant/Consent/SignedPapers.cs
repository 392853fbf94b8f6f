using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Consent;

/// <summary>What words in chat do to a paper that is signed: a no or a withdrawal takes it back, until the works have entered.</summary>
internal static class SignedPapers
{
    /// <summary>The risers, all of them or those named, for which the household has signed.</summary>
    public static IReadOnlyList<SignedRiser> Of(HouseholdLedger? ledger, IReadOnlyList<Riser>? among = null) => ledger is null
        ? [] : [.. ledger.Risers.Where(r => among is null || among.Any(a => a.Id == r.Id)).Select(r => new SignedRiser(r.Id, ledger.On(r.Id), ledger.HasEntered(r.Id))).Where(s => s.State.Signed)];

    /// <summary>Either way a colleague hears of it and the person is told.</summary>
    public static ActionResult TakenBack(ActionResult recorded, IReadOnlyList<SignedRiser> signed, Turn turn)
    {
        if (signed.Count == 0) return recorded;
        var reference = signed[0].State.ApplicationReference;
        if (CalledIfLate(signed, turn)) return recorded.Saying("您家在纸上签过申请，施工队已经进场，活儿不能说停就停。您要撤回的话我记下了，已经请工作人员马上跟您家商量。");
        Desk.Add(turn.Writes, "question", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "签过申请书的住户在聊天里改了主意，这根立管不能施工，请联系", reference, turn.Now);
        return recorded.Saying($"您家在纸上签过的申请 {reference} 也一起收回了，这根管子先不施工。以后想再申请，要重新签字。");
    }

    /// <summary>True when the works have entered: then the paper stays as it is and a colleague is called at once.</summary>
    public static bool CalledIfLate(IReadOnlyList<SignedRiser> signed, Turn turn)
    {
        if (!signed.Any(s => s.Entered)) return false;
        StaffActs.LateWithdrawal(turn.Writes, turn.Conversation.CommunityId, signed[0].State.ApplicationReference, turn.Now, turn.Conversation.Id);
        return true;
    }

    /// <summary>What a no would do to a signed paper, for the read-back; empty when nothing is signed.</summary>
    public static string Undone(IReadOnlyList<SignedRiser> signed) => signed switch
    {
        [] => "",
        [var first, ..] when signed.Any(s => s.Entered) => $"。您家纸上签过申请 {first.State.ApplicationReference}，施工队已经进场，活儿不能说停就停，我请工作人员马上跟您家商量",
        [var first, ..] => $"，纸上签过的申请 {first.State.ApplicationReference} 也一起收回",
    };

    /// <summary>How an answer in chat and the paper go together: said after a yes or a no was recorded, or had been.</summary>
    public static string Beside(string answer, IReadOnlyList<SignedRiser> signed, int risers) => answer switch
    {
        "agree" when signed.Count == risers => $"您家在纸上签过的申请 {signed[0].State.ApplicationReference} 照旧算数。",
        "agree" when signed.Count > 0 => $"您家在纸上签过的申请 {signed[0].State.ApplicationReference} 照旧算数，没签过的那根，正式申请要在纸上签字才算。",
        "agree" => "这还不是正式申请，正式申请要在纸上签字才算。",
        _ => "",
    };

    /// <summary>What is neither a yes nor a no leaves the paper as it is, and says so.</summary>
    public static ActionResult Kept(ActionResult recorded, IReadOnlyList<SignedRiser> signed) =>
        signed.Count == 0 ? recorded : recorded.Saying($"您家在纸上签过的申请 {signed[0].State.ApplicationReference} 没有动。要收回，打“撤回”。");
}

/// <summary>A riser for which the household has signed.</summary>
internal sealed record SignedRiser(Guid Id, PairState State, bool Entered);
