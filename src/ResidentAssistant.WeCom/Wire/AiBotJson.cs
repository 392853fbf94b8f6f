using System.Text.Json;
using ResidentAssistant.WeCom.Messages;

namespace ResidentAssistant.WeCom.Wire;

internal sealed class AiBotFrame
{
    public string? Cmd { get; init; }

    public AiBotHeaders? Headers { get; init; }

    public int? Errcode { get; init; }

    public string? Errmsg { get; init; }

    public JsonElement Body { get; init; }
}

internal sealed record AiBotHeaders(string? ReqId);

internal sealed class AiBotOut(string cmd, AiBotHeaders headers, AiBotBody? body)
{
    public string Cmd => cmd;

    public AiBotHeaders Headers => headers;

    public AiBotBody? Body => body;
}

// Classes, not records: a record's text would show the secret.
internal sealed class AiBotBody
{
    public string? BotId { get; init; }

    public string? Secret { get; init; }

    public string? Chatid { get; init; }

    public int? ChatType { get; init; }

    public string? Msgtype { get; init; }

    public string? ResponseType { get; init; }

    public IReadOnlyCollection<string>? Userids { get; init; }

    public StreamPart? Stream { get; init; }

    public ContentPart? Text { get; init; }

    public ContentPart? Markdown { get; init; }

    public TemplateCard? TemplateCard { get; init; }
}

internal sealed record StreamPart(string Id, bool Finish, string Content);
