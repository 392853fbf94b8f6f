using System.Text;
using ResidentAssistant.WeCom.Groups;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom;

public sealed partial class WeComClient
{
    /// <summary>Most groups of one mass message.</summary>
    public const int MostGroups = 2000;

    /// <summary>Longest text of a mass message, in bytes.</summary>
    public const int MostMassBytes = 4000;

    /// <summary>Ids of customer groups that have an owner, at most 1000 from the cursor.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/92120</remarks>
    public async Task<CustomerGroupPage> GroupsAsync(string? cursor, CancellationToken ct)
    {
        var answer = await PostAsync("externalcontact/groupchat/list", new GroupListRequest(0, cursor, 1000), WireJson.Default.GroupListRequest, WireJson.Default.GroupListAnswer, ct);
        return new CustomerGroupPage([.. (answer.GroupChatList ?? []).Select(g => g.ChatId).OfType<string>()], string.IsNullOrEmpty(answer.NextCursor) ? null : answer.NextCursor);
    }

    /// <summary>A group's name and owner, or null when the answer does not name them.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/92122</remarks>
    public async Task<CustomerGroup?> GroupAsync(string chatId, CancellationToken ct)
    {
        var answer = await PostAsync("externalcontact/groupchat/get", new GroupRequest(chatId, 0), WireJson.Default.GroupRequest, WireJson.Default.GroupAnswer, ct);
        return answer.GroupChat is { Owner: { Length: > 0 } owner } group ? new CustomerGroup(chatId, group.Name ?? "", owner) : null;
    }

    /// <summary>Makes a task for a group owner to send a text to groups of his, at most <see cref="MostGroups"/> and <see cref="MostMassBytes"/>; nothing is sent before he taps. Returns its id and the groups that were refused.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/92135. Throws <see cref="ArgumentException"/> for what the vendor would refuse by its size.</remarks>
    public async Task<(string MsgId, IReadOnlyList<string> Refused)> AddMassMessageAsync(string sender, IReadOnlyList<string> chatIds, string text, CancellationToken ct)
    {
        if (chatIds.Count is 0 or > MostGroups) throw new ArgumentException($"A mass message goes to 1 to {MostGroups} groups.", nameof(chatIds));
        if (Encoding.UTF8.GetByteCount(text) is 0 or > MostMassBytes) throw new ArgumentException($"A mass message has 1 to {MostMassBytes} bytes.", nameof(text));
        var answer = await PostAsync("externalcontact/add_msg_template", new MassRequest("group", chatIds, sender, new MassText(text)), WireJson.Default.MassRequest, WireJson.Default.MassAnswer, ct);
        return (answer.Msgid ?? throw new WeComException("externalcontact/add_msg_template", "the answer has no msgid", answerLost: true), answer.FailList ?? []);
    }

    /// <summary>Mass messages to groups that were made between two instants, at most a month apart.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/93338</remarks>
    public async Task<IReadOnlyList<MassMessage>> MassMessagesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var found = new List<MassMessage>();
        for (string? cursor = null; ;)
        {
            var answer = await PostAsync("externalcontact/get_groupmsg_list_v2", new MassListRequest("group", from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds(), 2, 100, cursor),
                WireJson.Default.MassListRequest, WireJson.Default.MassListAnswer, ct);
            found.AddRange((answer.GroupMsgList ?? []).Where(m => m.Msgid is not null).Select(m => new MassMessage(m.Msgid!, m.Text?.Content ?? "")));
            if (string.IsNullOrEmpty(answer.NextCursor)) return found;
            cursor = answer.NextCursor;
        }
    }

    /// <summary>Members who are to send a mass message, and whether they have tapped.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/93338</remarks>
    public async Task<IReadOnlyDictionary<string, bool>> MassSendersAsync(string msgId, CancellationToken ct)
    {
        var found = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        for (string? cursor = null; ;)
        {
            var answer = await PostAsync("externalcontact/get_groupmsg_task", new MassTaskRequest(msgId, 1000, cursor), WireJson.Default.MassTaskRequest, WireJson.Default.MassTaskAnswer, ct);
            foreach (var task in (answer.TaskList ?? []).Where(t => t.Userid is not null)) found[task.Userid!] = task.Status is 2;
            if (string.IsNullOrEmpty(answer.NextCursor)) return found;
            cursor = answer.NextCursor;
        }
    }

    /// <summary>What became of a mass message in each group of a sender.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/93338</remarks>
    public async Task<IReadOnlyDictionary<string, MassResult>> MassResultsAsync(string msgId, string sender, CancellationToken ct)
    {
        var found = new Dictionary<string, MassResult>(StringComparer.Ordinal);
        for (string? cursor = null; ;)
        {
            var answer = await PostAsync("externalcontact/get_groupmsg_send_result", new MassResultRequest(msgId, sender, 1000, cursor), WireJson.Default.MassResultRequest, WireJson.Default.MassResultAnswer, ct);
            foreach (var one in (answer.SendList ?? []).Where(s => s.ChatId is not null)) found[one.ChatId!] = one.Status is >= 0 and <= 3 and { } status ? (MassResult)status : MassResult.Failed;
            if (string.IsNullOrEmpty(answer.NextCursor)) return found;
            cursor = answer.NextCursor;
        }
    }

    /// <summary>Reminds those who have not tapped; at most three times in 24 hours.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/97610</remarks>
    public Task RemindMassAsync(string msgId, CancellationToken ct) => PostAsync("externalcontact/remind_groupmsg_send", new MassIdRequest(msgId), WireJson.Default.MassIdRequest, WireJson.Default.Answer, ct);

    /// <summary>Takes back what is not sent yet; what stands in a group stays.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/97611</remarks>
    public Task CancelMassAsync(string msgId, CancellationToken ct) => PostAsync("externalcontact/cancel_groupmsg_send", new MassIdRequest(msgId), WireJson.Default.MassIdRequest, WireJson.Default.Answer, ct);
}
