using System.Diagnostics;

namespace ResidentAssistant.Tests.Demo;

/// <summary>infra/demo.sh as a newcomer runs it, on free ports: both programs start, the settings are found good, a resident and a colleague play it through, and all ends.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_starts_plays_through_and_ends()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var built = folder.Name;
        while (!File.Exists(Path.Combine(folder.FullName, "ResidentAssistant.sln"))) folder = folder.Parent!;
        var start = new ProcessStartInfo("bash", ["infra/demo.sh", "--check"]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.FullName };
        (start.Environment["CONFIGURATION"], start.Environment["BUILT"]) = (built, "yes");
        using var demo = Process.Start(start)!;
        var output = demo.StandardOutput.ReadToEndAsync();
        var errors = demo.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        try
        {
            await demo.WaitForExitAsync(patience.Token);
        }
        finally
        {
            // It ends what it started; killed outright it could not.
            if (!demo.HasExited) Process.Start("kill", ["-TERM", demo.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        }

        demo.ExitCode.ShouldBe(0, await output + await errors);
        (await output).ShouldContain("the card has changed");
    }
}
