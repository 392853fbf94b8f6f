using ResidentAssistant.WeCom.Messages;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom.AiBot;

public sealed partial class AiBotConnection
{
    /// <summary>Answers a message with text that grows: each call replaces what stood before, until <paramref name="finish"/> within six minutes; at most 20480 bytes of markdown.</summary>
    public Task RespondStreamAsync(AiBotCallback to, string streamId, string content, bool finish, CancellationToken ct) =>
        CallAsync("aibot_respond_msg", to.RequestId, new() { Msgtype = "stream", Stream = new(streamId, finish, content) }, ct);

    /// <summary>Answers a message with a card.</summary>
    public Task RespondCardAsync(AiBotCallback to, TemplateCard card, CancellationToken ct) =>
        CallAsync("aibot_respond_msg", to.RequestId, new() { Msgtype = "template_card", TemplateCard = card }, ct);

    /// <summary>Greets who entered, within 5 seconds of the event.</summary>
    public Task RespondWelcomeAsync(AiBotCallback to, string text, CancellationToken ct) =>
        CallAsync("aibot_respond_welcome_msg", to.RequestId, new() { Msgtype = "text", Text = new(text) }, ct);

    /// <summary>Changes a card after a tap, within 5 seconds of the event, for these members or for all.</summary>
    public Task RespondUpdateAsync(AiBotCallback to, TemplateCard card, IReadOnlyCollection<string>? users, CancellationToken ct) =>
        CallAsync("aibot_respond_update_msg", to.RequestId, new() { ResponseType = "update_template_card", TemplateCard = card, Userids = users }, ct);

    /// <summary>Says something unasked in a conversation where somebody has written before; a group by its chatid, a member by userid.</summary>
    public Task PushMarkdownAsync(string chatId, AiBotChat chat, string content, CancellationToken ct) =>
        CallAsync("aibot_send_msg", NewId("aibot_send_msg"), new() { Chatid = chatId, ChatType = (int)chat, Msgtype = "markdown", Markdown = new(content) }, ct);

    /// <summary>Shows a card unasked in a conversation where somebody has written before.</summary>
    public Task PushCardAsync(string chatId, AiBotChat chat, TemplateCard card, CancellationToken ct) =>
        CallAsync("aibot_send_msg", NewId("aibot_send_msg"), new() { Chatid = chatId, ChatType = (int)chat, Msgtype = "template_card", TemplateCard = card }, ct);

    // A reply may go out on a newer connection than its question came in by.
    private Task<AiBotFrame> CallAsync(string cmd, string requestId, AiBotBody body, CancellationToken ct) =>
        current is { } line ? line.CallAsync(cmd, requestId, body, ct) : throw new WeComException(cmd, "not connected", answerLost: false);
}
