using System.CommandLine;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Neighbourhood.Workbooks;
using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine;

/// <summary>The verb <c>import</c>: reads a workbook into the register, all or nothing.</summary>
internal static class Import
{
    /// <summary>The command with its options.</summary>
    public static Command Command()
    {
        var file = new Argument<FileInfo>("FILE.xlsx") { Description = "The workbook; --template writes an empty one there" };
        var template = new Option<bool>("--template") { Description = "Write the empty template to the file and end" };
        var command = new Command("import", "Read a community's register from a workbook: all or nothing, and a second time without effect") { file, template };
        command.SetAction(async (parsed, ct) =>
        {
            var path = parsed.GetValue(file)!;
            if (parsed.GetValue(template))
            {
                await File.WriteAllBytesAsync(path.FullName, WorkbookWriter.Write(new RegisterBook()), ct);
                return 0;
            }

            if (!path.Exists) throw new RefusedException("NoFile", $"There is no file {path.FullName}.");
            if (path.Length > WorkbookReader.LargestFile) throw new RefusedException("TooLarge", "文件太大了，最多 10 MB。请分成几个文件来传。");
            await using var app = Application.Build([]);
            app.Services.GetRequiredService<KeyRing>().Open();
            await app.Services.GetRequiredService<Migrator>().MigrateAsync(null, ct);
            var report = await app.Services.GetRequiredService<Imports>().RunAsync(await File.ReadAllBytesAsync(path.FullName, ct), null, mayFound: true, Editor.CommandLine, Progress(), ct);
            if (!Console.IsErrorRedirected) await Console.Error.WriteLineAsync();
            Tell(report);
            return report.Good ? 0 : 1;
        });
        return command;
    }

    private static void Tell(ImportReport report)
    {
        if (report.Refusal is { } why) Console.WriteLine(why);
        foreach (var fault in report.Faults) Console.WriteLine(fault);
        if (report.FaultCount > report.Faults.Count) Console.WriteLine($"一共有 {report.FaultCount} 处，上面是前 {report.Faults.Count} 处。");
        if (report.FaultCount > 0) Console.WriteLine("一条也没有登记。请改好以后再来一次。");
        if (!report.Good) return;
        Console.WriteLine($"{report.Community}：读了 {report.Rows} 行。{(report.Changed ? "" : "和登记的一样，没有改动。")}");
        foreach (var line in report.Lines.Concat(report.Missing)) Console.WriteLine(line);
    }

    private static Action<int> Progress()
    {
        var last = -1;
        return percent =>
        {
            if (percent == last || Console.IsErrorRedirected) return;
            last = percent;
            Console.Error.Write($"\r[{new string('#', percent / 4),-25}] {percent,3} %");
        };
    }
}
