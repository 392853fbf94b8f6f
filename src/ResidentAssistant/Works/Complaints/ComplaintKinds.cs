namespace ResidentAssistant.Works.Complaints;

/// <summary>What can happen to a complaint; names are stored.</summary>
internal static class ComplaintKinds
{
    /// <summary>The resident said more.</summary>
    public const string Added = "added";

    /// <summary>The resident said which flat it is about.</summary>
    public const string Placed = "placed";

    /// <summary>A colleague decided who has to do something.</summary>
    public const string Assigned = "assigned";

    /// <summary>A colleague answered.</summary>
    public const string Answered = "answered";

    /// <summary>The resident says it is settled.</summary>
    public const string Settled = "settled";

    /// <summary>The resident says it is not.</summary>
    public const string Reopened = "reopened";

    /// <summary>The kind in Chinese.</summary>
    public static string NameOf(string kind) => kind switch
    {
        Added => "住户又说了", Placed => "说了是哪一户", Assigned => "定了由谁来办", Answered => "答复了住户", Settled => "住户说解决了", Reopened => "住户说没解决", _ => kind,
    };
}

/// <summary>Where a complaint stands, folded from its steps.</summary>
internal enum ComplaintState
{
    /// <summary>Waits for an answer.</summary>
    Open,

    /// <summary>Waits for the resident's word.</summary>
    Answered,

    /// <summary>The resident says it is settled.</summary>
    Settled,
}

/// <summary>States as people read them.</summary>
internal static class ComplaintStates
{
    /// <summary>For colleagues.</summary>
    public static string Name(this ComplaintState state) => state switch { ComplaintState.Open => "等答复", ComplaintState.Answered => "等住户说", _ => "住户说解决了" };

    /// <summary>For the resident.</summary>
    public static string Told(this ComplaintState state) => state switch { ComplaintState.Open => "还没有答复", ComplaintState.Answered => "答复过了，等您说解决没解决", _ => "您说解决了" };
}
