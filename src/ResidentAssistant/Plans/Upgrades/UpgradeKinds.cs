namespace ResidentAssistant.Plans.Upgrades;

/// <summary>What can happen to a wish above the standard; names are stored.</summary>
internal static class UpgradeKinds
{
    /// <summary>A colleague made sure that the household itself asked.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>A design was attached.</summary>
    public const string Designed = "designed";

    /// <summary>What it costs was told.</summary>
    public const string Quoted = "quoted";

    /// <summary>The household takes it at that price.</summary>
    public const string Accepted = "accepted";

    /// <summary>The household does not.</summary>
    public const string Declined = "declined";

    /// <summary>A colleague has seen the receipt.</summary>
    public const string Paid = "paid";

    /// <summary>The contractor may work to the design.</summary>
    public const string Released = "released";

    /// <summary>It will not be done, and why.</summary>
    public const string Closed = "closed";

    /// <summary>The kind in Chinese.</summary>
    public static string NameOf(string kind) => kind switch
    {
        Confirmed => "核实了是这户提的", Designed => "附上设计", Quoted => "报了价", Accepted => "住户照价做", Declined => "住户不做了", Paid => "记下交款", Released => "可以施工", Closed => "不办了", _ => kind,
    };
}

/// <summary>Where a wish stands, folded from its steps.</summary>
internal enum UpgradeState
{
    /// <summary>Somebody asked whose flat was not proven.</summary>
    Claimed,

    /// <summary>Waits for a design.</summary>
    Asked,

    /// <summary>Waits for a price.</summary>
    Designed,

    /// <summary>Waits for the household.</summary>
    Quoted,

    /// <summary>Waits for the payment.</summary>
    Accepted,

    /// <summary>The household did not want it at that price.</summary>
    Declined,

    /// <summary>Waits to be released.</summary>
    Paid,

    /// <summary>May be built.</summary>
    Released,

    /// <summary>Will not be done.</summary>
    Closed,
}

/// <summary>States as people read them.</summary>
internal static class UpgradeStates
{
    /// <summary>For colleagues.</summary>
    public static string Name(this UpgradeState state) => state switch
    {
        UpgradeState.Claimed => "等核实", UpgradeState.Asked => "等设计", UpgradeState.Designed => "等报价", UpgradeState.Quoted => "等住户定", UpgradeState.Accepted => "等交款",
        UpgradeState.Declined => "住户不做了", UpgradeState.Paid => "等放行", UpgradeState.Released => "可以施工", _ => "不办了",
    };

    /// <summary>For the household.</summary>
    public static string Told(this UpgradeState state) => state switch
    {
        UpgradeState.Claimed => "还没确认是您家提的，等工作人员核对", UpgradeState.Asked => "等设计单位看", UpgradeState.Designed => "设计有了，等报价", UpgradeState.Quoted => "报价有了，等您定",
        UpgradeState.Accepted => "您说照价做，等交款。怎么交，请到居委会当面问", UpgradeState.Declined => "您说不做了", UpgradeState.Paid => "交款记下了，等放行施工", UpgradeState.Released => "可以施工了", _ => "不办了",
    };

    /// <summary>Nobody has anything to do about it.</summary>
    public static bool IsOver(this UpgradeState state) => state is UpgradeState.Declined or UpgradeState.Released or UpgradeState.Closed;
}
