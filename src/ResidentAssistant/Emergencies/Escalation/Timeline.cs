namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>One thing that happened to a ticket.</summary>
internal sealed record TicketAct
{
    /// <summary>Id; the evidence carries it too.</summary>
    public Guid Id { get; init; }

    /// <summary>1, 2, … of the ticket.</summary>
    public int Number { get; init; }

    /// <summary>One of <see cref="ActKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Class, deadline or rating, by the kind.</summary>
    public string? Value { get; init; }

    /// <summary>Step of the ladder, from 0.</summary>
    public int? Step { get; init; }

    /// <summary>What was said, or whom a step called.</summary>
    public string Words { get; init; } = "";

    /// <summary>Colleague who did it.</summary>
    public Guid? StaffId { get; init; }

    /// <summary>Name of the colleague, or of who answered for a firm.</summary>
    public string? StaffName { get; init; }

    /// <summary>Conversation it was said in.</summary>
    public Guid? ConversationId { get; init; }
}

/// <summary>Where a ticket must be by when.</summary>
internal enum Milestone
{
    /// <summary>A person answers for it.</summary>
    Acknowledged,

    /// <summary>Somebody is there.</summary>
    OnSite,

    /// <summary>The water is off.</summary>
    WaterOff,

    /// <summary>It is repaired.</summary>
    AllClear,
}

/// <summary>A ticket folded from its acts: how far it is, and since when its deadlines run.</summary>
internal sealed class Timeline
{
    private static readonly Dictionary<string, TicketState> Steps = new()
    {
        [ActKinds.Acknowledged] = TicketState.Acknowledged, [ActKinds.OnTheWay] = TicketState.OnTheWay, [ActKinds.OnSite] = TicketState.OnSite,
        [ActKinds.WaterOff] = TicketState.WaterOff, [ActKinds.Repaired] = TicketState.Repaired,
    };

    private readonly List<TicketAct> since = [];

    /// <summary>Folds the acts, which are in order; without any the ticket is as it was opened.</summary>
    public Timeline(DateTimeOffset openedAt, IEnumerable<TicketAct> acts)
    {
        Since = openedAt;
        Acts = [.. acts];
        foreach (var act in Acts) Take(act);
    }

    /// <summary>All of it.</summary>
    public IReadOnlyList<TicketAct> Acts { get; }

    /// <summary>How far it is.</summary>
    public TicketState State { get; private set; } = TicketState.Reported;

    /// <summary>Since when its deadlines run: the report, a graver danger, “not repaired”, “cannot repair”.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Those who should repair it have said that they cannot; only the street office helps.</summary>
    public bool CannotRepair { get; private set; }

    /// <summary>Who took it last, since its deadlines run.</summary>
    public TicketAct? Taken { get; private set; }

    /// <summary>The milestone it has to reach next, or null when it has reached them all.</summary>
    public Milestone? Next => State switch
    {
        TicketState.Reported or TicketState.CannotRepair => Milestone.Acknowledged,
        TicketState.Acknowledged or TicketState.OnTheWay => Milestone.OnSite,
        TicketState.OnSite => Milestone.WaterOff,
        TicketState.WaterOff => Milestone.AllClear,
        _ => null,
    };

    /// <summary>The steps of the ladder that were taken for a milestone since the deadlines run, oldest first.</summary>
    public IReadOnlyList<TicketAct> Calls(Milestone milestone) =>
        [.. since.Where(a => a.Kind is ActKinds.Paged or ActKinds.Nobody or ActKinds.Alarm && a.Value == milestone.ToString())];

    /// <summary>How long it took from the first report to the first act of a kind, or null.</summary>
    public TimeSpan? Took(string kind) => Acts.FirstOrDefault(a => a.Kind == kind) is { } act && Acts[0].At <= act.At ? act.At - Acts[0].At : null;

    /// <summary>The earliest instant that an act written down now can have happened at: after it was opened, and after what last ended it or began it anew.</summary>
    public DateTimeOffset Earliest(DateTimeOffset? closedAt)
    {
        var turns = Acts.Where(a => a.Kind is ActKinds.Graver or ActKinds.NotRepaired or ActKinds.Parted or ActKinds.CannotRepair or ActKinds.Repaired or ActKinds.Confirmed or ActKinds.Closed).Select(a => a.At);
        return turns.Append(closedAt ?? Since).Append(Since).Max();
    }

    private void Take(TicketAct act)
    {
        switch (act.Kind)
        {
            case ActKinds.Reported when State is TicketState.Reported && since.Count == 0:
                Since = act.At;
                break;
            case ActKinds.Graver or ActKinds.NotRepaired or ActKinds.Parted:
                Begin(act, TicketState.Reported);
                CannotRepair = false;
                break;
            case ActKinds.CannotRepair:
                Begin(act, TicketState.CannotRepair);
                CannotRepair = true;
                break;
            case ActKinds.Confirmed:
                State = TicketState.Confirmed;
                break;
            case ActKinds.Closed:
                State = TicketState.Closed;
                break;
            case ActKinds.Duplicate:
                State = TicketState.Duplicate;
                break;
            default:
                if (Steps.TryGetValue(act.Kind, out var reached) && !State.IsOver())
                {
                    if (State is TicketState.CannotRepair || reached > State) State = reached;
                    Taken = act;
                }

                break;
        }

        since.Add(act);
    }

    private void Begin(TicketAct act, TicketState state)
    {
        (State, Since, Taken) = (state, act.At, null);
        since.Clear();
    }
}
