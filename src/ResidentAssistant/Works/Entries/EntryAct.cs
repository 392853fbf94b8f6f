namespace ResidentAssistant.Works.Entries;

/// <summary>What a household said or a colleague recorded about the work in one flat on one riser.</summary>
internal sealed record EntryAct
{
    /// <summary>Its id, also of its evidence.</summary>
    public required Guid Id { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Riser.</summary>
    public required Guid RiserId { get; init; }

    /// <summary>Household.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>1, 2, … of the flat on the riser.</summary>
    public required int Number { get; init; }

    /// <summary>The visit it is about; null: all of the work in the flat.</summary>
    public Guid? EntryId { get; init; }

    /// <summary>What, one of <see cref="EntryKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Plain facts that name nobody.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>R-0007, where a colleague must do something.</summary>
    public string? Reference { get; init; }

    /// <summary>Conversation it was said in.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>Colleague who recorded it.</summary>
    public Guid? StaffId { get; init; }

    /// <summary>The colleague's name.</summary>
    public string? StaffName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A fact, or empty.</summary>
    public string Fact(string name) => Facts.GetValueOrDefault(name, "");

    /// <summary>It came out well: a test that held, a check without a fault.</summary>
    public bool Passed => Fact(EntryKinds.PassedFact) == "yes";
}

/// <summary>What can stand among the acts of a flat.</summary>
internal static class EntryKinds
{
    /// <summary>The household says that a time suits.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>The household, or a colleague for it, has another time; the act names the new visit.</summary>
    public const string Moved = "moved";

    /// <summary>The household wants a time that the plan does not have: a person calls.</summary>
    public const string Asked = "asked";

    /// <summary>Who will be at home.</summary>
    public const string AtHome = "at-home";

    /// <summary>The team is in the flat.</summary>
    public const string Arrived = "arrived";

    /// <summary>The team has left.</summary>
    public const string Left = "left";

    /// <summary>The pipes were put under pressure.</summary>
    public const string Tested = "tested";

    /// <summary>The supervisor looked at everything that will be covered.</summary>
    public const string Checked = "checked";

    /// <summary>Everything in the flat is as it shall be again.</summary>
    public const string Restored = "restored";

    /// <summary>The household accepts the restoration.</summary>
    public const string Accepted = "accepted";

    /// <summary>The household does not accept it.</summary>
    public const string NotAccepted = "not-accepted";

    /// <summary>How content the household is, one to five.</summary>
    public const string Rated = "rated";

    /// <summary>Fact: it came out well.</summary>
    public const string PassedFact = "passed";

    /// <summary>What colleagues read.</summary>
    public static string Words(EntryAct act) => act.Kind switch
    {
        Confirmed => "住户说时间行",
        Moved => act.StaffId is null ? "住户换了时间" : "给住户换了时间",
        Asked => "住户想换时间，排不出来",
        AtHome => "住户说了谁在家",
        Arrived => "到了",
        Left => "走了",
        Tested => act.Passed ? "打压，没有掉压" : "打压，没通过",
        Checked => act.Passed ? "监理看过，可以封" : "监理看过，还不能封",
        Restored => "恢复好了",
        Accepted => "住户认可",
        NotAccepted => "住户不认可",
        Rated => $"住户打分：{act.Fact("score")} 分",
        _ => act.Kind,
    };
}
