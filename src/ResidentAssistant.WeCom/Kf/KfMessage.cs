using System.Text.Json;

namespace ResidentAssistant.WeCom.Kf;

/// <summary>A page of what happened on a customer service account.</summary>
/// <param name="NextCursor">Where the next page begins; to be kept.</param>
/// <param name="HasMore">There is more, even when <paramref name="Messages"/> is empty.</param>
/// <param name="Messages">In the vendor's order.</param>
public sealed record KfPage(string? NextCursor, bool HasMore, IReadOnlyList<KfMessage> Messages);

/// <summary>One message or event of a page; what is not of the expected form is <see cref="KfUnknown"/>, so that it cannot spoil the page.</summary>
public sealed record KfMessage
{
    /// <summary>Identity; the same in every repetition.</summary>
    public required string MessageId { get; init; }

    /// <summary>Account, such as <c>wk…</c>.</summary>
    public required string OpenKfid { get; init; }

    /// <summary>Customer, such as <c>wm…</c>; empty for an event of a servicer.</summary>
    public required string ExternalUserid { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Who it comes from.</summary>
    public required KfOrigin Origin { get; init; }

    /// <summary>The colleague who wrote or was meant.</summary>
    public string? ServicerUserid { get; init; }

    /// <summary>What it is.</summary>
    public required KfBody Body { get; init; }

    /// <summary>The vendor's JSON of this message.</summary>
    public required string Json { get; init; }

    /// <summary>Reads a message kept as <see cref="Json"/>.</summary>
    public static KfMessage Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return KfReading.Message(document.RootElement);
    }
}

/// <summary>Who a message comes from.</summary>
public enum KfOrigin
{
    /// <summary>Not said.</summary>
    Unknown = 0,

    /// <summary>The customer.</summary>
    Customer = 3,

    /// <summary>WeCom: an event.</summary>
    System = 4,

    /// <summary>A colleague who writes in the WeCom client.</summary>
    Servicer = 5,
}
