using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>A riser on which something of the household stands that it can take back: words that count, or a signed paper.</summary>
/// <param name="Riser">Riser.</param>
/// <param name="State">How the household stands on it.</param>
/// <param name="Said">Newest intent on it, or null where there is only paper.</param>
/// <param name="IsSettled">What counts is what a colleague found.</param>
/// <param name="Entered">The works have entered the riser.</param>
internal sealed record StandingRiser(Riser Riser, PairState State, Intent? Said, bool IsSettled, bool Entered)
{
    /// <summary>Two persons of the flat disagree, and nobody has settled it.</summary>
    public bool IsAgainst => State.Answer is Answer.Disputed && Said is { IsAgainst: true };

    /// <summary>What stands, in a resident's words.</summary>
    public string Word => State switch
    {
        { Signed: true } => "纸上签过申请",
        { Answer: Answer.Agree } => "同意",
        { Answer: Answer.Refuse } => "不同意",
        { Answer: Answer.Undecided } => "再想想",
        { Answer: Answer.Conditional } => "有个条件",
        _ => "家里说的不一样，等人核对",
    };

    // A yes of before does not outlive the paper that was taken back.
    private bool Stands => State switch
    {
        { Signed: true } => true,
        { Standing: PairStanding.Withdrawn } => false,
        _ => State.Answer is Answer.Agree or Answer.Refuse or Answer.Undecided or Answer.Conditional || IsAgainst,
    };

    /// <summary>All of the household in the call, from the log and not from the intents alone, so that what colleagues recorded is known too.</summary>
    public static async Task<IReadOnlyList<StandingRiser>> OfAsync(ConsentLog log, ActionCall call, Turn turn, CancellationToken ct)
    {
        var household = call.Id("household")!.Value;
        var transaction = await turn.TransactionAsync(ct);
        if (await HouseholdLedger.ReadAsync(log, transaction, household, ct) is not { } ledger) return [];
        var said = (await IntentStore.CurrentAsync(transaction, household, ct)).ToDictionary(i => i.RiserId);
        return [.. ledger.Risers.Select(r => Of(ledger, r, said.GetValueOrDefault(r.Id))).Where(s => s.Stands)];
    }

    private static StandingRiser Of(HouseholdLedger ledger, Riser riser, Intent? said)
    {
        var state = ledger.On(riser.Id);
        return new StandingRiser(riser, state, said, ledger.SettledOn(riser.Id) is { } settled && settled.RecordedAt == state.AnsweredAt, ledger.HasEntered(riser.Id));
    }
}
