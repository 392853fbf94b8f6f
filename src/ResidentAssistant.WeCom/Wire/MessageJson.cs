using ResidentAssistant.WeCom.Messages;

namespace ResidentAssistant.WeCom.Wire;

internal sealed record MessageRequest
{
    public string? Touser { get; init; }

    public int? Agentid { get; init; }

    public required string Msgtype { get; init; }

    public ContentPart? Text { get; init; }

    public ContentPart? Markdown { get; init; }

    public LinkCardPart? Textcard { get; init; }

    public MediaPart? File { get; init; }

    public TemplateCard? TemplateCard { get; init; }

    public int? EnableDuplicateCheck { get; init; }

    public int? DuplicateCheckInterval { get; init; }

    public static MessageRequest For(AppMessage message) => message switch
    {
        AppMessage.Text text => new() { Msgtype = "text", Text = new(text.Content) },
        AppMessage.Markdown markdown => new() { Msgtype = "markdown", Markdown = new(markdown.Content) },
        AppMessage.LinkCard card => new() { Msgtype = "textcard", Textcard = new(card.Title, card.Description, card.Url, card.Button) },
        AppMessage.Card card => new() { Msgtype = "template_card", TemplateCard = card.Content },
        _ => throw new ArgumentOutOfRangeException(nameof(message)),
    };
}

internal sealed record ContentPart(string Content, IReadOnlyCollection<string>? MentionedList = null, IReadOnlyCollection<string>? MentionedMobileList = null);

internal sealed record LinkCardPart(string Title, string Description, string Url, string? Btntxt);

internal sealed record MessageAnswer : Answer
{
    public string? Msgid { get; init; }

    public string? ResponseCode { get; init; }

    public string? Invaliduser { get; init; }

    public string? Unlicenseduser { get; init; }
}

internal sealed record UpdateCardRequest
{
    public required IReadOnlyCollection<string> Userids { get; init; }

    public required int Agentid { get; init; }

    public required string ResponseCode { get; init; }

    public ReplaceNamePart? Button { get; init; }

    public TemplateCard? TemplateCard { get; init; }
}

internal sealed record ReplaceNamePart(string ReplaceName);

internal sealed record AlarmRequest(IReadOnlyCollection<string> CalleeUserid);

internal sealed record AlarmAnswer : Answer
{
    public IReadOnlyList<AlarmState>? States { get; init; }
}

internal sealed record AlarmState(string? Userid, string? Callid, int Code);
