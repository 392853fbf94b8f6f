namespace ResidentAssistant.Consent.Refusals;

/// <summary>What came of a visit. None of it moves the household's answer: that is given in chat by the household itself, or on paper.</summary>
internal static class VisitResult
{
    /// <summary>Still does not agree.</summary>
    public const string StillNo = "still-no";

    /// <summary>Wants to think.</summary>
    public const string Thinks = "thinks";

    /// <summary>Says at the door that it agrees now.</summary>
    public const string Agrees = "agrees";

    /// <summary>Nobody opened.</summary>
    public const string Nobody = "nobody";

    /// <summary>Asks that nobody comes any more.</summary>
    public const string NoMore = "no-more";

    /// <summary>All results in the order of the form, with their words.</summary>
    public static IReadOnlyList<(string Code, string Label)> All { get; } =
        [(StillNo, "还是不同意"), (Thinks, "再想想"), (Agrees, "现在愿意了"), (Nobody, "家里没人"), (NoMore, "请我们不要再来")];

    /// <summary>The words, or null for what is no result.</summary>
    public static string? NameOf(string? code) => All.FirstOrDefault(r => r.Code == code).Label;
}
