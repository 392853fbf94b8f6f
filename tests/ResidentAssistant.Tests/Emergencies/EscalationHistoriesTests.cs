using Microsoft.Extensions.DependencyInjection;
using ResidentAssistant.Emergencies;
using ResidentAssistant.Emergencies.Escalation;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Conversations;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Emergencies;

/// <summary>The duty itself, on a database, over random histories: two nodes of which one may be broken off anywhere, colleagues, residents, gaps in the roster, clocks that jump.</summary>
public sealed class EscalationHistoriesTests
{
    private const int AtOnce = 50;
    private const int Moments = 25;

    private static readonly CurrentStaff Zhao = new(Guid.CreateVersion7(), "zhao", "赵敏", StaffRole.Committee, StaffScope.All(seesUnplaced: true), MustChangePassword: false);

    private static int Batches => Environment.GetEnvironmentVariable("RESIDENT_LONG") == "1" ? 200 : 2;

    [BothDatabases]
    public async Task Whenever_a_node_has_looked_each_open_ticket_has_somebody_who_answers_or_was_called_or_an_alarm(Provider provider)
    {
        for (var batch = 0; batch < Batches; batch++)
        {
            await using var app = await Chat.WithPilotAsync(provider);
            await using var second = app.OtherNode();
            await new History(app, second.Services, new Random(1000 + batch)).RunAsync();
        }
    }

    private sealed class History(TestApp app, IServiceProvider second, Random random)
    {
        private readonly Database database = app.Get<Database>();
        private readonly TicketLog log = app.Get<TicketLog>();
        private readonly TicketStore store = app.Get<TicketStore>();
        private readonly EscalationDuty[] nodes = [DutyOf(app.Host.Services), DutyOf(second)];
        private readonly List<Guid> tickets = [];

        public async Task RunAsync()
        {
            await database.ExecuteAsync("update owners set duty_phone = null", null, default);
            await database.ExecuteAsync("update property_companies set duty_phone = null", null, default);
            await app.Get<Policies>().SetAsync(Pilot.CommunityId, "danger", 0, "马上：物业\n3分钟后：施工单位\n5分钟后：街道\n每10分钟再来一遍", "试一试", Zhao, default);
            await OpenAsync();
            for (var moment = 0; moment < Moments; moment++)
            {
                // A second passes, or both nodes were away for a while.
                app.Clock.Advance(random.Next(8) switch { 0 => TimeSpan.FromMinutes(random.Next(1, 120)), 1 => TimeSpan.FromHours(random.Next(1, 20)), _ => TimeSpan.FromSeconds(random.Next(1, 400)) });
                await RosterAsync();
                for (var i = 0; i < 6; i++) await HappensAsync(tickets[random.Next(tickets.Count)]);
                // One node's clock is wrong now and then.
                var now = app.Clock.GetUtcNow() + (random.Next(5) == 0 ? TimeSpan.FromMinutes(random.Next(-90, 90)) : TimeSpan.Zero);
                await LookAsync(now);
                await CheckAsync(now, moment);
            }
        }

        private async Task OpenAsync()
        {
            var homes = (await database.QueryAsync<Guid>("select id from households order by id", null, default)).Take(AtOnce * 2).ToList();
            var register = app.Get<Register>();
            for (var i = 0; i < AtOnce; i++)
            {
                var now = app.Clock.GetUtcNow();
                var id = Guid.CreateVersion7(now);
                var home = random.Next(3) == 0 ? null : await register.On(null).HouseholdAsync(homes[random.Next(homes.Count)], default);
                var writes = new Batch();
                store.Open(writes, id, $"E-{i + 1:0000}", FaultClass.Find(random.Next(3) == 0 ? "gas" : "burst")!, home, Pilot.CommunityId, id, 1, null, now);
                await database.RunAsync(writes, default);
                tickets.Add(id);
            }
        }

        private async Task RosterAsync()
        {
            var roster = app.Get<DutyRoster>();
            if (random.Next(3) == 0)
                await roster.AddAsync([new DutyPerson { CommunityId = Pilot.CommunityId, Party = new[] { "property", "contractor", "street" }[random.Next(3)], Name = "值班", Phone = $"010-{random.Next(10000000, 99999999)}", Days = DutyDays.All, FromMinute = 0, ToMinute = random.Next(1440) }], Zhao, default);
            if (random.Next(4) == 0)
                foreach (var person in await roster.ListAsync(Pilot.CommunityId, default)) await roster.EndAsync(Pilot.CommunityId, person.Id, default);
        }

        private async Task HappensAsync(Guid id)
        {
            var ticket = (await log.FindAsync(id, Zhao.Scope, default))!;
            var now = app.Clock.GetUtcNow();
            if (random.Next(5) == 0)
            {
                // What a resident says is not guarded by what he has seen.
                var writes = new Batch();
                store.Act(writes, id, ticket.CommunityId, ticket.Reference, new TicketAct { Kind = random.Next(2) == 0 ? ActKinds.NotRepaired : ActKinds.Graver, Value = "burst", At = now }, TicketState.Reported, now);
                await database.RunAsync(writes, default);
                return;
            }

            if (TicketActs.Allowed(ticket).Where(k => k is not ActKinds.Duplicate).ToList() is { Count: > 0 } kinds)
                await app.Get<TicketActs>().ActAsync(id, ticket.Number, kinds[random.Next(kinds.Count)], "说一句", random.Next(4) == 0 ? random.Next(60) : 0, null, Zhao, default);
            // Of two colleagues who saw the same the second writes nothing.
            if (TicketActs.Allowed(ticket) is { Count: > 0 }) (await app.Get<TicketActs>().ActAsync(id, ticket.Number, ActKinds.OnTheWay, "", 0, null, Zhao, default)).ShouldNotBe(TicketOutcome.Done);
        }

        // Both at once, one of them broken off in the middle as by a kill; then one that lives looks until nothing is left to do.
        private async Task LookAsync(DateTimeOffset now)
        {
            using var kill = new CancellationTokenSource();
            var dying = nodes[0].RunAsync(now, kill.Token);
            var living = nodes[1].RunAsync(now, default);
            if (random.Next(2) == 0) await kill.CancelAsync();
            try
            {
                await dying;
            }
            catch (Exception e) when (e is OperationCanceledException or System.Data.Common.DbException)
            {
                // A killed node says nothing either.
            }

            await living;
            for (var i = 0; i < 40; i++)
            {
                // A claim of a killed node ends after three seconds of the database's clock.
                await database.ExecuteAsync("update tickets set claimed_until = null", null, default);
                if (await database.FirstAsync<long>("select count(*) from tickets where closed_at is null and due_at <= @now", new { now }, default) == 0) return;
                await nodes[1].RunAsync(now, default);
            }
        }

        private async Task CheckAsync(DateTimeOffset now, int moment)
        {
            foreach (var ticket in await log.OpenAsync(Zhao.Scope, default))
            {
                var where = $"{ticket.Reference} at moment {moment}: {string.Join(' ', ticket.Acts.Select(a => a.Kind))}";
                ticket.Acts.Select(a => a.Number).ShouldBe(Enumerable.Range(1, ticket.Number), where);
                var timeline = ticket.Timeline;
                timeline.State.ShouldBe(ticket.State, where);
                if (timeline.State is TicketState.Repaired || timeline.Next is not { } next) continue;
                ticket.DueAt.ShouldNotBeNull(where);
                ticket.DueAt.Value.ShouldBeGreaterThan(now, where);
                (ticket.DueAt.Value - now).ShouldBeLessThan(TimeSpan.FromHours(28), where);
                var calls = timeline.Calls(next);
                (timeline.Taken is not null || calls is [.., { Kind: ActKinds.Alarm }] || calls.Any(c => c.Kind == ActKinds.Paged)).ShouldBeTrue($"nobody answers and nobody was called: {where}");
            }
        }

        private static EscalationDuty DutyOf(IServiceProvider services) => services.GetServices<IDuty>().OfType<EscalationDuty>().Single();
    }
}
