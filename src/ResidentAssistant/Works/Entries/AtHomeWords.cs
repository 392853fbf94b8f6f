namespace ResidentAssistant.Works.Entries;

/// <summary>Who opens the door, as people read it.</summary>
internal static class AtHomeWords
{
    /// <summary>The words for a way; empty for one that is not known.</summary>
    public static string Of(string way) => way switch
    {
        "self" => "本人在家",
        "family" => "家里人在家",
        "proxy" => "托了别人开门",
        "key" => "钥匙在信得过的人那里，他来开门",
        _ => "",
    };
}
