namespace ResidentAssistant.WeCom.Messages;

/// <summary>What an app can say to members.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/90236</remarks>
public abstract record AppMessage
{
    private AppMessage()
    {
    }

    /// <summary>At most 2048 bytes; the vendor cuts what is longer.</summary>
    public sealed record Text(string Content) : AppMessage;

    /// <summary>At most 2048 bytes.</summary>
    public sealed record Markdown(string Content) : AppMessage;

    /// <summary>A card that opens an address when tapped.</summary>
    public sealed record LinkCard(string Title, string Description, string Url, string? Button = null) : AppMessage;

    /// <summary>A card, perhaps with buttons that come back as events.</summary>
    public sealed record Card(TemplateCard Content) : AppMessage;
}

/// <summary>What became of a message to members.</summary>
/// <param name="MessageId">The vendor's id, with which it can be recalled.</param>
/// <param name="ResponseCode">With it a card with buttons can be changed once, within 72 hours.</param>
/// <param name="InvalidUsers">Receivers who do not exist or cannot see the app, in lower case.</param>
/// <param name="UnlicensedUsers">Receivers without a licence for this interface.</param>
public sealed record MessageReceipt(string? MessageId, string? ResponseCode, IReadOnlyList<string> InvalidUsers, IReadOnlyList<string> UnlicensedUsers);

/// <summary>What became of a telephone call that reads out an alarm.</summary>
/// <param name="Userid">Who is called.</param>
/// <param name="CallId">Id of the call.</param>
/// <param name="Code">0 when the call was started, else the vendor's code.</param>
public sealed record AlarmCall(string Userid, string? CallId, int Code);
