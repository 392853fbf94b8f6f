namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>A register as it stands in a workbook; what was left empty is null. Row is the row of the spreadsheet, 0 when it comes from the tables.</summary>
internal sealed record RegisterBook
{
    /// <summary>小区, when the sheet is there.</summary>
    public BookCommunity? Community { get; init; }

    /// <summary>单位.</summary>
    public IReadOnlyList<BookFirm> Firms { get; init; } = [];

    /// <summary>楼栋.</summary>
    public IReadOnlyList<BookBuilding> Buildings { get; init; } = [];

    /// <summary>单元.</summary>
    public IReadOnlyList<BookEntrance> Entrances { get; init; } = [];

    /// <summary>立管.</summary>
    public IReadOnlyList<BookRiser> Risers { get; init; } = [];

    /// <summary>住户.</summary>
    public IReadOnlyList<BookHousehold> Households { get; init; } = [];

    /// <summary>人员.</summary>
    public IReadOnlyList<BookPerson> Persons { get; init; } = [];

    /// <summary>Sheets that were in the file, so that only of those it can be said what is missing.</summary>
    public IReadOnlySet<string> Sheets { get; init; } = new HashSet<string>();
}

/// <summary>A row of 小区.</summary>
internal sealed record BookCommunity(int Row, string Name, string Street, string Committee);

/// <summary>A row of 单位.</summary>
internal sealed record BookFirm(int Row, string Name, bool Owns, string? Phone, DateOnly? ConfirmedOn);

/// <summary>A row of 楼栋.</summary>
internal sealed record BookBuilding(int Row, string Number, int Floors, string? Owner, string? PropertyCompany);

/// <summary>A row of 单元.</summary>
internal sealed record BookEntrance(int Row, string Building, string Number, string? Owner, string? PropertyCompany);

/// <summary>A row of 立管.</summary>
internal sealed record BookRiser(int Row, string Building, string Label, RiserKind Kind);

/// <summary>A row of 住户; risers by their whole label; a floor that is not written changes nothing.</summary>
internal sealed record BookHousehold(int Row, FlatKey Flat, int? Floor, Occupancy? Occupancy, DateOnly? DecoratedOn, IReadOnlyList<string> Risers);

/// <summary>A row of 人员.</summary>
internal sealed record BookPerson(int Row, FlatKey Flat, string Name, Capacity Capacity)
{
    /// <summary>Phone.</summary>
    public PhoneNumber? Phone { get; init; }

    /// <summary>Lives in the flat.</summary>
    public bool? LivesHere { get; init; }

    /// <summary>Sixty or older.</summary>
    public bool? Elder { get; init; }

    /// <summary>Has a smartphone.</summary>
    public bool? Smartphone { get; init; }

    /// <summary>Paper of a proxy or guardian.</summary>
    public MandatePaper? Mandate { get; init; }
}

/// <summary>A flat by its numbers.</summary>
internal sealed record FlatKey(string Building, string Entrance, string Number)
{
    /// <summary>As a person reads it: 3号楼2单元501.</summary>
    public string Label => $"{Building}号楼{Entrance}单元{Number}";
}
