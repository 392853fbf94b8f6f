using System.Diagnostics;
using System.Globalization;
using ResidentAssistant.Neighbourhood.Workbooks;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Tests.Infrastructure;
using Xunit.Abstractions;

namespace ResidentAssistant.Tests.Neighbourhood.Workbooks;

/// <summary>A whole district's clerk does not wait.</summary>
public sealed class ImportSpeedTests(ITestOutputHelper output)
{
    [LongFact]
    public Task Twenty_thousand_rows_are_registered_in_ten_seconds_on_SQLite() => MeasureAsync(Provider.Sqlite);

    [LongFact]
    public Task Twenty_thousand_rows_are_registered_in_ten_seconds_on_PostgreSQL() => MeasureAsync(Provider.Postgres);

    private async Task MeasureAsync(Provider provider)
    {
        await using var bench = await ImportBench.OnAsync(provider);
        var book = Large();
        book.Rows().ShouldBeGreaterThanOrEqualTo(20_000);
        var file = WorkbookWriter.Write(book);
        var seen = new List<int>();

        var clock = Stopwatch.StartNew();
        var report = await bench.Imports.RunAsync(file, null, true, Editor.CommandLine, seen.Add, default);
        var first = clock.Elapsed;
        clock.Restart();
        var again = await bench.Imports.RunAsync(file, null, true, Editor.CommandLine, _ => { }, default);

        output.WriteLine($"{provider}: {book.Rows()} rows, {file.Length / 1024} KB: {first.TotalSeconds:F1} s, again {clock.Elapsed.TotalSeconds:F1} s");
        report.Faults.ShouldBeEmpty();
        (report.Refusal, report.Changed, again.Refusal, again.Changed).ShouldBe((null, true, null, false));
        first.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        seen.Distinct().Count().ShouldBeGreaterThan(20);
    }

    private static RegisterBook Large()
    {
        var (entrances, risers, flats, persons) = (new List<BookEntrance>(), new List<BookRiser>(), new List<BookHousehold>(), new List<BookPerson>());
        var buildings = Enumerable.Range(1, 90).Select(b => new BookBuilding(0, b.ToString(CultureInfo.InvariantCulture), 6, null, null)).ToList();
        foreach (var (_, number, _, _, _) in buildings)
        {
            for (var e = 1; e <= 4; e++)
            {
                var entrance = e.ToString(CultureInfo.InvariantCulture);
                entrances.Add(new BookEntrance(0, number, entrance, null, null));
                for (var column = 1; column <= 3; column++)
                {
                    var labels = new[] { ("厨房", RiserKind.Kitchen), ("卫生间", RiserKind.Bathroom) }.Select(k => (Label: $"{number}号楼{entrance}单元{k.Item1}立管0{column}", k.Item2)).ToList();
                    risers.AddRange(labels.Select(l => new BookRiser(0, number, l.Label, l.Item2)));
                    for (var floor = 1; floor <= 6; floor++)
                    {
                        var flat = new FlatKey(number, entrance, $"{floor}0{column}");
                        flats.Add(new BookHousehold(0, flat, floor, Occupancy.OwnerLives, null, [.. labels.Select(l => l.Label)]));
                        for (var p = 1; p <= 2 && persons.Count < 12_000; p++)
                            persons.Add(new BookPerson(0, flat, $"王示例{persons.Count}", p == 1 ? Capacity.Owner : Capacity.Family) { Phone = PhoneNumber.TryParse(string.Create(CultureInfo.InvariantCulture, $"1380{persons.Count:D7}")) });
                    }
                }
            }
        }

        return new RegisterBook { Community = new BookCommunity(0, "大小区", "测试街道", "测试居委会"), Buildings = buildings, Entrances = entrances, Risers = risers, Households = flats, Persons = persons };
    }
}

/// <summary>How long a book is.</summary>
internal static class BookLength
{
    public static int Rows(this RegisterBook book) => 1 + book.Firms.Count + book.Buildings.Count + book.Entrances.Count + book.Risers.Count + book.Households.Count + book.Persons.Count;
}
