using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Storage;
using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Channels.WeCom.App;

/// <summary>What colleagues do in the app: tap a card's button, or write.</summary>
internal sealed partial class AppEvents(Database database, StaffLedger ledger, StaffSender sender, TakeByCard take, AnswerColleague answer, TimeProvider clock, ILogger<AppEvents> log) : IWeComEvents
{
    private const string OnlyWords = "我在这里只看得懂文字。请把要问的打成字发给我。";

    /// <inheritdoc />
    public async ValueTask TakeAsync(CallbackEvent happened, CancellationToken ct)
    {
        // WeCom suspends an app that nobody uses, and says so before.
        if (happened.Event is "inactive_alert" or "low_active_alert" or "low_active" or "close_inactive_agent") Warned(happened.Event);
        if (happened.From is not { Length: > 0 and <= 64 } member || member == "sys") return;
        var told = happened switch
        {
            { MsgType: "event", Event: "template_card_event", EventKey: WeComAppChannel.Take } when Guid.TryParseExact(happened.TaskId, "N", out var card) =>
                await take(new CardTap(member, card, happened.ResponseCode), ct),
            { MsgType: "text", Content: { } words } => await answer(new StaffQuestion(member, words, InGroup: false), ct),
            { MsgType: "image" or "voice" or "video" or "location" or "link" } => OnlyWords,
            _ => null,
        };
        if (told is null) return;

        // WeCom may tell it again: the same message is answered once.
        var writes = new Batch();
        ledger.Reply(writes, StaffWays.App, member, new StaffWords.Reply(told), happened.MessageId ?? happened.Digest, clock.GetUtcNow());
        await database.RunAsync(writes, ct);
        await sender.LookAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "WeCom warns about the use of the app: {Event}")]
    private partial void Warned(string @event);
}
