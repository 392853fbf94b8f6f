using ResidentAssistant.Messaging.ToGroups;

namespace ResidentAssistant.Notices.Groups;

/// <summary>What became of group texts, as colleagues read it.</summary>
internal static class GroupWords
{
    /// <summary>In one group.</summary>
    public static string Of(GroupTargetState state) => state switch
    {
        GroupTargetState.Sent => "群里有了",
        GroupTargetState.Skipped => "条数用完了，没发成，请贴到群里",
        GroupTargetState.Failed => "没发成，请贴到群里",
        _ => "还没发",
    };

    /// <summary>With its owner.</summary>
    public static string Of(GroupSend send) => send.State switch
    {
        GroupSendState.Wanted => send.Reason is null ? "马上请群主发" : "企业微信没有应，过一会儿再试",
        GroupSendState.Made => "等群主点",
        GroupSendState.Sent => "群主点过了",
        GroupSendState.Cancelling => "正在收回",
        GroupSendState.Cancelled => send.Reason is null ? "收回了，没有发" : "三天没有点，收回了，请把话贴到群里",
        _ => "企业微信没有收，请把话贴到群里",
    };
}

/// <summary>The group texts of a notice's newest version, for its page.</summary>
internal sealed record GroupsOfNotice(Guid NoticeId, IReadOnlyList<GroupSend> Sends, bool MayWrite);
