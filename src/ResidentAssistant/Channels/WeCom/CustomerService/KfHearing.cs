using ResidentAssistant.Messaging;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Takes one message or event through its turn, with what must be known before: its file, a letter's code, who answers the person.</summary>
internal sealed class KfHearing(TakeTurn take, WeComSettings settings, KfCustomers customers, KfStates states, KfFiles files, KfLedger ledger, Outbox outbox, TimeProvider clock)
{
    private const int Refused = 10;
    private const int TooLate = 4;
    private const int Ended = 5;
    private const int TooMany = 6;

    /// <summary>True when it is done, false when its file is to be fetched later.</summary>
    public async Task<bool> TakeAsync(KfWaiting row, KfMessage message, CancellationToken ct)
    {
        var who = row.Address;
        switch (message.Body)
        {
            case KfSendFailed failed:
                await outbox.ReportAsync(await ledger.CarriedByAsync(failed.MessageId, ct), Told(failed.FailType), ct);
                return true;
            case KfEntered entered:
                await EnterAsync(who, message, entered, ct);
                return true;
            case KfStateChanged changed:
                await customers.NoteStateAsync(who, KfInbound.StateAfter(changed), ct);
                break;
        }

        if (KfInbound.Of(message, who, Community(who)) is not { } inbound) return true;
        if (message.Origin == KfOrigin.Customer)
        {
            if (message.Body is KfMedia { Type: "image" or "voice" or "video" } media)
            {
                if (await WithFileAsync(inbound, media, row.Fetches, ct) is not { } whole) return false;
                inbound = whole;
            }

            var person = await customers.FindAsync(who, ct);
            if (person.Letter is { } letter)
            {
                await take(Joined(inbound, $"{inbound.MessageId}/letter", letter), ct);
                await customers.KeepLetterAsync(who, null, ct);
            }

            // The vendor is asked, because a conversation also ends without an event; an emergency does not wait for the answer.
            if (person.WithServicer && !row.Urgent) inbound = inbound with { HeldElsewhere = await states.OfAsync(who, ct) is null or 2 or 3 };
        }

        await take(inbound, ct);
        return true;
    }

    // A welcome needs its code within 20 seconds, or words of the person within 48 hours; else nothing can be said, and a letter's code waits for the person's first word.
    private async Task EnterAsync(KfAddress who, KfMessage message, KfEntered entered, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var letter = KfInbound.LetterOf(entered);
        var person = await customers.FindAsync(who, ct);
        var id = KfInbound.IdOf(who.OpenKfid, message.MessageId);
        var welcome = person.WelcomeFor == id && now < person.WelcomeUntil;
        var bare = new InboundMessage
        {
            Channel = CustomerServiceChannel.ChannelName, ConversationKey = who.Key, UserId = who.ExternalUserid, Address = who.Key, Community = Community(who), MessageId = id, Kind = EntryKind.Event,
        };
        if (welcome || (letter is not null && person.IsOpen(now))) await take(Joined(bare, id, letter), ct);
        else if (letter is not null) await customers.KeepLetterAsync(who, letter, ct);
    }

    private async Task<InboundMessage?> WithFileAsync(InboundMessage inbound, KfMedia media, int fetches, CancellationToken ct)
    {
        var fetched = await files.FetchAsync(media.MediaId, ct);
        if (fetched is null && fetches < KfFiles.Pauses.Length) return null;
        if (fetched?.File is not { } file) return inbound.Kind == EntryKind.Voice ? inbound : KfInbound.Unreadable(inbound, media.Type == "video" ? "一段视频，没有收到" : "一张照片，没有收到", photo: media.Type != "video");
        return inbound.Kind == EntryKind.Voice ? inbound with { Files = [file], Text = await files.HearAsync(file, ct) } : inbound with { Files = [file] };
    }

    private string? Community(KfAddress who) => settings.Kf.Accounts.GetValueOrDefault(who.OpenKfid);

    private static InboundMessage Joined(InboundMessage bare, string id, string? letter) =>
        bare with { MessageId = id, Kind = EntryKind.Event, Text = "joined", Prompt = null, Value = null, Files = [], LetterCode = letter };

    private static SendResult Told(int failType) => failType switch
    {
        TooLate => new SendResult.Stopped("kf-48h"),
        TooMany => new SendResult.Stopped("kf-5"),
        Ended => new SendResult.Stopped("kf-state"),
        Refused => new SendResult.Stopped("kf-refused"),
        _ => new SendResult.Failed($"msg_send_fail {failType}"),
    };
}
