using System.Text.Json;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels.BotFramework;

/// <summary><c>POST /api/messages</c>: takes activities from channels that speak the Bot Framework protocol.</summary>
internal sealed class BotEndpoint(IncomingTokens tokens, TrustedServices services, BotFiles files, TakeTurn takeTurn)
{
    /// <summary>Answers when the turn is committed: empty, or with the replies where the sender expects them.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var identity = await tokens.CheckAsync(context);
        var activity = await RequestBody.JsonAsync(context.Request, IncomingJson.Default.IncomingActivity, context.RequestAborted);
        var type = activity.Type is { Length: > 0 } given ? given : throw Missing("type");
        var service = services.Check(activity.ServiceUrl is { Length: > 0 } url ? url : throw Missing("serviceUrl"));
        identity?.MustFit(activity);
        var id = ActivityReading.Id(activity.Id, "id");
        var address = new BotAddress
        {
            ServiceUrl = activity.ServiceUrl,
            ChannelId = ActivityReading.Id(activity.ChannelId, "channelId") ?? throw Missing("channelId"),
            Conversation = ActivityReading.Id(activity.Conversation?.Id, "conversation.id") ?? throw Missing("conversation.id"),
            User = ActivityReading.Id(activity.From?.Id, "from.id") ?? throw Missing("from.id"),
            Bot = ActivityReading.Id(activity.Recipient?.Id, "recipient.id") ?? throw Missing("recipient.id"),
            Locale = activity.Locale is { Length: > 0 and <= 35 } locale && locale.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? locale : null,
            Inline = activity.DeliveryMode == "expectReplies" ? id : null,
        };
        if (id is null) throw Missing("id");
        if (type == "invoke")
        {
            // The status is the InvokeResponse, and no invoke is ours.
            throw new RefusedException("NotImplemented", "This bot has no such invoke.", StatusCodes.Status501NotImplemented);
        }

        var inline = activity.DeliveryMode == "expectReplies";
        var sent = activity.Attachments is { Count: > 0 } && type == "message" ? await files.ReadAsync(activity, service, context.RequestAborted) : [];
        if (ActivityReading.Read(activity, sent) is not { } said)
        {
            if (inline) await RepliesAsync(context, address, id, []);
            return;
        }

        var receipt = await takeTurn(
            new InboundMessage
            {
                Channel = BotChannel.ChannelName,
                ConversationKey = $"{address.ChannelId}/{address.Conversation}",
                MessageId = address.MessageId(said.Kind is EntryKind.Event ? said.Text! : id),
                UserId = said.Kind is EntryKind.Event ? Joiner(activity) ?? address.User : address.User,
                Kind = said.Kind,
                Text = said.Text,
                Prompt = said.Prompt,
                Value = said.Value,
                Files = sent,
                Address = address.ToText(),
            },
            CancellationToken.None); // a sender that hangs up has still spoken
        if (inline) await RepliesAsync(context, address, id, receipt.Entries);
    }

    // In a conversationUpdate "from" may be the bot or the channel itself; replies go to the person who joined.
    private static string? Joiner(IncomingActivity activity) =>
        activity.MembersAdded?.FirstOrDefault(m => m?.Id is { Length: > 0 } id && id != activity.Recipient?.Id)?.Id is { } id ? ActivityReading.Id(id, "membersAdded.id") : null;

    private static Task RepliesAsync(HttpContext context, BotAddress address, string id, IReadOnlyList<Entry> entries) =>
        Answers.JsonAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray("activities"u8);
            foreach (var (entry, buttons, prompt) in ActivityWriting.Replies(entries)) ReplyWriting.Write(json, address, null, id, entry, buttons, prompt);
            json.WriteEndArray();
        });

    private static RefusedException Missing(string property) => new("MissingProperty", $"The activity has no {property}.");
}
