using System.Globalization;
using System.Security.Cryptography;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Entries;

/// <summary>What a proven household says about the visits of the team: that they suit, that another time is wished, who opens the door.</summary>
internal sealed class EntryActions(EntryLog log, ReleasedEntries released, EntryTimes times, Database database) : IDialogActions
{
    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("entry.current", ["planned", "confirmed", "paused", "none"], ["household"], ["entry-times", "entry-seen", "visit"]) { Offers = ["visits"] }, CurrentAsync),
        new(new ActionSignature("entry.confirm", ["confirmed", "changed"], ["household", "entry-seen"], []), ConfirmAsync),
        new(new ActionSignature("entry.offers", ["offered", "none"], ["household", "visit"], ["why"]) { Offers = ["windows"] }, OffersAsync),
        new(new ActionSignature("entry.move", ["moved", "changed"], ["household", "visit", "window"], []), MoveAsync),
        new(new ActionSignature("entry.ask", ["asked"], ["household", "visit"], ["reference"]), AskAsync),
        new(new ActionSignature("entry.at-home", ["recorded"], ["household", "at-home"], []), AtHomeAsync),
    ];

    private async Task<ActionResult> CurrentAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var (open, locked) = await released.AheadAsync((IReads?)turn.Open ?? database, Proven(call, turn), turn.Now, ct);
        if (open.Count == 0) return ActionResult.Of(locked ? "paused" : "none");
        var visits = open.SelectMany(w => w.Ahead(turn.Now).Select(t => (Work: w, Time: t))).OrderBy(v => v.Time.BeginsAt).ToList();
        var lines = open.Select(w => $"{w.Riser}：\n{string.Join('\n', w.Ahead(turn.Now).Select(t => w.IsConfirmed(t) ? $"{t.Words}（您说过行）" : t.Words))}");
        var slots = new List<(string, SlotValue)> { ("entry-times", SlotValue.Of(string.Join('\n', lines))), ("entry-seen", SlotValue.Of(MarkOf(open, turn.Now))) };
        // One visit need not be chosen.
        if (visits is [var only]) slots.Add(("visit", new SlotValue($"{only.Time.Id}", only.Time.Words)));
        return ActionResult.Of(visits.All(v => v.Work.IsConfirmed(v.Time)) ? "confirmed" : "planned", [.. slots]).Offering("visits", [.. visits.Take(9).Select(v => new Choice($"{v.Time.Id}", v.Time.Words))]);
    }

    private async Task<ActionResult> ConfirmAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var transaction = await LockedAsync(call, turn, ct);
        var (open, _) = await released.AheadAsync(transaction, call.Id("household")!.Value, turn.Now, ct);
        // A yes holds for the times that were read.
        if (MarkOf(open, turn.Now) != call.Value("entry-seen")) return ActionResult.Of("changed");
        foreach (var work in open)
        {
            var number = work.Seen;
            foreach (var time in work.Ahead(turn.Now).Where(t => !work.IsConfirmed(t)))
                log.Add(turn.Writes, Act(work, EntryKinds.Confirmed, ++number, turn) with { EntryId = time.Id, Facts = new Dictionary<string, string> { ["step"] = time.Step, ["time"] = time.Slot.Words } });
        }

        return ActionResult.Of("confirmed");
    }

    private async Task<ActionResult> OffersAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var reads = (IReads?)turn.Open ?? database;
        if (await VisitAsync(reads, call, turn, ct) is not var (_, time)) return ActionResult.Of("none", ("why", SlotValue.Of("这一次的时间刚才有变化。")));
        var free = await times.OfferedAsync(reads, time, turn.Now, ct);
        var together = free.Count == 0 && await EntryTimes.NeedsEveryFlatAsync(reads, time, ct);
        var why = SlotValue.Of(together ? "这一次我自己换不了：这根管子连着楼上楼下，那天要每一家一起开门。" : "我这里没有别的时间能换了。");
        return free.Count == 0 ? ActionResult.Of("none", ("why", why))
            : ActionResult.Of("offered", ("why", why)).Offering("windows", [.. free.Take(8).Select(s => new Choice(s.Begins.ToString("s", CultureInfo.InvariantCulture), s.Words))]);
    }

    private async Task<ActionResult> MoveAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var transaction = await LockedAsync(call, turn, ct);
        if (await VisitAsync(transaction, call, turn, ct) is not var (work, time)) return ActionResult.Of("changed");
        await EntryTimes.LockAsync(transaction, work.CommunityId, ct);
        var slot = (await times.OfferedAsync(transaction, time, turn.Now, ct)).FirstOrDefault(s => s.Begins.ToString("s", CultureInfo.InvariantCulture) == call.Value("window"));
        if (slot == default) return ActionResult.Of("changed");
        times.Move(turn.Writes, work, time, slot, work.Seen + 1, turn, null, turn.Now);
        return ActionResult.Of("moved");
    }

    // A wish that nobody has met yet keeps its number; only what is new is added.
    private async Task<ActionResult> AskAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var transaction = await LockedAsync(call, turn, ct);
        var found = await VisitAsync(transaction, call, turn, ct);
        var work = found?.Work ?? (await log.OfHouseholdAsync(transaction, call.Id("household")!.Value, ct)).First(w => w.Times.Count > 0 || w.Acts.Count > 0);
        var words = call.Value("wish") ?? "";
        var reference = work.Wish?.Reference ?? await References.NextAsync(transaction, 'R', ct);
        if (work.Wish is null || words.Length > 0)
            log.Add(turn.Writes, Act(work, EntryKinds.Asked, work.Seen + 1, turn) with { EntryId = found?.Time.Id, Reference = reference, Facts = new Dictionary<string, string> { ["time"] = found?.Time.Slot.Words ?? "" } }, ("words", words));
        if (work.Wish is null)
            Desk.Add(turn.Writes, "question", urgent: found?.Time.Day == SiteClock.Day(turn.Now), work.CommunityId, turn.Conversation.Id, "住户想换入户时间，排不出来，请打电话商量", reference, turn.Now);
        return ActionResult.Of("asked", ("reference", SlotValue.Of(reference)));
    }

    private async Task<ActionResult> AtHomeAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var transaction = await LockedAsync(call, turn, ct);
        var (open, _) = await released.AheadAsync(transaction, call.Id("household")!.Value, turn.Now, ct);
        foreach (var work in open)
            log.Add(turn.Writes, Act(work, EntryKinds.AtHome, work.Seen + 1, turn) with { Facts = new Dictionary<string, string> { ["way"] = call.Value("at-home")! } }, ("who", call.Value("opener") ?? ""));
        return ActionResult.Of("recorded");
    }

    private async Task<(FlatWork Work, EntryTime Time)?> VisitAsync(IReads reads, ActionCall call, Turn turn, CancellationToken ct)
    {
        var (open, _) = await released.AheadAsync(reads, Proven(call, turn), turn.Now, ct);
        foreach (var work in open)
            if (work.Ahead(turn.Now).FirstOrDefault(t => t.Id == call.Id("visit")) is { } time) return (work, time);
        return null;
    }

    private static async Task<Transaction> LockedAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var household = Proven(call, turn);
        var transaction = await turn.TransactionAsync(ct);
        await HouseholdLedger.LockAsync(transaction, household, ct);
        return transaction;
    }

    private static Guid Proven(ActionCall call, Turn turn) => HouseholdActions.IsProven(call, turn)
        ? call.Id("household")!.Value : throw new InvalidOperationException("times of entry are told and changed for a proven household only");

    // Short, so that it may stand in an outcome; it changes with every visit that is planned or moved.
    private static string MarkOf(IReadOnlyList<FlatWork> works, DateTimeOffset now) =>
        Convert.ToHexStringLower(SHA256.HashData([.. works.SelectMany(w => w.Ahead(now)).Select(t => t.Id).Order().SelectMany(id => id.ToByteArray())]))[..12];

    private static EntryAct Act(FlatWork work, string kind, int number, Turn turn) => new()
    {
        Id = Guid.CreateVersion7(turn.Now), CommunityId = work.CommunityId, RiserId = work.RiserId, HouseholdId = work.HouseholdId, Number = number, Kind = kind, ConversationId = turn.Conversation.Id, At = turn.Now,
    };
}
