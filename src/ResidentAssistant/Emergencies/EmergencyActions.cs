using System.Globalization;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Messaging;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies;

/// <summary>What the emergency dialog does: a ticket from the first turn on, everything learnt later added to it.</summary>
internal sealed class EmergencyActions(TicketStore tickets, Register register) : IDialogActions
{
    // Said again this soon, it is the same fault.
    private static readonly TimeSpan SameFault = TimeSpan.FromMinutes(30);

    // A false alarm, or another danger that is still open, is about something reported this lately.
    private static readonly TimeSpan Lately = TimeSpan.FromDays(2);

    // Staff who were paged just now need not be paged again.
    private static readonly TimeSpan JustPaged = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("emergencies.open",
            ["burst", "electric", "sewage", "gas", "person", "leak", "blockage", "pressure", "unclear", "covered"], [], ["ticket", "fault", "paged", "home", "source", "noted", "placed", "phone"]), OpenAsync),
        new(new ActionSignature("emergencies.add", ["done", "found", "missing", "raised"], ["ticket"], ["fault", "paged", "noted"]), AddAsync),
        new(new ActionSignature("emergencies.status", ["waiting", "seen", "done", "none"], [], ["ticket", "fault", "opened", "graver"]), StatusAsync),
        new(new ActionSignature("emergencies.last", ["open", "none"], [], ["ticket", "fault"]), LastAsync),
        new(new ActionSignature("emergencies.false-alarm", ["done"], ["ticket"], []), FalseAlarmAsync),
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
        if (before is null)
        {
            (id, fault) = (Guid.CreateVersion7(turn.Now), said);
            reference = await References.NextAsync(transaction, 'E', ct);
            tickets.Open(turn.Writes, id, reference, fault, conversation.CommunityId, conversation.Id, turn.Number, words, turn.Now);
            ToDesk(turn, fault, reference);
        }
        else
        {
            (id, reference) = (before.Id, before.Reference);
            var known = FaultClass.Find(before.Class)!;
            fault = FaultClass.Graver(known, said)!;
            covered = known.Covers(said);
            tickets.Happened(turn.Writes, id, "repeated", said.Code, words, conversation.Id, turn.Number, turn.Now);
            TicketStore.Classify(turn.Writes, id, fault, turn.Now);
            if (fault.Pages && (!known.Pages || fault != known || turn.Now - before.UpdatedAt > JustPaged)) ToDesk(turn, fault, reference);
        }

        var slots = new List<(string, SlotValue)> { ("ticket", new(id.ToString(), reference)), ("fault", new(fault.Code, fault.Title)) };
        if (fault.Pages) slots.Add(("paged", SlotValue.Of("yes")));
        if (conversation.HouseholdId is { } home && await register.On(turn.Open).HouseholdAsync(home, ct) is { } household)
            slots.Add(("home", new(household.ShortForm, household.Label)));
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

        switch (what)
        {
            case "home" when turn.Conversation.HouseholdId is { } home && call.Slot("home") is { } flat:
                TicketStore.Place(turn.Writes, ticket, flat.Value, home, turn.Conversation.CommunityId, turn.Now);
                Event("place", flat.Value);
                return ActionResult.Of("found");
            case "place" when call.Value("where") is { } flat:
                var found = await register.On(turn.Open).FindAnywhereAsync(turn.Conversation.CommunityId, flat, ct) is HouseholdSearch.Found(var one) ? one : null;
                TicketStore.Place(turn.Writes, ticket, flat, found?.Id, found?.CommunityId, turn.Now);
                Event("place", flat);
                return ActionResult.Of(found is null ? "missing" : "found");
            case "source" when call.Value("source") is { } source:
                TicketStore.Source(turn.Writes, ticket, source, turn.Now);
                Event("source", source);
                return source == "drain" || (source == "floor" && call.Value("fault") == "blockage") ? Raise(call, turn, ticket, reference, "sewage") : ActionResult.Done;
            case "running" when call.Value("running") is { } running:
                TicketStore.Running(turn.Writes, ticket, running, turn.Now);
                Event("running", running);
                return ActionResult.Done;
            case "spot" when call.Value("spot") is { } spot:
                Event("spot", null, spot);
                break;
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

    private static ActionResult Raise(ActionCall call, Turn turn, Guid ticket, string reference, string to)
    {
        var known = FaultClass.Find(call.Value("fault"));
        var fault = FaultClass.Graver(known, FaultClass.Find(to))!;
        if (fault == known) return ActionResult.Done;
        TicketStore.Classify(turn.Writes, ticket, fault, turn.Now);
        if (known is not { Severity: "danger" })
        {
            ToDesk(turn, fault, reference);
            TicketStore.PlaceAtDesk(turn.Writes, ticket);
        }

        return ActionResult.Of("raised", ("fault", new(fault.Code, fault.Title)), ("paged", SlotValue.Of("yes")));
    }

    private static async Task<ActionResult> StatusAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var conversation = turn.Conversation;
        var standing = await TicketStore.LastAsync(await turn.TransactionAsync(ct), conversation.Id, conversation.Proven ? conversation.HouseholdId : null, ct);
        if (standing is null) return ActionResult.Of("none");
        var outcome = standing.IsDone ? "done" : standing.SeenAt is not null ? "seen" : "waiting";
        var title = FaultClass.Find(standing.Class)?.Title ?? "报修";
        var slots = new List<(string, SlotValue)>
        {
            ("ticket", SlotValue.Of(standing.Reference)), ("fault", new(standing.Class, title)),
            ("opened", new(standing.OpenedAt.ToString("O", CultureInfo.InvariantCulture), SiteClock.DayAndTime(standing.OpenedAt))),
        };
        if (await TicketStore.DangerBesideAsync(await turn.TransactionAsync(ct), conversation.Id, standing.Reference, turn.Now - Lately, ct) is { } graver) slots.Add(("graver", SlotValue.Of(graver)));
        return ActionResult.Of(outcome, [.. slots]);
    }

    private static void ToDesk(Turn turn, FaultClass fault, string reference) =>
        Desk.Add(turn.Writes, "emergency", fault.Pages, turn.Conversation.CommunityId, turn.Conversation.Id, fault.Title, reference, turn.Now);
}
