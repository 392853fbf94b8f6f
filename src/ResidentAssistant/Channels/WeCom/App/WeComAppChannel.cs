using System.Globalization;
using ResidentAssistant.Messaging;
using ResidentAssistant.Messaging.ToStaff;
using ResidentAssistant.Scheduling;
using ResidentAssistant.WeCom;
using ResidentAssistant.WeCom.Messages;

namespace ResidentAssistant.Channels.WeCom.App;

/// <summary>The app in a colleague's WeCom: cards with a button for what is urgent, answers to what they write.</summary>
internal sealed class WeComAppChannel(WeComSettings settings, WeComClient client) : IStaffWay
{
    /// <summary>Key of the button that takes a matter in hand.</summary>
    public const string Take = "take";

    private const string MinuteQuota = "member-minute";
    private const string DayQuota = "app-day";

    // The vendor drops the same words to the same person within this time, so that a repetition after a lost answer is not read twice.
    private static readonly TimeSpan DuplicateCheck = TimeSpan.FromHours(4);

    /// <inheritdoc />
    public string Name => StaffWays.App;

    /// <inheritdoc />
    public bool Ready => true;

    /// <inheritdoc />
    public IReadOnlyList<string> Groups => [];

    /// <inheritdoc />
    /// <remarks>https://developer.work.weixin.qq.com/document/path/90312</remarks>
    public IReadOnlyList<Pace> PacesOf(string target, StaffWords words)
    {
        if (words is StaffWords.Change) return [];
        var member = new Pace(MinuteQuota, target.ToLowerInvariant(), 30, TimeSpan.FromMinutes(1));
        return settings.Assistant.Accounts > 0 ? [member, new(DayQuota, settings.Assistant.AgentId, settings.Assistant.Accounts * 200, TimeSpan.FromDays(1))] : [member];
    }

    /// <inheritdoc />
    public async Task<StaffSent> SendAsync(string target, IReadOnlyList<StaffMessage> messages, CancellationToken ct)
    {
        var first = messages[0];
        try
        {
            if (first.Words is StaffWords.Change change)
            {
                await client.UpdateCardAsync([target], change.ResponseCode, change.Label, ct);
                return new StaffSent(new SendResult.Sent());
            }

            var receipt = first.Words is StaffWords.Reply reply
                // The time tells two equal answers apart from a repetition of one.
                ? await client.SendAsync([target], new AppMessage.Text($"{reply.Text}\n（{SiteClock.At(first.CreatedAt).ToString("HH:mm:ss", CultureInfo.InvariantCulture)}）"), DuplicateCheck, ct)
                : await SendAsync(target, [.. messages.Select(m => (StaffWords.Page)m.Words)], first.Id, ct);
            if (receipt.InvalidUsers.Count > 0) return new StaffSent(new SendResult.Failed("member-unknown"));
            return new StaffSent(new SendResult.Sent(receipt.MessageId), receipt.ResponseCode);
        }
        catch (WeComException refusal)
        {
            return new StaffSent(IsRepetition(refusal, first) ? new SendResult.Unconfirmed("repeated") : StaffRefusals.Of(refusal, MinuteQuota));
        }
    }

    // A card can be sent once by its task id, and changed once by its code; what refuses the second time says that the first time was heard.
    private static bool IsRepetition(WeComException refusal, StaffMessage message) =>
        message.Attempts > 1 && refusal.Class is ErrorClass.Data && message.Words switch
        {
            StaffWords.Page => refusal.Code is >= 42014 and <= 42020,
            StaffWords.Change => true,
            _ => false,
        };

    private Task<MessageReceipt> SendAsync(string target, IReadOnlyList<StaffWords.Page> pages, Guid id, CancellationToken ct)
    {
        if (pages is [var page]) return client.SendAsync([target], new AppMessage.Card(CardOf(page, id)), null, ct);
        // Too many for cards of their own: one that opens the desk.
        return client.SendAsync([target], pages[0].Link is { } link
            ? new AppMessage.LinkCard(PageWriting.Heading(pages), PageWriting.Lines(pages, 512).TrimStart('\n'), link, "去处理")
            : new AppMessage.Text(PageWriting.Text(pages, 2048)), DuplicateCheck, ct);
    }

    private static TemplateCard CardOf(StaffWords.Page page, Guid id) => new()
    {
        CardType = "button_interaction",
        Source = new CardSource("居民助手 紧急", 2),
        MainTitle = new CardTitle(page.Title, page.Reference),
        HorizontalContentList = [new("小区", page.Place), new("时间", page.Since)],
        JumpList = page.Link is { } link ? [new CardLink(1, "打开工作台", link)] : null,
        TaskId = id.ToString("N"),
        ButtonList = [new CardButton("我来处理", Take)],
    };
}
