using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.CommandLine;

/// <summary>What is installed is the published folder, away from the sources.</summary>
public sealed partial class PublishTests
{
    [LongFact]
    public async Task The_published_folder_serves_the_chat_with_its_files_and_knows_its_dialogs()
    {
        using var folder = new TemporaryFolder();
        var target = Path.Combine(folder.Path, "app");
        await PublishAsync(target);
        var program = Path.Combine(target, "ResidentAssistant.dll");

        (await Ran.WithAsync(folder.Path, ["dialogs", "check"], program: program)).Code.ShouldBe(0);
        using var app = new AppProcess(new()
        {
            ["Keys:Path"] = Path.Combine(folder.Path, "keys"), ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder.Path, "published.db")}",
        }, program: program);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = app.Address };
        var page = await client.GetStringAsync("/chat");
        var files = Asset().Matches(page).Select(m => m.Groups[1].Value).Where(a => a.StartsWith('/') && Path.HasExtension(a)).Distinct().ToList();
        files.Count.ShouldBeGreaterThan(5);
        foreach (var file in files) (await client.GetAsync(file)).StatusCode.ShouldBe(HttpStatusCode.OK, file);
    }

    private static async Task PublishAsync(string target)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ResidentAssistant.sln"))) root = root.Parent!;
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(root.FullName, "src", "ResidentAssistant"), "-c", "Release", "-o", target, "-v", "quiet", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output);
    }

    [GeneratedRegex("""(?:href|src)="([^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Asset();
}
