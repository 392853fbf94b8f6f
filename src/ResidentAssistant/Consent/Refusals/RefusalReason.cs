namespace ResidentAssistant.Consent.Refusals;

/// <summary>The reasons that can be given with a refusal in chat, as colleagues read them before they go.</summary>
internal static class RefusalReason
{
    /// <summary>The words of a reason's code; nothing for one that was not given.</summary>
    public static string? NameOf(string? code) => code switch
    {
        "decorated" => "刚装修过",
        "mess" => "怕吵怕脏怕麻烦",
        "money" => "担心花钱",
        "no-need" => "觉得自家水没毛病",
        "away" => "常年不在这儿住",
        "doubt" => "不放心活儿干得好不好",
        "unsaid" => "不想说，别追问",
        _ => null,
    };
}
