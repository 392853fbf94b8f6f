using System.Text.RegularExpressions;
using ResidentAssistant.Messaging;
using ResidentAssistant.WeCom.Kf;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Turns the vendor's messages and events into the words of messaging.</summary>
internal static partial class KfInbound
{
    private const int LongestText = 8000;

    /// <summary>Identity of a message over all accounts.</summary>
    public static string IdOf(string account, string messageId) => $"{account}/{messageId}";

    /// <summary>The code of a letter that stood in the link through which the chat was opened, or null.</summary>
    public static string? LetterOf(KfEntered entered) => entered.SceneParameter is { } code && Code().IsMatch(code) ? code : null;

    /// <summary>What a message says, without its file; null for what belongs into no conversation.</summary>
    public static InboundMessage? Of(KfMessage message, KfAddress who, string? community)
    {
        var bare = new InboundMessage
        {
            Channel = CustomerServiceChannel.ChannelName, ConversationKey = who.Key, UserId = who.ExternalUserid, Address = who.Key, Community = community,
            MessageId = IdOf(who.OpenKfid, message.MessageId), Kind = EntryKind.Message,
        };
        if (message.Origin == KfOrigin.Servicer) return Servicer(bare, message);
        return message.Body switch
        {
            KfText { MenuId: { } menu } text when KfMenu.Read(menu) is { } tap => bare with { Kind = EntryKind.Tap, Text = Words(text.Content), Prompt = tap.Prompt, Value = tap.Value },
            KfMedia { Type: "voice" } => bare with { Kind = EntryKind.Voice },
            KfMedia { Type: "image" or "video" } => bare,
            KfMedia => Unreadable(bare, "一个文件"),
            KfRecalled recalled => Event(bare, "recalled") with { Value = IdOf(who.OpenKfid, recalled.MessageId) },
            KfStateChanged changed => State(bare, changed),
            KfEntered or KfSendFailed or KfServicerChanged => null,
            var said => Spoken(said) is { } words ? bare with { Text = words } : Unreadable(bare, "一条看不了的消息"),
        };
    }

    /// <summary>Something of which nothing can be made; <paramref name="what"/> is for colleagues.</summary>
    public static InboundMessage Unreadable(InboundMessage bare, string what, bool photo = false) =>
        bare with { Kind = EntryKind.Unreadable, Text = what, Value = photo ? "photo" : null, Files = [] };

    /// <summary>The state that a change made by a colleague leads to.</summary>
    public static int StateAfter(KfStateChanged changed) => changed.ChangeType == 3 ? 4 : 3;

    private static InboundMessage Servicer(InboundMessage bare, KfMessage message) =>
        bare with { From = Speaker.Staff, Name = message.ServicerUserid, Text = Spoken(message.Body) ?? "（发了一条不是文字的消息）" };

    private static InboundMessage? State(InboundMessage bare, KfStateChanged changed) => changed.ChangeType switch
    {
        1 or 4 => Event(bare, "servicer-took") with { Name = changed.NewServicer },
        2 => Event(bare, "servicer-passed") with { Name = changed.NewServicer },
        3 => Event(bare, "servicer-ended") with { Name = changed.OldServicer },
        _ => null,
    };

    private static InboundMessage Event(InboundMessage bare, string name) => bare with { From = Speaker.System, Kind = EntryKind.Event, Text = name };

    // The words of what is no text: a place as it would be told, a link as it would be written, forwarded words one below the other.
    private static string? Spoken(KfBody body) => body switch
    {
        KfText text => Words(text.Content),
        KfLocation place => Words(string.Join("，", new[] { place.Name, place.Address }.Where(p => !string.IsNullOrWhiteSpace(p)).Distinct())) ?? "（发来一个位置）",
        KfLink link => Words(string.Join(' ', new[] { link.Title, link.Url }.Where(p => !string.IsNullOrWhiteSpace(p)))),
        KfForwarded forwarded => Words(string.Join('\n', forwarded.Lines)) ?? Words(forwarded.Title ?? ""),
        KfMenuShown menu => Words(menu.Head ?? menu.Tail ?? ""),
        _ => null,
    };

    // Control characters are left out, not refused: an old phone's keyboard must not cost a resident his message.
    private static string? Words(string text)
    {
        var clean = text.ReplaceLineEndings("\n");
        if (clean.Any(IsHidden)) clean = string.Concat(clean.Where(c => !IsHidden(c)));
        if (clean.Length > LongestText) clean = clean[..(char.IsHighSurrogate(clean[LongestText - 1]) ? LongestText - 1 : LongestText)];
        return string.IsNullOrWhiteSpace(clean) ? null : clean;
    }

    private static bool IsHidden(char c) => char.IsControl(c) && c is not ('\n' or '\t');

    [GeneratedRegex(@"^\d{4}-?\d{4}$", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
