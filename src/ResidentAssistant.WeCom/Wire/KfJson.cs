using System.Text.Json;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.WeCom.Wire;

internal sealed record PageRequest(int Offset, int Limit);

internal sealed record KfAccountPart(string? OpenKfid, string? Name, string? Avatar);

internal sealed record KfAccountsAnswer : Answer
{
    public IReadOnlyList<KfAccountPart>? AccountList { get; init; }
}

internal sealed record KfAccountRequest(string Name, string MediaId);

internal sealed record KfAccountAnswer : Answer
{
    public string? OpenKfid { get; init; }
}

internal sealed record KfLinkRequest(string OpenKfid, string? Scene);

internal sealed record KfLinkAnswer : Answer
{
    public string? Url { get; init; }
}

internal sealed record KfSyncRequest(string? Cursor, string? Token, int Limit, string OpenKfid);

internal sealed record KfSyncAnswer : Answer
{
    public string? NextCursor { get; init; }

    public int? HasMore { get; init; }

    public IReadOnlyList<JsonElement>? MsgList { get; init; }
}

internal sealed record KfSendRequest
{
    public string? Touser { get; init; }

    public string? OpenKfid { get; init; }

    public string? Code { get; init; }

    public string? Msgid { get; init; }

    public required string Msgtype { get; init; }

    public ContentPart? Text { get; init; }

    public MediaPart? Image { get; init; }

    public MediaPart? File { get; init; }

    public KfLinkPart? Link { get; init; }

    public KfMenuPart? Msgmenu { get; init; }

    public static KfSendRequest For(KfContent content) => content switch
    {
        KfContent.Text text => new() { Msgtype = "text", Text = new(text.Content) },
        KfContent.Image image => new() { Msgtype = "image", Image = new(image.MediaId) },
        KfContent.File file => new() { Msgtype = "file", File = new(file.MediaId) },
        KfContent.Link link => new() { Msgtype = "link", Link = new(link.Title, link.Description, link.Url, link.ThumbMediaId) },
        KfContent.Menu menu => new() { Msgtype = "msgmenu", Msgmenu = new(menu.Head, [.. menu.Lines.Select(KfMenuItem.For)], menu.Tail) },
        _ => throw new ArgumentOutOfRangeException(nameof(content)),
    };
}

internal sealed record MediaPart(string MediaId);

internal sealed record KfLinkPart(string Title, string? Desc, string Url, string ThumbMediaId);

internal sealed record KfMenuPart(string? HeadContent, IReadOnlyList<KfMenuItem> List, string? TailContent);

internal sealed record KfMenuItem(string Type, KfClickPart? Click, KfViewPart? View, ContentPart? Text)
{
    public static KfMenuItem For(KfMenuLine line) => line switch
    {
        KfMenuLine.Click click => new("click", new(click.Id, click.Content), null, null),
        KfMenuLine.View view => new("view", null, new(view.Url, view.Content), null),
        KfMenuLine.Text text => new("text", null, null, new(text.Content)),
        _ => throw new ArgumentOutOfRangeException(nameof(line)),
    };
}

internal sealed record KfClickPart(string Id, string Content);

internal sealed record KfViewPart(string Url, string Content);

internal sealed record KfStateRequest(string OpenKfid, string ExternalUserid, int? ServiceState, string? ServicerUserid);

internal sealed record KfStateAnswer : Answer
{
    public int? ServiceState { get; init; }

    public string? ServicerUserid { get; init; }

    public string? MsgCode { get; init; }
}

internal sealed record KfCustomersRequest(IReadOnlyCollection<string> ExternalUseridList, int NeedEnterSessionContext);

internal sealed record KfCustomersAnswer : Answer
{
    public IReadOnlyList<KfCustomerPart>? CustomerList { get; init; }
}

internal sealed record KfCustomerPart(string? ExternalUserid, string? Nickname, string? Unionid, KfContextPart? EnterSessionContext);

internal sealed record KfContextPart(string? Scene, string? SceneParam);

internal sealed record KfServicersAnswer : Answer
{
    public IReadOnlyList<KfServicerPart>? ServicerList { get; init; }
}

internal sealed record KfServicerPart(string? Userid, int? DepartmentId, int? Status);
