namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>What can happen to a ticket; the names are stored in <c>ticket_acts.kind</c> and, after <c>ticket.</c>, in the evidence.</summary>
internal static class ActKinds
{
    /// <summary>Somebody reported it; the value is the class.</summary>
    public const string Reported = "reported";

    /// <summary>It is worse than was thought; the value is the class from now on. Whoever had it answers for the milder fault only.</summary>
    public const string Graver = "graver";

    /// <summary>Somebody else of the same riser reported the same fault.</summary>
    public const string Joined = "joined";

    /// <summary>It follows the ticket of the same fault.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>It turned out to be another fault, and goes its own way again.</summary>
    public const string Parted = "parted";

    /// <summary>A step of the ladder called somebody; the value is the deadline it serves.</summary>
    public const string Paged = "paged";

    /// <summary>A step of the ladder had nobody to call.</summary>
    public const string Nobody = "nobody";

    /// <summary>A whole ladder had nobody to call: the duty groups and every desk are told so.</summary>
    public const string Alarm = "alarm";

    /// <summary>A person answers for it from now on.</summary>
    public const string Acknowledged = "acknowledged";

    /// <summary>Somebody is on the way.</summary>
    public const string OnTheWay = "on-the-way";

    /// <summary>Somebody is there.</summary>
    public const string OnSite = "on-site";

    /// <summary>The water is off.</summary>
    public const string WaterOff = "water-off";

    /// <summary>It is repaired, as those who did it say.</summary>
    public const string Repaired = "repaired";

    /// <summary>A resident says that it is repaired.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>A resident says that it is not: it begins anew.</summary>
    public const string NotRepaired = "not-repaired";

    /// <summary>Those who should repair it cannot, with a reason: the street office is called at once (article 8 of the notice).</summary>
    public const string CannotRepair = "cannot-repair";

    /// <summary>A person closes it, with a reason.</summary>
    public const string Closed = "closed";

    /// <summary>A resident says how it went; the value is good, fair or bad.</summary>
    public const string Rated = "rated";

    /// <summary>What colleagues may do, in the order of the buttons.</summary>
    public static readonly IReadOnlyList<string> OfStaff = [Acknowledged, OnTheWay, OnSite, WaterOff, Repaired, Confirmed, NotRepaired, CannotRepair, Closed, Duplicate];

    /// <summary>Written by the ladder or by a report that joined: nothing that what a colleague does next could contradict.</summary>
    public static bool IsCall(string kind) => kind is Paged or Nobody or Alarm or Joined;

    /// <summary>Acts that are nothing without a reason.</summary>
    public static bool NeedsWords(string kind) => kind is CannotRepair or Closed or NotRepaired or Confirmed;

    /// <summary>The kind as staff read it.</summary>
    public static string Name(string kind) => kind switch
    {
        Reported => "住户上报",
        Graver => "比先前说的要紧",
        Joined => "同一趟管子又有人报",
        Duplicate => "并到别的单子",
        Parted => "另是一件事，分开了",
        Paged => "叫人",
        Nobody => "这一步没有人可叫",
        Alarm => "谁也叫不到",
        Acknowledged => "接手",
        OnTheWay => "在路上",
        OnSite => "到现场",
        WaterOff => "水关上了",
        Repaired => "修好了",
        Confirmed => "住户说修好了",
        NotRepaired => "住户说没修好",
        CannotRepair => "修不了",
        Closed => "结单",
        Rated => "住户评价",
        _ => kind,
    };
}
