using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Evidence;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Consent;

/// <summary>“给我个凭据”: a proven household gets the receipt of the newest thing that stands in its log, its own words or a colleague's act.</summary>
internal sealed class ReceiptActions(ConsentLog log, ReceiptLinks links, Database database) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
        [new(new ActionSignature("consent.receipt", ["given", "none", "unproven"], ["household"], ["receipt-about", "receipt-link"]), ReceiptAsync)];

    private async Task<ActionResult> ReceiptAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!HouseholdActions.IsProven(call, turn)) return ActionResult.Of("unproven");
        if ((await HouseholdLedger.ReadAsync(log, (IReads?)turn.Open ?? database, call.Id("household")!.Value, ct))?.Newest is not { } newest) return ActionResult.Of("none");
        return ActionResult.Of("given", ("receipt-about", new("about", $"{SiteClock.DayAndTime(newest.RecordedAt)}{About(newest)}{(newest.Reference is { } reference ? $"，编号 {reference}" : "")}")),
            ("receipt-link", new(newest.Id.ToString(), links.Of(newest.Id))));
    }

    private static string About(LedgerEntry entry) => entry.Kind switch
    {
        LedgerKinds.Agree => "您说的“同意”",
        LedgerKinds.Refuse => "您说的“不同意”",
        LedgerKinds.Undecided => "您说的“再想想”",
        LedgerKinds.Conditional => "您提的条件",
        LedgerKinds.TakenBack => "您收回前面的话",
        LedgerKinds.Disputed => "您说那不是您家的意思",
        LedgerKinds.Signed => "您家签的书面申请",
        LedgerKinds.Withdrawn => "您家撤回书面申请",
        _ => "工作人员给您家记的一条",
    };
}
