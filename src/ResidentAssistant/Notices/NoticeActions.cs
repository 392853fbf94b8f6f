using System.Text.Json;
using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Notices;

/// <summary>What residents say about notices: that they know, that they want none, and “没水了” while an announced outage runs.</summary>
internal sealed class NoticeActions(ReachLedger ledger, NoticeStore notices, Database database) : IDialogActions
{
    // Water is shut a little before and comes back a little after what was announced.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan After = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public IEnumerable<DialogAction> Actions =>
    [
        new(new ActionSignature("notice.outage", ["announced", "none"], [], ["outage"]), OutageAsync),
        new(new ActionSignature("notice.confirm", ["confirmed", "none"], [], ["notice-title", "notice-template"]), ConfirmAsync),
        new(new ActionSignature("notice.stop", ["stopped", "already", "unproven"], [], []), StopAsync),
        new(new ActionSignature("notice.resume", ["resumed", "none"], [], []), ResumeAsync),
    ];

    // Only weak or no water is ever held back; what triage calls an emergency, and every burst or leak, goes on.
    private async Task<ActionResult> OutageAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (call.Argument("intent") != "report_low_pressure" || call.Argument("emergency") is { Length: > 0 } and not "no" || turn.Conversation.HouseholdId is not { } household) return ActionResult.Of("none");
        var reads = (IReads?)turn.Open ?? database;
        foreach (var outage in await reads.QueryAsync<Outage>("""
            select v.title, v.place, v.fields, n.reference from notice_versions v join notices n on n.id = v.notice_id
             where n.template in ('outage', 'urgent-outage') and v.change <> 'Cancelled' and v.number = (select max(m.number) from notice_versions m where m.notice_id = n.id)
               and exists (select 1 from notice_risers r join riser_households o on o.riser_id = r.riser_id where r.notice_id = n.id and o.household_id = @household)
             order by v.published_at desc limit 20
            """, new { household }, ct))
        {
            var filled = JsonSerializer.Deserialize<Dictionary<string, string>>(outage.Fields)!; // written when it was published
            if (NoticeText.Time(filled.GetValueOrDefault("from", "")) is not { } from || NoticeText.Time(filled.GetValueOrDefault("to", "")) is not { } to) continue;
            if (turn.Now < SiteClock.Instant(from) - Before || turn.Now > SiteClock.Instant(to) + After) continue;
            return ActionResult.Of("announced", ("outage", new(outage.Reference, $"{outage.Place}，从{SiteClock.DayAndTime(SiteClock.Instant(from))}到{SiteClock.DayAndTime(SiteClock.Instant(to))}。")));
        }

        return ActionResult.Of("none");
    }

    // The newest notice that was said in this conversation and that the household has not confirmed yet.
    private async Task<ActionResult> ConfirmAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (turn.Conversation is not { Proven: true, HouseholdId: { } household }) return ActionResult.Of("none");
        var said = await ((IReads?)turn.Open ?? database).FirstAsync<Guid?>("""
            select r.notice_id from notice_reach r where r.target = @Id and r.household_id = @household and r.way = 'Chat' and r.state in ('Sending', 'Sent', 'Delivered')
               and not exists (select 1 from notice_reach k where k.version_id = r.version_id and k.household_id = r.household_id and k.state = 'Confirmed')
             order by r.changed_at desc limit 1
            """, new { turn.Conversation.Id, household }, ct);
        if (said is not { } notice || await notices.VersionsAsync(notice, ct) is not [var newest, ..]) return ActionResult.Of("none");
        ledger.Record(turn.Writes, newest, household, Way.Chat, turn.Conversation.Id, ReachState.Confirmed, null, turn.Now, first: true);
        return ActionResult.Of("confirmed", ("notice-title", SlotValue.Of(newest.Title)), ("notice-template", SlotValue.Of(newest.Change is NoticeChange.Cancelled ? "" : newest.Template)));
    }

    private async Task<ActionResult> StopAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!turn.Conversation.Proven) return ActionResult.Of("unproven");
        if (await IsStoppedAsync(turn, ct)) return ActionResult.Of("already");
        turn.Writes.Add("""
            insert into notice_stops (conversation_id, household_id, stopped_at) values ($1, $2, $3)
            on conflict (conversation_id) do update set stopped_at = excluded.stopped_at, ended_at = null
            """, turn.Conversation.Id, Null.Or(turn.Conversation.HouseholdId), turn.Now);
        turn.Writes.Add("update notice_reach set state = 'Replaced', changed_at = $2 where target = $1 and way = 'Chat' and state = 'Queued' and notice_id not in (select id from notices where urgent)", turn.Conversation.Id, turn.Now);
        return ActionResult.Of("stopped");
    }

    private async Task<ActionResult> ResumeAsync(ActionCall call, Turn turn, CancellationToken ct)
    {
        if (!await IsStoppedAsync(turn, ct)) return ActionResult.Of("none");
        turn.Writes.Add("update notice_stops set ended_at = $2 where conversation_id = $1", turn.Conversation.Id, turn.Now);
        return ActionResult.Of("resumed");
    }

    private async Task<bool> IsStoppedAsync(Turn turn, CancellationToken ct) =>
        await ((IReads?)turn.Open ?? database).FirstAsync<int>("select count(*) from notice_stops where conversation_id = @Id and ended_at is null", new { turn.Conversation.Id }, ct) > 0;

    private sealed record Outage
    {
        public required string Title { get; init; }

        public required string Place { get; init; }

        public required string Fields { get; init; }

        public required string Reference { get; init; }
    }
}
