using System.Globalization;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>What the emergency dialog does: a ticket from the first turn on, everything learnt later added to it.</summary>
internal sealed class EmergencyActions(TicketStore tickets, TicketJoining joining, Register register) : IDialogActions
{
    // Said again this soon, it is the same fault.
    private static readonly TimeSpan SameFault = TimeSpan.FromMinutes(30);

    // A false alarm, or another danger that is still open, is about something reported this lately.
    private static readonly TimeSpan Lately = TimeSpan.FromDays(2);

    // “Repaired” and “not repaired” are about something reported this lately.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    // Staff who were paged just now need not be paged again.
    private static readonly TimeSpan JustPaged = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("emergencies.open",
            ["burst", "electric", "sewage", "gas", "person", "leak", "blockage", "pressure", "unclear", "covered"], [], ["ticket", "fault", "paged", "home", "source", "noted", "placed", "phone"]), OpenAsync),
        new(new ActionSignature("emergencies.add", ["done", "found", "missing", "raised", "alone", "again"], ["ticket"], ["fault", "paged", "noted"]), AddAsync),
        new(new ActionSignature("emergencies.status", ["waiting", "seen", "taken", "on-the-way", "on-site", "water-off", "repaired", "cannot", "done", "none"], [], ["ticket", "fault", "opened", "graver", "acted"]), StatusAsync),
        new(new ActionSignature("emergencies.last", ["open", "none"], [], ["ticket", "fault"]), LastAsync),
        new(new ActionSignature("emergencies.false-alarm", ["done"], ["ticket"], []), FalseAlarmAsync),
        new(new ActionSignature("emergencies.verdict", ["confirmed", "again", "early", "untaken", "none"], [], ["ticket"]), VerdictAsync),
        new(new ActionSignature("emergencies.rate", ["done"], ["ticket"], []), RateAsync),
    ];

    private async Task<ActionResult> OpenAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var conversation = turn.Conversation;
        var words = turn.Message?.Kind == EntryKind.Message ? turn.Message.Text : null;
        var said = FaultClass.Of(call.Value("emergency"), call.Value("intent"), words);
        var transaction = await turn.TransactionAsync(ct);
        var before = await TicketStore.OpenSinceAsync(transaction, conversation.Id, turn.Now - SameFault, ct);
        var running = before is not null && call.Id("ticket") == before.Id;
        if (before is not null && !running && !SameMatter(before, said, call.Value("where"))) before = null;

        Guid id;
        string reference;
        FaultClass fault;
        var covered = false;
        var household = conversation.HouseholdId is { } home ? await register.On(turn.Open).HouseholdAsync(home, ct) : null;
        if (before is null)
        {
            (id, fault) = (Guid.CreateVersion7(turn.Now), said);
            reference = await References.NextAsync(transaction, 'E', ct);
            // Until somebody says where it is, it is where the person lives.
            var likely = call.Value("where") is not { } where ? household : await register.On(turn.Open).FindAnywhereAsync(conversation.CommunityId, where, ct) is HouseholdSearch.Found(var there) ? there : null;
            tickets.Open(turn.Writes, id, reference, fault, likely, conversation.CommunityId, conversation.Id, turn.Number, words, turn.Now);
            if (likely is null || await joining.MainAsync(transaction, likely.Id, id, fault, turn.Now, ct) is not { } main) ToDesk(turn, fault, reference);
            else await joining.JoinAsync(transaction, turn.Writes, id, reference, fault, main, conversation.Id, turn.Now, ct);
        }
        else
        {
            (id, reference) = (before.Id, before.Reference);
            var known = FaultClass.Find(before.Class)!;
            fault = FaultClass.Graver(known, said)!;
            covered = known.Covers(said);
            tickets.Happened(turn.Writes, id, "repeated", said.Code, words, conversation.Id, turn.Number, turn.Now);
            TicketStore.Classify(turn.Writes, id, fault, turn.Now);
            var leading = await LeadingAsync(transaction, id, ct);
            // Those who repaired it have gone: said anew it runs again, and somebody is called as if it had just been reported.
            if (leading is { State: TicketState.Repaired }) Again(turn, leading, fault);
            else if (fault.Pages && fault.Severity != known.Severity) await GraverAsync(transaction, turn, before, fault, ct);
            else if (fault.Pages && before.MainId is null && (fault != known || turn.Now - before.UpdatedAt > JustPaged)) ToDesk(turn, fault, reference);
        }

        var slots = new List<(string, SlotValue)> { ("ticket", new(id.ToString(), reference)), ("fault", new(fault.Code, fault.Title)) };
        if (fault.Pages) slots.Add(("paged", SlotValue.Of("yes")));
        if (household is not null) slots.Add(("home", new(household.ShortForm, household.Label)));
        // Who calls has given the number to call back already.
        if (turn.Message?.Spoken?.Phone is { } caller && PhoneNumber.TryParse(caller) is { } number)
        {
            if (before is null) tickets.Phone(turn.Writes, id, number.Digits, conversation.Id, turn.Number, turn.Now);
            slots.Add(("phone", new(number.Digits, number.Masked, Private: true)));
        }

        if (call.Value("source") is null && Details.SourceOf(fault, call.Value("room"), call.Value("pipe")) is { } source) slots.Add(("source", source));
        // Said anew after the report was complete, nothing of it is asked again.
        if (covered && !running && before!.Flat is not null) slots.Add(("placed", SlotValue.Of("yes")));
        Note(call, turn, id, slots);
        return ActionResult.Of(covered ? "covered" : said.Code, [.. slots]);
    }

    // Whoever took the milder fault has not taken this one: the ladder begins again, for the ticket that leads.
    private async Task GraverAsync(Transaction transaction, Turn turn, Ticket ticket, FaultClass fault, CancellationToken ct)
    {
        if (ticket.MainId is { } leading)
        {
            if (await joining.RaiseAsync(transaction, turn.Writes, leading, fault, turn.Conversation.Id, turn.Now, ct) is { } main) ToDesk(turn, fault, main);
            return;
        }

        tickets.Act(turn.Writes, ticket.Id, ticket.CommunityId, ticket.Reference, new TicketAct { Kind = ActKinds.Graver, Value = fault.Code, ConversationId = turn.Conversation.Id, At = turn.Now }, TicketState.Reported, turn.Now);
        ToDesk(turn, fault, ticket.Reference);
    }

    // Another kind of fault is another ticket, but the water of a burst pipe drips elsewhere too, and soon meets the lamp; another flat is another matter.
    private static bool SameMatter(Ticket before, FaultClass said, string? where) =>
        before.Class == said.Code
        || ((where is null || before.Flat is null || where == before.Flat)
            && (FaultClass.Find(before.Class)!.Covers(said) || (said.Code == "electric" && before.Class is "burst" or "leak" or "unclear" or "sewage") || (said.Code == "sewage" && before.Class == "electric")));

    private static async Task<ActionResult> LastAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var last = await TicketStore.OpenSinceAsync(await turn.TransactionAsync(ct), turn.Conversation.Id, turn.Now - Lately, ct);
        return last is null ? ActionResult.Of("none")
            : ActionResult.Of("open", ("ticket", new(last.Id.ToString(), last.Reference)), ("fault", new(last.Class, FaultClass.Find(last.Class)?.Title ?? "报修")));
    }

    // Whether it is repaired the resident says. Before those who repair it say so, a word of his changes nothing of the ladder.
    private async Task<ActionResult> VerdictAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        if (await TicketStore.LastAsync(transaction, turn.Conversation.Id, turn.Conversation.Proven ? turn.Conversation.HouseholdId : null, ct) is not { } standing || turn.Now - standing.OpenedAt > Remembered) return ActionResult.Of("none");
        var slot = ("ticket", new SlotValue((standing.MainId ?? standing.Id).ToString(), standing.Reference));
        var good = call.Argument("said") == "yes";
        var after = standing.State is TicketState.Repaired or TicketState.Confirmed or TicketState.Closed;
        if (good && standing.State is TicketState.Confirmed or TicketState.Closed) return ActionResult.Of("confirmed", slot);
        if (!after)
        {
            tickets.Happened(turn.Writes, standing.Id, "said", good ? "repaired" : "not-repaired", null, turn.Conversation.Id, turn.Number, turn.Now);
            return ActionResult.Of(!good && standing.State is TicketState.Reported or TicketState.CannotRepair ? "untaken" : "early", slot);
        }

        var main = (await TicketStore.OneAsync(transaction, standing.MainId ?? standing.Id, ct))!;
        if (!good)
        {
            Again(turn, main, FaultClass.Find(main.Class)!);
            return ActionResult.Of("again", slot);
        }

        tickets.Act(turn.Writes, main.Id, main.CommunityId, main.Reference, new TicketAct { Kind = ActKinds.Confirmed, ConversationId = turn.Conversation.Id, At = turn.Now }, TicketState.Confirmed, null);
        turn.Writes.Add("update desk_items set done_at = $2 where reference = $1 and kind = 'emergency' and done_at is null", main.Reference, turn.Now);
        return ActionResult.Of("confirmed", slot);
    }

    private static async Task<Ticket?> LeadingAsync(Transaction transaction, Guid id, CancellationToken ct) =>
        await TicketStore.OneAsync(transaction, id, ct) is { MainId: { } main } ? await TicketStore.OneAsync(transaction, main, ct) : await TicketStore.OneAsync(transaction, id, ct);

    // Who still answers the questions of a report that was repaired or closed meanwhile may be telling that the water runs again.
    private static bool SaysItRuns(ActionCall call, Turn turn) => call.Value("running") == "flowing" && call.Argument("what") == "running"
        || (turn.Message is { Kind: EntryKind.Message, Text: { } words } && FaultClass.Named(words) is { Pages: true });

    private async Task<bool> AgainAsync(Turn turn, Guid ticket, CancellationToken ct)
    {
        if (await LeadingAsync(await turn.TransactionAsync(ct), ticket, ct) is not { } leading || (leading.State is not TicketState.Repaired && !leading.State.IsOver())) return false;
        Again(turn, leading, FaultClass.Find(leading.Class)!);
        return true;
    }

    // What was said to be repaired is not: it begins anew, at least as grave as it was.
    private void Again(Turn turn, Ticket main, FaultClass said)
    {
        var fault = FaultClass.Graver(FaultClass.Find(main.Class), said)!;
        TicketStore.Classify(turn.Writes, main.Id, fault, turn.Now);
        tickets.Act(turn.Writes, main.Id, main.CommunityId, main.Reference, new TicketAct { Kind = ActKinds.NotRepaired, ConversationId = turn.Conversation.Id, At = turn.Now }, TicketState.Reported, turn.Now);
        Desk.Add(turn.Writes, "emergency", urgent: true, main.CommunityId, turn.Conversation.Id, $"住户说没修好：{fault.Title}", main.Reference, turn.Now);
    }

    private async Task<ActionResult> RateAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (call.Id("ticket") is { } id && call.Value("rating") is { } rating && await TicketStore.OneAsync(await turn.TransactionAsync(ct), id, ct) is { } ticket)
            tickets.Act(turn.Writes, ticket.Id, ticket.CommunityId, ticket.Reference, new TicketAct { Kind = ActKinds.Rated, Value = rating, ConversationId = turn.Conversation.Id, At = turn.Now }, null, null);
        return ActionResult.Done;
    }

    // The ticket stays as it is: a person looks and closes it.
    private Task<ActionResult> FalseAlarmAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (call.Id("ticket") is not { } ticket) return Task.FromResult(ActionResult.Done);
        tickets.Happened(turn.Writes, ticket, "false-alarm", "yes", null, turn.Conversation.Id, turn.Number, turn.Now);
        TicketStore.Touch(turn.Writes, ticket, turn.Now);
        Desk.Add(turn.Writes, "emergency", urgent: false, turn.Conversation.CommunityId, turn.Conversation.Id, "住户说是误报，请核实，再由您办完", call.Slot("ticket")!.Label, turn.Now);
        return Task.FromResult(ActionResult.Done);
    }

    private async Task<ActionResult> AddAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (call.Id("ticket") is not { } ticket) return ActionResult.Done;
        var result = await AddAsync(call, turn, ticket, ct);
        var slots = result.Slots.Select(s => (s.Key, s.Value)).ToList();
        Note(call, turn, ticket, slots);
        return ActionResult.Of(result.Outcome, [.. slots]);
    }

    private async Task<ActionResult> AddAsync(ActionCall call, Turn turn, Guid ticket, CancellationToken ct)
    {
        var reference = call.Slot("ticket")!.Label;
        var what = call.Argument("what");
        void Event(string kind, string? value, string? personal = null) =>
            tickets.Happened(turn.Writes, ticket, kind, value, personal, turn.Conversation.Id, turn.Number, turn.Now);

        var again = what is "source" or "running" && SaysItRuns(call, turn) && await AgainAsync(turn, ticket, ct);
        switch (what)
        {
            case "home" when turn.Conversation.HouseholdId is { } home && call.Slot("home") is { } flat:
                var own = await register.On(turn.Open).HouseholdAsync(home, ct);
                TicketStore.Place(turn.Writes, ticket, flat.Value, own, own?.CommunityId, turn.Now);
                Event("place", flat.Value);
                await PlacedAsync(call, turn, ticket, reference, own, ct);
                return ActionResult.Of("found");
            case "place" when call.Value("where") is { } flat:
                var found = await register.On(turn.Open).FindAnywhereAsync(turn.Conversation.CommunityId, flat, ct) is HouseholdSearch.Found(var one) ? one : null;
                TicketStore.Place(turn.Writes, ticket, flat, found, found?.CommunityId, turn.Now);
                Event("place", flat);
                await PlacedAsync(call, turn, ticket, reference, found, ct);
                return ActionResult.Of(found is null ? "missing" : "found");
            case "source" when call.Value("source") is { } source:
                TicketStore.Source(turn.Writes, ticket, source, turn.Now);
                Event("source", source);
                return source == "drain" || (source == "floor" && call.Value("fault") == "blockage") ? await RaiseAsync(call, turn, ticket, "sewage", ct) : ActionResult.Of(again ? "again" : "done");
            case "running" when call.Value("running") is { } running:
                TicketStore.Running(turn.Writes, ticket, running, turn.Now);
                Event("running", running);
                return ActionResult.Of(again ? "again" : "done");
            case "spot":
                if (call.Value("spot") is { } spot) Event("spot", null, spot);
                TicketStore.Place(turn.Writes, ticket, TicketStore.SomewhereElse, null, null, turn.Now);
                await PlacedAsync(call, turn, ticket, reference, null, ct);
                break;
            case "alone" when call.Value("alone") is { } alone:
                turn.Writes.Add("update tickets set alone = $2 where id = $1", ticket, alone);
                Event("alone", alone);
                // Somebody rings first and asks later: who is alone cannot be left with a robot.
                if (alone != "yes") break;
                Desk.Add(turn.Writes, "call", urgent: true, turn.Conversation.CommunityId, turn.Conversation.Id, $"有老人或者病人自己在那儿，请先打电话：{FaultClass.Find(call.Value("fault"))?.Title}", reference, turn.Now);
                TicketStore.Touch(turn.Writes, ticket, turn.Now);
                return ActionResult.Of("alone");
            case "photo" when call.Value("photo") is { } photos:
                Event("photo", photos);
                break;
            case "phone" when call.Value("phone") is { } phone && phone != turn.Message?.Spoken?.Phone:
                tickets.Phone(turn.Writes, ticket, phone, turn.Conversation.Id, turn.Number, turn.Now);
                break;
            default:
                return ActionResult.Done;
        }

        TicketStore.Touch(turn.Writes, ticket, turn.Now);
        return ActionResult.Done;
    }

    // What was told by the way becomes an event once; the slot remembers what is written down.
    private void Note(ActionCall call, Turn turn, Guid ticket, List<(string, SlotValue)> slots)
    {
        var noted = call.Value("noted")?.Split(' ').ToList() ?? [];
        foreach (var detail in Details.Kinds)
        {
            if (call.Value(detail) is not { } value || noted.Contains(detail)) continue;
            tickets.Happened(turn.Writes, ticket, detail, value, null, turn.Conversation.Id, turn.Number, turn.Now);
            noted.Add(detail);
        }

        if (noted.Count > 0) slots.Add(("noted", SlotValue.Of(string.Join(' ', noted))));
    }

    private async Task<ActionResult> RaiseAsync(ActionCall call, Turn turn, Guid ticket, string to, CancellationToken ct)
    {
        var known = FaultClass.Find(call.Value("fault"));
        var fault = FaultClass.Graver(known, FaultClass.Find(to))!;
        if (fault == known) return ActionResult.Done;
        TicketStore.Classify(turn.Writes, ticket, fault, turn.Now);
        if (known is not { Severity: "danger" })
        {
            var transaction = await turn.TransactionAsync(ct);
            // Opened in this very turn it is not stored yet: the ladder begins with the graver class anyhow.
            if (await TicketStore.OneAsync(transaction, ticket, ct) is { } stored) await GraverAsync(transaction, turn, stored, fault, ct);
            else ToDesk(turn, fault, call.Slot("ticket")!.Label);
            TicketStore.PlaceAtDesk(turn.Writes, ticket);
        }

        return ActionResult.Of("raised", ("fault", new(fault.Code, fault.Title)), ("paged", SlotValue.Of("yes")));
    }

    // Now that its place is told it follows a ticket of the same riser, or follows one no longer; and so do those that follow it.
    private async Task PlacedAsync(ActionCall call, Turn turn, Guid ticket, string reference, Household? place, CancellationToken ct)
    {
        var transaction = await turn.TransactionAsync(ct);
        if (FaultClass.Find(call.Value("fault")) is not { } fault || await TicketStore.OneAsync(transaction, ticket, ct) is not { } stored) return;
        if (stored.MainId is { } lead && place is not null && await TicketJoining.SharesRiserAsync(transaction, lead, place.Id, ct)) return;
        await joining.MovedAsync(transaction, turn.Writes, ticket, place?.Id, turn.Conversation.Id, turn.Now, ct);
        var main = place is null ? null : await joining.MainAsync(transaction, place.Id, ticket, fault, turn.Now, ct);
        if (main is not null && stored.State is TicketState.Reported or TicketState.Duplicate) await joining.JoinAsync(transaction, turn.Writes, ticket, reference, fault, main, turn.Conversation.Id, turn.Now, ct);
        else if (stored.MainId is not null) joining.Part(turn.Writes, stored, turn.Conversation.Id, turn.Now);
    }

    private static async Task<ActionResult> StatusAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var conversation = turn.Conversation;
        var standing = await TicketStore.LastAsync(await turn.TransactionAsync(ct), conversation.Id, conversation.Proven ? conversation.HouseholdId : null, ct);
        if (standing is null) return ActionResult.Of("none");
        var outcome = standing.IsDone ? "done" : standing.State switch
        {
            TicketState.Acknowledged => "taken",
            TicketState.OnTheWay => "on-the-way",
            TicketState.OnSite => "on-site",
            TicketState.WaterOff => "water-off",
            TicketState.Repaired => "repaired",
            TicketState.CannotRepair => "cannot",
            _ => standing.SeenAt is not null ? "seen" : "waiting",
        };
        var title = FaultClass.Find(standing.Class)?.Title ?? "报修";
        var slots = new List<(string, SlotValue)>
        {
            ("ticket", SlotValue.Of(standing.Reference)), ("fault", new(standing.Class, title)),
            ("opened", new(standing.OpenedAt.ToString("O", CultureInfo.InvariantCulture), SiteClock.DayAndTime(standing.OpenedAt))),
        };
        if (standing.ActedAt is { } acted) slots.Add(("acted", new(acted.ToString("O", CultureInfo.InvariantCulture), SiteClock.DayAndTime(acted))));
        if (await TicketStore.DangerBesideAsync(await turn.TransactionAsync(ct), conversation.Id, standing.Reference, turn.Now - Lately, ct) is { } graver) slots.Add(("graver", SlotValue.Of(graver)));
        return ActionResult.Of(outcome, [.. slots]);
    }

    private static void ToDesk(Turn turn, FaultClass fault, string reference) =>
        Desk.Add(turn.Writes, "emergency", fault.Pages, turn.Conversation.CommunityId, turn.Conversation.Id, fault.Title, reference, turn.Now);
}
