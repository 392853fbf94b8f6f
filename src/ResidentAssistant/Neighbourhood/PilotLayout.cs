namespace ResidentAssistant.Neighbourhood;

/// <summary>The pilot's buildings and who answers for them: eight buildings as they stand in real old communities, with invented names.</summary>
internal static class PilotLayout
{
    /// <summary>产权单位.</summary>
    public static IReadOnlyList<string> Owners { get; } = ["示例机械厂", "示例纺织公司", "示例设计院", "示例区房管中心"];

    /// <summary>物业.</summary>
    public static IReadOnlyList<string> PropertyCompanies { get; } = ["示例第一物业公司", "示例第二物业公司"];

    /// <summary>The buildings in order: five slabs, a dormitory, a tower, a small block.</summary>
    public static IReadOnlyList<PilotBuilding> Buildings { get; } =
    [
        Slab("1", owner: 0, company: 0),
        Slab("2", owner: 0, company: 0),
        Slab("3", owner: 1, company: 0),
        Slab("4", owner: 1, company: 1),
        Slab("5", owner: 1, company: 1) with { OwnerFromEntrance3 = 2 },
        new PilotBuilding("6", Entrances: 3, Floors: 5, Columns: 4, KitchenShares: 1, BathroomShares: 2, Owner: 2, Company: null),
        new PilotBuilding("7", Entrances: 1, Floors: 16, Columns: 6, KitchenShares: 2, BathroomShares: 2, Owner: 3, Company: 1),
        new PilotBuilding("8", Entrances: 2, Floors: 6, Columns: 2, KitchenShares: 1, BathroomShares: 1, Owner: 3, Company: null),
    ];

    private static PilotBuilding Slab(string number, int owner, int company) =>
        new(number, Entrances: 4, Floors: 6, Columns: 3, KitchenShares: 1, BathroomShares: 1, owner, company);
}

/// <summary>One building of the pilot; shares say how many neighbouring columns of flats stand on one riser.</summary>
internal sealed record PilotBuilding(string Number, int Entrances, int Floors, int Columns, int KitchenShares, int BathroomShares, int Owner, int? Company)
{
    /// <summary>Owner of the entrances from the third on, where it differs.</summary>
    public int? OwnerFromEntrance3 { get; init; }
}
