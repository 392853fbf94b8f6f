using ResidentAssistant.Messaging;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>Turns steps of a ladder into pages, telephone calls and numbers to ring.</summary>
internal sealed class Calling(Database database, DutyRoster roster, StaffAccounts accounts, StaffLedger ledger, StaffSender sender, StaffLink link)
{
    // So long the ladder leaves the first page to the desk, whose round comes before its own.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    private readonly Database database = database;
    private readonly DutyRoster roster = roster;
    private readonly StaffAccounts accounts = accounts;
    private readonly StaffLedger ledger = ledger;
    private readonly StaffSender sender = sender;
    private readonly StaffLink link = link;

    /// <summary>Begins to call about a ticket at an instant.</summary>
    public async Task<Calls> BeginAsync(TicketFile ticket, EscalationPolicy policy, DateTimeOffset now, CancellationToken ct) =>
        new(this, ticket, policy, await RepairRoute.OfAsync(database, ticket.HouseholdId, now, ct), now);

    /// <summary>The calls about one ticket at one instant; nothing is sent before <see cref="Writes"/> are.</summary>
    internal sealed class Calls(Calling of, TicketFile ticket, EscalationPolicy policy, RepairRoute route, DateTimeOffset now)
    {
        private HashSet<(string Way, string Target)>? already;
        private Guid? desk;
        private Item? item;
        private bool looked;

        /// <summary>What has to be written with the acts.</summary>
        public Batch Writes { get; } = new();

        /// <summary>True when some step has somebody who can be called.</summary>
        public async Task<bool> AnybodyAsync(CancellationToken ct)
        {
            for (var step = 0; step < policy.Steps.Count; step++)
                if (await ReachAsync(step, substitutes: true, ct) is not { IsEmpty: true }) return true;
            return false;
        }

        /// <summary>True while the desk is about to page for this very call, a second from now at most: then nobody is paged twice.</summary>
        public async Task<bool> IsLeftToDeskAsync(NextCall next, Timeline timeline, CancellationToken ct)
        {
            if (!looked) await LookAtDeskAsync(ct);
            return of.sender.Ways.Count > 0 && IsDesks(next, timeline) && item is { Urgent: true, PagedAt: null } && now - item.CreatedAt < Soon;
        }

        /// <summary>Calls one step; gives back what is to be written down of it.</summary>
        public async Task<TicketAct> CallAsync(NextCall next, Timeline timeline, CancellationToken ct)
        {
            var act = Guid.CreateVersion7(now);
            if (!looked) await LookAtDeskAsync(ct);
            if (next.Alarm)
            {
                desk = Desk.Add(Writes, "emergency", urgent: true, ticket.CommunityId, null, $"谁也叫不到，请马上自己找人：{ticket.Title}", ticket.Reference, now);
                return new TicketAct { Id = act, Kind = ActKinds.Alarm, Value = next.For.ToString(), Step = next.Step, At = now };
            }

            var reach = await ReachAsync(next.Step, substitutes: next.Round > 0, ct);
            if (reach.IsEmpty) return new TicketAct { Id = act, Kind = ActKinds.Nobody, Value = next.For.ToString(), Step = next.Step, At = now };
            desk ??= Desk.Add(Writes, "emergency", urgent: true, ticket.CommunityId, null, ticket.Title, ticket.Reference, now);
            // Whoever has the desk's page is not paged twice in one second.
            var first = IsDesks(next, timeline);
            var words = new StaffWords.Page(TitleOf(next, timeline), ticket.Reference, ticket.Where, SiteClock.DayAndTime(ticket.OpenedAt), of.link.Desk);
            foreach (var (way, target) in reach.Pages)
                if (!first || !already!.Contains((way, target))) of.ledger.Page(Writes, way, target, words, desk.Value, act, now);
            foreach (var contact in reach.Numbers) await RingAsync(contact, ct);
            return new TicketAct { Id = act, Kind = ActKinds.Paged, Value = next.For.ToString(), Step = next.Step, At = now, Words = reach.Text };
        }

        private string TitleOf(NextCall next, Timeline timeline) => next.For switch
        {
            Milestone.Acknowledged when timeline.CannotRepair => $"修不了，要街道找人：{ticket.Title}",
            Milestone.Acknowledged when next is { Step: 0, Round: 0 } => ticket.Title,
            Milestone.Acknowledged => $"还没有人接手：{ticket.Title}",
            Milestone.OnSite => $"过了时间，还没有人到：{ticket.Title}",
            Milestone.WaterOff => $"过了时间，水还没关上：{ticket.Title}",
            _ => $"过了时间，还没修好：{ticket.Title}",
        };

        // A colleague rings who cannot be paged; while one number waits to be rung it is not asked for again.
        private async Task RingAsync(Contact contact, CancellationToken ct)
        {
            if (await of.database.FirstAsync<long>("select count(*) from ticket_calls where ticket_id = @Id and phone = @Phone and ended_at is null", new { ticket.Id, contact.Phone }, ct) > 0) return;
            var party = Targets.Names[contact.Party];
            var id = Desk.Add(Writes, "call", urgent: true, ticket.CommunityId, null, $"请打电话叫{party}：{ticket.Title}", ticket.Reference, now);
            Writes.Add("insert into ticket_calls (id, ticket_id, party, name, phone, made_at) values ($1, $2, $3, $4, $5, $6)", id, ticket.Id, contact.Party, contact.Name, contact.Phone, now);
        }

        // The first page about a report, or about one that begins anew, is that of the matter it put on the desk.
        private bool IsDesks(NextCall next, Timeline timeline) => next is { For: Milestone.Acknowledged, Step: 0, Round: 0 } && !timeline.CannotRepair && item is not null && item.CreatedAt >= timeline.Since;

        private async Task LookAtDeskAsync(CancellationToken ct)
        {
            looked = true;
            item = await of.database.FirstAsync<Item>("select id, urgent, created_at, paged_at from desk_items where reference = @Reference and kind = 'emergency' and done_at is null order by urgent desc, created_at desc, id desc limit 1", new { ticket.Reference }, ct);
            desk = item?.Id;
            already = [.. (await of.database.QueryAsync<Paged>("select way, target from staff_messages where desk_item_id = @desk and kind = 'Page'", new { desk = desk ?? Guid.Empty }, ct)).Select(p => (p.Way, p.Target))];
        }

        private async Task<Reach> ReachAsync(int step, bool substitutes, CancellationToken ct)
        {
            var reach = new Reach();
            var app = of.sender.Ways.Any(w => w.Name == StaffWays.App);
            foreach (var target in policy.Steps[step].Targets)
            {
                switch (target)
                {
                    case Targets.Robots:
                        var communities = (await of.database.QueryAsync<string>("select name from communities", null, ct)).ToHashSet(StringComparer.Ordinal);
                        foreach (var way in of.sender.Ways)
                            foreach (var group in Paging.GroupsOf(way, ticket.Community, communities)) reach.Page(way.Name, group, group);
                        break;
                    case Targets.Office when app:
                        foreach (var colleague in (await of.accounts.ReachableAsync(ct)).Where(c => c.Staff.May(StaffAction.DeskDone) && c.Staff.Scope.Sees(ticket.CommunityId))) reach.Page(StaffWays.App, colleague.Member, colleague.Staff.Name);
                        break;
                    case ['@', .. var member] when app:
                        reach.Page(StaffWays.App, member, member);
                        break;
                    case Targets.Phone when of.sender.Ways.Any(w => w.Name == StaffWays.Phone):
                        var before = step == 0 ? [] : await PartiesAsync(step - 1, substitutes, ct);
                        foreach (var contact in before.Concat(await PartiesAsync(step, substitutes, ct)).Where(c => c.Member is not null)) reach.Page(StaffWays.Phone, contact.Member!, $"{contact.Name}（电话）");
                        break;
                }
            }

            foreach (var contact in await PartiesAsync(step, substitutes, ct))
            {
                if (contact.Member is { } member && app) reach.Page(StaffWays.App, member, contact.Name);
                else if (contact.Phone is not null) reach.Ring(contact);
            }

            return reach;
        }

        private async Task<IReadOnlyList<Contact>> PartiesAsync(int step, bool substitutes, CancellationToken ct)
        {
            var parties = policy.Steps[step].Targets.SelectMany(t => t switch { Targets.Routed => route.First, Targets.Copies => route.Copies, _ => Targets.Parties.Contains(t) ? [t] : (IReadOnlyList<string>)[] }).Distinct();
            var contacts = new List<Contact>();
            foreach (var party in parties) contacts.AddRange(await of.roster.OnDutyAsync(ticket.Place, party, substitutes, now, ct));
            return contacts;
        }
    }

    // Whom a step reaches, each once.
    private sealed class Reach
    {
        private readonly List<string> names = [];

        public List<(string Way, string Target)> Pages { get; } = [];

        public List<Contact> Numbers { get; } = [];

        public bool IsEmpty => Pages.Count == 0 && Numbers.Count == 0;

        public string Text => string.Join('、', names.Distinct(StringComparer.Ordinal).Take(20));

        public void Page(string way, string target, string name)
        {
            if (Pages.Contains((way, target))) return;
            Pages.Add((way, target));
            names.Add(name);
        }

        public void Ring(Contact contact)
        {
            if (Numbers.Exists(n => n.Phone == contact.Phone)) return;
            Numbers.Add(contact);
            names.Add($"{contact.Name}（要打电话）");
        }
    }

    private sealed record Item
    {
        public required Guid Id { get; init; }

        public required bool Urgent { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset? PagedAt { get; init; }
    }

    private sealed record Paged
    {
        public required string Way { get; init; }

        public required string Target { get; init; }
    }
}
