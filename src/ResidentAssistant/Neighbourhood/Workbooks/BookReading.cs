namespace ResidentAssistant.Neighbourhood.Workbooks;

/// <summary>Makes rows of texts into a register, and finds in each sheet what cannot be right by itself.</summary>
internal static class BookReading
{
    /// <summary>The register in the sheets; faults are added, not thrown.</summary>
    public static RegisterBook Read(RawBook raw, BookFaults faults, Action<double> progress, CancellationToken ct)
    {
        var (total, done) = (Math.Max(1, raw.Rows), 0);
        return new RegisterBook
        {
            Sheets = raw.Sheets.Keys.ToHashSet(),
            Community = Community(Rows(SheetLayout.Community, r => new BookCommunity(r.Number, r.Needed("小区名称", 40), r.Needed("街道", 60), r.Needed("居委会", 40)), c => c.Name), faults),
            Firms = Rows(SheetLayout.Firms, Firm, f => (f.Owns, Cells.Canon(f.Name))),
            Buildings = Rows(SheetLayout.Buildings, r => new BookBuilding(r.Number, r.Building(), Floors(r), r.Text("产权单位"), r.Text("物业")), b => b.Number),
            Entrances = Rows(SheetLayout.Entrances, r => new BookEntrance(r.Number, r.Building(), r.Entrance(), r.Text("产权单位"), r.Text("物业")), e => (e.Building, e.Number)),
            Risers = Rows(SheetLayout.Risers, Riser, r => Cells.Canon(r.Label)),
            Households = Rows(SheetLayout.Households, Household, h => h.Flat),
            Persons = Rows(SheetLayout.Persons, Person, p => (p.Flat, Cells.Canon(p.Name))),
        };

        List<T> Rows<T, TKey>(SheetLayout layout, Func<RowReader, T> read, Func<T, TKey> key)
            where TKey : notnull
        {
            if (!raw.Sheets.TryGetValue(layout.Name, out var sheet)) return [];
            var (reader, found, first) = (new RowReader(sheet, faults), new List<T>(sheet.Rows.Count), new Dictionary<TKey, int>());
            foreach (var row in sheet.Rows)
            {
                if (++done % 500 == 0)
                {
                    ct.ThrowIfCancellationRequested();
                    progress((double)done / total);
                }

                reader.Take(row);
                var one = read(reader);
                if (!reader.Good) continue;
                if (first.TryAdd(key(one), row.Number)) found.Add(one);
                else faults.Add(layout.Name, row.Number, "", $"和第 {first[key(one)]} 行重复了。{(layout == SheetLayout.Persons ? "同一户同名的两个人，请在名字后面加字区分。" : "请只留一行。")}");
            }

            return found;
        }
    }

    /// <summary>The whole label of a riser, as the register keeps it, from the short name people write.</summary>
    public static string RiserLabel(string building, string name) => name.StartsWith($"{building}号楼", StringComparison.Ordinal) ? name : $"{building}号楼{name}";

    /// <summary>Floor of a door: 501 is on the fifth, 1203 on the twelfth; null when the number does not say.</summary>
    public static int? FloorOf(string door)
    {
        var digits = string.Concat(door.TakeWhile(char.IsAsciiDigit));
        return digits.Length >= 3 && int.Parse(digits[..^2], System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= 99 and var floor ? floor : null;
    }

    private static BookCommunity? Community(List<BookCommunity> rows, BookFaults faults)
    {
        foreach (var more in rows.Skip(1)) faults.Add(SheetLayout.Community.Name, more.Row, "", "一个文件只登记一个小区。");
        return rows.FirstOrDefault();
    }

    private static BookFirm Firm(RowReader r)
    {
        var name = r.Needed("名称");
        var owns = r.Choice<bool>("类别", word => word switch { "产权单位" => true, "物业" or "物业公司" => false, _ => null }, "产权单位、物业", needed: true);
        var (phone, on) = (r.Phone("值班电话"), r.Day("电话核实日期"));
        return new BookFirm(r.Number, name, owns ?? true, phone?.Digits, on);
    }

    private static int Floors(RowReader r)
    {
        _ = r.Needed("层数");
        return r.Good ? r.Whole("层数", 1, 60) ?? 0 : 0;
    }

    private static BookRiser Riser(RowReader r)
    {
        var (building, name) = (r.Building(), r.Needed("立管名称"));
        if (name.IndexOfAny(['、', ',', '，', ';', '；']) >= 0) r.Wrong("立管名称", "名称里不能有顿号、逗号和分号，一行只写一根。");
        var kind = r.Choice<RiserKind>("类别", word => word switch { "厨房" => RiserKind.Kitchen, "卫生间" or "厕所" => RiserKind.Bathroom, _ => null }, "厨房、卫生间", needed: true);
        return new BookRiser(r.Number, building, RiserLabel(building, name), kind ?? RiserKind.Kitchen);
    }

    private static BookHousehold Household(RowReader r)
    {
        var flat = r.Flat();
        var floor = r.Whole("楼层", 1, 99);
        var occupancy = r.Choice<Occupancy>("住的情况", ReadOccupancy, string.Join("、", Enum.GetValues<Occupancy>().Select(o => o.Label())), needed: false);
        var decorated = r.Day("上次装修");
        var risers = (r.Text("立管", 500) ?? "").Split(['、', ',', '，', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new BookHousehold(r.Number, flat, floor, occupancy, decorated, [.. risers.Select(name => RiserLabel(flat.Building, name)).Distinct()]);
    }

    private static Occupancy? ReadOccupancy(string word) => Enum.GetValues<Occupancy>().Cast<Occupancy?>().FirstOrDefault(o => o!.Value.Label() == word) ?? word switch
    {
        "业主自住" or "自己住" => Occupancy.OwnerLives,
        "租出" or "出租了" => Occupancy.Let,
        "空" or "空置" or "没人住" => Occupancy.Vacant,
        "未知" => Occupancy.Unknown,
        _ => null,
    };

    private static BookPerson Person(RowReader r)
    {
        var (flat, name) = (r.Flat(), r.Needed("姓名", 40));
        var capacity = r.Choice<Capacity>("身份", Capacities.Read, string.Join("、", Enum.GetValues<Capacity>().Select(c => c.Label())), needed: true);
        var (document, from, to) = (r.Text("凭证", 120), r.Day("凭证起"), r.Day("凭证止"));
        if (document is null && (from ?? to) is not null) r.Wrong("凭证", "写了凭证的日期，没有写是什么凭证。");
        if (to < from) r.Wrong("凭证止", "凭证的截止日期比开始日期还早。");
        return new BookPerson(r.Number, flat, name, capacity ?? Capacity.Family)
        {
            Phone = r.Phone("电话"), LivesHere = r.Yes("住在这里"), Elder = r.Yes("六十岁以上"), Smartphone = r.Yes("有智能手机"),
            Mandate = document is null ? null : new MandatePaper(document, from, to),
        };
    }
}
