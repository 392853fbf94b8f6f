namespace ResidentAssistant.WeCom.Wire;

internal sealed record GroupListRequest(int StatusFilter, string? Cursor, int Limit);

internal sealed record GroupPart(string? ChatId, string? Name, string? Owner);

internal sealed record GroupListAnswer : Answer
{
    public IReadOnlyList<GroupPart>? GroupChatList { get; init; }

    public string? NextCursor { get; init; }
}

internal sealed record GroupRequest(string ChatId, int NeedName);

internal sealed record GroupAnswer : Answer
{
    public GroupPart? GroupChat { get; init; }
}

internal sealed record MassText(string? Content);

internal sealed record MassRequest(string ChatType, IReadOnlyList<string> ChatIdList, string Sender, MassText Text);

internal sealed record MassAnswer : Answer
{
    public string? Msgid { get; init; }

    public IReadOnlyList<string>? FailList { get; init; }
}

internal sealed record MassListRequest(string ChatType, long StartTime, long EndTime, int FilterType, int Limit, string? Cursor);

internal sealed record MassPart(string? Msgid, MassText? Text);

internal sealed record MassListAnswer : Answer
{
    public IReadOnlyList<MassPart>? GroupMsgList { get; init; }

    public string? NextCursor { get; init; }
}

internal sealed record MassTaskRequest(string Msgid, int Limit, string? Cursor);

internal sealed record MassTaskPart(string? Userid, int? Status);

internal sealed record MassTaskAnswer : Answer
{
    public IReadOnlyList<MassTaskPart>? TaskList { get; init; }

    public string? NextCursor { get; init; }
}

internal sealed record MassResultRequest(string Msgid, string Userid, int Limit, string? Cursor);

internal sealed record MassResultPart(string? ChatId, int? Status);

internal sealed record MassResultAnswer : Answer
{
    public IReadOnlyList<MassResultPart>? SendList { get; init; }

    public string? NextCursor { get; init; }
}

internal sealed record MassIdRequest(string Msgid);
