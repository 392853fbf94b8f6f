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

    // Staff who were paged just now need not be paged again.
    private static readonly TimeSpan JustPaged = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("emergencies.open",
            ["burst", "electric", "sewage", "gas", "person", "leak", "blockage", "pressure", "unclear"], [], ["ticket", "fault", "paged", "home", "source", "noted"]), OpenAsync),
        new(new ActionSignature("emergencies.add", ["done", "found", "missing", "raised"], ["ticket"], ["fault", "paged", "noted"]), AddAsync),
        new(new ActionSignature("emergencies.status", ["waiting", "seen", "done", "none"], [], ["ticket", "fault", "opened"]), StatusAsync),
    ];

    private async Task<ActionResult> OpenAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        var conversation = turn.Conversation;
        var words = turn.Message?.Kind == EntryKind.Message ? turn.Message.Text : null;
        var said = FaultClass.Of(call.Value("emergency"), call.Value("intent"), words);
        var transaction = await turn.TransactionAsync(ct);
        var before = await TicketStore.OpenSinceAsync(transaction, conversation.Id, turn.Now - SameFault, ct);
        // Another kind of fault is another ticket, unless the dialog that is running about this one has just heard of it.
        if (before is not null && before.Class != said.Code && call.Id("ticket") != before.Id) before = null;

        Guid id;
        string reference;
        FaultClass fault;
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
            tickets.Happened(turn.Writes, id, "repeated", said.Code, words, conversation.Id, turn.Number, turn.Now);
            TicketStore.Classify(turn.Writes, id, fault, turn.Now);
            if (fault.Pages && (!known.Pages || fault != known || turn.Now - before.UpdatedAt > JustPaged)) ToDesk(turn, fault, reference);
        }

        var slots = new List<(string, SlotValue)> { ("ticket", new(id.ToString(), reference)), ("fault", new(fault.Code, fault.Title)) };
        if (fault.Pages) slots.Add(("paged", SlotValue.Of("yes")));
        if (conversation.HouseholdId is { } home && await register.On(turn.Open).HouseholdAsync(home, ct) is { } household)
            slots.Add(("home", new(household.ShortForm, household.Label)));
        if (call.Value("source") is null && Details.SourceOf(fault, call.Value("room"), call.Value("pipe")) is { } source) slots.Add(("source", source));
        Note(call, turn, id, slots);
        return ActionResult.Of(said.Code, [.. slots]);
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
            case "phone" when call.Value("phone") is { } phone:
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
        return ActionResult.Of(outcome, ("ticket", SlotValue.Of(standing.Reference)), ("fault", new(standing.Class, title)),
            ("opened", new(standing.OpenedAt.ToString("O", CultureInfo.InvariantCulture), SiteClock.DayAndTime(standing.OpenedAt))));
    }

    private static void ToDesk(Turn turn, FaultClass fault, string reference) =>
        Desk.Add(turn.Writes, "emergency", fault.Pages, turn.Conversation.CommunityId, turn.Conversation.Id, fault.Title, reference, turn.Now);
}
