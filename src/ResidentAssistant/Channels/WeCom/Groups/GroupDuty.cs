using ResidentAssistant.Messaging.ToGroups;
using ResidentAssistant.Scheduling;
using ResidentAssistant.WeCom;
using ResidentAssistant.WeCom.Groups;

namespace ResidentAssistant.Channels.WeCom.Groups;

/// <summary>Every second: reads the corp's customer groups twice a day, makes wanted texts into tasks for group owners, follows their taps, reminds and takes back.</summary>
internal sealed partial class GroupDuty(WeComClient client, CustomerGroups groups, GroupSends sends, TimeProvider clock, ILogger<GroupDuty> log) : IDuty
{
    private const int AtOnce = 10;

    /// <summary>Reason of a text that was taken back because its owner did not tap: old words must not come into a group a week later.</summary>
    internal const string NobodyTapped = "nobody tapped";

    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan GivenUp = TimeSpan.FromDays(3);

    /// <inheritdoc />
    public string Name => "wecom-groups";

    /// <inheritdoc />
    public async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (await groups.ClaimReadingAsync(ct)) await ReadAsync(ct);
        for (var step = 0; step < AtOnce && await sends.ClaimAsync(ct) is { } send; step++) await sends.FinishAsync(send, await StepAsync(send, ct), ct);
        foreach (var reminder in await sends.RemindersAsync(ct))
        {
            // Marked before the call: a reminder lost with a killed node is pressed again, one made twice would be one too many.
            if (!await sends.ClaimReminderAsync(reminder.Id, ct)) continue;
            try
            {
                await client.RemindMassAsync(reminder.Msgid, ct);
            }
            catch (WeComException no)
            {
                await sends.ReminderRefusedAsync(reminder.Id, $"{no.Code}", ct);
            }
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        try
        {
            var read = new List<(string, string, string)>();
            for (string? cursor = null; ;)
            {
                var page = await client.GroupsAsync(cursor, ct);
                foreach (var id in page.ChatIds)
                    if (await GroupAsync(id, ct) is { } group) read.Add((group.ChatId, group.Name, group.Owner));
                if (page.NextCursor is null) break;
                cursor = page.NextCursor;
            }

            await groups.KeepAsync(read, ct);
        }
        catch (WeComException no)
        {
            // Most corps have not given the app this right; then groups are pasted by hand, as before.
            Unread(no.Call, no.Code);
        }
    }

    // A group may be dissolved between the list and the question for its owner; the others are read all the same.
    private async Task<CustomerGroup?> GroupAsync(string id, CancellationToken ct)
    {
        try
        {
            return await client.GroupAsync(id, ct);
        }
        catch (WeComException no) when (no.Class is ErrorClass.Data && !no.AnswerLost)
        {
            Unread(no.Call, no.Code);
            return null;
        }
    }

    private async Task<GroupSendStep> StepAsync(GroupSend send, CancellationToken ct)
    {
        try
        {
            return send.State switch
            {
                GroupSendState.Wanted => await MakeAsync(send, ct),
                GroupSendState.Made => await FollowAsync(send, send.Msgid!, ct), // written with the state
                GroupSendState.Cancelling => await TakeBackAsync(send, ct),
                _ => throw new InvalidOperationException($"nothing is due for {send.State}"),
            };
        }
        catch (WeComException no)
        {
            Refused(send.Id, no.Call, no.Code);
            var lasting = no.Class is ErrorClass.Data && !no.AnswerLost;
            return lasting ? new(GroupSendState.Failed, default) { Reason = $"{no.Call} {no.Code}" } : new(send.State, no.PauseFor ?? TimeSpan.FromMinutes(1)) { Reason = no.AnswerLost ? "no answer" : $"{no.Call} {no.Code}", Looks = send.Looks };
        }
    }

    // After an attempt whose end nobody knows the task is looked for first: an owner must not find it twice.
    private async Task<GroupSendStep> MakeAsync(GroupSend send, CancellationToken ct)
    {
        if (send.Tries > 1 && await FindAsync(send, ct) is { } found) return new(GroupSendState.Made, First) { MsgId = found };
        var (made, refused) = await client.AddMassMessageAsync(send.Owner, await sends.ChatsAsync(send.Id, ct), send.Text, ct);
        return new(GroupSendState.Made, First) { MsgId = made, Targets = [.. refused.Select(id => (id, GroupTargetState.Failed))] };
    }

    private async Task<string?> FindAsync(GroupSend send, CancellationToken ct)
    {
        foreach (var message in await client.MassMessagesAsync(send.CreatedAt.AddMinutes(-5), clock.GetUtcNow(), ct))
            if (message.Text == send.Text && (await client.MassSendersAsync(message.MsgId, ct)).ContainsKey(send.Owner)) return message.MsgId;
        return null;
    }

    private async Task<GroupSendStep> FollowAsync(GroupSend send, string msgId, CancellationToken ct)
    {
        var again = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(send.Looks, 10))));
        var later = new GroupSendStep(GroupSendState.Made, again) { Looks = send.Looks + 1 };
        if (!(await client.MassSendersAsync(msgId, ct)).GetValueOrDefault(send.Owner))
            return clock.GetUtcNow() - send.CreatedAt > GivenUp ? new(GroupSendState.Cancelling, send.State is GroupSendState.Cancelling ? Longest : default) { Reason = NobodyTapped } : later;
        var targets = (await client.MassResultsAsync(msgId, send.Owner, ct)).Where(r => r.Value is not MassResult.Waiting).Select(r => (r.Key, StateOf(r.Value))).ToList();
        var open = (await sends.ChatsAsync(send.Id, ct)).Except(targets.Select(t => t.Key)).Any();
        return open && clock.GetUtcNow() - send.CreatedAt <= GivenUp ? later with { Targets = targets } : new(GroupSendState.Sent, default) { Targets = targets };
    }

    private async Task<GroupSendStep> TakeBackAsync(GroupSend send, CancellationToken ct)
    {
        if ((send.Msgid ?? await FindAsync(send, ct)) is not { } msgId) return new(GroupSendState.Cancelled, default) { Reason = send.Reason };
        try
        {
            await client.CancelMassAsync(msgId, ct);
            return new(GroupSendState.Cancelled, default) { MsgId = msgId, Reason = send.Reason };
        }
        catch (WeComException no) when (no.Code == WeComErrors.MassTooLate)
        {
            // He has tapped: what stands in the groups stays, and is counted.
            return await FollowAsync(send, msgId, ct) with { MsgId = msgId };
        }
    }

    private static GroupTargetState StateOf(MassResult result) => result switch
    {
        MassResult.Sent => GroupTargetState.Sent,
        MassResult.TooMany => GroupTargetState.Skipped,
        _ => GroupTargetState.Failed,
    };

    [LoggerMessage(LogLevel.Warning, "Customer groups could not be read: {Call} {Code}")]
    private partial void Unread(string call, int code);

    [LoggerMessage(LogLevel.Warning, "Group text {SendId} is not further: {Call} {Code}")]
    private partial void Refused(Guid sendId, string call, int code);
}
