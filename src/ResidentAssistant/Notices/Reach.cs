namespace ResidentAssistant.Notices;

/// <summary>By which way a household is reached.</summary>
internal enum Way
{
    /// <summary>A message in the conversation of a proven person.</summary>
    Chat,

    /// <summary>The page of the notice, opened through a personal link.</summary>
    Page,

    /// <summary>A post in a WeChat group.</summary>
    Group,

    /// <summary>A poster at the entrance.</summary>
    Poster,

    /// <summary>A call by a person.</summary>
    Phone,

    /// <summary>A person at the door.</summary>
    Door,
}

/// <summary>What became of one way to one household, word by word; nothing else is written into <c>notice_reach.state</c>.</summary>
internal enum ReachState
{
    /// <summary>Waits to be sent. It is not told.</summary>
    Queued,

    /// <summary>A node is sending it. It is not told.</summary>
    Sending,

    /// <summary>A newer version took its place before it was sent.</summary>
    Replaced,

    /// <summary>The vendor refused it, or a rule stopped it.</summary>
    Failed,

    /// <summary>Nobody answered.</summary>
    NoAnswer,

    /// <summary>Hung up or posted where the household passes. Posted is not told.</summary>
    Posted,

    /// <summary>Handed to the vendor; whether it arrived is not known. It is not told.</summary>
    Sent,

    /// <summary>It arrived at a proven person's device: told.</summary>
    Delivered,

    /// <summary>A person of the household opened it: told.</summary>
    Opened,

    /// <summary>A colleague spoke with the household: told.</summary>
    Spoken,

    /// <summary>The household says that it knows: told and confirmed.</summary>
    Confirmed,
}

/// <summary>How a household stands with a notice.</summary>
internal enum ReachStanding
{
    /// <summary>Nothing has reached it.</summary>
    NotReached,

    /// <summary>Something is under way or posted.</summary>
    UnderWay,

    /// <summary>Told.</summary>
    Told,

    /// <summary>Told, and it said so.</summary>
    Confirmed,
}

/// <summary>The one place that says what counts as told.</summary>
internal static class Reach
{
    /// <summary>SQL list of the states in which a household has been told.</summary>
    public const string ToldStates = "('Delivered', 'Opened', 'Spoken', 'Confirmed')";

    /// <summary>SQL list of the states after which a household may know an earlier version.</summary>
    public const string MayKnowStates = "('Sending', 'Posted', 'Sent', 'Delivered', 'Opened', 'Spoken', 'Confirmed')";

    /// <summary>How a household stands that has these rows for the newest version.</summary>
    public static ReachStanding Of(IEnumerable<ReachState> states)
    {
        var best = ReachStanding.NotReached;
        foreach (var state in states)
        {
            var one = state switch
            {
                ReachState.Confirmed => ReachStanding.Confirmed,
                ReachState.Delivered or ReachState.Opened or ReachState.Spoken => ReachStanding.Told,
                ReachState.Queued or ReachState.Sending or ReachState.Sent or ReachState.Posted => ReachStanding.UnderWay,
                _ => ReachStanding.NotReached,
            };
            if (one > best) best = one;
        }

        return best;
    }
}
