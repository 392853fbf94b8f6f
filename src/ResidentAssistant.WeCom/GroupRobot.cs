using System.Net.Http.Headers;
using System.Text.Json;
using ResidentAssistant.WeCom.Messages;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom;

/// <summary>A robot of one internal group: whoever knows its key may speak there, twenty times a minute.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/91770</remarks>
public sealed class GroupRobot(HttpMessageInvoker http, Uri address, string key)
{
    private readonly VendorHttp vendor = new(http, address, WeComClient.UsualPatience);

    /// <summary>Says words, at most 2048 bytes; members are mentioned by userid or telephone, everybody by <c>@all</c>.</summary>
    public Task SendTextAsync(string content, IReadOnlyCollection<string>? mentionUsers, IReadOnlyCollection<string>? mentionMobiles, CancellationToken ct) =>
        SendAsync(new() { Msgtype = "text", Text = new(content, mentionUsers, mentionMobiles) }, ct);

    /// <summary>Says markdown, at most 4096 bytes; <c>&lt;@userid&gt;</c> mentions a member.</summary>
    public Task SendMarkdownAsync(string content, CancellationToken ct) => SendAsync(new() { Msgtype = "markdown", Markdown = new(content) }, ct);

    /// <summary>Shows a card of type <c>text_notice</c>.</summary>
    public Task SendCardAsync(TemplateCard card, CancellationToken ct) => SendAsync(new() { Msgtype = "template_card", TemplateCard = card }, ct);

    /// <summary>Shows a file that was uploaded by this robot.</summary>
    public Task SendFileAsync(string mediaId, CancellationToken ct) => SendAsync(new() { Msgtype = "file", File = new(mediaId) }, ct);

    /// <summary>Uploads a file or a voice; its id serves this robot for three days.</summary>
    public async Task<string> UploadAsync(MediaKind kind, string name, string contentType, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        using var form = MediaForm.Of(name, contentType, content);
        var answer = await vendor.CallAsync("webhook/upload_media", $"?key={Uri.EscapeDataString(key)}&type={MediaForm.Word(kind)}", form, WireJson.Default.MediaAnswer, ct, WeComClient.MediaPatience);
        return answer.MediaId ?? throw new WeComException("webhook/upload_media", "the answer has no media_id", answerLost: true);
    }

    /// <inheritdoc />
    public override string ToString() => "group robot";

    private async Task SendAsync(MessageRequest request, CancellationToken ct)
    {
        using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Default.MessageRequest));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        await vendor.CallAsync("webhook/send", $"?key={Uri.EscapeDataString(key)}", body, WireJson.Default.Answer, ct);
    }
}
