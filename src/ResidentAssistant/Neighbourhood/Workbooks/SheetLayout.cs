namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>One sheet of the register's workbook, as it is read and written.</summary>
internal sealed record SheetLayout(string Name, IReadOnlyList<ColumnLayout> Columns)
{
    private static readonly IReadOnlyList<string> YesNo = ["是", "否"];

    /// <summary>小区: one row.</summary>
    public static readonly SheetLayout Community = new("小区", [new("小区名称", 24), new("街道", 28), new("居委会", 24)]);

    /// <summary>单位: who owns and who looks after buildings.</summary>
    public static readonly SheetLayout Firms = new("单位", [new("名称", 28), new("类别", 12) { Choices = ["产权单位", "物业"] }, Optional("值班电话", 18), Optional("电话核实日期", 16)]);

    /// <summary>楼栋.</summary>
    public static readonly SheetLayout Buildings = new("楼栋", [new("楼号", 10), new("层数", 10), Optional("产权单位", 24), Optional("物业", 24)]);

    /// <summary>单元: owner and property company only where they differ from the building's.</summary>
    public static readonly SheetLayout Entrances = new("单元", [new("楼号", 10), new("单元", 10), Optional("产权单位", 24), Optional("物业", 24)]);

    /// <summary>立管.</summary>
    public static readonly SheetLayout Risers = new("立管", [new("楼号", 10), new("立管名称", 26), new("类别", 12) { Choices = ["厨房", "卫生间"] }]);

    /// <summary>住户: flats, and which risers pass them.</summary>
    public static readonly SheetLayout Households = new("住户",
    [
        new("楼号", 10), new("单元", 10), new("门牌", 10), Optional("楼层", 10), Optional("住的情况", 12) with { Choices = [.. Enum.GetValues<Occupancy>().Select(o => o.Label())] },
        Optional("上次装修", 16), Optional("立管", 44),
    ]);

    /// <summary>人员: who speaks for a flat.</summary>
    public static readonly SheetLayout Persons = new("人员",
    [
        new("楼号", 10), new("单元", 10), new("门牌", 10), new("姓名", 14), new("身份", 18) { Choices = [.. Enum.GetValues<Capacity>().Select(c => c.Label())] }, Optional("电话", 18),
        Optional("住在这里", 12) with { Choices = YesNo }, Optional("六十岁以上", 14) with { Choices = YesNo }, Optional("有智能手机", 14) with { Choices = YesNo },
        Optional("凭证", 30), Optional("凭证起", 16), Optional("凭证止", 16),
    ]);

    /// <summary>All, in the order of the workbook.</summary>
    public static readonly IReadOnlyList<SheetLayout> All = [Community, Firms, Buildings, Entrances, Risers, Households, Persons];

    /// <summary>How to fill it in: the first sheet of every workbook.</summary>
    public static readonly IReadOnlyList<string> Guide =
    [
        "怎么填这个表",
        "1. 第一行是表头，请不要改。从第二行起，一行写一条。用不到的表可以空着，或者整个删掉。",
        "2. 表头带 * 的一定要填，别的可以空着。空着的格子不会改动已经登记的内容。",
        "3. 楼号、单元、门牌只写号，例如 3、2、501。立管名称例如“2单元厨房立管01”。",
        "4. “住户”表的“立管”一栏，写经过这一户的立管名称，几根就用顿号（、）隔开。名称要和“立管”表里的一样。",
        "5. “单元”表里的产权单位和物业，和整栋楼不一样时才填。填的名称要先写在“单位”表里。",
        "6. 日期这样写：2026-03-05。电话只写数字，座机要带区号。",
        "7. “身份”填：" + string.Join("、", Enum.GetValues<Capacity>().Select(c => c.Label())) + "。",
        "8. 代理人、监护人请在“凭证”里写给您看过的文件，例如“公证委托书”，再写起止日期。",
        "9. 传上去以后，有一处不对，就一条也不会登记，页面会告诉您哪个表、哪一行、哪一格要改。",
        "10. 表里没有写、但是已经登记的，不会被删掉，页面会告诉您有哪些。",
    ];

    private static ColumnLayout Optional(string header, int width) => new(header, width) { Required = false };
}

/// <summary>One column of a sheet.</summary>
internal sealed record ColumnLayout(string Header, int Width)
{
    /// <summary>Must be filled in.</summary>
    public bool Required { get; init; } = true;

    /// <summary>What may stand in it, when only that; offered as a list in the workbook.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The header as it is written.</summary>
    public string Title => Required ? Header + "*" : Header;
}
