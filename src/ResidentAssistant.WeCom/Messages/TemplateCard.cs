using System.Text.Json.Serialization;

namespace ResidentAssistant.WeCom.Messages;

/// <summary>A card for members, group robots and the smart robot.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/96458</remarks>
public sealed record TemplateCard
{
    /// <summary><c>text_notice</c> or <c>button_interaction</c>.</summary>
    public required string CardType { get; init; }

    /// <summary>Small line above.</summary>
    public CardSource? Source { get; init; }

    /// <summary>Heading.</summary>
    public CardTitle? MainTitle { get; init; }

    /// <summary>A figure in large type; <c>text_notice</c> only.</summary>
    public CardTitle? EmphasisContent { get; init; }

    /// <summary>A quotation.</summary>
    public CardQuote? QuoteArea { get; init; }

    /// <summary>Text, at most 160 characters.</summary>
    public string? SubTitleText { get; init; }

    /// <summary>At most six lines of a name and a value.</summary>
    public IReadOnlyList<CardLine>? HorizontalContentList { get; init; }

    /// <summary>At most three links.</summary>
    public IReadOnlyList<CardLink>? JumpList { get; init; }

    /// <summary>What a tap on the card opens; required for <c>text_notice</c>.</summary>
    public CardLink? CardAction { get; init; }

    /// <summary>Letters, digits and _ - @, at most 128, once per app; required with buttons.</summary>
    public string? TaskId { get; init; }

    /// <summary>At most six buttons; <c>button_interaction</c> only.</summary>
    public IReadOnlyList<CardButton>? ButtonList { get; init; }

    /// <summary>In an update: the words that stand where the buttons were.</summary>
    public string? ReplaceText { get; init; }
}

/// <summary>Small line above a card; colour 0 grey, 1 black, 2 red, 3 green.</summary>
public sealed record CardSource(string Desc, int DescColor = 0);

/// <summary>A heading and the line below it.</summary>
public sealed record CardTitle(string Title, string? Desc = null);

/// <summary>A quotation; type 0 has no link, 1 opens the address.</summary>
public sealed record CardQuote(string? Title, string QuoteText, int Type = 0, string? Url = null);

/// <summary>A line of name (5 characters) and value (30); type 0 text, 1 link, 3 member.</summary>
public sealed record CardLine(string Keyname, string? Value, int Type = 0, string? Url = null, string? Userid = null);

/// <summary>A link of a card; type 1 opens the address.</summary>
public sealed record CardLink(int Type, string? Title = null, string? Url = null);

/// <summary>A button: its key comes back in the event; style 1 to 4.</summary>
public sealed record CardButton(string Text, string Key, int Style = 1)
{
    /// <summary>0: the tap comes back as an event.</summary>
    [JsonInclude]
    public int Type => 0;
}
