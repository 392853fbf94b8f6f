namespace ResidentAssistant.Emergencies.Escalation;

/// <summary>How far a ticket is; names are stored. Later is further, up to <see cref="Closed"/>.</summary>
internal enum TicketState
{
    /// <summary>上报了: nobody has taken it.</summary>
    Reported,

    /// <summary>有人接手: a person answers for it.</summary>
    Acknowledged,

    /// <summary>在路上.</summary>
    OnTheWay,

    /// <summary>到现场了.</summary>
    OnSite,

    /// <summary>水关上了.</summary>
    WaterOff,

    /// <summary>修好了, as those who repaired it say.</summary>
    Repaired,

    /// <summary>住户说修好了.</summary>
    Confirmed,

    /// <summary>结了, by a person with a reason.</summary>
    Closed,

    /// <summary>修不了: the street office has to find somebody.</summary>
    CannotRepair,

    /// <summary>并到别的单子: it follows the ticket of the same fault.</summary>
    Duplicate,
}

/// <summary>States as people read them.</summary>
internal static class TicketStates
{
    /// <summary>The state in Chinese.</summary>
    public static string Name(this TicketState state) => state switch
    {
        TicketState.Reported => "还没有人接手",
        TicketState.Acknowledged => "有人接手",
        TicketState.OnTheWay => "在路上",
        TicketState.OnSite => "到现场了",
        TicketState.WaterOff => "水关上了",
        TicketState.Repaired => "修好了，等住户看",
        TicketState.Confirmed => "住户说修好了",
        TicketState.Closed => "结了",
        TicketState.CannotRepair => "修不了，等街道",
        TicketState.Duplicate => "并到别的单子",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>Nobody need be called any more.</summary>
    public static bool IsOver(this TicketState state) => state is TicketState.Confirmed or TicketState.Closed or TicketState.Duplicate;
}
